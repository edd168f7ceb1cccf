"""Coverage at the desk: where members deliver what, and what they propose."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import Cell, Column, Filter, Group, Item, PageRequest, Tile, TileValue, formats, listing, page
from muhatap.kernel.actors import Actor
from muhatap.network import reads
from muhatap.network.permissions import NetworkPermission

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Coverage"),
    url="coverage",
    order=25,
    permission=NetworkPermission.SEE,
    icon="map-pin",
)
TONES = {"proposed": "warn", "approved": "ok", "refused": "bad"}


@page(NetworkPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """The coverage of all members, the newest proposals first."""
    language = request.actor.language

    def cells(row: reads.CoverageRow) -> list[Cell]:
        return [
            Cell(row.member, sub=row.reason),
            Cell(row.service),
            Cell(row.place),
            Cell(f"{formats.qty(row.capacity, language)} {row.unit}"),
            Cell(row.status_name, tone=TONES[row.status]),
            Cell(formats.period(row.period.start, row.period.end, language)),
        ]

    services = [pair for _category, pairs in reads.service_choices(request.actor) for pair in pairs]
    return listing(
        request,
        title=_("Coverage"),
        columns=[
            Column("member", _("Member"), sort="member"),
            Column("service", _("Service")),
            Column("place", _("Place")),
            Column("capacity", _("Capacity")),
            Column("state", _("State")),
            Column("days", _("Days"), sort="proposed"),
        ],
        read=lambda query: reads.proposed_coverage(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("member", args=[row.member_id]) + "?tab=coverage",
        key=lambda row: row.coverage_id,
        filters=[
            Filter("status", _("State"), [(state.value, state.label) for state in reads.CoverageStatus]),
            Filter("service", _("Service"), services),
        ],
        empty={
            "sentence": _("Members state in their portal where they deliver what; it counts once it is approved here."),
            "action_label": _("Open the members"),
            "action_url": reverse("members"),
        },
    )


def _tile(actor: Actor) -> TileValue:
    count = reads.waiting_coverage(actor)
    return TileValue(str(count), tone="warn" if count else "ok")


HOME = [
    Tile(
        gettext_lazy("places wait for approval"),
        _tile,
        "coverage",
        permission=NetworkPermission.VERIFY,
        order=45,
        query="status=proposed",
    )
]
routes = [path("coverage/", index, name="coverage")]
