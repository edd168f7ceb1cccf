"""Findings and actions at the desk: what waits for the member, what waits for our check."""

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
    act,
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import day_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.timeline import happened
from muhatap.quality import commands, reads
from muhatap.quality.permissions import QualityPermission as May

NAVIGATION = Item(
    group=Group.FIELD,
    label=gettext_lazy("Findings"),
    url="findings",
    order=50,
    permission=May.SEE,
    icon="flag",
)
SERVICE = 9


def _cells(row: reads.FindingRow) -> list[Cell]:
    """A row of the list."""
    return [
        Cell(row.number, sub=row.audit_number),
        Cell(row.title),
        Cell(row.severity_label, tone=row.severity_tone),
        Cell(row.location or row.member, sub=row.customer),
        Cell(row.member),
        Cell(row.status_label, tone=row.tone),
        Cell(row.due_on, sub=_("overdue") if row.overdue else ""),
    ]


def _columns() -> list[Column]:
    return [
        Column("number", _("Number"), sort="number"),
        Column("what", _("Finding")),
        Column("severity", _("Severity")),
        Column("place", _("Place")),
        Column("member", _("Member")),
        Column("state", _("State")),
        Column("due", _("Due"), sort="due"),
    ]


@page(May.SEE)
def index(request: PageRequest) -> HttpResponse:
    """Findings, the first due first."""

    return listing(
        request,
        title=_("Findings and actions"),
        columns=_columns(),
        read=lambda query: reads.findings(request.actor, query=query),
        cells=_cells,
        url=lambda row: reverse("finding", args=[row.id]),
        filters=[
            Filter(
                "state",
                _("State"),
                [
                    ("waiting", _("unsettled")),
                    ("overdue", _("overdue")),
                    ("member", _("with the member")),
                    ("verify", _("to be verified")),
                    *reads.FindingStatus.choices,
                ],
            ),
            Filter("severity", _("Severity"), list(reads.Severity.choices)),
        ],
        empty={
            "sentence": _("What audits find wrong stands here until it is corrected and verified."),
            "action_label": _("Open the audits"),
            "action_url": reverse("audits"),
        },
    )


def _next(view: reads.FindingView, may: bool) -> dict[str, Any] | None:
    row = view.row
    sentences = {
        "open": _("The member names the cause."),
        "cause": _("The member plans an action."),
        "planned": _("The member acts and shows the evidence."),
    }
    if row.status in sentences:
        return {"sentence": sentences[row.status], "waits_for": row.member}
    if not may:
        return None
    if row.status == "done":
        return {
            "sentence": _("Look at the evidence: is the finding corrected?"),
            "label": _("Verify"),
            "url": reverse("finding_verify", args=[row.id]),
        }
    if row.status == "verified":
        return {
            "sentence": _("Check whether the correction lasts, then close the finding."),
            "label": _("Close"),
            "url": reverse("finding_close", args=[row.id]),
            "method": "post",
        }
    return None


@page(May.SEE)
def show(request: PageRequest, finding_id: int) -> HttpResponse:
    """One finding: photos, cause, actions with evidence."""
    actor = request.actor
    view = reads.finding(actor, finding_id=finding_id)
    row = view.row
    may = actor.may(May.VERIFY)
    actions = []
    if may and row.status in ("done", "verified") and view.open_action:
        actions.append({"label": _("Send back"), "url": reverse("action_return", args=[view.open_action.id])})
    if may and row.status in ("open", "cause", "planned"):
        actions.append({"label": _("More time"), "url": reverse("finding_extend", args=[finding_id])})
    language = actor.language
    context = {
        "record": {
            "title": row.title,
            "number": row.number,
            "state": {"tone": row.tone, "text": row.status_label},
            "subtitle": row.severity_label,
            "facts": [
                {"label": _("Place"), "value": row.location or row.member},
                {"label": _("Customer"), "value": row.customer or "—"},
                {"label": _("Member"), "value": row.member or "—"},
                {"label": _("Audit"), "value": row.audit_number, "url": reverse("audit", args=[row.audit_id])},
                {"label": _("Due"), "value": formats.day(row.due_on, language), "tone": "bad" if row.overdue else ""},
                {"label": _("Repeats"), "value": view.repeats or "—"},
                {
                    "label": _("Lasting checked on"),
                    "value": formats.day(view.check_on, language) if view.check_on else "—",
                },
            ],
        },
        "spine": steps(SERVICE),
        "next": _next(view, may),
        "actions": actions,
        "back": {"label": _("Findings and actions"), "url": reverse("findings")},
        "entries": happened(request.actor, finding_id=finding_id),
        "it": view,
    }
    return render(request, "desk/findings/show.html", context)


class VerdictForm(forms.Form):
    """What we saw."""

    verdict = text_field(gettext_lazy("What did you see?"), most=1000, lines=3, required=False)


@page(May.VERIFY)
def verify(request: PageRequest, finding_id: int) -> HttpResponse:
    """See that a finding is corrected."""
    here = reverse("finding", args=[finding_id])
    return submit(
        request,
        VerdictForm(request.POST or None),
        lambda data: commands.verify_finding(request.actor, finding_id=finding_id, **data),
        done=here,
        said=_("Verified."),
        context={
            "page_title": _("Verify the correction"),
            "page_sub": reads.finding(request.actor, finding_id=finding_id).row.title,
            "submit_label": _("It is corrected"),
            "cancel_url": here,
        },
    )


@page(May.VERIFY)
def close(request: PageRequest, finding_id: int) -> HttpResponse:
    """Close a finding."""
    return act(
        request,
        lambda: commands.close_finding(request.actor, finding_id=finding_id),
        done=reverse("finding", args=[finding_id]),
        said=_("Closed."),
    )


class ReturnForm(forms.Form):
    """What is still missing."""

    reason = text_field(gettext_lazy("What is still missing?"), most=1000, lines=3)


@page(May.VERIFY)
def send_back(request: PageRequest, action_id: int) -> HttpResponse:
    """Send an action back to the member."""
    finding_id = reads.finding_of(request.actor, action_id=action_id)
    here = reverse("finding", args=[finding_id])
    return submit(
        request,
        ReturnForm(request.POST or None),
        lambda data: commands.return_action(request.actor, action_id=action_id, **data),
        done=here,
        said=_("Sent back to the member."),
        context={"page_title": _("Send the action back"), "submit_label": _("Send back"), "cancel_url": here},
    )


class ExtendForm(forms.Form):
    """More time."""

    due_on = day_field(gettext_lazy("Due on"))


@page(May.VERIFY)
def extend(request: PageRequest, finding_id: int) -> HttpResponse:
    """Give a member more time."""
    here = reverse("finding", args=[finding_id])
    row = reads.finding(request.actor, finding_id=finding_id).row
    return submit(
        request,
        ExtendForm(request.POST or None, initial={"due_on": row.due_on}),
        lambda data: commands.extend_finding(request.actor, finding_id=finding_id, **data),
        done=here,
        said=_("The day was moved."),
        context={"page_title": _("More time for the finding"), "page_sub": row.title, "cancel_url": here},
    )


def _open(actor: Actor) -> TileValue:
    found = reads.finding_counts(actor)
    detail = _("%(overdue)d overdue, %(critical)d critical") % {"overdue": found.overdue, "critical": found.critical}
    return TileValue(str(found.open), detail, "bad" if found.overdue or found.critical else "none")


HOME = [Tile(gettext_lazy("Unsettled findings"), _open, "findings", May.VERIFY, order=44, query="state=waiting")]


def waiting(actor: Actor) -> list[Waiting]:
    """Findings that wait for our check."""
    if not actor.may(May.VERIFY):
        return []
    return [
        Waiting(
            tone=row.tone,
            kind=_("Finding"),
            title=row.title,
            detail=f"{row.number} · {row.member}",
            when=formats.ago(row.due_on, actor.now, actor.language),
            url=reverse("finding", args=[row.id]),
            action=_("Verify"),
            urgency=45,
        )
        for row in reads.findings_waiting(actor)
    ]


WAITING = waiting

routes = [
    path("findings/", index, name="findings"),
    path("findings/<int:finding_id>/", show, name="finding"),
    path("findings/<int:finding_id>/verify/", verify, name="finding_verify"),
    path("findings/<int:finding_id>/close/", close, name="finding_close"),
    path("findings/<int:finding_id>/extend/", extend, name="finding_extend"),
    path("actions/<int:action_id>/return/", send_back, name="action_return"),
]
