"""What a contract's coming into force, renewal, notice and end mean for its promises and its project."""

from __future__ import annotations

from datetime import date
from typing import Any

from muhatap.contracts import rules
from muhatap.contracts.commands.drafting import fit_prices
from muhatap.contracts.events import ContractActivated, ContractEnded, PromiseChanged
from muhatap.contracts.models import PROJECT_LIFECYCLE, CustomerContract, Project, ProjectStatus, Promise
from muhatap.contracts.permissions import ContractPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.events import announce
from muhatap.kernel.periods import Period


def _contract(actor: Actor, contract_id: int) -> CustomerContract:
    found: Any = (
        CustomerContract.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("agreement")
        .get(pk=contract_id)
    )
    return found  # type: ignore[no-any-return]


def _move_project(contract_id: int, to: ProjectStatus) -> None:
    for project in Project.objects.select_for_update().filter(contract_id=contract_id).exclude(status=to):
        if PROJECT_LIFECYCLE.may(project.status, to):
            project.status = to
            project.save(update_fields=["status"])


@command(ContractPermission.ASSIGN)
def begin(actor: Actor, *, contract_id: int, on: date) -> None:
    """The contract is in force: its project runs."""
    contract = _contract(actor, contract_id)
    _move_project(contract_id, ProjectStatus.RUNNING)
    announce(ContractActivated(contract_id=contract_id, customer_id=contract.customer_id, on=on), by=actor)


@command(ContractPermission.ASSIGN)
def close(actor: Actor, *, contract_id: int, on: date) -> None:
    """The contract is over: its project closes."""
    contract = _contract(actor, contract_id)
    _move_project(contract_id, ProjectStatus.CLOSED)
    announce(ContractEnded(contract_id=contract_id, customer_id=contract.customer_id, on=on), by=actor)


@command(ContractPermission.ASSIGN)
def cut(actor: Actor, *, contract_id: int, until: date) -> int:
    """Notice was given: no promise goes beyond `until` (exclusive); returns how many were shortened."""
    contract = _contract(actor, contract_id)
    shortened = 0
    for promise in Promise.objects.filter(contract=contract).prefetch_related("prices"):
        period = Period.of(promise.period)
        if period.end is not None and period.end <= until:
            continue
        _change(actor, promise, Period(period.start, until))
        shortened += 1
    return shortened


@command(ContractPermission.ASSIGN)
def renew(actor: Actor, *, contract_id: int, until: date) -> int:
    """The contract goes on until `until` (exclusive): promises that lasted to its end go on; returns how many."""
    contract = _contract(actor, contract_id)
    contract.renewal_deadline = rules.renewal_deadline(Period.of(contract.agreement.period), contract.notice_days)
    contract.save(update_fields=["renewal_deadline"])
    last = max((Period.of(promise.period).end or until for promise in contract.promises.all()), default=until)
    prolonged = 0
    for promise in Promise.objects.filter(contract=contract).prefetch_related("prices"):
        period = Period.of(promise.period)
        if period.end != last or period.end >= until:
            continue
        _change(actor, promise, Period(period.start, until))
        prolonged += 1
    return prolonged


def _change(actor: Actor, promise: Promise, period: Period) -> None:
    fit_prices(actor, promise, period)
    promise.period = period.range()
    promise.save(update_fields=["period"])
    announce(
        PromiseChanged(promise_id=promise.pk, contract_id=promise.contract_id, customer_id=promise.customer_id),
        by=actor,
    )
