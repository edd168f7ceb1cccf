"""Promises of a draft, line by line, and prices that change from a day on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from muhatap.agreements import commands as agreements
from muhatap.agreements.models import Status
from muhatap.catalogue.models import Service
from muhatap.contracts import rules
from muhatap.contracts.commands.drafting import locked_draft
from muhatap.contracts.events import PromisePriced
from muhatap.contracts.models import Promise, PromisePrice
from muhatap.contracts.permissions import ContractPermission
from muhatap.demand.rules.patterns import check_pattern
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.events import announce
from muhatap.kernel.periods import Period
from muhatap.parties.models import Location


@dataclass(frozen=True, slots=True)
class PromiseTerms:
    """What is promised: quantity, basis of the price, pattern (RFC 5545), window, standard, clocks in minutes."""

    quantity: Decimal
    basis: str
    pattern: str = ""
    window_from: time | None = None
    window_until: time | None = None
    standard: str = ""
    response_minutes: int | None = None
    attend_minutes: int | None = None
    fix_minutes: int | None = None


def _check(terms: PromiseTerms) -> dict[str, Any]:
    """The terms as columns. Raises: InvalidInput, WrongPattern."""
    if terms.quantity <= 0:
        raise InvalidInput(_("The quantity must be above zero."), field="quantity")
    if (terms.window_from is None) != (terms.window_until is None):
        raise InvalidInput(_("Give both ends of the time window, or neither."), field="window_until")
    return {**asdict(terms), "pattern": check_pattern(terms.pattern), "standard": terms.standard.strip()}


@command(ContractPermission.DRAFT)
def add_promise(
    actor: Actor,
    *,
    contract_id: int,
    location_id: int,
    service: str,
    terms: PromiseTerms,
    unit_price: Decimal,
) -> Promise:
    """Promise one more line in a draft, for the contract's whole period.

    Raises: AgreementNotDraft, InvalidInput, WrongPattern.
    """
    contract = locked_draft(actor, contract_id)
    columns = _check(terms)
    if unit_price < 0:
        raise InvalidInput(_("A price cannot be negative."), field="unit_price")
    location = Location.objects.visible_to(actor).get(pk=location_id, customer_id=contract.customer_id)
    sold: Any = Service.objects.visible_to(actor).get(pk=service)
    last = Promise.objects.filter(contract=contract).aggregate(last=Max("position"))["last"]
    promise = Promise(
        contract=contract,
        customer_id=contract.customer_id,
        location=location,
        service=sold,
        unit=sold.unit,
        delivery_mode=sold.delivery_mode,
        period=contract.agreement.period,
        position=(last or 0) + 1,
        **columns,
    )
    promise.save(force_insert=True)
    price = PromisePrice(
        promise=promise, customer_id=contract.customer_id, unit_price=unit_price, period=promise.period
    )
    price.save(force_insert=True)
    return promise


def _draft_promise(actor: Actor, promise_id: int) -> Promise:
    promise: Any = Promise.objects.visible_to(actor).select_for_update().get(pk=promise_id)
    locked_draft(actor, promise.contract_id)
    return promise  # type: ignore[no-any-return]


@command(ContractPermission.DRAFT)
def change_promise(actor: Actor, *, promise_id: int, terms: PromiseTerms) -> Promise:
    """Change what a draft's line promises. Raises: AgreementNotDraft, InvalidInput, WrongPattern."""
    promise = _draft_promise(actor, promise_id)
    columns = _check(terms)
    for name, value in columns.items():
        setattr(promise, name, value)
    promise.save(update_fields=list(columns))
    return promise


@command(ContractPermission.DRAFT)
def drop_promise(actor: Actor, *, promise_id: int) -> None:
    """Take a line out of a draft. Raises: AgreementNotDraft."""
    promise = _draft_promise(actor, promise_id)
    promise.prices.all().delete()
    promise.delete()


@command(ContractPermission.DRAFT)
def set_price(actor: Actor, *, promise_id: int, unit_price: Decimal, since: date | None = None) -> Promise:
    """Set a promise's unit price from a day to its end; in a draft for all its days. No day is left without a price.

    After the signature a new price needs an amendment: until one is signed, the drift check names it.
    Raises: InvalidInput, AgreementNotDraft.
    """
    promise: Any = (
        Promise.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("contract__agreement")
        .get(pk=promise_id)
    )
    if unit_price < 0:
        raise InvalidInput(_("A price cannot be negative."), field="unit_price")
    status = promise.contract.agreement.status
    if status not in {Status.DRAFT, Status.SIGNED, Status.ACTIVE, Status.SUSPENDED}:
        raise agreements.AgreementNotDraft(_("Prices cannot be changed while the contract is out or has ended."))
    whole = Period.of(promise.period)
    day = since if since is not None and status != Status.DRAFT else whole.start
    if day not in whole:
        raise InvalidInput(_("Choose a day on which the line is promised."), field="since")
    rows = {price.pk: price for price in promise.prices.all()}
    held = [(key, Period.of(row.period), row.unit_price) for key, row in rows.items()]
    changes, (period, price) = rules.cut_prices(held, day, unit_price, whole)
    for key, kept in changes:
        if kept is None:
            rows[key].delete()
        else:
            rows[key].period = kept.range()
            rows[key].save(update_fields=["period"])
    row = PromisePrice(promise=promise, customer_id=promise.customer_id, unit_price=price, period=period.range())
    row.save(force_insert=True)
    announce(
        PromisePriced(
            promise_id=promise.pk, contract_id=promise.contract_id, customer_id=promise.customer_id, since=day
        ),
        by=actor,
    )
    return promise  # type: ignore[no-any-return]
