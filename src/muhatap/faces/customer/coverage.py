"""What was promised to the customer, and whether it is covered; who stands behind it is our business."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.backing import reads
from muhatap.backing.permissions import BackingPermission
from muhatap.faces.web import Group, Item, PageRequest, Tile, TileValue, formats, page, render
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor

NAVIGATION = Item(
    group=Group.FIELD,
    label=gettext_lazy("My services"),
    url="coverage",
    order=5,
    permission=BackingPermission.SEE_COVER,
    icon="shield-check",
)
DAYS = 60
TONES = {"covered": "ok", "until": "warn", "from": "warn", "arranging": "warn"}


def _words(row: reads.CoverRow, language: str) -> tuple[str, str]:
    """A word for the state and, where it changes on a day, the sentence that says so."""
    day = formats.day(row.day, language) if row.day else ""
    if row.state == "covered":
        return _("covered"), ""
    said = {
        "until": _("covered until %(day)s, then being arranged") % {"day": day},
        "from": _("covered from %(day)s on") % {"day": day},
    }
    return _("being arranged"), said.get(row.state, "")


@page(BackingPermission.SEE_COVER)
def index(request: PageRequest) -> HttpResponse:
    """The customer's promises over the coming sixty days."""
    actor = request.actor
    rows = reads.cover(actor, days=DAYS)
    days = [actor.today + timedelta(days=place) for place in range(DAYS)]
    covered = sum(row.state == "covered" for row in rows)
    open_word = _("being arranged")
    calendar = [
        {
            "title": row.location,
            "sub": f"{row.service} · {formats.qty(row.quantity, actor.language)} {row.unit}",
            "url": "",
            "cells": [
                {"grade": "conditional", "text": open_word}
                if cell == "none"
                else {"grade": cell, "text": _("covered") if cell == "full" else ""}
                for cell in row.cells
            ],
        }
        for row in rows
    ]
    context = {
        "record": {
            "title": _("My services"),
            "subtitle": _("%(covered)d of %(count)d covered for the coming 60 days")
            % {"covered": covered, "count": len(rows)},
        },
        "rows": [(row, TONES[row.state], *_words(row, actor.language)) for row in rows],
        "calendar": calendar,
        "calendar_days": days,
        "spine": steps(9 if covered == len(rows) and rows else 6),
    }
    return render(request, "customer/coverage/index.html", context)


def _tile(actor: Actor) -> TileValue:
    rows = reads.cover(actor, days=DAYS)
    covered = sum(row.state == "covered" for row in rows)
    tone = "none" if not rows else "ok" if covered == len(rows) else "warn"
    return TileValue(f"{covered}/{len(rows)}", tone=tone)


HOME = [
    Tile(
        gettext_lazy("services covered for 60 days"),
        _tile,
        "coverage",
        permission=BackingPermission.SEE_COVER,
        order=10,
    )
]
routes = [path("coverage/", index, name="coverage")]
