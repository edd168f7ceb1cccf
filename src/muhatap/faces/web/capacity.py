"""The capacity calendar as both faces show it: the desk on a member's record, the member about itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from muhatap.faces.web import PageRequest, formats
from muhatap.network import reads

MANY = 12


def calendar_of(request: PageRequest, member_id: int, url: str) -> dict[str, Any]:
    """What `web/parts/capacity_calendar.html` shows; `?by=` week or day, `?first=` the day it begins on."""
    actor = request.actor
    by = "day" if request.GET.get("by") == "day" else "week"
    found = reads.capacity_calendar(actor, member_id=member_id, first=_first(request), by=by)
    used = [row for row in found.rows if any(cell.taken for cell in row.cells)]
    # Of many places those are shown first in which something is taken.
    short = len(found.rows) > MANY and bool(used) and request.GET.get("all") != "1"
    url += "&all=1" if request.GET.get("all") == "1" else ""
    return {
        "by": by,
        "url": url,
        "heads": [formats.day_short(column.start, actor.language) for column in found.columns],
        "rows": [
            {
                "service": row.service,
                "place": row.place,
                "unit": row.unit,
                "cells": [_cell(cell, actor.language) for cell in row.cells],
            }
            for row in (used if short else found.rows)
        ],
        "hidden": len(found.rows) - len(used) if short else 0,
        "earlier": found.earlier.isoformat(),
        "later": found.later.isoformat(),
    }


def _first(request: PageRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("first", ""))
    except ValueError:
        return request.actor.today


def _cell(cell: Any, language: str) -> dict[str, Any]:
    said = _("%(free)s free, %(taken)s of %(declared)s taken") % {
        "free": formats.qty(cell.free, language),
        "taken": formats.qty(cell.taken, language),
        "declared": formats.qty(cell.declared, language),
    }
    return {"free": cell.free, "taken": cell.taken, "declared": cell.declared, "tone": reads.full(cell), "said": said}
