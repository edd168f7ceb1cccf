"""Capacity over time: never declared below what is promised, by whoever and at the same time, and read by its owner."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given as each
from hypothesis import strategies as st

from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.periods import Period
from muhatap.kernel.wall import standing_at
from muhatap.network import commands, reads, rules
from muhatap.network.models import Commitment, Coverage
from tests.given import backing as given_backing
from tests.given import cast
from tests.given import network as given

START = date(2026, 1, 1)
DAYS = st.integers(0, 12)


def take(desk: Actor, member_id: int, promise_id: int, quantity: str, period: Period) -> None:
    """Let a promise take capacity of the member in Şişli."""
    commands.commit_capacity(
        desk,
        member_id=member_id,
        promise_id=promise_id,
        service_id=given.SERVICE,
        district_id=given.district().pk,
        quantity=Decimal(quantity),
        period=period,
    )


def day(number: int) -> date:
    return START + timedelta(days=number)


@each(
    declared=st.lists(st.tuples(DAYS, DAYS, st.integers(1, 9)), max_size=4),
    taken=st.lists(st.tuples(DAYS, DAYS, st.integers(1, 9)), max_size=4),
)
def test_the_shortfall_is_what_a_count_day_by_day_finds(
    declared: list[tuple[int, int, int]], taken: list[tuple[int, int, int]]
) -> None:
    holds = [(Period(day(a), day(a + b + 1)), Decimal(n)) for a, b, n in declared]
    uses = [(Period(day(a), day(a + b + 1)), Decimal(n), nr) for nr, (a, b, n) in enumerate(taken)]
    found = rules.shortfall(Period(day(0), day(30)), holds, uses)
    left = {
        one: sum(n for p, n in holds if one in p) - sum(n for p, n, _nr in uses if one in p)
        for one in (day(number) for number in range(30))
    }
    over = [one for one in left if left[one] < 0]
    if not over:
        assert found is None
        return
    assert found is not None
    assert (found.since, found.declared - found.taken) == (over[0], min(left.values()))
    assert found.promises == len({nr for p, _n, nr in uses for one in over if one in p})
    cell = rules.capacity_in(Period(day(0), day(30)), holds, uses)
    assert cell.free == min(left.values())


@pytest.mark.django_db
def test_coverage_is_not_ended_or_lowered_below_what_is_promised(
    desk: Actor, customer_a: Actor, customer_b: Actor, member_a: Actor
) -> None:
    member = given.member(member_a)
    given.covers(desk, member, capacity="10")
    for customer, quantity in ((customer_a, "5"), (customer_b, "3")):
        promise = given_backing.promise(given_backing.contract(customer), quantity=quantity)
        take(desk, member.pk, promise.pk, quantity, Period(date(2026, 5, 1), date(2026, 9, 1)))
    row = Coverage.objects.get()
    words = "01.07.2026 gününden itibaren 2 taahhüt bu kapasitenin 8 birimini kullanıyor; geriye 0 birim"
    with pytest.raises(commands.BelowCommitments, match=words):
        commands.end_coverage(desk, coverage_id=row.pk, until=date(2026, 7, 1))
    with (
        standing_at(Audience.MEMBER, party_id=member.pk, user_id=member_a.user_id),
        pytest.raises(commands.BelowCommitments, match=r"01\.05\.2026 gününden itibaren 2 taahhüt .* 8 .* 6 birim"),
    ):
        commands.propose_coverage(
            member_a,
            member_id=member.pk,
            service_id=given.SERVICE,
            district_ids=[given.district().pk],
            capacity=Decimal(6),
            valid_from=date(2026, 4, 1),
        )
    row.refresh_from_db()
    assert (row.period, Coverage.objects.count()) == (Period(date(2026, 1, 1)).range(), 1)
    commands.end_coverage(desk, coverage_id=row.pk, until=date(2026, 9, 1))
    row.refresh_from_db()
    assert row.period == Period(date(2026, 1, 1), date(2026, 9, 1)).range()


@pytest.mark.django_db
def test_a_lower_coverage_counts_from_the_day_on_on_which_enough_is_free(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    member = given.member(member_a)
    given.covers(desk, member, capacity="10")
    promise = given_backing.promise(given_backing.contract(customer_a), quantity="8")
    take(desk, member.pk, promise.pk, "8", Period(date(2026, 5, 1), date(2026, 9, 1)))
    given.covers(desk, member, capacity="6", since=date(2026, 9, 1))
    assert list(Coverage.objects.order_by("pk").values_list("capacity", flat=True)) == [Decimal(10), Decimal(6)]


@pytest.mark.django_db
def test_the_database_itself_refuses_what_no_command_did(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    given.covers(desk, member, capacity="10")
    promise = given_backing.promise(given_backing.contract(customer_a), quantity="8")
    take(desk, member.pk, promise.pk, "8", Period(date(2026, 5, 1), date(2026, 9, 1)))
    with pytest.raises(DatabaseError, match="promised more"), transaction.atomic():
        Coverage.objects.all().update(capacity=Decimal(7))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS holds_commitments IMMEDIATE")
    assert Coverage.objects.get().capacity == Decimal(10)


def test_of_an_end_of_coverage_and_a_reservation_at_the_same_time_one_wins(committed_db: None) -> None:
    desk, owner = cast.desk(), cast.member("Pırıltı Temizlik Ltd. Şti.", "Pırıltı Temizlik", "pirilti")
    customer = cast.customer("Pusula Sigorta A.Ş.", "Pusula Sigorta", "pusula")
    member = given.member(owner)
    given.covers(desk, member, capacity="10")
    with transaction.atomic():
        promise = given_backing.promise(given_backing.contract(customer), quantity="8")
    row, refused, ready = Coverage.objects.get(), [], threading.Barrier(2)

    def run(act: object) -> None:
        try:
            ready.wait(timeout=10)
            act()  # type: ignore[operator]
        except (commands.BelowCommitments, commands.NoCapacity) as refusal:
            refused.append(type(refusal).__name__)
        finally:
            connection.close()

    acts = (
        lambda: commands.end_coverage(desk, coverage_id=row.pk, until=date(2026, 6, 1)),
        lambda: take(desk, member.pk, promise.pk, "8", Period(date(2026, 5, 1), date(2026, 9, 1))),
    )
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    row.refresh_from_db()
    ended, taken = row.period.upper is not None, Commitment.objects.count()
    assert len(refused) == 1
    assert (ended, taken) in ((True, 0), (False, 1))


def test_of_two_reservations_of_the_last_capacity_one_wins(committed_db: None) -> None:
    desk, owner = cast.desk(), cast.member("Pırıltı Temizlik Ltd. Şti.", "Pırıltı Temizlik", "pirilti")
    member = given.member(owner)
    given.covers(desk, member, capacity="10")
    customers = (
        cast.customer("Pusula Sigorta A.Ş.", "Pusula Sigorta", "pusula"),
        cast.customer("Kervan Depo Lojistik A.Ş.", "Kervan Depo", "kervan"),
    )
    with transaction.atomic():
        promises = [given_backing.promise(given_backing.contract(one), quantity="8").pk for one in customers]
    refused, ready = [], threading.Barrier(2)

    def run(promise_id: int) -> None:
        try:
            ready.wait(timeout=10)
            take(desk, member.pk, promise_id, "8", Period(date(2026, 5, 1), date(2026, 9, 1)))
        except commands.NoCapacity:
            refused.append(promise_id)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in promises]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(refused) == 1
    assert [row.promise_id for row in Commitment.objects.all()] == [one for one in promises if one not in refused]


@pytest.mark.django_db
def test_a_member_reads_its_own_calendar_and_nobody_elses(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    member, other = given.member(member_a), given.member(member_b)
    for one in (member, other):
        given.covers(desk, one, capacity="10")
    promise = given_backing.promise(given_backing.contract(customer_a), quantity="8")
    take(desk, member.pk, promise.pk, "8", Period(date(2026, 3, 11), date(2026, 3, 18)))
    with standing_at(Audience.MEMBER, party_id=member.pk, user_id=member_a.user_id):
        found = reads.capacity_calendar(member_a, member_id=member.pk, first=date(2026, 3, 4))
        assert [column.start for column in found.columns[:2]] == [date(2026, 3, 2), date(2026, 3, 9)]
        (row,) = found.rows
        assert [(cell.declared, cell.taken, cell.free) for cell in row.cells[:4]] == [
            (10, 0, 10), (10, 8, 2), (10, 8, 2), (10, 0, 10),
        ]  # fmt: skip
        by_day = reads.capacity_calendar(member_a, member_id=member.pk, first=date(2026, 3, 10), by="day")
        assert [int(cell.free) for cell in by_day.rows[0].cells[:9]] == [10, 2, 2, 2, 2, 2, 2, 2, 10]
        assert reads.capacity_calendar(member_a, member_id=other.pk, first=date(2026, 3, 4)).rows == ()
