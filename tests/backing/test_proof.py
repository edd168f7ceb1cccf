"""THE PROOF: what stands behind a promise, per day, from agreements in force and documents valid that day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from muhatap.agreements.models import Status
from muhatap.backing import reads
from muhatap.backing.models import BackingRole, BackingStatus
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden
from muhatap.kernel.periods import Period
from tests.given import backing as given
from tests.given import network as given_network

pytestmark = pytest.mark.django_db
TERM = given.TERM


def graded(desk: Actor, promise_id: int) -> list[tuple[date, date | None, str, tuple[str, ...]]]:
    found = reads.proof(desk, promise_ids=[promise_id], period=TERM)
    return [(part.period.start, part.period.end, part.grade, part.why) for part in found]


def test_a_promise_nobody_stands_behind_is_not_backed(desk: Actor, customer_a: Actor) -> None:
    promise = given.promise(given.contract(customer_a))
    assert graded(desk, promise.pk) == [(TERM.start, TERM.end, "none", ())]


def test_a_signed_member_with_its_papers_backs_fully(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    promise = given.promise(contract)
    given.backing(given.bond(contract, member.pk, period=TERM), promise)
    assert graded(desk, promise.pk) == [(TERM.start, TERM.end, "full", ())]


def test_an_unsigned_agreement_backs_conditionally(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    promise = given.promise(contract)
    bond = given.bond(contract, member.pk, period=TERM, status=Status.SENT)
    given.backing(bond, promise, status=BackingStatus.PLANNED)
    assert graded(desk, promise.pk) == [(TERM.start, TERM.end, "conditional", ("signature",))]


def test_a_licence_that_runs_out_turns_the_days_from_then_on_and_not_before(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    member = given_network.member(member_a)
    given_network.papers(desk, member, valid_until=date(2026, 3, 14))
    given_network.covers(desk, member)
    contract = given.contract(customer_a)
    promise = given.promise(contract)
    given.backing(given.bond(contract, member.pk, period=TERM), promise)
    assert graded(desk, promise.pk) == [
        (date(2026, 3, 1), date(2026, 3, 15), "full", ()),
        (date(2026, 3, 15), date(2027, 3, 1), "conditional", ("document",)),
    ]


def test_a_membership_that_ends_leaves_a_signature_missing(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given_network.member(member_a, bound=Period(date(2026, 1, 1), date(2026, 9, 1)))
    given_network.papers(desk, member)
    given_network.covers(desk, member)
    contract = given.contract(customer_a)
    promise = given.promise(contract)
    given.backing(given.bond(contract, member.pk, period=TERM), promise)
    assert graded(desk, promise.pk) == [
        (date(2026, 3, 1), date(2026, 9, 1), "full", ()),
        (date(2026, 9, 1), date(2027, 3, 1), "conditional", ("signature",)),
    ]


def test_less_than_promised_is_partial_and_two_members_add_up(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    first, second = given_network.able(desk, member_a), given_network.able(desk, member_b)
    contract = given.contract(customer_a)
    promise = given.promise(contract, quantity="5")
    given.backing(given.bond(contract, first.pk, period=TERM), promise, quantity="3")
    later = Period(date(2026, 6, 1), TERM.end)
    given.backing(given.bond(contract, second.pk, period=TERM), promise, quantity="2", period=later)
    assert graded(desk, promise.pk) == [
        (date(2026, 3, 1), date(2026, 6, 1), "partial", ()),
        (date(2026, 6, 1), date(2027, 3, 1), "full", ()),
    ]


def test_standby_alone_is_backup_only(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    promise = given.promise(contract)
    bond = given.bond(contract, member.pk, period=TERM)
    given.backing(bond, promise, role=BackingRole.BACKUP)
    assert graded(desk, promise.pk) == [(TERM.start, TERM.end, "backup", ())]


def test_a_suspended_member_backs_nothing_in_those_days(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given_network.able(desk, member_a)
    member.suspended_from, member.suspended_until = date(2026, 5, 1), date(2026, 5, 11)
    member.save(update_fields=["suspended_from", "suspended_until"])
    contract = given.contract(customer_a)
    promise = given.promise(contract)
    given.backing(given.bond(contract, member.pk, period=TERM), promise)
    assert graded(desk, promise.pk) == [
        (date(2026, 3, 1), date(2026, 5, 1), "full", ()),
        (date(2026, 5, 1), date(2026, 5, 11), "none", ("away",)),
        (date(2026, 5, 11), date(2027, 3, 1), "full", ()),
    ]


def test_who_stands_behind_a_day_says_what_is_missing(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given_network.member(member_a)
    names = given_network.service_documents([given_network.SERVICE])[given_network.SERVICE]
    blocking = next(kind for kind in names if kind.blocks)
    given_network.papers(desk, member, but=blocking.pk)
    contract = given.contract(customer_a)
    promise = given.promise(contract)
    given.backing(given.bond(contract, member.pk, period=TERM), promise)
    (behind,) = reads.behind(desk, promise_id=promise.pk, day=date(2026, 4, 1))
    assert (behind.signed, behind.membership, behind.missing_documents, behind.counts) == (
        True,
        True,
        (blocking.name,),
        False,
    )
    assert behind.quantity == Decimal(5)


def test_the_calendar_shows_the_first_open_promise_first(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    backed = given.promise(contract)
    open_one = given.promise(contract)
    given.backing(given.bond(contract, member.pk, period=TERM), backed)
    rows = reads.calendar(desk, contract.pk, date(2026, 3, 1), 3)
    assert [(row.promise_id, row.grades) for row in rows] == [
        (open_one.pk, ("none", "none", "none")),
        (backed.pk, ("full", "full", "full")),
    ]


def test_a_portal_cannot_ask_for_the_proof(member_a: Actor) -> None:
    import dataclasses

    nobody = dataclasses.replace(member_a, permissions=frozenset({"backing.see_own"}))
    with pytest.raises(Forbidden):
        reads.proof(nobody, promise_ids=[1], period=TERM)
