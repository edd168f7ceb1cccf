"""Audits at the desk: the calendar and the clock, the record, the sheet on a phone, publication."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.documents.making import quality as papers
from muhatap.faces.web import (
    Cell,
    Column,
    Filter,
    Group,
    Item,
    PageRequest,
    Tile,
    TileValue,
    Waiting,
    act,
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import choice_field, day_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.timeline import happened
from muhatap.quality import commands, reads
from muhatap.quality.permissions import QualityPermission as May

NAVIGATION = Item(
    group=Group.FIELD,
    label=gettext_lazy("Audits"),
    url="audits",
    order=40,
    permission=May.SEE,
    icon="clipboard-check",
)
PREPARATION, SERVICE = 7, 9
STATES = [
    ("due", gettext_lazy("due")),
    ("mine", gettext_lazy("mine")),
    ("unreported", gettext_lazy("not reported yet")),
    ("overdue", gettext_lazy("report overdue")),
]


def _cells(row: reads.AuditRow) -> list[Cell]:
    """A row of the list."""
    return [
        Cell(row.number),
        Cell(row.planned_on, sub="" if row.announced else _("unannounced")),
        Cell(row.location or row.member, sub=row.customer),
        Cell(row.title, sub=row.member if row.location else ""),
        Cell(_("report overdue") if row.overdue else row.status_label, tone=row.tone),
        Cell(row.score),
        Cell(row.result_label, tone=row.result_tone) if row.result else Cell(""),
        Cell(row.findings),
        Cell(row.auditor),
    ]


def _columns() -> list[Column]:
    return [
        Column("number", _("Number"), sort="number"),
        Column("day", _("Day"), sort="day"),
        Column("place", _("Place")),
        Column("template", _("Template")),
        Column("state", _("State")),
        Column("score", _("Score"), sort="score", numeric=True),
        Column("result", _("Result")),
        Column("findings", _("Findings"), numeric=True),
        Column("auditor", _("Auditor")),
    ]


@page(May.SEE)
def index(request: PageRequest) -> HttpResponse:
    """Audits, the latest first."""

    return listing(
        request,
        title=_("Audits"),
        columns=_columns(),
        read=lambda query: reads.audits(request.actor, query=query),
        cells=_cells,
        url=lambda row: reverse("audit", args=[row.id]),
        filters=[
            Filter("state", _("State"), [*STATES, *reads.AuditStatus.choices]),
            Filter("kind", _("Kind"), list(reads.AuditKind.choices)),
            Filter("result", _("Result"), list(reads.AuditResult.choices)),
        ],
        actions=[{"label": _("Plan an audit"), "url": reverse("audit_new"), "primary": True}]
        if request.actor.may(May.PLAN)
        else [],
        empty={
            "sentence": _("Audits of locations and members stand here, with the clock of their reports."),
            "action_label": _("Plan an audit"),
            "action_url": reverse("audit_new"),
        },
    )


class PlanForm(forms.Form):
    """An audit to plan."""

    kind = choice_field(gettext_lazy("What is audited?"), reads.AuditKind.choices)
    template_id = choice_field(gettext_lazy("Template"), whole_number=True)
    location_id = choice_field(gettext_lazy("Location"), required=False, whole_number=True)
    member_id = choice_field(gettext_lazy("Member"), required=False, whole_number=True)
    planned_on = day_field(gettext_lazy("Day"))
    auditor_id = choice_field(gettext_lazy("Auditor"), required=False, whole_number=True)
    announced = forms.BooleanField(
        label=gettext_lazy("Announced: the customer and the member see the day"), required=False, initial=True
    )


@page(May.PLAN)
def new(request: PageRequest) -> HttpResponse:
    """Plan an audit."""
    actor = request.actor
    form = PlanForm(request.POST or None, initial={"planned_on": actor.today, **request.GET.dict()})
    choices: dict[str, Sequence[tuple[Any, Any]]] = {
        "template_id": reads.templates(actor),
        "location_id": [("", "—"), *reads.locations(actor)],
        "member_id": [("", "—"), *reads.members(actor)],
        "auditor_id": [("", "—"), *reads.auditors(actor)],
    }
    for name, options in choices.items():
        form.fields[name].choices = options  # type: ignore[attr-defined]
    form.fields["location_id"].help_text = _("For a service or the readiness of a location.")
    form.fields["member_id"].help_text = _("For an audit of a member; else found by the service at the location.")
    return submit(
        request,
        form,
        lambda data: commands.plan_audit(actor, **data),
        done=lambda pk: reverse("audit", args=[pk]),
        said=_("Planned."),
        context={"page_title": _("Plan an audit"), "submit_label": _("Plan"), "cancel_url": reverse("audits")},
    )


def _next(view: reads.AuditView, actor: Actor) -> dict[str, Any] | None:
    row = view.row
    here = [row.id]
    waits_for = "" if actor.may(May.AUDIT) else row.auditor
    if row.status == "planned":
        return {
            "sentence": _("Begin the audit on the spot."),
            "label": _("Begin"),
            "url": reverse("audit_start", args=here),
            "waits_for": waits_for,
        }
    if row.status == "in_progress":
        return {
            "sentence": _("Answer the remaining items and submit the audit."),
            "label": _("Open the sheet"),
            "url": reverse("audit_sheet", args=here),
            "waits_for": waits_for,
        }
    if row.status == "submitted" and row.result == "incomplete":
        return {
            "sentence": _("Too much was left out as not applicable: a second person has to review it."),
            "label": _("Review the audit") if actor.may(May.REVIEW) else "",
            "url": reverse("audit_review", args=here),
            "waits_for": _("a second person"),
        }
    if row.status in ("submitted", "reviewed"):
        due = formats.moment(row.report_due_at, actor.language) if row.report_due_at else ""
        return {
            "sentence": _("Publish the report to the customer and the member until %(due)s.") % {"due": due},
            "label": _("Publish") if actor.may(May.PUBLISH) else "",
            "url": reverse("audit_publish", args=here),
            "method": "post",
        }
    return None


def _facts(view: reads.AuditView, language: str) -> list[dict[str, Any]]:
    row = view.row
    facts = [
        {
            "label": _("Day"),
            "value": formats.day(row.planned_on, language),
            "sub": "" if row.announced else _("unannounced"),
        },
        {"label": _("Auditor"), "value": row.auditor or "—"},
        {"label": _("Customer"), "value": row.customer or "—"},
        {"label": _("Member"), "value": row.member or "—"},
    ]
    if row.score is not None:
        raw = view.raw_score
        capped = raw is not None and raw != row.score
        facts += [
            {
                "label": _("Score"),
                "value": formats.percent(row.score, language),
                "tone": row.result_tone,
                "sub": _("before the cap %(raw)s") % {"raw": formats.percent(raw, language)}
                if capped and raw is not None
                else "",
            },
            {"label": _("Letter grade"), "value": row.grade},
            {"label": _("Result"), "value": row.result_label, "tone": row.result_tone},
        ]
    return facts


@page(May.SEE)
def show(request: PageRequest, audit_id: int) -> HttpResponse:
    """One audit: result, sections, findings, projections."""
    actor = request.actor
    view = reads.audit(actor, audit_id=audit_id)
    row = view.row
    actions = []
    if row.status in ("planned", "in_progress") and actor.may(May.PLAN):
        actions.append({"label": _("Cancel the audit"), "url": reverse("audit_cancel", args=[audit_id])})
    if row.status == "submitted" and row.result != "incomplete" and actor.may(May.REVIEW):
        actions.append({"label": _("Review the audit"), "url": reverse("audit_review", args=[audit_id])})
    context = {
        "record": {
            "title": row.location or row.member,
            "number": row.number,
            "subtitle": row.title,
            "state": {"tone": row.tone, "text": _("report overdue") if row.overdue else row.status_label},
            "facts": _facts(view, actor.language),
        },
        "spine": steps(SERVICE if row.kind == "service" else PREPARATION),
        "next": _next(view, actor),
        "actions": actions,
        "back": {"label": _("Audits"), "url": reverse("audits")},
        "entries": happened(request.actor, audit_id=audit_id),
        "it": view,
        "findings": reads.findings_of(actor, audit_id=audit_id),
    }
    return render(request, "desk/audits/show.html", context)


class NoteForm(forms.Form):
    """A note of the reviewer."""

    note = text_field(gettext_lazy("What did you look at, and why does the audit stand?"), most=2000, lines=4)


@page(May.REVIEW)
def review(request: PageRequest, audit_id: int) -> HttpResponse:
    """Accept an audit as a second person."""
    here = reverse("audit", args=[audit_id])
    return submit(
        request,
        NoteForm(request.POST or None),
        lambda data: commands.review_audit(request.actor, audit_id=audit_id, **data),
        done=here,
        said=_("Reviewed."),
        context={"page_title": _("Review the audit"), "submit_label": _("Accept the audit"), "cancel_url": here},
    )


class ReasonForm(forms.Form):
    """Why an audit does not take place."""

    reason = text_field(gettext_lazy("Why does it not take place?"), most=500, lines=3)


@page(May.PLAN)
def cancel(request: PageRequest, audit_id: int) -> HttpResponse:
    """Give an audit up."""
    here = reverse("audit", args=[audit_id])
    return submit(
        request,
        ReasonForm(request.POST or None),
        lambda data: commands.cancel_audit(request.actor, audit_id=audit_id, **data),
        done=here,
        said=_("Cancelled."),
        context={"page_title": _("Cancel the audit"), "submit_label": _("Cancel the audit"), "cancel_url": here},
    )


@page(May.PUBLISH)
def publish(request: PageRequest, audit_id: int) -> HttpResponse:
    """Report an audit to its readers."""
    return act(
        request,
        lambda: papers.publish_audit(request.actor, audit_id=audit_id),
        done=reverse("audit", args=[audit_id]),
        said=_("Published: the report stands in the portals with its PDF."),
    )


@page(May.SEE)
def report(request: PageRequest, report_id: int) -> HttpResponse:
    """A projection as its reader sees it."""
    view = reads.report(request.actor, report_id=report_id)
    labels = dict(reads.Reader.choices)
    context = {
        "page_title": view.summary.location or view.summary.title,
        "it": view,
        "audience": labels.get(view.audience, ""),
        "answer_words": papers.answer_words,
        "back": {"label": view.summary.number, "url": reverse("audit", args=[view.summary.audit_id])},
    }
    return render(request, "desk/audits/report.html", context)


def _unreported(actor: Actor) -> TileValue:
    rows = reads.unreported(actor)
    late = sum(1 for row in rows if row.overdue)
    return TileValue(str(len(rows)), _("%(count)d overdue") % {"count": late}, "bad" if late else "none")


HOME = [
    Tile(gettext_lazy("Audits not reported"), _unreported, "audits", May.PUBLISH, order=42, query="state=unreported")
]


def waiting(actor: Actor) -> list[Waiting]:
    """Audits to do and reports to publish."""
    reports = reads.unreported(actor) if actor.may(May.PUBLISH) else []
    audits = reads.my_audits(actor) if actor.may(May.AUDIT) else []
    return [
        *(_waits(actor, row, _("Report"), _("Publish"), 95 if row.overdue else 60) for row in reports),
        *(_waits(actor, row, _("Audit"), _("Look at it"), 55) for row in audits),
    ]


def _waits(actor: Actor, row: reads.AuditRow, kind: str, action: str, urgency: int) -> Waiting:
    when = formats.ago(row.report_due_at or row.planned_on, actor.now, actor.language)
    place = row.location or row.member
    return Waiting(
        row.tone, kind, f"{place} · {row.title}", row.number, when, reverse("audit", args=[row.id]), action, urgency
    )


WAITING = waiting

routes = [
    path("audits/", index, name="audits"),
    path("audits/new/", new, name="audit_new"),
    path("audits/<int:audit_id>/", show, name="audit"),
    path("audits/<int:audit_id>/review/", review, name="audit_review"),
    path("audits/<int:audit_id>/cancel/", cancel, name="audit_cancel"),
    path("audits/<int:audit_id>/publish/", publish, name="audit_publish"),
    path("reports/<int:report_id>/", report, name="audit_report"),
]
