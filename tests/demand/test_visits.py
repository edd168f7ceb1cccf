"""Visits: planned, moved, called off, held with their survey, reported, confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from muhatap.demand import commands, reads
from muhatap.demand.commands.visits import (
    DayOff,
    LeadBusy,
    NoCustomer,
    NoSurveyForm,
    NotContacted,
    NothingToReport,
    NotYet,
    VisitInThePast,
)
from muhatap.demand.models import Request, SurveyAnswer, Visit
from muhatap.demand.rules.surveys import SurveyIncomplete, WrongAnswer
from muhatap.kernel.actors import ISTANBUL, Actor, Audience
from muhatap.kernel.errors import IllegalMove, InvalidInput
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.wall import standing_at
from tests.given import demand as given
from tests.given.cast import NOW

AFTER = given.VISIT_AT + timedelta(hours=2)


def plan(desk: Actor, request: Request, at: datetime, **more: Any) -> Visit:
    return commands.plan_visit(
        desk, request_id=request.pk, planned_at=at, **{"lead_id": desk.user_id, "place": "Şişli", **more}
    )


def test_a_planned_visit_moves_its_request_on(desk: Actor) -> None:
    visit = given.planned_visit(desk)
    assert visit.status == "planned"
    assert Request.objects.get().status == "visiting"


def test_a_visit_needs_a_contact_and_a_customer_first(desk: Actor) -> None:
    request = given.new_request(desk)
    with pytest.raises(NotContacted):
        plan(desk, request, given.VISIT_AT)
    commands.mark_contacted(desk, request_id=request.pk, channel="phone")
    with pytest.raises(NoCustomer):
        plan(desk, request, given.VISIT_AT)
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(
    ("at", "refusal", "field"),
    [
        (NOW, VisitInThePast, "planned_at"),
        (NOW - timedelta(days=1), VisitInThePast, "planned_at"),
        # A Sunday, and the National Sovereignty and Children's Day (Act 2429).
        (datetime(2026, 3, 8, 10, 0, tzinfo=ISTANBUL), DayOff, "holiday_ok"),
        (datetime(2026, 4, 23, 10, 0, tzinfo=ISTANBUL), DayOff, "holiday_ok"),
    ],
)
def test_the_past_and_days_off_are_refused(desk: Actor, at: datetime, refusal: type[Exception], field: str) -> None:
    request = given.contacted_request(desk)
    with pytest.raises(refusal) as caught:
        plan(desk, request, at)
    assert caught.value.field == field  # type: ignore[attr-defined]
    assert Visit.objects.count() == 0
    assert Request.objects.get().status == "in_contact"


def test_a_day_off_is_taken_with_the_tick(desk: Actor) -> None:
    request = given.contacted_request(desk)
    assert plan(desk, request, datetime(2026, 4, 23, 10, 0, tzinfo=ISTANBUL), holiday_ok=True).status == "planned"


@pytest.mark.parametrize(("minutes", "field"), [(14, "minutes_planned"), (601, "minutes_planned")])
def test_a_visit_has_a_sensible_length(desk: Actor, minutes: int, field: str) -> None:
    request = given.contacted_request(desk)
    with pytest.raises(InvalidInput) as caught:
        plan(desk, request, given.VISIT_AT, minutes_planned=minutes)
    assert caught.value.field == field
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(("minutes", "free"), [(-60, True), (-59, False), (0, False), (59, False), (60, True)])
def test_nobody_is_at_two_visits_at_once(desk: Actor, minutes: int, free: bool) -> None:
    given.planned_visit(desk)
    other = given.contacted_request(desk, company_name="Öbür Şirket")
    at = given.VISIT_AT + timedelta(minutes=minutes)
    if free:
        assert plan(desk, other, at).status == "planned"
    else:
        with pytest.raises(LeadBusy):
            plan(desk, other, at)
        assert Visit.objects.count() == 1


def test_a_visit_is_moved_and_does_not_stand_in_its_own_way(desk: Actor) -> None:
    visit = given.planned_visit(desk)
    later = given.VISIT_AT + timedelta(minutes=30)
    assert desk.user_id is not None
    commands.move_visit(desk, visit_id=visit.pk, planned_at=later, lead_id=desk.user_id, place="")
    visit.refresh_from_db()
    assert (visit.planned_at, visit.place) == (later, "Genel müdürlük, Şişli")


def test_a_held_visit_cannot_be_moved_or_called_off(desk: Actor) -> None:
    visit = given.held_visit(desk)
    assert desk.user_id is not None
    with pytest.raises(NotYet):
        commands.move_visit(
            desk, visit_id=visit.pk, planned_at=given.VISIT_AT + timedelta(days=1), lead_id=desk.user_id, place="x"
        )
    with pytest.raises(IllegalMove):
        commands.cancel_visit(desk, visit_id=visit.pk, reason="Gerek kalmadı")
    visit.refresh_from_db()
    assert (visit.status, visit.planned_at) == ("held", given.VISIT_AT)


def test_calling_off_needs_a_reason(desk: Actor) -> None:
    visit = given.planned_visit(desk)
    with pytest.raises(InvalidInput):
        commands.cancel_visit(desk, visit_id=visit.pk, reason=" ")
    assert (
        commands.cancel_visit(desk, visit_id=visit.pk, reason="Müşteri erteledi").cancelled_reason == "Müşteri erteledi"
    )


def test_the_answers_are_kept_with_the_version_of_their_form(desk: Actor) -> None:
    visit = given.held_visit(desk)
    answer = SurveyAnswer.objects.get()
    assert (answer.category_id, answer.form_version) == ("cleaning", 1)
    assert answer.answers == {"area": "1250", "people": "180", "when": "after", "storage": "yes"}
    survey = reads.visit(desk, visit_id=visit.pk).surveys[0]
    assert survey.sections[0] == (
        "Alan ve kullanım",
        (
            ("Temizlenecek toplam kapalı alan ne kadar?", "1250 m²"),
            ("Binayı günde kaç kişi kullanıyor?", "180 kişi"),
        ),
    )


@pytest.mark.parametrize(
    ("answers", "refusal", "field"),
    [
        ({"cleaning": {"people": "3", "when": "after"}}, SurveyIncomplete, "cleaning-area"),
        ({"cleaning": {"area": "-1", "people": "3", "when": "after"}}, WrongAnswer, "cleaning-area"),
        ({"cleaning": {"area": "NaN", "people": "3", "when": "after"}}, WrongAnswer, "cleaning-area"),
        ({"cleaning": {"area": "9", "people": "3", "when": "noon"}}, WrongAnswer, "cleaning-when"),
        (
            {"cleaning": {"area": "9", "people": "3", "when": "after", "storage": "maybe"}},
            WrongAnswer,
            "cleaning-storage",
        ),
        (
            {"cleaning": {"area": "9", "people": "3", "when": "after", "floor_types": ["ice"]}},
            WrongAnswer,
            "cleaning-floor_types",
        ),
        ({"gardening": {}}, NoSurveyForm, None),
    ],
)
def test_answers_that_do_not_fit_are_refused(
    desk: Actor, answers: dict[str, dict[str, Any]], refusal: type[Exception], field: str | None
) -> None:
    visit = given.planned_visit(desk)
    with pytest.raises(refusal) as caught:
        commands.hold_visit(desk.at(AFTER), visit_id=visit.pk, held_at=given.VISIT_AT, met="Ece", answers=answers)
    assert caught.value.field == field  # type: ignore[attr-defined]
    assert SurveyAnswer.objects.count() == 0
    visit.refresh_from_db()
    assert (visit.status, visit.held_at) == ("planned", None)


def test_a_visit_is_not_written_down_before_it_took_place(desk: Actor) -> None:
    visit = given.planned_visit(desk)
    with pytest.raises(NotYet):
        commands.hold_visit(desk, visit_id=visit.pk, held_at=given.VISIT_AT, met="Ece")
    visit.refresh_from_db()
    assert visit.status == "planned"


def test_an_empty_visit_cannot_be_reported(desk: Actor) -> None:
    visit = given.planned_visit(desk)
    commands.hold_visit(desk.at(AFTER), visit_id=visit.pk, held_at=given.VISIT_AT, met="Ece")
    with pytest.raises(NothingToReport):
        commands.report_visit(desk, visit_id=visit.pk)
    visit.refresh_from_db()
    assert (visit.status, visit.reported_at) == ("held", None)


def test_the_customer_confirms_in_its_portal_and_its_correction_is_kept(desk: Actor, customer_a: Actor) -> None:
    visit = given.reported_visit(desk, customer_a.party_id)
    with standing_at(Audience.CUSTOMER, party_id=customer_a.party_id, user_id=customer_a.user_id):
        assert reads.own_visit(customer_a, visit_id=visit.pk).notes == "Mutfak dar."
        commands.confirm_visit(customer_a, visit_id=visit.pk, correction="Mutfak geniş.")
    view = reads.visit(desk, visit_id=visit.pk)
    assert (view.row.status, view.correction, view.confirmed_by) == ("confirmed", "Mutfak geniş.", customer_a.name)


def test_another_customer_cannot_even_find_the_visit(desk: Actor, customer_a: Actor, customer_b: Actor) -> None:
    visit = given.reported_visit(desk, customer_a.party_id)
    with standing_at(Audience.CUSTOMER, party_id=customer_b.party_id, user_id=customer_b.user_id):
        with pytest.raises(Visit.DoesNotExist):
            reads.own_visit(customer_b, visit_id=visit.pk)
        with pytest.raises(Visit.DoesNotExist):
            commands.confirm_visit(customer_b, visit_id=visit.pk)
        assert Visit.objects.count() == 0
    visit.refresh_from_db()
    assert visit.status == "reported"


def test_before_the_report_the_customer_reads_neither_notes_nor_answers(desk: Actor, customer_a: Actor) -> None:
    visit = given.held_visit(desk, customer_id=customer_a.party_id)
    view = reads.own_visit(customer_a, visit_id=visit.pk)
    assert (view.notes, view.surveys, view.needs, view.met) == ("", (), (), "")
    with pytest.raises(IllegalMove):
        commands.confirm_visit(customer_a, visit_id=visit.pk)
    assert Visit.objects.get().status == "held"


def test_a_visit_whose_time_passed_is_listed_as_overdue(desk: Actor) -> None:
    visit = given.planned_visit(desk)
    later = desk.at(AFTER)
    found = reads.visits(later, query=ListQuery(filters={"status": "overdue"}))
    assert [(row.id, row.overdue, row.tone) for row in found.rows] == [(visit.pk, True, "bad")]
    assert reads.visits_waiting(later).overdue == 1
    assert reads.visits(desk, query=ListQuery(filters={"status": "overdue"})).rows == []
