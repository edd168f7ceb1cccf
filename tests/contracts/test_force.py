"""Notice, renewal and end of a contract reach its promises, prices and project."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from muhatap.agreements import commands as agreements
from muhatap.contracts.models import CustomerContract, Project, Promise, PromisePrice
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.models import JournalEntry
from muhatap.kernel.periods import Period
from tests.given import contracts as given

TODAY = date(2026, 3, 2)
END = date(2027, 3, 2)


def on(actor: Actor, day: date) -> Actor:
    """The actor on the morning of a day."""
    return actor.at(datetime.combine(day, time(9), ISTANBUL))


def periods() -> set[Period]:
    """The days of all promises and of all prices."""
    rows = [*Promise.objects.all(), *PromisePrice.objects.all()]
    return {Period.of(row.period) for row in rows}


def facts(name: str) -> int:
    """How often contracts announced something."""
    return JournalEntry.objects.filter(name=f"contracts.{name}").count()


def test_signed_on_its_first_day_the_project_runs_at_once(desk: Actor, customer_a: Actor) -> None:
    given.signed(desk, customer_a, since=TODAY, until=END, locations=2)

    assert Project.objects.get().status == "running"
    assert [facts(name) for name in ("ContractSigned", "PromiseMade", "ProjectOpened", "ContractActivated")] == [
        1,
        2,
        1,
        1,
    ]


def test_after_notice_promises_and_prices_end_with_the_contract(desk: Actor, customer_a: Actor, sql: Any) -> None:
    contract = given.signed(desk, customer_a, since=TODAY, until=END, locations=2)
    agreements.terminate(desk, agreement_id=contract.pk, on=date(2026, 6, 1), reason="Taşınma")
    sql("SET CONSTRAINTS ALL IMMEDIATE")

    assert periods() == {Period(TODAY, date(2026, 6, 1))}
    assert facts("PromiseChanged") == 2
    assert agreements.end_due(on(desk, date(2026, 6, 1))) == (0, 1)
    assert Project.objects.get().status == "closed"
    assert facts("ContractEnded") == 1


def test_a_renewed_contract_keeps_its_promises_going(desk: Actor, customer_a: Actor, sql: Any) -> None:
    contract = given.signed(desk, customer_a, since=TODAY, until=END)
    assert contract.renewal_deadline == date(2026, 12, 31)
    assert agreements.end_due(on(desk, END)) == (1, 0)
    sql("SET CONSTRAINTS ALL IMMEDIATE")

    assert periods() == {Period(TODAY, date(2028, 3, 2))}
    assert CustomerContract.objects.get().renewal_deadline == date(2028, 1, 1)
    assert Project.objects.get().status == "running"
