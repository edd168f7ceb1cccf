"""The drill: what the loss of a member breaks, against a recount day by day; who takes over and at what difference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from muhatap.backing import reads, sets
from muhatap.backing.models import BackingRole
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden
from muhatap.kernel.money import Money
from muhatap.kernel.periods import Period
from tests.backing.test_proof_by_day import APRIL, DAYS, FIRST, IN_FORCE, WINDOW, Line, lines, make, undone
from tests.given import backing as given
from tests.given import cast
from tests.given import network as given_network
from tests.given.faces import Face
from tests.given.guards import without_guards

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)
PRICE = Decimal(1200)


def test_a_member_that_stands_alone_loses_every_day_and_nothing_survives(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    member = given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    given.backing(given.bond(contract, member.pk, period=given.TERM), given.promise(contract))
    it = reads.drills(desk, day=DAY, days=90)
    (loss,) = it.members
    # 5 heads at 1.200 a month: 6.000 × 12 / 365 × 90 days.
    assert (loss.lost_days, loss.standby_days, loss.amount) == (90, 0, Money(1_775_342))
    assert (it.promise_days, it.surviving, it.resilience) == (90, 0, Decimal("0.0"))


def test_a_standby_saves_the_days_it_could_deliver(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    first, second = given_network.able(desk, member_a), given_network.able(desk, member_b)
    contract = given.contract(customer_a)
    promise = given.promise(contract)
    given.backing(given.bond(contract, first.pk, period=given.TERM), promise, price="900")
    until = DAY + timedelta(days=30)
    given.backing(
        given.bond(contract, second.pk, period=given.TERM),
        promise,
        role=BackingRole.BACKUP,
        period=Period(given.TERM.start, until),
        price="1000",
    )
    it = reads.drills(desk, day=DAY, days=90)
    assert [(loss.member_id, loss.lost_days, loss.standby_days) for loss in it.members] == [(first.pk, 60, 30)]
    assert (it.surviving, it.resilience) == (30, Decimal("33.3"))
    (line,) = reads.drill(desk, member_id=first.pk, day=DAY, days=30).lines
    assert (line.lost_days, line.standby_days, line.hours, line.amount) == (0, 30, 24, Money(0))
    # 5 × (1.000 − 900) a month.
    assert [(one.member_id, one.difference) for one in line.standbys] == [(second.pk, Money(50_000))]
    assert line.difference == Money(50_000)


def test_the_cheapest_other_member_takes_over_and_its_capacity_is_taken_once(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    lost = given_network.able(desk, member_a)
    other = given_network.member(member_b)
    given_network.papers(desk, other)
    given_network.covers(desk, other, capacity="7")
    given_network.asks(desk, other, "850")
    contract = given.contract(customer_a)
    bond = given.bond(contract, lost.pk, period=given.TERM)
    dear = given.promise(contract, price="2000")
    cheap = given.promise(contract, price="1000")
    given.backing(bond, dear)
    given.backing(bond, cheap)
    it = reads.drill(desk, member_id=lost.pk, day=DAY)
    # Seven are free: enough for the dearer promise of five, not for both.
    assert [(line.promise_id, line.other_id, line.hours) for line in it.lines] == [
        (dear.pk, other.pk, 21 * 24),
        (cheap.pk, None, None),
    ]
    assert (it.lines[0].difference, it.difference, it.nobody) == (Money(-25_000), Money(-25_000), 1)


def test_what_is_not_owed_or_lies_outside_the_days_breaks_nothing(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    member = given_network.able(desk, member_a)
    contract = given.contract(customer_a, status=given.Status.DRAFT)
    given.backing(given.bond(contract, member.pk, period=given.TERM), given.promise(contract))
    owed = given.contract(customer_a)
    given.backing(given.bond(owed, member.pk, period=given.TERM), given.promise(owed))
    late = given.TERM.end
    assert late is not None
    it = reads.drills(desk, day=late, days=90)
    assert (it.members, it.promise_days, it.resilience) == ((), 0, None)
    assert reads.drill(desk, member_id=member.pk, day=DAY, days=10).lost_days == 10


def test_who_may_not_compare_members_sees_no_other_and_no_difference(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor, face: Face
) -> None:
    lost = given_network.able(desk, member_a)
    given_network.able(desk, member_b)
    contract = given.contract(customer_a)
    given.backing(given.bond(contract, lost.pk, period=given.TERM), given.promise(contract))
    service = replace(desk, permissions=frozenset({"backing.see"}))
    it = reads.drill(service, member_id=lost.pk, day=DAY)
    assert (it.sees_cost, it.sees_others, [line.difference for line in it.lines]) == (False, False, [None])
    assert it.lines[0].other == ""
    with pytest.raises(Forbidden):
        reads.drills(replace(desk, permissions=frozenset()), day=DAY)
    browser = face("desk", desk)
    shown = browser.get(reverse("drill", args=[lost.pk]) + f"?day={DAY.isoformat()}&days=30").content.decode()
    assert ("Usta Eller" in shown, "01.04.2026" in shown) == (True, True)
    assert "Pırıltı Temizlik" in browser.get(reverse("drills")).content.decode()


def able(line: Line, day: date) -> bool:
    """Whether a member of the drawn world could deliver on a day."""
    return (
        day in line.days
        and line.status in IN_FORCE
        and day in line.term
        and any(day in span for span in line.bound)
        and all(any(day in span for span in held) for held in line.papers)
        and (line.away is None or day not in line.away)
        and line.scores[day >= APRIL] >= 60
    )


def recount(world: list[Line], promised: int) -> tuple[dict[int, tuple[int, int, int]], int]:
    """Day by day: for each member days lost, days on standby, kuruş lost; and the days that survive any one loss."""
    found: dict[int, tuple[int, int, int]] = {}
    surviving = 0
    for day in WINDOW.days():
        here = [line for line in world if able(line, day)]
        whole = sum(line.quantity for line in here)
        surviving += all(whole - line.quantity >= promised for line in here) and whole >= promised
    for place, line in enumerate(world):
        lost_days = standby_days = fallen = 0
        for day in WINDOW.days():
            if not able(line, day):
                continue
            here = [one for one in world if able(one, day)]
            rest = [one for one in here if one is not line]
            whole, left = (min(promised, sum(one.quantity for one in group)) for group in (here, rest))
            first, then = (min(promised, sum(one.quantity for one in group if one.primary)) for group in (here, rest))
            lost_days += left < whole
            standby_days += left == whole and then < first
            fallen += whole - left
        if lost_days or standby_days:
            worth = PRICE * fallen * 12 * 100 / 365
            found[place] = (lost_days, standby_days, int(worth.quantize(Decimal(1), ROUND_HALF_UP)))
    return found, surviving


@pytest.fixture
def customer_and_members(desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor) -> tuple[Actor, ...]:
    """The desk, a customer and two members."""
    return desk, customer_a, member_a, member_b


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@drawn(world=st.tuples(lines(1), lines(2), lines(3)), promised=st.sampled_from([2, 3, 4]))
def test_the_drill_equals_a_recount_day_by_day(
    customer_and_members: tuple[Actor, ...], world: tuple[Line, ...], promised: int
) -> None:
    desk, customer_a, member_a, member_b = customer_and_members
    known = [line for line in world if line.quantity <= promised]
    if sum(line.quantity for line in known if line.primary) > promised:
        known = [replace(line, primary=place == 0) for place, line in enumerate(known)]
    with undone(), without_guards():
        third = cast.member("Yeşil Vadi Peyzaj Ltd. Şti.", "Yeşil Vadi", "vadi")
        owners = [member_a, member_b, third][: len(known)]
        make(known, desk, customer_a, owners, promised)
        rows, network = sets.losses(first=FIRST, last=FIRST + timedelta(days=DAYS))
        expected, surviving = recount(known, promised)
        found = {row.member_id: (row.lost_days, row.standby_days, row.amount) for row in rows}
        assert found == {owners[place].party_id: loss for place, loss in expected.items()}
        assert (network.days, network.surviving) == (DAYS, surviving)
        for row in rows:
            alone, _network = sets.losses(first=FIRST, last=FIRST + timedelta(days=DAYS), member_id=row.member_id)
            assert alone == [row]
