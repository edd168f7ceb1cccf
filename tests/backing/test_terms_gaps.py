"""Gaps between the terms of a project agreement and those of its contract: opened, changed, closed with their cause."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muhatap.agreements.models import Agreement, Status
from muhatap.backing import commands, reads
from muhatap.backing.models import Backing, BackingStatus, Gap, ProjectAgreement
from muhatap.backing.rules import BondTerms
from muhatap.contracts.models import CustomerContract
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.models import JournalEntry
from muhatap.kernel.periods import Period
from tests.backing.test_proof_by_day import undone
from tests.given import backing as given_backing
from tests.given import network as given_network
from tests.given.faces import Face

pytestmark = pytest.mark.django_db
TERM = given_backing.TERM


def bound(
    desk: Actor, customer: Actor, owner: Actor, *, status: Status = Status.ACTIVE, notice: int = 90, promised: int = 30
) -> ProjectAgreement:
    """A member that backs a promise of 365.000 ₺ a year for 1.000 ₺ a day, with a notice of its own."""
    contract = given_backing.contract(customer)
    CustomerContract.objects.filter(pk=contract.pk).update(notice_days=promised)
    promise = given_backing.promise(contract, quantity="1", price="40000")
    member = given_network.able(desk, owner)
    bond = given_backing.bond(contract, member.pk, period=TERM, status=status)
    ProjectAgreement.objects.filter(pk=bond.pk).update(notice_days=notice)
    state = BackingStatus.IN_FORCE if status == Status.ACTIVE else BackingStatus.PLANNED
    given_backing.backing(bond, promise, quantity="1", price="30416.6667", status=state)
    commands.refresh(desk, promise_ids=[promise.pk])
    return bond


def standing() -> list[tuple[str, int]]:
    """Kind and amount of what stands between terms."""
    rows = Gap.objects.filter(promise__isnull=True).exclude(status="closed")
    return sorted(rows.values_list("kind", "amount"))


def test_a_member_owed_longer_than_the_customer_is_bound_opens_one_gap_with_its_cost(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    bond = bound(desk, customer_a, member_a)
    assert standing() == [("notice", 60_000_00)]
    gap = Gap.objects.get(project_agreement=bond)
    assert (gap.days, gap.grade, gap.facts["bound"]) == (365, "full", 60)
    assert JournalEntry.objects.filter(name="backing.GapOpened", facts__gap_id=gap.pk).count() == 1
    assert commands.prove_book(desk).moved == 0
    assert reads.between_terms(desk).amount.minor == 60_000_00


def test_a_draft_says_what_its_terms_would_cost_and_opens_nothing(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    bond = bound(desk, customer_a, member_a, status=Status.DRAFT)
    assert standing() == []
    apart = [row for row in reads.compared(desk, agreement_id=bond.pk) if row.apart]
    assert [(row.kind, row.ours, row.theirs, row.amount.minor if row.amount else 0) for row in apart] == [
        ("notice", "30 gün", "90 gün", 60_000_00)
    ]


def test_terms_of_a_draft_are_changed_and_a_sent_one_is_fixed(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    bond = bound(desk, customer_a, member_a, status=Status.DRAFT)
    commands.change_terms(desk, agreement_id=bond.pk, terms=BondTerms(notice_days=30, liability_cap=5_000_00))
    bond.refresh_from_db()
    assert (bond.notice_days, bond.liability_cap) == (30, 5_000_00)
    Agreement.objects.filter(pk=bond.pk).update(status=Status.SENT)
    with pytest.raises(commands.AgreementFixed):
        commands.change_terms(desk, agreement_id=bond.pk, terms=BondTerms(notice_days=45))
    bond.refresh_from_db()
    assert bond.notice_days == 30


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (BondTerms(payment_days=61), "payment_days"),
        (BondTerms(penalty_cap_percent=Decimal(101)), "penalty_cap_percent"),
        (BondTerms(liability_cap=-1), "liability_cap"),
        (BondTerms(revision_month=1), "price_index"),
        (BondTerms(advance_percent=Decimal(120)), "advance_percent"),
    ],
)
def test_terms_that_law_or_sense_forbid_are_refused(
    desk: Actor, customer_a: Actor, member_a: Actor, terms: BondTerms, field: str
) -> None:
    bond = bound(desk, customer_a, member_a, status=Status.DRAFT)
    with pytest.raises((commands.PaymentTooLong, InvalidInput)) as refused:
        commands.change_terms(desk, agreement_id=bond.pk, terms=terms)
    assert refused.value.field == field
    bond.refresh_from_db()
    assert (bond.payment_days, bond.notice_days, bond.advance_percent) == (30, 90, 0)


def test_an_agreement_that_is_over_has_no_gap_between_terms(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    bond = bound(desk, customer_a, member_a)
    commands.end_backings(desk, agreement_id=bond.pk, on=desk.today)
    assert standing() == []
    assert Gap.objects.get(project_agreement=bond).status == "closed"


def test_one_line_of_an_agreement_ends_and_only_its_promise_is_open(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    bond = bound(desk, customer_a, member_a, notice=60, promised=60)
    contract = bond.project.contract
    others = [given_backing.promise(contract, quantity="1", price="40000") for _ in range(39)]
    for promise in others:
        given_backing.backing(bond, promise, quantity="1", price="30000")
    commands.prove_book(desk)
    line = Backing.objects.get(promise=others[7])
    commands.end_backing(desk, backing_id=line.pk, on=desk.today, reason="Ekip çekildi")
    (gap,) = Gap.objects.exclude(status="closed")
    assert (gap.promise_id, gap.kind, Period.of(gap.period)) == (
        others[7].pk,
        "coverage",
        Period(desk.today, TERM.end),
    )
    assert JournalEntry.objects.get(name="backing.BackingEnded").facts["reason"] == "Ekip çekildi"
    with pytest.raises(commands.NotInForce):
        commands.end_backing(desk, backing_id=line.pk, on=desk.today, reason="Yine")


def test_a_line_does_not_end_in_the_past_or_without_a_reason(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    bound(desk, customer_a, member_a, notice=60, promised=60)
    line = Backing.objects.get()
    for on, reason, field in ((desk.today - timedelta(days=1), "Geç", "on"), (desk.today, "  ", "reason")):
        with pytest.raises(InvalidInput) as refused:
            commands.end_backing(desk, backing_id=line.pk, on=on, reason=reason)
        assert refused.value.field == field
    line.refresh_from_db()
    assert (line.status, Period.of(line.period)) == (BackingStatus.IN_FORCE, TERM)


def test_breaks_to_come_are_ordered_by_the_day_one_must_act(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    bond = bound(desk, customer_a, member_a, notice=60, promised=60)
    contract = bond.project.contract
    for days in (10, 50, 300):
        promise = given_backing.promise(contract, quantity="1", price="40000")
        until = desk.today + timedelta(days=days)
        given_backing.backing(bond, promise, quantity="1", period=Period(TERM.start, until))
    commands.prove_book(desk)
    found = reads.horizon(desk)
    # 21 days to replace a member, 60 days' notice.
    assert found.lead_days == 21
    assert [(row.days_left, row.act_by, row.state, row.notice_days) for row in found.breaks] == [
        (10, date(2026, 2, 19), "late", 60),
        (50, date(2026, 3, 31), "soon", 60),
        (300, date(2026, 12, 6), "known", 60),
    ]
    assert (found.late, reads.breaks_to_act_on(desk)) == (1, 1)


def test_the_board_shows_terms_apart_from_promises(desk: Actor, customer_a: Actor, member_a: Actor, face: Face) -> None:
    bond = bound(desk, customer_a, member_a)
    assert reads.gaps(desk, query=ListQuery()).rows == []
    (row,) = reads.gaps(desk, query=ListQuery(filters={"about": "terms"})).rows
    assert (row.agreement_id, row.amount.minor, row.tone) == (bond.pk, 60_000_00, "warn")
    browser = face("desk", desk)
    said = browser.get(reverse("gaps") + "?about=terms").content.decode()
    assert "ihbar süreleri uyuşmuyor" in said
    assert "60.000,00" in browser.get(reverse("gap", args=[row.gap_id])).content.decode()
    assert "90 gün" in browser.get(reverse("project_agreement", args=[bond.pk])).content.decode()
    assert browser.get(reverse("horizon")).status_code == 200


numbers = st.integers(0, 120)
percents = st.one_of(st.none(), st.integers(0, 100).map(Decimal))
caps = st.one_of(st.none(), st.integers(0, 10**9))
indexed = st.one_of(st.just(("", None)), st.tuples(st.sampled_from(["cpi", "wage"]), st.integers(1, 12)))
sides = st.tuples(numbers, numbers, percents, caps, indexed)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(terms=st.tuples(sides, sides), clocks=st.tuples(st.sampled_from([None, 60]), st.sampled_from([None, 30, 90])))
def test_what_one_change_finds_is_what_the_whole_book_finds(
    desk: Actor,
    customer_a: Actor,
    member_a: Actor,
    terms: tuple[Any, Any],
    clocks: tuple[int | None, int | None],
) -> None:
    with undone():
        bond = bound(desk, customer_a, member_a)
        for model, key, side in (
            (CustomerContract, bond.project.contract_id, terms[0]),
            (ProjectAgreement, bond.pk, terms[1]),
        ):
            notice, payment, penalty, cap, (index, month) = side
            model.objects.filter(pk=key).update(
                notice_days=notice,
                payment_days=payment,
                penalty_cap_percent=penalty,
                liability_cap=cap,
                price_index=index,
                revision_month=month,
            )
        line = Backing.objects.select_related("promise").get()
        type(line.promise).objects.filter(pk=line.promise_id).update(response_minutes=clocks[0])
        Backing.objects.filter(pk=line.pk).update(response_minutes=clocks[1])
        commands.refresh(desk, promise_ids=[line.promise_id])
        found = standing()
        assert found == sorted(
            (row.kind, row.amount.minor)
            for row in reads.compared(desk, agreement_id=bond.pk)
            if row.apart and row.amount is not None
        )
        assert commands.prove_book(desk).moved == 0
        Gap.objects.all().delete()
        commands.prove_book(desk)
        assert standing() == found
