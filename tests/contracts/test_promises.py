"""Lines of a contract and their prices: exactly one price on every day, held by the database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from muhatap.agreements import commands as agreements
from muhatap.contracts import commands, reads
from muhatap.contracts.commands import PromiseTerms
from muhatap.contracts.models import Promise, PromisePrice
from muhatap.demand.rules.patterns import WrongPattern
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.periods import Period
from muhatap.parties.models import Location
from tests.given import contracts as given

NOW = "SET CONSTRAINTS ALL IMMEDIATE"


def prices() -> list[tuple[Period, Decimal]]:
    """Every price in order of days."""
    rows = PromisePrice.objects.order_by("period")
    return [(Period.of(row.period), row.unit_price) for row in rows]


def test_in_a_draft_a_price_holds_for_all_days(desk: Actor, customer_a: Actor) -> None:
    given.drafted(desk, customer_a)
    commands.set_price(desk, promise_id=Promise.objects.get().pk, unit_price=Decimal("48500.5"), since=date(2026, 6, 1))

    assert prices() == [(Period(given.SINCE, given.UNTIL), Decimal("48500.5000"))]


def test_after_the_signature_a_price_changes_from_a_day_on_and_the_drift_check_names_it(
    desk: Actor, customer_a: Actor, sql: Any
) -> None:
    contract = given.signed(desk, customer_a)
    promise = Promise.objects.get()
    commands.set_price(desk, promise_id=promise.pk, unit_price=Decimal(52000), since=date(2026, 7, 1))
    commands.set_price(desk, promise_id=promise.pk, unit_price=Decimal(53000), since=date(2026, 10, 1))
    sql(NOW)

    assert prices() == [
        (Period(given.SINCE, date(2026, 7, 1)), Decimal("50000.0000")),
        (Period(date(2026, 7, 1), date(2026, 10, 1)), Decimal("52000.0000")),
        (Period(date(2026, 10, 1), given.UNTIL), Decimal("53000.0000")),
    ]
    found = reads.drift(desk, contract_id=contract.pk)
    assert [(one.what, one.signed, one.live) for one in found] == [
        ("fiyatlar", "01.04.2026: 50000", "01.04.2026: 50000; 01.07.2026: 52000; 01.10.2026: 53000")
    ]
    assert reads.drifted(desk) == [(contract.pk, contract.agreement.number, 1)]


@pytest.mark.parametrize("since", [date(2026, 3, 31), date(2027, 4, 1)])
def test_a_price_outside_the_days_of_its_line_is_refused(desk: Actor, customer_a: Actor, since: date) -> None:
    given.signed(desk, customer_a)
    before = prices()
    with pytest.raises(InvalidInput) as refused:
        commands.set_price(desk, promise_id=Promise.objects.get().pk, unit_price=Decimal(1), since=since)
    assert refused.value.field == "since"
    assert prices() == before


def test_no_price_changes_while_the_contract_is_out_for_signature(desk: Actor, customer_a: Actor) -> None:
    given.sent(desk, customer_a)
    with pytest.raises(agreements.AgreementNotDraft):
        commands.set_price(desk, promise_id=Promise.objects.get().pk, unit_price=Decimal(1))
    assert prices() == [(Period(given.SINCE, given.UNTIL), Decimal("50000.0000"))]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM contracts_promiseprice", "days without a price"),
        ("UPDATE contracts_promiseprice SET period = '[2026-05-01,2027-04-01)'", "days without a price"),
        ("UPDATE contracts_promise SET period = '[2026-04-01,2027-05-01)'", "days without a price"),
        (
            "INSERT INTO contracts_promiseprice (promise_id, customer_id, unit_price, period)"
            " SELECT promise_id, customer_id, 1, '[2027-03-31,2027-04-02)' FROM contracts_promiseprice",
            "promise_one_price_a_day",
        ),
    ],
)
def test_the_database_refuses_a_day_with_two_prices_or_none(
    desk: Actor, customer_a: Actor, sql: Any, statement: str, said: str
) -> None:
    given.drafted(desk, customer_a)
    sql(NOW)
    with pytest.raises(DatabaseError, match=said), transaction.atomic():
        sql(statement)
    assert prices() == [(Period(given.SINCE, given.UNTIL), Decimal("50000.0000"))]


def test_a_line_is_added_changed_and_taken_out_of_a_draft(desk: Actor, customer_a: Actor) -> None:
    contract = given.drafted(desk, customer_a)
    location = Location.objects.get(customer_id=customer_a.party_id)
    made = commands.add_promise(
        desk,
        contract_id=contract.pk,
        location_id=location.pk,
        service="pest_control_general",
        terms=PromiseTerms(Decimal(1), "per_visit", pattern="freq=monthly"),
        unit_price=Decimal(4000),
    )
    commands.change_promise(
        desk, promise_id=made.pk, terms=PromiseTerms(Decimal(2), "per_visit", pattern="FREQ=MONTHLY", fix_minutes=240)
    )
    line = reads.promise(desk, promise_id=made.pk)[1]
    assert (line.position, line.quantity, line.pattern, line.fix_minutes) == (2, Decimal(2), "FREQ=MONTHLY", 240)
    assert line.monthly is not None
    assert line.monthly.minor == 8_000_00
    commands.drop_promise(desk, promise_id=made.pk)
    assert Promise.objects.count() == PromisePrice.objects.count() == 1


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        (PromiseTerms(Decimal(0), "per_head"), InvalidInput),
        (PromiseTerms(Decimal(1), "per_head", pattern="BYDAY"), WrongPattern),
    ],
)
def test_a_line_without_quantity_or_sense_is_refused(
    desk: Actor, customer_a: Actor, terms: PromiseTerms, refusal: type[Exception]
) -> None:
    given.drafted(desk, customer_a)
    promise = Promise.objects.get()
    with pytest.raises(refusal):
        commands.change_promise(desk, promise_id=promise.pk, terms=terms)
    assert Promise.objects.get().quantity == Decimal("6.000")


def test_a_location_of_another_customer_cannot_be_promised(desk: Actor, customer_a: Actor, customer_b: Actor) -> None:
    contract = given.drafted(desk, customer_a)
    given.drafted(desk, customer_b)
    foreign = Location.objects.get(customer_id=customer_b.party_id)
    with pytest.raises(Location.DoesNotExist):
        commands.add_promise(
            desk,
            contract_id=contract.pk,
            location_id=foreign.pk,
            service="office_cleaning",
            terms=PromiseTerms(Decimal(1), "per_head"),
            unit_price=Decimal(1),
        )
    assert Promise.objects.filter(contract=contract).count() == 1


def test_security_is_promised_directly_because_law_forbids_to_resell_it(desk: Actor, customer_a: Actor) -> None:
    from muhatap.catalogue.models import DeliveryMode, Service

    contract = given.drafted(desk, customer_a)
    direct = Service.objects.filter(delivery_mode=DeliveryMode.DIRECT).order_by("pk").first()
    assert direct is not None
    location = Location.objects.get(customer_id=customer_a.party_id)
    commands.add_promise(
        desk,
        contract_id=contract.pk,
        location_id=location.pk,
        service=direct.pk,
        terms=PromiseTerms(Decimal(4), "per_head"),
        unit_price=Decimal(60000),
    )
    view = reads.contract(desk, contract_id=contract.pk)
    assert [line.direct for line in view.lines] == [False, True]
    assert view.monthly is not None
    assert view.monthly.minor == 300_000_00
