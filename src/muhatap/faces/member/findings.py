"""Findings for the member: name the cause, plan the action, show the evidence; and its audit notices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import day_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.quality import commands, reads
from muhatap.quality.permissions import QualityPermission as May

NAVIGATION = [
    Item(group=Group.FIELD, label=gettext_lazy("Findings"), url="findings", order=50, permission=May.SEE, icon="flag"),
    Item(
        group=Group.FIELD,
        label=gettext_lazy("Audits"),
        url="audits",
        order=55,
        permission=May.SEE,
        icon="clipboard-check",
    ),
]
SERVICE = 9


@page(May.SEE)
def index(request: PageRequest) -> HttpResponse:
    """Findings, the first due first."""

    def cells(row: reads.FindingRow) -> list[Cell]:
        return [
            Cell(row.number),
            Cell(row.title),
            Cell(row.severity_label, tone=row.severity_tone),
            Cell(row.location or "—"),
            Cell(row.status_label, tone=row.tone),
            Cell(row.due_on, sub=_("overdue") if row.overdue else ""),
        ]

    return listing(
        request,
        title=_("Findings"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("what", _("Finding")),
            Column("severity", _("Severity")),
            Column("location", _("Location")),
            Column("state", _("State")),
            Column("due", _("Due"), sort="due"),
        ],
        read=lambda query: reads.findings(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("finding", args=[row.id]),
        filters=[
            Filter(
                "state",
                _("State"),
                [("member", _("waits for you")), ("overdue", _("overdue")), *reads.FindingStatus.choices],
            ),
            Filter("severity", _("Severity"), list(reads.Severity.choices)),
        ],
        empty={"sentence": _("What an audit found wrong in your work stands here until it is corrected.")},
    )


def _next(view: reads.FindingView, may: bool) -> dict[str, Any] | None:
    here = [view.row.id]
    steps_of = {
        "open": (_("Say why it happened."), _("Name the cause"), "finding_cause"),
        "cause": (_("Say what you will do, until when."), _("Plan an action"), "finding_plan"),
    }
    if may and view.row.status in steps_of:
        sentence, label, name = steps_of[view.row.status]
        return {"sentence": sentence, "label": label, "url": reverse(name, args=here)}
    if may and view.row.status == "planned" and view.open_action is not None:
        return {
            "sentence": _("When it is done, show it with a photo or document."),
            "label": _("It is done"),
            "url": reverse("action_done", args=[view.open_action.id]),
        }
    if view.row.status == "done":
        return {"sentence": _("We look at your evidence."), "waits_for": _("us")}
    return None


@page(May.SEE)
def show(request: PageRequest, finding_id: int) -> HttpResponse:
    """One finding and its next step."""
    actor = request.actor
    view = reads.finding(actor, finding_id=finding_id)
    row = view.row
    context = {
        "record": {
            "title": row.title,
            "number": row.number,
            "state": {"tone": row.tone, "text": row.status_label},
            "subtitle": row.severity_label,
            "facts": [
                {"label": _("Location"), "value": row.location or "—"},
                {
                    "label": _("Due"),
                    "value": formats.day(row.due_on, actor.language),
                    "tone": "bad" if row.overdue else "",
                },
            ],
        },
        "spine": steps(SERVICE),
        "next": _next(view, actor.may(May.ACT)),
        "back": {"label": _("Findings"), "url": reverse("findings")},
        "it": view,
    }
    return render(request, "member/findings/show.html", context)


class CauseForm(forms.Form):
    """Why it happened."""

    cause = text_field(gettext_lazy("Why did it happen?"), most=2000, lines=4)


@page(May.ACT)
def cause(request: PageRequest, finding_id: int) -> HttpResponse:
    """Name the cause."""
    here = reverse("finding", args=[finding_id])
    return submit(
        request,
        CauseForm(request.POST or None),
        lambda data: commands.name_cause(request.actor, finding_id=finding_id, **data),
        done=here,
        said=_("Noted."),
        context={
            "page_title": _("Name the cause"),
            "page_sub": reads.finding(request.actor, finding_id=finding_id).row.title,
            "cancel_url": here,
        },
    )


class PlanForm(forms.Form):
    """What will be done."""

    text = text_field(gettext_lazy("What will you do?"), most=2000, lines=4)
    due_on = day_field(gettext_lazy("Until when?"))


@page(May.ACT)
def plan(request: PageRequest, finding_id: int) -> HttpResponse:
    """Plan an action."""
    here = reverse("finding", args=[finding_id])
    row = reads.finding(request.actor, finding_id=finding_id).row
    return submit(
        request,
        PlanForm(request.POST or None, initial={"due_on": max(row.due_on, request.actor.today)}),
        lambda data: commands.plan_action(request.actor, finding_id=finding_id, **data),
        done=here,
        said=_("Planned."),
        context={"page_title": _("Plan an action"), "page_sub": row.title, "cancel_url": here},
    )


class DoneForm(forms.Form):
    """The evidence of an action."""

    evidence = forms.FileField(
        label=gettext_lazy("Photo or document"),
        error_messages={"required": gettext_lazy("Add a photo or document that shows the action is done.")},
        widget=forms.FileInput({"accept": "image/*,application/pdf", "data-compress": ""}),
    )
    note = text_field(gettext_lazy("What was done"), most=2000, lines=3, required=False)


@page(May.ACT)
def done(request: PageRequest, action_id: int) -> HttpResponse:
    """Show that an action is done."""
    finding_id = reads.finding_of(request.actor, action_id=action_id)
    here = reverse("finding", args=[finding_id])

    def run(data: dict[str, Any]) -> None:
        file = data["evidence"]
        commands.do_action(
            request.actor,
            action_id=action_id,
            note=data["note"],
            evidence=file.read(),
            name=file.name,
        )

    return submit(
        request,
        DoneForm(request.POST or None, request.FILES or None),
        run,
        done=here,
        said=_("Thank you. We look at it."),
        context={"page_title": _("It is done"), "submit_label": _("Send the evidence"), "cancel_url": here},
    )


@page(May.SEE)
def audits(request: PageRequest) -> HttpResponse:
    """Audit notices, the latest first."""

    def cells(row: reads.ReportSummary) -> list[Cell]:
        return [
            Cell(row.number),
            Cell(row.location or "—"),
            Cell(row.title),
            Cell(row.score),
            Cell(row.result_label, tone=row.tone),
            Cell(row.findings),
            Cell(row.published_at),
        ]

    return listing(
        request,
        title=_("Audits"),
        columns=[
            Column("number", _("Number")),
            Column("location", _("Location")),
            Column("what", _("Audit")),
            Column("score", _("Score"), numeric=True),
            Column("result", _("Result")),
            Column("findings", _("Findings"), numeric=True),
            Column("published", _("Reported"), sort="published"),
        ],
        read=lambda query: reads.reports(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("audit_report", args=[row.id]),
        filters=[Filter("result", _("Result"), list(reads.AuditResult.choices))],
        empty={"sentence": _("Audits of your work and of your company are reported here.")},
    )


@page(May.SEE)
def report(request: PageRequest, report_id: int) -> HttpResponse:
    """One audit notice; opening it is its receipt."""
    view = reads.report(request.actor, report_id=report_id)
    commands.read_report(request.actor, report_id=report_id)
    context = {
        "page_title": view.summary.location or view.summary.title,
        "it": view,
        "back": {"label": _("Audits"), "url": reverse("audits")},
    }
    return render(request, "member/findings/report.html", context)


def _open(actor: Actor) -> TileValue:
    rows = reads.findings_waiting(actor)
    late = sum(1 for row in rows if row.overdue)
    return TileValue(str(len(rows)), _("%(count)d overdue") % {"count": late}, "bad" if late else "none")


HOME = [Tile(gettext_lazy("Findings to correct"), _open, "findings", May.ACT, order=30, query="state=member")]


def waiting(actor: Actor) -> list[Waiting]:
    """Findings that wait for the member."""
    if not actor.may(May.ACT):
        return []
    return [
        Waiting(
            tone="bad" if row.overdue else row.severity_tone,
            kind=_("Finding"),
            title=row.title,
            detail=row.location,
            when=formats.ago(row.due_on, actor.now, actor.language),
            url=reverse("finding", args=[row.id]),
            action=_("Look at it"),
            urgency=80 if row.overdue else 50,
        )
        for row in reads.findings_waiting(actor)
    ]


WAITING = waiting

routes = [
    path("findings/", index, name="findings"),
    path("findings/<int:finding_id>/", show, name="finding"),
    path("findings/<int:finding_id>/cause/", cause, name="finding_cause"),
    path("findings/<int:finding_id>/action/", plan, name="finding_plan"),
    path("actions/<int:action_id>/done/", done, name="action_done"),
    path("reports/", audits, name="audits"),
    path("reports/<int:report_id>/", report, name="audit_report"),
]
