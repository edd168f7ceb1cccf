"""The backing calendar of a contract and of a location, and who stands behind a promise on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.backing import reads
from muhatap.backing.permissions import BackingPermission
from muhatap.faces.desk.rounds import way_to_choose
from muhatap.faces.web import PageRequest, formats, page, render
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.periods import Period

DAYS = 60
# The calendar's pieces call standby what the proof calls backup.
SHOWN = {"": "off", "backup": "standby"}


def calendar_context(
    actor: Actor, *, contract_id: int | None = None, location_id: int | None = None, first: date | None = None
) -> dict[str, Any]:
    """What `desk/backing/calendar.html` shows: for a tab of a contract or a location."""
    start = first or actor.today
    rows = reads.calendar(actor, contract_id, start, DAYS, location_id=location_id)
    days = [start + timedelta(days=place) for place in range(DAYS)]
    open_ones = sum(any(grade not in ("", "full") for grade in row.grades) for row in rows)
    count = len(rows)
    said = ngettext("%(full)d of %(count)d promise fully backed", "%(full)d of %(count)d promises fully backed", count)
    gaps = reads.gaps_of(actor, contract_id=contract_id, location_id=location_id)
    return {
        "calendar": [_row(actor, row, days) for row in rows],
        "calendar_days": days,
        "calendar_said": said % {"full": count - open_ones, "count": count},
        "calendar_columns": [
            _("What"),
            _("State"),
            _("When"),
            {"label": _("Days left"), "numeric": True},
            {"label": _("At risk"), "numeric": True},
            _("Owner"),
        ],
        "calendar_gaps": [_gap(actor, gap) for gap in gaps],
        "calendar_first_gap": next((gap for gap in gaps if gap.status == "open"), None),
        "calendar_from": start,
        "calendar_earlier": (start - timedelta(days=DAYS)).isoformat(),
        "calendar_later": (start + timedelta(days=DAYS)).isoformat(),
    }


def _gap(actor: Actor, gap: reads.GapRow) -> dict[str, Any]:
    """A gap as a row under the calendar."""
    return {
        "url": reverse("gap", args=[gap.gap_id]),
        "cells": [
            {"text": f"{gap.location} · {gap.service}", "sub": gap.kind_name},
            {"kind": "pill", "tone": gap.tone, "text": gap.grade_name},
            formats.period(gap.period.start, gap.period.end, actor.language),
            {"kind": "number", "text": gap.days},
            {"kind": "money", "text": gap.amount},
            gap.owner or _("nobody yet"),
        ],
    }


def _row(actor: Actor, row: reads.CalendarRow, days: Sequence[date]) -> dict[str, Any]:
    url = reverse("promise_backing", args=[row.promise_id])
    cells = [
        {"grade": SHOWN.get(grade, grade), "url": f"{url}?day={day.isoformat()}" if grade and grade != "full" else ""}
        for grade, day in zip(row.grades, days, strict=True)
    ]
    quantity = f"{formats.qty(row.quantity, actor.language)} {row.unit}"
    return {"title": row.location, "sub": f"{row.service} · {quantity}", "url": url, "cells": cells}


def day_asked(request: PageRequest, name: str) -> date | None:
    """A day in the address, None when there is none or it is not a day."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def address_of(name: str, *args: object) -> str:
    """The address of a page of another noun, blank while this face has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@page(BackingPermission.SEE)
def of_contract(request: PageRequest, contract_id: int) -> HttpResponse:
    """The backing calendar of a contract."""
    head = reads.contract_head(request.actor, contract_id=contract_id)
    context = calendar_context(request.actor, contract_id=contract_id, first=day_asked(request, "first"))
    back = address_of("contract", contract_id)
    return render(
        request,
        "desk/backing/show.html",
        {
            **context,
            "record": {"title": head.title, "number": head.number, "subtitle": head.customer},
            "spine": steps(6),
            "next": _next(request.actor, context, contract_id),
            "back": {"label": head.number, "url": back} if back else None,
        },
    )


def _next(actor: Actor, context: dict[str, Any], contract_id: int) -> dict[str, Any] | None:
    gap: reads.GapRow | None = context["calendar_first_gap"]
    if gap is None:
        return None
    sentence = _("%(what)s: %(missing)s.") % {"what": f"{gap.location} · {gap.service}", "missing": gap.kind_name}
    if gap.kind == "coverage" and gap.promise_id is not None:
        return {"sentence": sentence, **way_to_choose(actor, contract_id, gap.promise_id)}
    return {"sentence": sentence, "label": _("Open the gap"), "url": reverse("gap", args=[gap.gap_id])}


@page(BackingPermission.SEE)
def of_location(request: PageRequest, location_id: int) -> HttpResponse:
    """The backing calendar of a location."""
    head = reads.location_head(request.actor, location_id=location_id)
    back = address_of("location", location_id)
    return render(
        request,
        "desk/backing/show.html",
        {
            **calendar_context(request.actor, location_id=location_id, first=day_asked(request, "first")),
            "record": {"title": head.title, "number": head.number, "subtitle": head.customer},
            "spine": steps(6),
            "back": {"label": head.title, "url": back} if back else None,
        },
    )


def behind_rows(behind: Sequence[reads.BehindView]) -> list[tuple[reads.BehindView, str, str, str]]:
    """Members behind a promise with tone, word and what is missing."""
    return [
        (one, "ok" if one.counts else "warn", _("counts") if one.counts else _("does not count"), _lacks(one))
        for one in behind
    ]


def _lacks(one: reads.BehindView) -> str:
    said = [
        "" if one.signed else _("project agreement not signed"),
        "" if one.membership else _("no membership agreement in force"),
        _("missing: %(names)s") % {"names": ", ".join(one.missing_documents)} if one.missing_documents else "",
        _("suspended or gone") if one.away else "",
    ]
    return " · ".join(part for part in said if part)


@page(BackingPermission.SEE)
def of_promise(request: PageRequest, promise_id: int) -> HttpResponse:
    """One promise: its proof as periods, and who stands behind it on a day."""
    actor = request.actor
    head = reads.promise_head(actor, promise_id=promise_id)
    day = day_asked(request, "day") or actor.today
    segments = reads.proof(actor, promise_ids=[promise_id], period=Period(date.min))
    tones = {"full": "ok", "conditional": "warn", "partial": "warn", "backup": "warn", "none": "bad"}
    why = {
        "signature": _("signature missing"),
        "document": _("document missing"),
        "away": _("member suspended or gone"),
    }
    rows = [
        (
            tones[part.grade],
            reads.Grade(part.grade).label,
            formats.period(part.period.start, part.period.end, actor.language),
            ", ".join(why[name] for name in part.why),
            day in part.period,
        )
        for part in segments
    ]
    url = reverse("contract_backing", args=[head.contract_id])
    context = {
        "segments": rows,
        "day": day,
        "behind": behind_rows(reads.behind(actor, promise_id=promise_id, day=day)),
        "record": {
            "title": f"{head.location} · {head.service}",
            "number": head.contract_number,
            "subtitle": f"{head.customer} · {formats.qty(head.quantity, actor.language)} {head.unit}",
        },
        "spine": steps(6),
        "back": {"label": head.contract_number, "url": url},
    }
    return render(request, "desk/backing/promise.html", context)


routes = [
    path("contracts/<int:contract_id>/backing/", of_contract, name="contract_backing"),
    path("locations/<int:location_id>/backing/", of_location, name="location_backing"),
    path("promises/<int:promise_id>/backing/", of_promise, name="promise_backing"),
]
