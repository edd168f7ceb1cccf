"""`{% load ui %}`: the pieces every page is made of, and the filters that write values for people.

Every piece takes plain values (text, dicts, dates, Money), so templates render with the database closed.
Tones carry meaning and nothing else: `ok` in order, `warn` needs you soon, `bad` broken or late, `none` not started.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.faces.web import clock as face_clock
from muhatap.faces.web import formats
from muhatap.faces.web.templatetags import ui_forms

register = template.Library()
register.tags.update(ui_forms.register.tags)

TONES = frozenset({"ok", "warn", "bad", "none"})
NOTHING = "—"
GRADES = ("full", "conditional", "partial", "standby", "none", "off")


def _tone(tone: str | None) -> str:
    if (tone or "none") not in TONES:
        raise template.TemplateSyntaxError(f"{tone!r} is not a tone: {', '.join(sorted(TONES))}")
    return tone or "none"


# --- values written for people -------------------------------------------------------------------------------------


def _blank(value: object) -> bool:
    return value is None or value == ""


@register.filter
def money(value: Any, currency: str = "TRY") -> str:
    """An amount: Money as it is, or minor units (kuruş) of `currency`."""
    if _blank(value):
        return NOTHING
    if hasattr(value, "minor"):
        return formats.money(value.minor, value.currency, get_language())
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"money needs Money or minor units, not {type(value).__name__}")
    return formats.money(value, currency, get_language())


@register.filter
def unit_price(value: Decimal | None, currency: str = "TRY") -> str:
    """A price per unit, in major units with up to four decimals."""
    return NOTHING if value is None else formats.unit_price(value, currency, get_language())


@register.filter
def qty(value: Decimal | int | None) -> str:
    """A quantity without decimals that say nothing."""
    return NOTHING if value is None else formats.qty(value, get_language())


@register.filter
def percent(value: Decimal | float | None) -> str:
    """Percentage points, one decimal at most."""
    return NOTHING if value is None else formats.percent(value, get_language())


@register.filter
def day(value: date | None) -> str:
    """A day in figures."""
    return NOTHING if value is None else formats.day(value, get_language())


@register.filter
def moment(value: datetime | None) -> str:
    """An instant in Istanbul's local time."""
    return NOTHING if value is None else formats.moment(value, get_language())


@register.filter
def clock(value: datetime | None) -> str:
    """The time of day in Istanbul."""
    return NOTHING if value is None else formats.clock(value)


@register.filter
def day_long(value: date | None) -> str:
    """A day with its month and weekday in words."""
    return NOTHING if value is None else formats.day_long(value, get_language())


@register.filter
def day_short(value: date | None) -> str:
    """A day without its year."""
    return NOTHING if value is None else formats.day_short(value, get_language())


@register.filter
def month(value: date | None) -> str:
    """A month and its year."""
    return NOTHING if value is None else formats.month(value, get_language())


@register.filter
def period(value: Any) -> str:
    """A half-open period with `lower`/`upper` or `since`/`until`, written by its first and last day."""
    if value is None:
        return NOTHING
    since = value.lower if hasattr(value, "lower") else value.since
    until = value.upper if hasattr(value, "upper") else value.until
    return formats.period(since, until, get_language())


@register.filter
def duration(minutes: int | None) -> str:
    """A length of time given in minutes."""
    return NOTHING if minutes is None else formats.duration(minutes, get_language())


@register.filter
def file_size(size: int | None) -> str:
    """The size of a file given in bytes."""
    return NOTHING if size is None else formats.file_size(size, get_language())


@register.filter
def ago(value: date | None) -> str:
    """How far a day or an instant lies from now."""
    return NOTHING if value is None else formats.ago(value, face_clock.now(), get_language())


# --- small pieces --------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; decoration unless it has a label."""
    address = static("vendor/tabler-icons/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, address, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', address, name)


@register.simple_tag
def pill(tone: str, text: object) -> SafeString:
    """A state as a dot and a word."""
    return format_html('<span class="pill {}"><i aria-hidden="true"></i>{}</span>', _tone(tone), text)


@register.simple_tag
def bar(
    value: Decimal | float, max: Decimal | float = 100, tone: str = "none", label: str = ""
) -> SafeString:
    """How much of `max` is reached, as a progress bar; `label` says what it measures."""
    said = (
        label
        or f"{formats.qty(Decimal(str(value)), get_language())} / {formats.qty(Decimal(str(max)), get_language())}"
    )
    return format_html(
        '<progress class="bar {}" value="{}" max="{}" aria-label="{}">{}</progress>',
        _tone(tone),
        str(value),
        str(max),
        said,
        said,
    )


@register.inclusion_tag("web/parts/tile.html")
def tile(
    number: object, label: str, detail: str = "", url: str = "", tone: str = "none"
) -> dict[str, object]:
    """One figure with what it counts; opens the rows behind it."""
    return {"number": number, "label": label, "detail": detail, "url": url, "tone": _tone(tone)}


@register.simple_block_tag(end_name="endcard")
def card(content: str, title: str = "", sub: str = "", name: str = "") -> SafeString:
    """A surface with a heading; `name` makes it a place a link can point to."""
    head = format_html('<h2 class="card-head">{}{}</h2>', title, _sub(sub)) if title else ""
    identity = format_html(' id="{}"', name) if name else ""
    return format_html('<section class="card"{}>{}{}</section>', identity, head, content)


def _sub(text: str) -> SafeString | str:
    return format_html(' <span class="sub">{}</span>', text) if text else ""


@register.inclusion_tag("web/parts/facts.html")
def facts(pairs: Iterable[Any]) -> dict[str, object]:
    """A list of facts from `(label, value)` pairs or dicts of `label, value, url, tone`."""
    rows = [
        dict(pair) if isinstance(pair, Mapping) else {"label": pair[0], "value": pair[1]} for pair in pairs
    ]
    return {"rows": rows}


@register.inclusion_tag("web/parts/timeline.html")
def timeline(entries: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """What happened, newest first: dicts of `at, title, text, who, url, tone, icon`."""
    return {"entries": [{**entry, "tone": _tone(entry.get("tone"))} for entry in entries]}


# --- the spine and the next step -----------------------------------------------------------------------------------


@register.inclusion_tag("web/parts/spine.html")
def spine(steps: Sequence[Mapping[str, str]]) -> dict[str, object]:
    """The eleven steps as progress dots: dicts of `label, state (done|now|todo), url`."""
    words = {"done": _("done"), "now": _("in progress"), "todo": _("not started")}
    shown = [{**step, "word": words[step["state"]]} for step in steps]
    current = next((index for index, step in enumerate(shown, 1) if step["state"] == "now"), len(shown))
    return {"steps": shown, "position": current, "current": shown[current - 1] if shown else None}


@register.inclusion_tag("web/parts/next_step.html", takes_context=True)
def next_step(
    context: Context,
    sentence: str,
    label: str = "",
    url: str = "",
    disabled_reason: Any = "",
    waits_for: str = "",
    method: str = "get",
) -> dict[str, object]:
    """The next step as one sentence and one primary button, or the reason why it cannot be taken yet.

    `disabled_reason` is a sentence or a list of sentences or of dicts of `text, url`.
    """
    given = [disabled_reason] if isinstance(disabled_reason, str) else list(disabled_reason or [])
    reasons = [item if isinstance(item, Mapping) else {"text": item} for item in given if item]
    return {
        "sentence": sentence,
        "label": label,
        "url": url,
        "method": method,
        "waits_for": waits_for,
        "reasons": reasons,
        "csrf_token": context.get("csrf_token"),
    }


# --- the backing calendar ------------------------------------------------------------------------------------------


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
def backing_calendar(
    rows: Sequence[Mapping[str, Any]], days: Sequence[date], caption: str = ""
) -> dict[str, object]:
    """Promises as rows, days as columns, the grade of backing as colour and pattern.

    Each row is a dict of `title, sub, url, cells`; a cell is a grade (full, conditional, partial, standby, none, off)
    or a dict of `grade, text, url`. One cell per day.
    """
    words = grade_words()
    language = get_language()
    heads = [
        {"said": formats.day_short(on, language), "shown": index == 0 or (index > 3 and on.day in (1, 15))}
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


# --- tables --------------------------------------------------------------------------------------------------------

NUMERIC_KINDS = frozenset({"money", "number"})


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
        "tone": _tone(given.get("tone")),
        "url": given.get("url") or "",
        "numeric": numeric,
        "label": column["label"],
    }


@register.inclusion_tag("web/parts/table.html")
def table(columns: Sequence[Any], rows: Sequence[Mapping[str, Any]], caption: str = "") -> dict[str, object]:
    """Rows under headings, stacked as cards on a phone.

    A column is a text or a dict of `label, sort_url, sorted ('' | 'asc' | 'desc'), numeric`; a row a dict of `url, cells`; a
    cell a text, a dict of `kind (text|pill|money|number|day|moment|link), text, sub, tone, url` or an object with `kind,
    value, sub, tone, url`.
    """
    heads = [dict(column) if isinstance(column, Mapping) else {"label": column} for column in columns]
    body = []
    for row in rows:
        cells = [_table_cell(cell, head) for cell, head in zip(row["cells"], heads, strict=True)]
        url = row.get("url") or ""
        if url and cells and not cells[0]["url"]:
            cells[0]["url"] = url
        body.append({"url": url, "cells": cells})
    aria = {"asc": "ascending", "desc": "descending"}
    for head in heads:
        head["aria_sort"] = aria.get(head.get("sorted") or "", "none") if head.get("sort_url") else ""
    return {"columns": heads, "rows": body, "caption": caption}


# --- the address of a page -----------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def parameters_without(context: Context, *names: str) -> list[tuple[str, str]]:
    """What the address of this page asks for, as pairs, except these names."""
    request = context.get("request")
    return [] if request is None else [pair for pair in request.GET.items() if pair[0] not in names]


@register.simple_tag(takes_context=True)
def address_without(context: Context, *names: str) -> str:
    """The address of this page without these parameters."""
    return "?" + urlencode(parameters_without(context, *names))
