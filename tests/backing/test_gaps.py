"""Gaps open and close in the transaction of the change, for what it touches."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from muhatap.agreements.models import Agreement, Status
from muhatap.backing import commands, reads
from muhatap.backing.models import BackingStatus, Gap, GapStatus
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden, InvalidInput
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.models import JournalEntry
from muhatap.network import commands as network
from muhatap.network.rules import StandingInputs
from tests.given import backing as given
from tests.given import network as given_network

pytestmark = pytest.mark.django_db
TERM = given.TERM


def standing(promise_id: int) -> list[tuple[str, str, date, date | None]]:
    rows = Gap.objects.filter(promise_id=promise_id).exclude(status=GapStatus.CLOSED).order_by("kind", "period")
    return [(row.kind, row.grade, row.period.lower, row.period.upper) for row in rows]


def test_an_owed_promise_nobody_backs_has_a_gap_with_its_worth(desk: Actor, customer_a: Actor) -> None:
    promise = given.promise(given.contract(customer_a), quantity="5", price="1200")
    commands.refresh(desk, promise_ids=[promise.pk])
    gap = Gap.objects.get(promise=promise)
    # 5 × 1.200,00 ₺ a month over one year.
    assert (gap.kind, gap.grade, gap.days, gap.amount) == ("coverage", "none", 365, 7_200_000)
    assert JournalEntry.objects.filter(name="backing.GapOpened", facts__gap_id=gap.pk).count() == 1


def test_a_draft_contract_owes_nothing_and_has_no_gap(desk: Actor, customer_a: Actor) -> None:
    promise = given.promise(given.contract(customer_a, status=Status.DRAFT))
    commands.refresh(desk, promise_ids=[promise.pk])
    assert Gap.objects.count() == 0


def test_a_verified_document_closes_its_gap_at_once_and_a_rejected_one_opens_it(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    member = given_network.member(member_a)
    kinds = given_network.service_documents([given_network.SERVICE])[given_network.SERVICE]
    blocking = next(kind for kind in kinds if kind.blocks)
    given_network.papers(desk, member, but=blocking.pk)
    given_network.covers(desk, member)
    contract = given.contract(customer_a)
    promise, other = given.promise(contract), given.promise(contract)
    given.backing(given.bond(contract, member.pk, period=TERM), promise)
    commands.refresh(desk, promise_ids=[promise.pk, other.pk])
    assert standing(promise.pk) == [("document", "conditional", TERM.start, TERM.end)]
    untouched = Gap.objects.get(promise=other)

    document = network.upload_document(
        desk,
        member_id=member.pk,
        type_id=blocking.pk,
        data=given_network.PDF,
        name="izin.pdf",
        valid_from=date(2026, 1, 1),
    )
    assert standing(promise.pk) == [("document", "conditional", TERM.start, TERM.end)]
    network.verify_document(desk, document_id=document.pk)
    assert standing(promise.pk) == []
    network.reject_document(desk, document_id=document.pk, reason="Sahte mühür")
    assert standing(promise.pk) == [("document", "conditional", TERM.start, TERM.end)]
    untouched.refresh_from_db()
    assert untouched.status == GapStatus.OPEN
    assert commands.prove_book(desk).moved == 0


def test_a_suspension_opens_a_gap_for_its_days_and_keeps_its_owner_when_it_shrinks(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    member = given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    promise = given.promise(contract)
    given.backing(given.bond(contract, member.pk, period=TERM), promise)
    network.suspend_member(desk, member_id=member.pk, reason="Denetim sonucu", since=date(2026, 3, 10))
    assert standing(promise.pk) == [("coverage", "none", date(2026, 3, 10), TERM.end)]
    gap = commands.take_gap(desk, gap_id=Gap.objects.get(promise=promise).pk)
    later = desk.at(desk.now + timedelta(days=20))
    network.reinstate_member(later, member_id=member.pk)
    gap.refresh_from_db()
    # It lies in the past now: nothing is left to do about it.
    assert (gap.status, gap.owner_id) == (GapStatus.CLOSED, desk.user_id)
    assert standing(promise.pk) == []


def test_an_agreement_in_force_closes_the_signature_gap(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    promise = given.promise(contract)
    bond = given.bond(contract, member.pk, period=TERM, status=Status.SENT)
    backing = given.backing(bond, promise, status=BackingStatus.PLANNED)
    commands.refresh(desk, promise_ids=[promise.pk])
    assert standing(promise.pk) == [("signature", "conditional", TERM.start, TERM.end)]
    Agreement.objects.filter(pk=bond.pk).update(status=Status.SIGNED)
    assert commands.bring_into_force(desk, agreement_id=bond.pk) == 1
    backing.refresh_from_db()
    assert backing.status == BackingStatus.IN_FORCE
    assert standing(promise.pk) == []
    assert JournalEntry.objects.filter(name="backing.BackingInForce", facts__backing_id=backing.pk).count() == 1


def test_a_backing_that_ends_early_leaves_a_gap_from_that_day_on(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    member = given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    promise = given.promise(contract)
    bond = given.bond(contract, member.pk, period=TERM)
    backing = given.backing(bond, promise)
    commands.end_backings(desk, agreement_id=bond.pk, on=date(2026, 7, 1))
    backing.refresh_from_db()
    assert (backing.status, backing.period.upper) == (BackingStatus.ENDED, date(2026, 7, 1))
    assert standing(promise.pk) == [("coverage", "none", date(2026, 7, 1), TERM.end)]


def test_a_gap_can_be_lived_with_until_a_day_and_opens_again_then(desk: Actor, customer_a: Actor) -> None:
    promise = given.promise(given.contract(customer_a))
    commands.refresh(desk, promise_ids=[promise.pk])
    gap = Gap.objects.get(promise=promise)
    commands.accept_gap(desk, gap_id=gap.pk, until=date(2026, 3, 12), reason="Müşteri açılışı erteledi")
    assert commands.reopen_due(desk) == 0
    assert commands.reopen_due(desk.at(desk.now + timedelta(days=10))) == 1
    gap.refresh_from_db()
    assert (gap.status, gap.reason) == (GapStatus.OPEN, "Müşteri açılışı erteledi")


def test_a_gap_is_not_lived_with_without_a_reason(desk: Actor, customer_a: Actor) -> None:
    promise = given.promise(given.contract(customer_a))
    commands.refresh(desk, promise_ids=[promise.pk])
    gap = Gap.objects.get(promise=promise)
    with pytest.raises(InvalidInput):
        commands.accept_gap(desk, gap_id=gap.pk, until=date(2026, 3, 12), reason=" ")
    gap.refresh_from_db()
    assert (gap.status, gap.reason, gap.accepted_until) == (GapStatus.OPEN, "", None)


def test_whoever_may_only_look_cannot_take_a_gap(desk: Actor, customer_a: Actor) -> None:
    promise = given.promise(given.contract(customer_a))
    commands.refresh(desk, promise_ids=[promise.pk])
    gap = Gap.objects.get(promise=promise)
    looker = dataclasses.replace(desk, permissions=frozenset({"backing.see"}))
    with pytest.raises(Forbidden):
        commands.take_gap(looker, gap_id=gap.pk)
    gap.refresh_from_db()
    assert gap.owner_id is None


def test_the_board_counts_what_is_left_of_a_gap(desk: Actor, customer_a: Actor) -> None:
    promise = given.promise(given.contract(customer_a), quantity="5", price="1200")
    commands.refresh(desk, promise_ids=[promise.pk])
    later = desk.at(desk.now + timedelta(days=64))
    (row,) = reads.gaps(later, query=ListQuery()).rows
    assert (row.days, row.amount.minor, row.tone) == (300, 5_917_808, "bad")
    assert reads.summary(later).gaps == 1


def test_the_customer_knows_whether_it_is_covered_and_nothing_of_by_whom(
    desk: Actor, customer_a: Actor, customer_b: Actor, member_a: Actor
) -> None:
    member = given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    covered, open_one = given.promise(contract), given.promise(contract)
    given.backing(given.bond(contract, member.pk, period=TERM), covered)
    commands.refresh(desk, promise_ids=[covered.pk, open_one.pk])
    rows = reads.cover(customer_a, days=2)
    assert [(row.promise_id, row.state, row.cells) for row in rows] == [
        (open_one.pk, "arranging", ("none", "none")),
        (covered.pk, "covered", ("full", "full")),
    ]
    assert "Pırıltı" not in repr(rows)
    assert reads.cover(customer_b) == []


def test_proving_the_book_counts_promises_and_grades(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    covered = given.promise(contract)
    given.promise(contract)
    given.backing(given.bond(contract, member.pk, period=TERM), covered)
    proven = commands.prove_book(desk)
    assert (proven.promises, proven.graded, proven.gaps) == (2, {"full": 1, "none": 1}, {"coverage": 1})
    assert commands.prove_book(desk).moved == 0


def test_monthly_prices_follow_the_pattern(desk: Actor, customer_a: Actor) -> None:
    promise = given.promise(
        given.contract(customer_a), quantity="1", price="100", basis="per_visit", pattern="FREQ=WEEKLY;BYDAY=MO"
    )
    commands.refresh(desk, promise_ids=[promise.pk])
    # 52 Mondays a year at 100,00 ₺.
    assert Gap.objects.get(promise=promise).amount == 520_000


def test_the_summary_counts_the_cost_of_its_own_days_only(desk: Actor, customer_a: Actor) -> None:
    given.promise(
        given.contract(customer_a), quantity="1", price="100", basis="per_visit", pattern="FREQ=WEEKLY;BYDAY=MO"
    )
    commands.prove_book(desk)
    found = reads.summary(desk, within_days=14)
    assert (found.gaps, found.promises, found.amount.minor) == (1, 1, 19_945)


def test_coverage_and_standing_move_gaps_in_the_same_breath(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given_network.member(member_a)
    given_network.papers(desk, member)
    promise = given.promise(given.contract(customer_a))
    given.backing(given.bond(promise.contract, member.pk, period=TERM), promise)
    commands.refresh(desk, promise_ids=[promise.pk])
    assert standing(promise.pk) == [("capability", "full", TERM.start, TERM.end)]
    given_network.covers(desk, member)
    assert standing(promise.pk) == []
    inputs = StandingInputs(jobs_planned=10, jobs_done=5)
    network.record_standing(desk, member_id=member.pk, month=date(2026, 3, 1), inputs=inputs)
    assert standing(promise.pk) == [("capability", "conditional", date(2026, 4, 1), TERM.end)]
    assert commands.prove_book(desk).moved == 0
