"""Month end: both sides accrue exactly once what was delivered and owed, to the day and the kuruş."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as examples
from hypothesis import strategies as some

from muhatap.billing import commands, reads
from muhatap.billing import invariants as billing_invariants
from muhatap.billing.models import CustomerAccrual, CustomerAccrualJob, MemberAccrual, MemberAccrualJob, MonthEndRun
from muhatap.billing.rules.amounts import fixed_net
from muhatap.contracts.models import PromisePrice
from muhatap.kernel import invariants
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden
from muhatap.kernel.periods import Period
from muhatap.ledger import commands as ledger
from muhatap.ledger import invariants as ledger_invariants
from muhatap.ledger import reads as books
from tests.given import billing as given
from tests.given.billing import APRIL, MARCH, at


def _customer() -> list[tuple[object, ...]]:
    rows = CustomerAccrual.objects.order_by("promise__position", "period")
    return [(a.period.lower, a.period.upper, a.quantity, a.net) for a in rows]


def test_a_fixed_line_accrues_its_month_on_both_sides(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = given.running(customer_a, member_a)
    given.line(world, "office_cleaning", quantity="3", price="33333.3333", cost="28000.50")

    given.month_ended(desk)

    assert _customer() == [(MARCH, APRIL, Decimal("3.000"), 10_000_000)]
    assert [(a.quantity, a.net) for a in MemberAccrual.objects.all()] == [(Decimal("3.000"), 8_400_150)]


def test_a_line_that_starts_within_the_month_is_prorated_to_the_day(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    world = given.running(customer_a, member_a, live_on=date(2026, 3, 15))
    given.line(world, "office_cleaning", price="100000", cost="85000")

    given.month_ended(desk)

    # 17 of 31 days.
    assert _customer() == [(date(2026, 3, 15), APRIL, Decimal("1.000"), 5_483_871)]
    assert [(a.days, a.of_days, a.net) for a in MemberAccrual.objects.all()] == [(17, 31, 4_661_290)]


def test_a_price_that_changes_within_the_month_makes_two_lines(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = given.running(customer_a, member_a)
    given.line(world, "office_cleaning", price="31000", cost="20000")
    price = PromisePrice.objects.get()
    price.period = Period(MARCH, date(2026, 3, 11)).range()
    price.save()
    PromisePrice.objects.create(
        promise=price.promise,
        customer=price.customer,
        unit_price=Decimal(62000),
        period=Period(date(2026, 3, 11), given.YEAR.end).range(),
    )

    given.month_ended(desk)

    assert _customer() == [
        (MARCH, date(2026, 3, 11), Decimal("1.000"), 1_000_000),
        (date(2026, 3, 11), APRIL, Decimal("1.000"), 4_200_000),
    ]


def test_lines_by_quantity_accrue_confirmed_jobs_alone_and_point_to_them(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    world = given.running(customer_a, member_a)
    given.line(world, "transported_meals", basis="per_unit", quantity="180", price="142.50", cost="118.2575")
    first = given.job(world, "transported_meals", date(2026, 3, 2), quantity="180")
    second = given.job(world, "transported_meals", date(2026, 3, 3), quantity="176.5")
    given.job(world, "transported_meals", date(2026, 3, 4), quantity="180", status="done")

    given.month_ended(desk)

    assert _customer() == [(MARCH, APRIL, Decimal("356.500"), 5_080_125)]
    assert [(a.quantity, a.net) for a in MemberAccrual.objects.all()] == [(Decimal("356.500"), 4_215_880)]
    assert set(CustomerAccrualJob.objects.values_list("job_id", flat=True)) == {first.pk, second.pk}
    assert set(MemberAccrualJob.objects.values_list("job_id", flat=True)) == {first.pk, second.pk}


def test_a_run_repeated_accrues_nothing_twice(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = given.running(customer_a, member_a)
    given.line(world, "office_cleaning")
    given.line(world, "transported_meals", basis="per_unit", price="142.50", cost="118")
    given.job(world, "transported_meals", date(2026, 3, 2), quantity="180")
    given.month_ended(desk)
    before = (_customer(), list(MemberAccrual.objects.values_list("net")), books.balance_of(desk, code="600"))

    given.month_ended(desk)

    assert (_customer(), list(MemberAccrual.objects.values_list("net")), books.balance_of(desk, code="600")) == before
    runs = reads.month_end(at(desk, APRIL), month=MARCH).runs
    assert [(run.accrued, run.nothing_new, run.refused, run.waiting) for run in runs] == [(0, 2, 0, 0), (2, 0, 0, 0)]


def test_work_confirmed_late_is_taken_by_the_next_run_once(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = given.running(customer_a, member_a)
    given.line(world, "transported_meals", basis="per_unit", price="100", cost="80")
    given.job(world, "transported_meals", date(2026, 3, 2), quantity="10")
    given.month_ended(desk)
    given.job(world, "transported_meals", date(2026, 3, 3), quantity="5")

    given.month_ended(desk)
    given.job(world, "transported_meals", date(2026, 3, 4), quantity="2")
    given.month_ended(desk, month=APRIL, on=date(2026, 5, 1))

    rows = CustomerAccrual.objects.order_by("pk")
    assert [(a.month, a.period.lower, a.part, a.net) for a in rows] == [
        (MARCH, MARCH, 1, 100_000),
        (MARCH, MARCH, 2, 50_000),
        (APRIL, MARCH, 1, 20_000),
    ]


def test_an_interrupted_run_goes_on_where_it_stopped(
    desk: Actor, customer_a: Actor, customer_b: Actor, member_a: Actor, member_b: Actor
) -> None:
    for key, customer, member in (("1", customer_a, member_a), ("2", customer_b, member_b)):
        given.line(given.running(customer, member, key=key), "office_cleaning")
    actor = at(desk, APRIL)
    run = commands.begin_month_end(actor, month=MARCH)
    assert commands.accrue_next(actor, run_id=run.pk, side="customer", most=1) == 1
    with pytest.raises(commands.RunNotFinished):
        commands.finish_month_end(actor, run_id=run.pk)

    again = commands.run_month_end(actor, month=MARCH)

    assert again.pk == run.pk
    assert again.status == "done"
    assert MonthEndRun.objects.count() == 1
    assert CustomerAccrual.objects.count() == 2
    assert MemberAccrual.objects.count() == 2


def test_a_month_is_not_closed_before_it_is_over(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    given.line(given.running(customer_a, member_a), "office_cleaning")

    with pytest.raises(commands.MonthNotOver):
        commands.run_month_end(at(desk, date(2026, 3, 31)), month=MARCH)

    assert MonthEndRun.objects.count() == 0
    assert CustomerAccrual.objects.count() == 0


def test_nothing_accrues_before_the_location_is_live(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = given.running(customer_a, member_a, live_on=APRIL)
    given.line(world, "office_cleaning")

    given.month_ended(desk)

    assert _customer() == []
    assert MemberAccrual.objects.count() == 0


def test_what_law_lets_only_the_member_sell_is_not_billed_by_us(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    world = given.running(customer_a, member_a)
    given.line(world, "unarmed_guarding")
    promise = world.promises["unarmed_guarding"]
    promise.delivery_mode = "direct"
    promise.save()

    given.month_ended(desk)

    assert _customer() == []
    assert MemberAccrual.objects.count() == 0


def test_a_closed_month_refuses_each_subject_by_name_and_writes_nothing(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    given.line(given.running(customer_a, member_a), "office_cleaning")
    ledger.close_month(at(desk, APRIL), year=2026, month=3)

    given.month_ended(desk)

    run = reads.month_end(at(desk, APRIL), month=MARCH).runs[0]
    assert (run.accrued, run.refused) == (0, 2)
    assert [number for number, _message in run.refusals] == ["MS-2026-0001", "PS-2026-0001"]
    assert CustomerAccrual.objects.count() == 0
    assert books.trial_balance(desk, period=given.YEAR).rows == ()


def test_the_work_surface_says_what_is_accrued_due_and_missing(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = given.running(customer_a, member_a)
    given.line(world, "office_cleaning", price="100000", cost="85000")
    given.line(world, "transported_meals", basis="per_unit", price="100", cost="80")
    given.job(world, "transported_meals", date(2026, 3, 2), quantity="10")
    given.job(world, "transported_meals", date(2026, 3, 3), quantity="10", status="done")
    actor = at(desk, APRIL)

    before = reads.month_end(actor, month=MARCH)
    given.month_ended(desk)
    after = reads.month_end(actor, month=MARCH)

    assert [(one.due_lines, one.due.minor, one.open_jobs) for one in before.customers] == [(2, 10_100_000, 1)]
    assert [(one.accrued_lines, one.accrued.minor, one.due_lines) for one in after.customers] == [(2, 10_100_000, 0)]
    assert (after.revenue.minor, after.cost.minor) == (10_100_000, 8_580_000)
    assert (after.without_invoice, after.without_settlement) == (1, 1)


def test_nobody_accrues_without_the_permission(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    given.line(given.running(customer_a, member_a), "office_cleaning")

    with pytest.raises(Forbidden):
        commands.run_month_end(at(given.without(desk, "billing.see"), APRIL), month=MARCH)
    with pytest.raises(Forbidden):
        reads.month_end(replace(customer_a, permissions=frozenset({"billing.customer_invoices"})), month=MARCH)

    assert CustomerAccrual.objects.count() == 0


def test_every_invariant_holds_after_a_month(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = given.running(customer_a, member_a, retention="5")
    given.line(world, "office_cleaning")
    given.line(world, "transported_meals", basis="per_unit", price="142.5", cost="118.2575")
    given.job(world, "transported_meals", date(2026, 3, 2), quantity="180")
    given.month_ended(desk)
    given.approved_settlement(desk, member_a, world)
    given.sent_invoice(desk, world)

    ours = [*invariants.INVARIANTS, *ledger_invariants.INVARIANTS, *billing_invariants.INVARIANTS]
    assert [found.invariant.code for found in invariants.check(ours) if not found.holds] == []


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@examples(
    price=some.decimals("0.0001", "99999999.9999", places=4),
    quantity=some.decimals("0.001", "99999.999", places=3),
    of_days=some.integers(28, 31),
    part=some.integers(1, 31),
)
def test_the_database_rounds_a_part_of_a_month_as_the_rule_does(
    db: None, *, sql: Any, price: Decimal, quantity: Decimal, of_days: int, part: int
) -> None:
    days = min(part, of_days)

    found = sql("SELECT round(%s::numeric * %s::numeric * 100 * %s / %s)::bigint", quantity, price, days, of_days)

    assert found == [(fixed_net(unit_price=price, quantity=quantity, days=days, of_days=of_days),)]
