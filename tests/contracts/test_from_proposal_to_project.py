"""An accepted proposal becomes a contract, is signed, and has its project."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from muhatap.agreements import commands as agreements
from muhatap.contracts import reads
from muhatap.contracts.models import Project, ProjectStatus, PromisePrice
from muhatap.kernel.actors import Actor
from muhatap.kernel.periods import Period
from tests.given import contracts as given


def test_the_lines_of_the_proposal_become_promises_with_their_prices(desk: Actor, customer_a: Actor) -> None:
    contract = given.drafted(desk, customer_a, locations=2)

    view = reads.contract(desk, contract_id=contract.pk)
    assert [(line.location, line.quantity, line.unit_price) for line in view.lines] == [
        ("Ofis 1", Decimal("6.000"), Decimal("50000.0000")),
        ("Ofis 2", Decimal("6.000"), Decimal("50000.0000")),
    ]
    assert view.monthly is not None
    assert view.monthly.minor == 600_000_00
    assert {Period.of(price.period) for price in PromisePrice.objects.all()} == {Period(given.SINCE, given.UNTIL)}


def test_a_signed_contract_has_its_project_and_starts_on_its_day(desk: Actor, customer_a: Actor) -> None:
    contract = given.signed(desk, customer_a)

    project = Project.objects.get(contract=contract)
    assert (project.status, project.code, project.starts_on) == (
        ProjectStatus.PREPARING,
        "PR-2026-0001",
        date(2026, 4, 1),
    )
    assert reads.drift(desk, contract_id=contract.pk) == []
    first_day = desk.at(desk.now.replace(month=4, day=1))
    assert agreements.activate_due(first_day) == 1
    project.refresh_from_db()
    contract.agreement.refresh_from_db()
    assert (project.status, contract.agreement.status) == (ProjectStatus.RUNNING, "active")
