"""The tables of `{% load ui %}`: listings, and the backing calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.faces.web import formats
from muhatap.faces.web.templatetags.tones import checked
from muhatap.faces.web.templatetags.ui_values import NOTHING, day, moment, money, qty

register = template.Library()

GRADES = ("full", "conditional", "partial", "standby", "none", "off")
# Days at the left edge whose own label would run into that of the first day.
CROWDED = 3


def grade_words() -> dict[str, str]:
    """What each grade of backing is called on screen."""
    return {
        "full": _("fully backed"),
        "conditional": _("conditional: document missing"),
        "partial": _("partial"),
        "standby": _("standby only"),
        "none": _("not backed"),
        "off": _("nothing due"),
    }


def _calendar_cell(cell: Any, on: date, words: Mapping[str, str]) -> dict[str, str]:
    given = dict(cell) if isinstance(cell, Mapping) else {"grade": cell}
    grade = str(given["grade"])
    said = f"{formats.day_short(on, get_language())}: {given.get('text') or words[grade]}"
    return {"grade": grade, "said": said, "url": str(given.get("url") or "")}


@register.inclusion_tag("web/parts/backing_calendar.html")
def backing_calendar(rows: Sequence[Mapping[str, Any]], days: Sequence[date], caption: str = "") -> dict[str, object]:
    """Promises as rows, days as columns, the grade of backing as colour and pattern.

    Each row is a dict of `title, sub, url, cells`; a cell is a grade (full, conditional, partial, standby,
    none, off) or a dict of `grade, text, url`. One cell per day.
    """
    words = grade_words()
    language = get_language()
    heads = [
        {
            "said": formats.day_short(on, language),
            "shown": index == 0 or (index > CROWDED and on.day in (1, 15)),
        }
        for index, on in enumerate(days)
    ]
    shown = [
        {
            **row,
            "cells": [_calendar_cell(cell, on, words) for cell, on in zip(row["cells"], days, strict=True)],
        }
        for row in rows
    ]
    used = {cell["grade"] for row in shown for cell in row["cells"]}
    legend = [{"grade": grade, "word": words[grade]} for grade in GRADES if grade in used]
    return {"rows": shown, "heads": heads, "legend": legend, "caption": caption or _("Backing per day")}


NUMERIC_KINDS = frozenset({"money", "number"})
WHOLE_KINDS = frozenset({"day", "moment"})
# A number of a paper is read in one piece: TL-2026-0012, IS-270120-317.
ONE_PIECE = re.compile(r"[A-Z]{2,3}-\d{4,6}-\d+")


def _cell_text(kind: str, value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str):
        return value
    if kind == "money":
        return money(value)
    if kind == "number":
        return qty(value)
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else str(value)


def _cell_given(cell: Any) -> dict[str, Any]:
    if isinstance(cell, Mapping):
        return dict(cell)
    if hasattr(cell, "kind") and hasattr(cell, "value"):
        return {"kind": cell.kind, "text": cell.value, "sub": cell.sub, "tone": cell.tone, "url": cell.url}
    return {"text": cell}


def _table_cell(cell: Any, column: Mapping[str, Any]) -> dict[str, object]:
    given = _cell_given(cell)
    kind = str(given.get("kind") or "text")
    numeric = bool(given.get("numeric") or column.get("numeric") or kind in NUMERIC_KINDS)
    return {
        "kind": kind,
        "text": _cell_text(kind, given.get("text")),
        "sub": given.get("sub") or "",
        "tone": checked(given.get("tone")),
        "url": given.get("url") or "",
        "numeric": numeric,
        "whole": kind in WHOLE_KINDS or ONE_PIECE.fullmatch(str(given.get("text"))) is not None,
        "label": column["label"],
    }


@register.inclusion_tag("web/parts/table.html")
def table(columns: Sequence[Any], rows: Sequence[Mapping[str, Any]], caption: str = "") -> dict[str, object]:
    """Rows under headings, stacked as cards on a phone.

    A column is a text or a dict of `label, sort_url, sorted ('' | 'asc' | 'desc'), numeric`; a row a dict of
    `url, cells, pick` (the value of a box before the row, sent with the form `picks`); a cell a text, a dict of
    `kind (text|pill|money|number|day|moment|link), text, sub, tone, url` or an object with `kind, value, sub,
    tone, url`.
    """
    heads = [dict(column) if isinstance(column, Mapping) else {"label": column} for column in columns]
    body = []
    for row in rows:
        cells = [_table_cell(cell, head) for cell, head in zip(row["cells"], heads, strict=True)]
        url = row.get("url") or ""
        if url and cells and not cells[0]["url"]:
            cells[0]["url"] = url
        body.append({"url": url, "cells": cells, "pick": row.get("pick") or ""})
    aria = {"asc": "ascending", "desc": "descending"}
    for head in heads:
        head["aria_sort"] = aria.get(head.get("sorted") or "", "none") if head.get("sort_url") else ""
    return {"columns": heads, "rows": body, "caption": caption, "picks": any(row["pick"] for row in body)}


@register.simple_tag(takes_context=True)
def parameters_without(context: Context, *names: str) -> list[tuple[str, str]]:
    """What the address of this page asks for, as pairs, except these names."""
    request = context.get("request")
    return (
        []
        if request is None
        else [(name, str(value)) for name, values in request.GET.lists() if name not in names for value in values]
    )


@register.simple_tag(takes_context=True)
def address_without(context: Context, *names: str) -> str:
    """The address of this page without these parameters."""
    return "?" + urlencode(parameters_without(context, *names))
