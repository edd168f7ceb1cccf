"""Visits, their survey forms and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from muhatap.demand.models import SurveyAnswer, SurveyForm, Visit, VisitStatus
from muhatap.demand.permissions import DemandPermission
from muhatap.demand.rules.surveys import SurveySection, answer_words, sections_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.text import TurkishOrder

TONES = {
    VisitStatus.PLANNED: "none",
    VisitStatus.HELD: "warn",
    VisitStatus.REPORTED: "warn",
    VisitStatus.CONFIRMED: "ok",
    VisitStatus.CANCELLED: "none",
}


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit in a list."""

    id: int
    request_id: int
    request_number: str
    customer: str
    planned_at: datetime
    minutes_planned: int
    place: str
    lead: str
    status: str
    status_name: str
    tone: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class AnsweredSurvey:
    """The answers of one category: sections of (question, answer)."""

    category_key: str
    category: str
    version: int
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit with its survey and what the customer said about the report."""

    row: VisitRow
    customer_id: int
    lead_id: int | None
    met: str
    notes: str
    held_at: datetime | None
    reported_at: datetime | None
    confirmed_at: datetime | None
    confirmed_by: str
    correction: str
    cancelled_reason: str
    report_id: UUID | None
    surveys: tuple[AnsweredSurvey, ...]


@dataclass(frozen=True, slots=True)
class SurveyFormView:
    """The newest questions of a category in the reader's language."""

    category_key: str
    category: str
    version: int
    sections: tuple[SurveySection, ...]


def row_of(actor: Actor, visit: Visit) -> VisitRow:
    """A visit as a list shows it."""
    status = VisitStatus(visit.status)
    overdue = status is VisitStatus.PLANNED and visit.planned_at < actor.now
    return VisitRow(
        id=visit.pk,
        request_id=visit.request_id,
        request_number=visit.request.number,
        customer=visit.customer.short_name,
        planned_at=visit.planned_at,
        minutes_planned=visit.minutes_planned,
        place=visit.place,
        lead=visit.lead.name if visit.lead else "",
        status=status.value,
        status_name=str(status.label),
        tone="bad" if overdue else TONES[status],
        overdue=overdue,
    )


def _rows(actor: Actor) -> QuerySet[Visit]:
    rows: QuerySet[Visit] = Visit.objects.visible_to(actor).select_related("request", "customer", "lead")
    return rows


def visits(actor: Actor, *, query: ListQuery) -> ListPage[VisitRow]:
    """The visits, latest first. Filters: status, lead (`me`), overdue. Raises: Forbidden."""
    ask(actor, DemandPermission.SEE)
    return paginate(
        _rows(actor),
        query,
        make=lambda one: row_of(actor, one),
        sorts={"planned": "planned_at", "customer": TurkishOrder("customer__short_name")},
        default="-planned",
        search=("customer__name", "customer__short_name", "request__number", "place", "lead__name"),
        filters={
            "status": lambda found, value: (
                found.filter(status=VisitStatus.PLANNED, planned_at__lt=actor.now)
                if value == "overdue"
                else found.filter(status=value)
            ),
            "lead": lambda found, value: found.filter(lead_id=actor.user_id),
        },
    )


def visits_of(actor: Actor, *, request_id: int) -> list[VisitRow]:
    """The visits of a request, latest first. Raises: Forbidden."""
    ask(actor, DemandPermission.SEE)
    return [row_of(actor, one) for one in _rows(actor).filter(request_id=request_id).order_by("-planned_at")]


def visit(actor: Actor, *, visit_id: int) -> VisitView:
    """A visit at the desk. Raises: Visit.DoesNotExist, Forbidden."""
    ask(actor, DemandPermission.SEE)
    return view_of(actor, _rows(actor).select_related("confirmed_by").get(pk=visit_id))


def view_of(actor: Actor, one: Visit) -> VisitView:
    """A visit with its answers, in the actor's language."""
    return VisitView(
        row=row_of(actor, one),
        customer_id=one.customer_id,
        lead_id=one.lead_id,
        met=one.met,
        notes=one.notes,
        held_at=one.held_at,
        reported_at=one.reported_at,
        confirmed_at=one.confirmed_at,
        confirmed_by=one.confirmed_by.name if one.confirmed_by else "",
        correction=one.correction,
        cancelled_reason=one.cancelled_reason,
        report_id=one.report_id,
        surveys=answered(actor, one.pk),
    )


def answered(actor: Actor, visit_id: int) -> tuple[AnsweredSurvey, ...]:
    """The answers of a visit by the very version of the form they were given to."""
    answers = list(
        SurveyAnswer.objects.visible_to(actor)
        .filter(visit_id=visit_id)
        .select_related("category")
        .order_by("category__position")
    )
    if not answers:
        return ()
    either = Q(pk__in=[])
    for answer in answers:
        either |= Q(category_id=answer.category_id, version=answer.form_version)
    forms = {form.category_id: form.content for form in SurveyForm.objects.visible_to(actor).filter(either)}
    return tuple(_answered(actor, answer, forms[answer.category_id]) for answer in answers)


def _answered(actor: Actor, answer: SurveyAnswer, content: dict[str, object]) -> AnsweredSurvey:
    sections = []
    for section in sections_of(content, actor.language):
        rows = tuple(
            (question.text, answer_words(question, answer.answers[question.id]))
            for question in section.questions
            if question.id in answer.answers
        )
        if rows:
            sections.append((section.title, rows))
    return AnsweredSurvey(answer.category_id, answer.category.name, answer.form_version, tuple(sections))


def survey_forms(actor: Actor, *, categories: Sequence[str]) -> list[SurveyFormView]:
    """The newest survey form of each category, in the catalogue's order."""
    newest: dict[str, SurveyForm] = {}
    rows = SurveyForm.objects.visible_to(actor).filter(category_id__in=list(categories)).select_related("category")
    for form in rows.order_by("category__position", "version"):
        newest[form.category_id] = form
    return [
        SurveyFormView(key, form.category.name, form.version, sections_of(form.content, actor.language))
        for key, form in newest.items()
    ]


@dataclass(frozen=True, slots=True)
class VisitsWaiting:
    """Visits whose time passed without being written down, and reports not yet sent."""

    overdue: int
    unreported: int


def visits_waiting(actor: Actor) -> VisitsWaiting:
    """What is left to write down about visits. Raises: Forbidden."""
    ask(actor, DemandPermission.SEE)
    rows = Visit.objects.visible_to(actor)
    return VisitsWaiting(
        overdue=rows.filter(status=VisitStatus.PLANNED, planned_at__lt=actor.now).count(),
        unreported=rows.filter(status=VisitStatus.HELD).count(),
    )
