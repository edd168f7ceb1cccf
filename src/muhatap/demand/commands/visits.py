"""A visit is planned, held, reported, and confirmed by the customer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from muhatap.demand.commands import letters
from muhatap.demand.commands.requests import desk_person, move_request, open_request
from muhatap.demand.events import (
    VisitCancelled,
    VisitConfirmed,
    VisitHeld,
    VisitMoved,
    VisitPlanned,
    VisitReported,
)
from muhatap.demand.models import (
    VISIT_LIFECYCLE,
    Request,
    RequestStatus,
    SurveyAnswer,
    SurveyForm,
    Visit,
    VisitStatus,
)
from muhatap.demand.permissions import DemandPermission
from muhatap.demand.rules import surveys
from muhatap.demand.rules.days import day_off
from muhatap.kernel import files
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce

SHORTEST, LONGEST = 15, 600


class NotContacted(Refusal):
    """Nobody has spoken to the one who asked yet."""


class NoCustomer(Refusal):
    """The request belongs to no customer yet."""


class VisitInThePast(Refusal):
    """A visit can only be planned for a time to come."""


class DayOff(Refusal):
    """The day is a weekend or a holiday, and nobody ticked that this is meant."""


class LeadBusy(Refusal):
    """The colleague is at another visit at that time."""


class NotYet(Refusal):
    """What has not taken place cannot be written down as done."""


class NothingToReport(Refusal):
    """A report needs notes, answers or needs to report."""


class NoSurveyForm(Refusal):
    """There are no questions for this category."""


def _refuse_time(actor: Actor, at: datetime, *, holiday_ok: bool) -> None:
    if at <= actor.now:
        raise VisitInThePast(_("This time has passed. Choose a time to come."), field="planned_at")
    day = at.astimezone(ISTANBUL).date()
    reason = day_off(day)
    if reason is not None and not holiday_ok:
        raise DayOff(
            _("%(day)s is not a working day (%(reason)s). Choose another day, or tick that this day is meant.")
            % {"day": day.strftime("%d.%m.%Y"), "reason": reason},
            field="holiday_ok",
        )


def _refuse_busy(lead_id: int, at: datetime, minutes: int, *, but: int | None = None) -> None:
    day = timedelta(minutes=LONGEST)
    others = Visit.objects.filter(
        lead_id=lead_id, status=VisitStatus.PLANNED, planned_at__gt=at - day, planned_at__lt=at + day
    ).exclude(pk=but or 0)
    for other in others:
        if other.planned_at < at + timedelta(minutes=minutes) and at < other.planned_at + timedelta(
            minutes=other.minutes_planned
        ):
            raise LeadBusy(
                _("This colleague is at another visit at %(time)s. Choose another time or another colleague.")
                % {"time": other.planned_at.astimezone(ISTANBUL).strftime("%d.%m.%Y %H:%M")},
                field="lead_id",
            )


@command(DemandPermission.VISIT)
def plan_visit(
    actor: Actor,
    *,
    request_id: int,
    planned_at: datetime,
    lead_id: int,
    place: str,
    minutes_planned: int = 60,
    holiday_ok: bool = False,
) -> Visit:
    """Plan a visit for a request; a weekend or holiday needs the tick.

    Raises: NotContacted, NoCustomer, VisitInThePast, DayOff, LeadBusy, NotAtTheDesk, RequestClosed, InvalidInput.
    """
    request = _ready(open_request(actor, request_id))
    _refuse_time(actor, planned_at, holiday_ok=holiday_ok)
    lead = desk_person(actor, lead_id, "lead_id")
    _check_length(minutes_planned)
    _refuse_busy(lead.pk, planned_at, minutes_planned)
    if not place.strip():
        raise InvalidInput(_("Write where the visit takes place."), field="place")
    visit = Visit(
        request=request,
        customer_id=request.customer_id or 0,
        planned_at=planned_at,
        minutes_planned=minutes_planned,
        lead=lead,
        place=place.strip(),
    )
    visit.save(force_insert=True)
    if request.status == RequestStatus.IN_CONTACT:
        move_request(actor, request, RequestStatus.VISITING)
    letters.write_visit(actor, visit, request)
    announce(
        VisitPlanned(visit_id=visit.pk, request_id=request.pk, customer_id=visit.customer_id, planned_at=planned_at),
        by=actor,
    )
    return visit


def _ready(request: Request) -> Request:
    """A request whose sender was spoken to and is known as a customer. Raises: NotContacted, NoCustomer."""
    if request.status in (RequestStatus.NEW, RequestStatus.ASSIGNED):
        raise NotContacted(_("Note the first contact with the customer before planning a visit."))
    if request.customer_id is None:
        raise NoCustomer(_("Say first which customer asked: register it or choose a known one."))
    return request


def _check_length(minutes: int) -> None:
    if not SHORTEST <= minutes <= LONGEST:
        raise InvalidInput(
            _("A visit takes between %(least)d and %(most)d minutes.") % {"least": SHORTEST, "most": LONGEST},
            field="minutes_planned",
        )


def locked_visit(actor: Actor, visit_id: int) -> Visit:
    """A visit, locked for a change."""
    visit: Visit = Visit.objects.visible_to(actor).select_for_update().get(pk=visit_id)
    return visit


@command(DemandPermission.VISIT)
def move_visit(
    actor: Actor,
    *,
    visit_id: int,
    planned_at: datetime,
    lead_id: int,
    place: str,
    minutes_planned: int = 60,
    holiday_ok: bool = False,
) -> Visit:
    """Give a planned visit another time, place or lead. Raises: as plan_visit, and NotYet unless still planned."""
    visit = locked_visit(actor, visit_id)
    if visit.status != VisitStatus.PLANNED:
        raise NotYet(
            _("Only a planned visit can be moved; this one is %(status)s.") % {"status": visit.get_status_display()}
        )
    _refuse_time(actor, planned_at, holiday_ok=holiday_ok)
    lead = desk_person(actor, lead_id, "lead_id")
    _check_length(minutes_planned)
    _refuse_busy(lead.pk, planned_at, minutes_planned, but=visit.pk)
    visit.planned_at, visit.lead, visit.minutes_planned = planned_at, lead, minutes_planned
    visit.place = place.strip() or visit.place
    visit.save(update_fields=["planned_at", "lead", "minutes_planned", "place"])
    letters.write_visit(actor, visit, visit.request, moved=True)
    announce(VisitMoved(visit_id=visit.pk, request_id=visit.request_id, planned_at=planned_at), by=actor)
    return visit


@command(DemandPermission.VISIT)
def cancel_visit(actor: Actor, *, visit_id: int, reason: str) -> Visit:
    """Call a planned visit off, with the reason. Raises: InvalidInput, IllegalMove."""
    visit = locked_visit(actor, visit_id)
    if not reason.strip():
        raise InvalidInput(_("Write why the visit is called off."), field="reason")
    visit.status = VISIT_LIFECYCLE.move(visit.status, VisitStatus.CANCELLED)
    visit.cancelled_reason = reason.strip()[:300]
    visit.save(update_fields=["status", "cancelled_reason"])
    announce(VisitCancelled(visit_id=visit.pk, request_id=visit.request_id, reason=visit.cancelled_reason), by=actor)
    return visit


@command(DemandPermission.VISIT)
def hold_visit(
    actor: Actor,
    *,
    visit_id: int,
    held_at: datetime,
    met: str,
    notes: str = "",
    answers: Mapping[str, Mapping[str, Any]] | None = None,
) -> Visit:
    """Write down that a visit took place: when, whom we met, and the survey's answers per category.

    Raises: NotYet, InvalidInput, NoSurveyForm, IllegalMove, SurveyIncomplete, WrongAnswer (`<category>-<question>`).
    """
    visit = locked_visit(actor, visit_id)
    if held_at > actor.now:
        raise NotYet(_("The visit cannot have been held in the future. Correct the time."), field="held_at")
    if not met.strip():
        raise InvalidInput(_("Write whom we met."), field="met")
    visit.status = VISIT_LIFECYCLE.move(visit.status, VisitStatus.HELD)
    visit.held_at, visit.met, visit.notes = held_at, met.strip()[:300], notes.strip()
    visit.save(update_fields=["status", "held_at", "met", "notes"])
    SurveyAnswer.objects.bulk_create(_answers(actor, visit, answers or {}))
    announce(VisitHeld(visit_id=visit.pk, request_id=visit.request_id), by=actor)
    return visit


def _answers(actor: Actor, visit: Visit, answers: Mapping[str, Mapping[str, Any]]) -> list[SurveyAnswer]:
    forms: dict[str, SurveyForm] = {}
    for form in SurveyForm.objects.filter(category_id__in=list(answers)).order_by("version"):
        forms[form.category_id] = form
    if missing := sorted(set(answers) - set(forms)):
        raise NoSurveyForm(
            _("There is no survey for “%(category)s”. Choose another category.") % {"category": missing[0]}
        )
    return [
        SurveyAnswer(
            visit=visit,
            customer_id=visit.customer_id,
            category_id=category,
            form_version=forms[category].version,
            answers=surveys.check_answers(forms[category].content, given, actor.language, prefix=f"{category}-"),
        )
        for category, given in sorted(answers.items())
    ]


@command(DemandPermission.VISIT)
def report_visit(actor: Actor, *, visit_id: int) -> Visit:
    """Send the report of a held visit to the customer for confirmation. Raises: NothingToReport, IllegalMove."""
    visit = locked_visit(actor, visit_id)
    if not (visit.notes or visit.answers.exists() or visit.needs.exists()):
        raise NothingToReport(_("There is nothing to report yet. Write notes, answers or needs first."))
    visit.status = VISIT_LIFECYCLE.move(visit.status, VisitStatus.REPORTED)
    visit.reported_at = actor.now
    visit.save(update_fields=["status", "reported_at"])
    letters.write_report(actor, visit, visit.request)
    announce(VisitReported(visit_id=visit.pk, request_id=visit.request_id, customer_id=visit.customer_id), by=actor)
    return visit


@command(DemandPermission.VISIT)
def attach_visit_report(actor: Actor, *, visit_id: int, pdf: bytes, name: str) -> Visit:
    """Keep the report's PDF with the visit and open it to the customer."""
    visit = locked_visit(actor, visit_id)
    visit.report = files.store_output(
        actor, pdf, name=name, media_type="application/pdf", permission=DemandPermission.SEE
    )
    files.open_to(visit.report, visit.customer_id, permission=DemandPermission.CUSTOMER_SEE)
    visit.save(update_fields=["report"])
    return visit


@command(DemandPermission.CUSTOMER_CONFIRM)
def confirm_visit(actor: Actor, *, visit_id: int, correction: str = "") -> Visit:
    """Confirm the report of a visit as the customer; its corrections are kept beside it. Raises: IllegalMove."""
    visit = locked_visit(actor, visit_id)
    visit.status = VISIT_LIFECYCLE.move(visit.status, VisitStatus.CONFIRMED)
    visit.confirmed_at, visit.confirmed_by_id = actor.now, actor.user_id
    visit.correction = correction.strip()
    visit.save(update_fields=["status", "confirmed_at", "confirmed_by", "correction"])
    announce(VisitConfirmed(visit_id=visit.pk, request_id=visit.request_id, corrected=bool(visit.correction)), by=actor)
    return visit


def begin_proposing(actor: Actor, request: Request) -> None:
    """A request with a proposal is being proposed to."""
    if request.status in (RequestStatus.IN_CONTACT, RequestStatus.VISITING):
        move_request(actor, request, RequestStatus.PROPOSING)
