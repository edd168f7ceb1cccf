"""The cover horizon: what will break, and until when there is time to replace a member."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from muhatap.backing import reads
from muhatap.backing.permissions import BackingPermission
from muhatap.faces.desk.gaps import what_to_do
from muhatap.faces.desk.rounds import way_to_choose
from muhatap.faces.web import Group, Item, PageRequest, Tile, TileValue, formats, page, render
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor

NAVIGATION = Item(
    group=Group.TODAY,
    label=gettext_lazy("Cover horizon"),
    url="horizon",
    order=25,
    permission=BackingPermission.SEE,
    icon="clock",
)
TONES = {"late": "bad", "soon": "warn", "known": "none"}


def _words(state: str) -> str:
    return {"late": _("act now"), "soon": _("decide soon"), "known": _("in time")}[state]


@page(BackingPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """All breaks to come, by the day until which something must be done."""
    it = reads.horizon(request.actor)
    said = ngettext(
        "%(count)d break comes sooner than a member can be replaced (%(lead)d days).",
        "%(count)d breaks come sooner than a member can be replaced (%(lead)d days).",
        it.late,
    ) % {"count": it.late, "lead": it.lead_days}
    context = {
        "record": {"title": _("Cover horizon"), "subtitle": said},
        "columns": [
            _("State"),
            _("What is left open"),
            _("What is missing"),
            _("Breaks on"),
            _("Act by"),
            {"label": _("Days left"), "numeric": True},
            {"label": _("At risk"), "numeric": True},
        ],
        "rows": [_row(row, request.actor.language) for row in it.breaks],
        "next": _next(request.actor, it),
        "spine": steps(6),
    }
    return render(request, "desk/horizon/index.html", context)


def _row(row: reads.BreakRow, language: str) -> dict[str, Any]:
    gap = row.gap
    ending = ""
    if row.ending:
        ending = _("%(name)s ends here, notice %(days)d days") % {"name": row.ending, "days": row.notice_days}
    return {
        "url": reverse("gap", args=[gap.gap_id]),
        "cells": [
            {"kind": "pill", "tone": TONES[row.state], "text": _words(row.state)},
            {"text": gap.what, "sub": f"{gap.customer} · {gap.contract_number}"},
            {"text": gap.kind_name, "sub": ending or what_to_do(gap)},
            formats.day(gap.period.start, language),
            formats.day(row.act_by, language),
            {"kind": "number", "text": row.days_left},
            {"kind": "money", "text": gap.amount},
        ],
    }


def _next(actor: Actor, it: reads.Horizon) -> dict[str, Any] | None:
    """Begin with the break that is the latest already."""
    first = next((row.gap for row in it.breaks if row.state == "late"), None)
    if first is None:
        return None
    sentence = _("%(what)s breaks on %(day)s: %(todo)s.") % {
        "what": first.what,
        "day": formats.day(first.period.start, actor.language),
        "todo": what_to_do(first),
    }
    if first.kind == "coverage" and first.promise_id is not None:
        return {"sentence": sentence, **way_to_choose(actor, first.contract_id, first.promise_id, alone=True)}
    return {"sentence": sentence, "label": _("Open the gap"), "url": reverse("gap", args=[first.gap_id])}


def _tile(actor: Actor) -> TileValue:
    count = reads.breaks_to_act_on(actor)
    return TileValue(str(count), tone="bad" if count else "ok")


HOME = [
    Tile(
        gettext_lazy("breaks sooner than a replacement"),
        _tile,
        "horizon",
        permission=BackingPermission.SEE,
        order=15,
    )
]
routes = [path("horizon/", index, name="horizon")]
