"""Documents, coverage, prices, capacity and standing of members."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.periods import Period
from muhatap.kernel.wall import standing_at
from muhatap.network import commands, reads, rules
from muhatap.network.models import (
    Commitment,
    Coverage,
    CoverageStatus,
    Document,
    DocumentStatus,
    Member,
    MemberStatus,
    RateCard,
    Standing,
)
from muhatap.parties.commands import register_bank_account
from tests.given import backing as given_backing
from tests.given import network as given

pytestmark = pytest.mark.django_db


def test_a_member_hands_a_document_in_at_its_portal_and_the_desk_verifies_it(
    desk: Actor, member_a: Actor, drain: object
) -> None:
    given.member(member_a)
    with standing_at(Audience.MEMBER, party_id=member_a.party_id, user_id=member_a.user_id):
        document = commands.upload_document(
            member_a,
            member_id=member_a.party_id or 0,
            type_id="biocidal_permit",
            data=given.PDF,
            name="../izin.pdf",
            valid_from=date(2026, 1, 1),
            valid_until=date(2026, 12, 31),
        )
        assert [row.document_id for row in reads.documents_of(member_a, member_id=member_a.party_id or 0)] == [
            document.pk
        ]
    drain()  # type: ignore[operator]
    assert document.period.upper == date(2027, 1, 1)
    commands.verify_document(desk, document_id=document.pk)
    document.refresh_from_db()
    assert (document.status, document.verified_by_id) == (DocumentStatus.VERIFIED, desk.user_id)


def test_a_newer_upload_takes_the_older_one_out_of_the_queue(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    first, second = (
        commands.upload_document(
            desk.at(desk.now + timedelta(minutes=minute)),
            member_id=member.pk,
            type_id="biocidal_permit",
            data=given.PDF,
            name="izin.pdf",
            valid_from=date(2026, 1, 1),
        )
        for minute in (0, 5)
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == (DocumentStatus.REPLACED, DocumentStatus.UPLOADED)
    assert reads.waiting_documents(desk) == 1


def test_a_document_that_has_run_out_is_not_taken(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    with pytest.raises(commands.AlreadyExpired):
        commands.upload_document(
            desk,
            member_id=member.pk,
            type_id="biocidal_permit",
            data=given.PDF,
            name="izin.pdf",
            valid_from=date(2025, 1, 1),
            valid_until=date(2026, 3, 1),
        )
    assert Document.objects.count() == 0


def test_a_rejection_needs_a_reason_the_member_reads(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    document = given.papers(desk, member)["biocidal_permit"]
    with pytest.raises(InvalidInput):
        commands.reject_document(desk, document_id=document.pk, reason="")
    document.refresh_from_db()
    assert document.status == DocumentStatus.VERIFIED
    commands.reject_document(desk, document_id=document.pk, reason="Okunmuyor")
    given.covers(desk, member)
    found = next(
        need for need in reads.requirements(member_a, member_id=member.pk) if need.type_id == "biocidal_permit"
    )
    assert (found.state, found.rejection_reason) == ("rejected", "Okunmuyor")


def test_what_blocks_a_member_is_listed_the_worst_first(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a, status=MemberStatus.APPROVED, bound=None)
    given.covers(desk, member)
    given.papers(desk, member, but="biocidal_permit")
    found = reads.blockers(member_a, member_id=member.pk)
    assert [(one.kind, one.key, one.hard) for one in found] == [
        ("agreement", "", True),
        ("document_missing", "biocidal_permit", True),
        ("rates", "", True),
        ("account", "", False),
    ]


def test_a_price_and_an_account_block_no_longer_once_they_are_there(desk: Actor, member_a: Actor) -> None:
    member = given.able(desk, member_a)
    assert [one.kind for one in reads.blockers(member_a, member_id=member.pk)] == ["account"]
    register_bank_account(desk, party_id=member.pk, iban="TR730006200001234567890123")
    assert reads.blockers(member_a, member_id=member.pk) == []


def test_a_portal_can_only_propose(member_a: Actor) -> None:
    member = given.member(member_a)
    row = Coverage(
        member_id=member.pk,
        service_id=given.SERVICE,
        district=given.district(),
        capacity=Decimal(5),
        unit="C62",
        period=Period(date(2026, 1, 1)).range(),
        status=CoverageStatus.APPROVED,
        proposed_at=member_a.now,
    )
    with (
        pytest.raises(DatabaseError, match="can only propose"),
        transaction.atomic(),
        standing_at(Audience.MEMBER, party_id=member_a.party_id, user_id=member_a.user_id),
    ):
        row.save(force_insert=True)
    assert Coverage.objects.count() == 0


def test_a_new_coverage_ends_the_one_before(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    given.covers(desk, member, capacity="10")
    given.covers(desk, member, capacity="15", since=date(2026, 6, 1))
    rows = Coverage.objects.order_by("pk").values_list("capacity", "period")
    assert list(rows) == [
        (Decimal(10), Period(date(2026, 1, 1), date(2026, 6, 1)).range()),
        (Decimal(15), Period(date(2026, 6, 1)).range()),
    ]


def test_another_member_cannot_be_spoken_for(member_a: Actor, member_b: Actor) -> None:
    given.member(member_a)
    other = given.member(member_b)
    with pytest.raises(Member.DoesNotExist):
        commands.propose_coverage(
            member_a,
            member_id=other.pk,
            service_id=given.SERVICE,
            district_ids=[given.district().pk],
            capacity=Decimal(5),
            valid_from=date(2026, 1, 1),
        )
    assert Coverage.objects.count() == 0


def test_a_price_ends_the_one_before_and_cannot_begin_earlier(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    given.asks(desk, member, "900")
    with standing_at(Audience.MEMBER, party_id=member_a.party_id, user_id=member_a.user_id):
        commands.state_rate(
            member_a,
            member_id=member.pk,
            service_id=given.SERVICE,
            basis="per_period",
            unit_price=Decimal("950.50"),
            valid_from=date(2026, 7, 1),
        )
        with pytest.raises(commands.RateStandsAlready):
            commands.state_rate(
                member_a,
                member_id=member.pk,
                service_id=given.SERVICE,
                basis="per_period",
                unit_price=Decimal(800),
                valid_from=date(2026, 5, 1),
            )
    assert list(RateCard.objects.order_by("period").values_list("unit_price", "period")) == [
        (Decimal(900), Period(date(2026, 1, 1), date(2026, 7, 1)).range()),
        (Decimal("950.5"), Period(date(2026, 7, 1)).range()),
    ]


def test_capacity_is_never_promised_twice_over_all_customers(
    desk: Actor, customer_a: Actor, customer_b: Actor, member_a: Actor
) -> None:
    member = given.member(member_a)
    given.covers(desk, member, capacity="8")
    first = given_backing.promise(given_backing.contract(customer_a), quantity="5")
    second = given_backing.promise(given_backing.contract(customer_b), quantity="5")

    def commit(promise_id: int, quantity: str, period: Period) -> None:
        commands.commit_capacity(
            desk,
            member_id=member.pk,
            promise_id=promise_id,
            service_id=given.SERVICE,
            district_id=given.district().pk,
            quantity=Decimal(quantity),
            period=period,
        )

    commit(first.pk, "5", given.YEAR)
    with pytest.raises(commands.NoCapacity):
        commit(second.pk, "5", Period(date(2026, 12, 31), date(2027, 6, 1)))
    assert Commitment.objects.count() == 1
    commit(second.pk, "5", Period(date(2027, 1, 1), date(2027, 6, 1)))
    commands.free_capacity(desk, member_id=member.pk, promise_id=first.pk, since=date(2026, 6, 1))
    assert Commitment.objects.order_by("pk").values_list("period", flat=True)[0].upper == date(2026, 6, 1)


def test_a_month_without_activity_has_no_score_and_a_frozen_one_stays(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    month = date(2026, 2, 14)
    assert commands.record_standing(desk, member_id=member.pk, month=month, inputs=rules.StandingInputs()) is None
    inputs = rules.StandingInputs(
        jobs_planned=40,
        jobs_done=38,
        jobs_late=4,
        audit_scores=(Decimal(82), Decimal(90)),
        findings_due=2,
        findings_closed=1,
    )
    made = commands.record_standing(desk, member_id=member.pk, month=month, inputs=inputs)
    # 50 × 90 + 35 × 86 + 15 × 50 = 8.260 hundredths.
    assert made is not None
    assert (made.month, made.score, made.grade, made.observations) == (date(2026, 2, 1), Decimal("82.6"), "B", 44)
    again = commands.record_standing(
        desk, member_id=member.pk, month=month, inputs=rules.StandingInputs(jobs_planned=1)
    )
    assert (again.score if again else None, Standing.objects.count()) == (Decimal("82.6"), 1)


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        (rules.StandingInputs(jobs_planned=10, jobs_done=10), (Decimal("100.0"), "A")),
        (rules.StandingInputs(audit_scores=(Decimal("59.9"),)), (Decimal("59.9"), "D")),
        (rules.StandingInputs(findings_due=3, findings_closed=2), (Decimal("66.7"), "C")),
        (rules.StandingInputs(), None),
    ],
)
def test_a_standing_weighs_only_what_was_observed(
    inputs: rules.StandingInputs, said: tuple[Decimal, str] | None
) -> None:
    assert rules.standing(inputs) == said


def test_a_member_cannot_be_suspended_in_the_past(desk: Actor, member_a: Actor) -> None:
    member = given.member(member_a)
    with pytest.raises(InvalidInput):
        commands.suspend_member(desk, member_id=member.pk, reason="x", since=desk.today - timedelta(days=1))
    member.refresh_from_db()
    assert (member.status, member.suspended_from) == (MemberStatus.ACTIVE, None)
