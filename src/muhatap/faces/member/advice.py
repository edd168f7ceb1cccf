"""Advice we gave, in the member's portal."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import Cell, Column, Group, Item, PageRequest, Waiting, formats, listing, page, render
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.operations import commands, reads
from muhatap.operations.permissions import OperationsPermission as May

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Advice"),
    url="advice_list",
    order=60,
    permission=May.DO_TASK,
    icon="heart-handshake",
)
PREPARATION = 7


@page(May.DO_TASK)
def index(request: PageRequest) -> HttpResponse:
    """Advice, the latest first."""

    def cells(row: reads.AdviceRow) -> list[Cell]:
        return [
            Cell(row.topic),
            Cell(_("read") if row.seen_at else _("new"), tone="none" if row.seen_at else "warn"),
            Cell(row.follow_up_on),
            Cell(row.given_at),
        ]

    return listing(
        request,
        title=_("Advice"),
        columns=[
            Column("topic", _("Topic")),
            Column("state", _("State")),
            Column("follow_up", _("We look at it again on")),
            Column("given", _("Given"), sort="given"),
        ],
        read=lambda query: reads.advice_list(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("advice", args=[row.id]),
        empty={"sentence": _("What we recommend to you and what we agreed stands here.")},
    )


@page(May.DO_TASK)
def show(request: PageRequest, advice_id: int) -> HttpResponse:
    """One advice; opening it is its receipt."""
    actor = request.actor
    row = reads.advice(actor, advice_id=advice_id)
    commands.see_advice(actor, advice_id=advice_id)
    context = {
        "record": {
            "title": row.topic,
            "facts": [
                {"label": _("Given"), "value": formats.moment(row.given_at, actor.language)},
                {
                    "label": _("We look at it again on"),
                    "value": formats.day(row.follow_up_on, actor.language) if row.follow_up_on else "—",
                },
            ],
        },
        "spine": steps(PREPARATION),
        "back": {"label": _("Advice"), "url": reverse("advice_list")},
        "it": row,
    }
    return render(request, "member/advice/show.html", context)


def waiting(actor: Actor) -> list[Waiting]:
    """Advice nobody of the member has read."""
    if not actor.may(May.DO_TASK):
        return []
    return [
        Waiting(
            tone="none",
            kind=_("Advice"),
            title=row.topic,
            detail="",
            when=formats.ago(row.given_at, actor.now, actor.language),
            url=reverse("advice", args=[row.id]),
            action=_("Read"),
            urgency=15,
        )
        for row in reads.advice_due(actor)
    ]


WAITING = waiting

routes = [
    path("advice/", index, name="advice_list"),
    path("advice/<int:advice_id>/", show, name="advice"),
]
