"""Findings at the customer's locations: what was wrong, what is done about it, when it is settled."""

from __future__ import annotations

from typing import Any

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
    formats,
    listing,
    page,
    render,
)
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.quality import reads
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
    return [
        Cell(row.number),
        Cell(row.title),
        Cell(row.severity_label, tone=row.severity_tone),
        Cell(row.location),
        Cell(row.status_label, tone=row.tone),
        Cell(row.due_on, sub=_("overdue") if row.overdue else ""),
    ]


@page(May.SEE)
def index(request: PageRequest) -> HttpResponse:
    """Findings, the first due first."""

    states: list[tuple[str, Any]] = [
        ("waiting", _("unsettled")),
        ("overdue", _("overdue")),
        *reads.FindingStatus.choices,
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
        cells=_cells,
        url=lambda row: reverse("finding", args=[row.id]),
        filters=[
            Filter("state", _("State"), states),
            Filter("severity", _("Severity"), list(reads.Severity.choices)),
        ],
        empty={
            "sentence": _("What audits find wrong at your locations stands here until it is corrected."),
            "action_label": _("Open the audits"),
            "action_url": reverse("audits"),
        },
    )


@page(May.SEE)
def show(request: PageRequest, finding_id: int) -> HttpResponse:
    """One finding with what is done about it."""
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
                {
                    "label": _("Settled"),
                    "value": formats.moment(view.closed_at, actor.language) if view.closed_at else "—",
                },
            ],
        },
        "spine": steps(SERVICE),
        "back": {"label": _("Findings"), "url": reverse("findings")},
        "it": view,
    }
    return render(request, "customer/findings/show.html", context)


def _open(actor: Actor) -> TileValue:
    found = reads.finding_counts(actor)
    return TileValue(
        str(found.open), _("%(count)d overdue") % {"count": found.overdue}, "bad" if found.overdue else "none"
    )


HOME = [Tile(gettext_lazy("Unsettled findings"), _open, "findings", May.SEE, order=40, query="state=waiting")]

routes = [
    path("findings/", index, name="findings"),
    path("findings/<int:finding_id>/", show, name="finding"),
]
