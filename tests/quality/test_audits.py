"""An audit from its plan to the report in the portals, the same day; and findings until they are closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.errors import Forbidden, IllegalMove, InvalidInput
from muhatap.kernel.models import JournalEntry, OutboxMessage, StoredFile
from muhatap.kernel.wall import standing_at
from muhatap.quality import commands, reads
from muhatap.quality.models import Action, Audit, AuditOutcome, AuditReport, AuditStatus, Finding, FindingStatus
from tests.given import operations as given_operations
from tests.given import quality as given

BROKEN = {"B2": ("fail", "Islak zemin"), "A1": ("1", "İz var"), "A2": ("2", "")}


@pytest.fixture
def here(desk: Actor, customer_a: Actor, member_a: Actor) -> given_operations.Site:
    """A location with a backed promise."""
    return given_operations.site(customer_a, member_a)


def at(actor: Actor) -> Any:
    return standing_at(actor.audience, party_id=actor.party_id, user_id=actor.user_id)


def test_the_member_of_a_service_audit_is_who_delivers_there(desk: Actor, here: given_operations.Site) -> None:
    audit = Audit.objects.get(pk=given.planned(desk, here))
    assert (audit.customer_id, audit.member_id, audit.promise_id) == (here.customer_id, here.member_id, here.promise_id)
    assert audit.number == "DN-2026-0001"


def test_a_template_of_another_kind_is_refused(desk: Actor, here: given_operations.Site) -> None:
    with pytest.raises(commands.WrongTemplate):
        given.planned(desk, here, key="member_company")
    with pytest.raises(InvalidInput):
        commands.plan_audit(
            desk,
            kind="service",
            template_id=given.template("cleaning_service").pk,
            planned_on=date(2026, 3, 1),
            location_id=here.location_id,
        )
    assert not Audit.objects.exists()


def test_an_open_sheet_cannot_be_submitted_and_every_gap_is_named(desk: Actor, here: given_operations.Site) -> None:
    audit_id = given.begun(desk, here)
    commands.answer_item(desk, audit_id=audit_id, item_id="B2", value="fail")
    with pytest.raises(commands.AuditOpen) as refused:
        commands.submit_audit(desk, audit_id=audit_id)
    # 23 items, of which the auditor's free assessment may stay empty.
    assert len(refused.value.missing) == 22
    assert refused.value.missing["B2"] == ("note", "photo")
    assert refused.value.missing["A1"] == ("answer",)
    assert refused.value.missing["E5"] == ("answer",)
    assert Audit.objects.get().status == AuditStatus.IN_PROGRESS
    assert not Finding.objects.exists()


def test_an_answer_that_does_not_fit_is_refused(desk: Actor, here: given_operations.Site) -> None:
    audit_id = given.begun(desk, here)
    for item, value in (("B2", "evet"), ("A1", "5"), ("B5", "çok"), ("B2", "na"), ("Z9", "4")):
        with pytest.raises(commands.WrongAnswer):
            commands.answer_item(desk, audit_id=audit_id, item_id=item, value=value)
    assert not Audit.objects.get().answers.exists()


def test_a_perfect_audit_scores_one_hundred_and_finds_nothing(desk: Actor, here: given_operations.Site) -> None:
    given.submitted(desk, here)
    outcome = AuditOutcome.objects.get()
    assert (outcome.raw_score, outcome.score, outcome.grade, outcome.result) == (
        Decimal("100.0"),
        Decimal("100.0"),
        "A",
        "pass",
    )
    assert not Finding.objects.exists()


def test_failed_items_open_findings_with_their_day(desk: Actor, here: given_operations.Site) -> None:
    given.submitted(desk, here, **BROKEN)
    outcome = AuditOutcome.objects.get()
    # A = (4·¼ + 2·½ + 4 + 2)/12 = 66.67; B = (5+0+4+3+3)/19 = 78.95; raw = 20·⅔ + 30·15/19 + 50 = 87.0.
    assert [section["score"] for section in outcome.sections] == ["66.7", "78.9", "100.0", "100.0", "100.0"]
    assert (outcome.raw_score, outcome.grade, outcome.result) == (Decimal("87.0"), "B", "pass")
    rows = list(Finding.objects.order_by("item_id").values_list("item_id", "severity", "due_on", "text"))
    assert rows == [
        ("A1", "minor", date(2026, 3, 16), "İz var"),
        ("B2", "major", date(2026, 3, 9), "Islak zemin"),
    ]


def test_a_failed_critical_item_fails_the_audit(desk: Actor, here: given_operations.Site) -> None:
    given.submitted(desk, here, D4=("fail", "Tek bez"))
    outcome = AuditOutcome.objects.get()
    # D = 9/13; raw = 85 + 15·9/13 = 95.4, capped at 59.
    assert (outcome.raw_score, outcome.score, outcome.grade, outcome.result) == (
        Decimal("95.4"),
        Decimal("59.0"),
        "D",
        "fail",
    )


def test_more_rejected_rooms_than_the_sample_allows_fail_their_item(desk: Actor, here: given_operations.Site) -> None:
    given.submitted(desk, here, C3=("2", "İki oda"))
    assert list(Finding.objects.values_list("item_id", flat=True)) == ["C3"]


def test_the_same_point_again_within_ninety_days_weighs_more(desk: Actor, here: given_operations.Site) -> None:
    given.submitted(desk, here, **BROKEN)
    later = desk.at(desk.now + timedelta(days=90))
    given.submitted(later, here, B2=("fail", "Yine"))
    much_later = desk.at(desk.now + timedelta(days=190))
    given.submitted(much_later, here, B2=("fail", "Bir daha"))
    first, second, third = Finding.objects.filter(item_id="B2").order_by("pk")
    assert (second.severity, second.repeats_id, second.due_on) == ("critical", first.pk, date(2026, 6, 1))
    assert (third.severity, third.repeats_id) == ("major", None)


def test_nobody_outside_sees_an_unpublished_result(
    desk: Actor, customer_a: Actor, member_a: Actor, here: given_operations.Site
) -> None:
    given.submitted(desk, here, **BROKEN)
    for actor in (customer_a, member_a):
        with at(actor):
            assert reads.unread_reports(actor) == []
            assert reads.findings_waiting(actor) == []
            assert not Finding.objects.exists()
            with pytest.raises(Forbidden):
                reads.audit(actor, audit_id=Audit.objects.get().pk)


def test_one_record_three_projections_the_same_day(
    *, desk: Actor, customer_a: Actor, customer_b: Actor, member_a: Actor, member_b: Actor, here: given_operations.Site
) -> None:
    given.published(desk, here, **BROKEN)
    assert sorted(AuditReport.objects.values_list("audience", flat=True)) == ["customer", "internal", "member"]
    with at(customer_a):
        found = reads.unread_reports(customer_a)
        assert [row.score for row in found] == [Decimal("87.0")]
        view = reads.report(customer_a, report_id=found[0].id)
        assert "Pırıltı" not in repr(view)
        assert "Ekip yeni." not in repr(view)
        assert StoredFile.objects.filter(pk__in=view.findings[0]["photos"]).count() == 1
        commands.read_report(customer_a, report_id=found[0].id)
        assert reads.unread_reports(customer_a) == []
    with at(member_a):
        notice = reads.unread_reports(member_a)[0]
        assert "Pusula" not in repr(reads.report(member_a, report_id=notice.id))
    for stranger in (customer_b, member_b):
        with at(stranger):
            assert reads.unread_reports(stranger) == []
            with pytest.raises(AuditReport.DoesNotExist):
                reads.report(stranger, report_id=notice.id)
    fact = JournalEntry.objects.get(name="quality.AuditPublished")
    assert fact.facts["on_time"] is True
    assert JournalEntry.objects.filter(name="quality.AuditReportRead").count() == 1


def test_the_clock_of_unreported_audits_ends_with_the_day(desk: Actor, here: given_operations.Site) -> None:
    audit_id = given.submitted(desk, here)
    assert Audit.objects.get().report_due_at == datetime(2026, 3, 3, tzinfo=ISTANBUL)
    assert [row.overdue for row in reads.unreported(desk)] == [False]
    tomorrow = desk.at(desk.now + timedelta(days=1))
    assert [row.overdue for row in reads.unreported(tomorrow)] == [True]
    commands.publish_audit(tomorrow, audit_id=audit_id)
    assert reads.unreported(tomorrow) == []
    assert JournalEntry.objects.get(name="quality.AuditPublished").facts["on_time"] is False
    with pytest.raises(IllegalMove):
        commands.publish_audit(tomorrow, audit_id=audit_id)


def test_an_incomplete_audit_needs_a_second_person(
    desk: Actor, second_desk: Actor, here: given_operations.Site
) -> None:
    left_out = dict.fromkeys(("A1", "A2", "A3", "A4", "C1", "C2", "C4", "D2", "D4"), ("na", ""))
    audit_id = given.submitted(desk, here, **left_out)
    assert AuditOutcome.objects.get().result == "incomplete"
    with pytest.raises(commands.ReviewNeeded):
        commands.publish_audit(desk, audit_id=audit_id)
    with pytest.raises(commands.SecondPersonNeeded):
        commands.review_audit(desk, audit_id=audit_id, note="Tamam")
    assert not AuditReport.objects.exists()
    commands.review_audit(second_desk, audit_id=audit_id, note="Alanlar kapalıydı")
    commands.publish_audit(desk, audit_id=audit_id)
    assert Audit.objects.get().status == AuditStatus.PUBLISHED


def test_a_finding_is_corrected_by_the_member_and_closed_by_us(
    *, desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor, here: given_operations.Site, drain: Any
) -> None:
    given.published(desk, here, **BROKEN)
    finding = Finding.objects.get(item_id="B2")
    with at(member_b), pytest.raises(Finding.DoesNotExist):
        commands.name_cause(member_b, finding_id=finding.pk, cause="Ben değilim")
    with at(member_a):
        with pytest.raises(IllegalMove):
            commands.plan_action(member_a, finding_id=finding.pk, text="Paspas", due_on=date(2026, 3, 5))
        commands.name_cause(member_a, finding_id=finding.pk, cause="Vardiya planı eksik")
        with pytest.raises(commands.TooLate):
            commands.plan_action(member_a, finding_id=finding.pk, text="Paspas", due_on=date(2026, 3, 10))
        action_id = commands.plan_action(
            member_a, finding_id=finding.pk, text="Saatlik kontrol", due_on=date(2026, 3, 5)
        )
        with pytest.raises(commands.EvidenceMissing):
            commands.do_action(member_a, action_id=action_id)
        commands.do_action(member_a, action_id=action_id, evidence=given_operations.photo("green"), name="kanit.jpg")
    commands.return_action(desk, action_id=action_id, reason="Foto bulanık")
    with at(member_a):
        commands.do_action(member_a, action_id=action_id, evidence=given_operations.photo("white"))
    commands.verify_finding(desk, finding_id=finding.pk, verdict="Yerinde görüldü")
    finding.refresh_from_db()
    # A major one has to last for 30 days.
    assert (finding.status, finding.check_on) == (FindingStatus.VERIFIED, date(2026, 4, 1))
    with pytest.raises(commands.TooEarly):
        commands.close_finding(desk, finding_id=finding.pk)
    commands.close_finding(desk.at(desk.now + timedelta(days=30)), finding_id=finding.pk)
    finding.refresh_from_db()
    assert finding.status == FindingStatus.CLOSED
    with at(customer_a):
        view = reads.finding(customer_a, finding_id=finding.pk)
        assert StoredFile.objects.filter(pk=view.actions[0].evidence_id).count() == 1


def test_a_minor_finding_closes_with_its_verification(
    desk: Actor, member_a: Actor, here: given_operations.Site
) -> None:
    given.published(desk, here, **BROKEN)
    finding = Finding.objects.get(item_id="A1")
    with at(member_a):
        commands.name_cause(member_a, finding_id=finding.pk, cause="Unutulmuş")
        action = commands.plan_action(member_a, finding_id=finding.pk, text="Silinecek", due_on=date(2026, 3, 3))
        commands.do_action(member_a, action_id=action, evidence=given_operations.photo())
    commands.verify_finding(desk, finding_id=finding.pk)
    finding.refresh_from_db()
    assert finding.status == FindingStatus.CLOSED
    assert Action.objects.get().verified_by_id == desk.user_id


def test_a_member_is_audited_as_a_company(desk: Actor, member_a: Actor, here: given_operations.Site) -> None:
    audit_id = commands.plan_audit(
        desk,
        kind="member",
        template_id=given.template("member_company").pk,
        planned_on=desk.today,
        member_id=here.member_id,
    )
    audit = Audit.objects.get(pk=audit_id)
    assert (audit.member_id, audit.customer_id, audit.location_id) == (here.member_id, None, None)


def test_vehicles_are_named_before_they_are_audited(desk: Actor, here: given_operations.Site) -> None:
    audit_id = given.planned(desk, here, key="personnel_transport")
    with pytest.raises(InvalidInput):
        commands.start_audit(desk, audit_id=audit_id)
    commands.start_audit(desk, audit_id=audit_id, units=["34 ABC 01", "34 ABC 02", "34 ABC 01"])
    assert AuditOutcome.objects.get().units == ["34 ABC 01", "34 ABC 02"]
    commands.answer_item(desk, audit_id=audit_id, item_id="A1", value="pass", unit="34 ABC 02")
    with pytest.raises(commands.WrongAnswer):
        commands.answer_item(desk, audit_id=audit_id, item_id="A1", value="pass", unit="06 XYZ 99")


def test_customer_and_member_are_written_to_the_same_day_without_each_others_name(
    *, desk: Actor, customer_a: Actor, member_a: Actor, here: given_operations.Site
) -> None:
    given.published(desk, here, **BROKEN)
    letters = {
        row.payload["face"]: row.payload
        for row in OutboxMessage.objects.filter(kind="mail", payload__template="audit_report")
    }
    assert set(letters) == {"customer", "member"}
    for face, reader in (("customer", "customer"), ("member", "member")):
        assert letters[face]["path"] == f"reports/{AuditReport.objects.get(audience=reader).pk}/"
        assert letters[face]["facts"]["findings"] == Finding.objects.count()
    assert "Pırıltı" not in repr(letters["customer"])
    assert "Pusula" not in repr(letters["member"])
