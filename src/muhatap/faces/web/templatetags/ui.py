"""`{% load ui %}`: the pieces every page is made of, and the filters that write values for people.

Every piece takes plain values (text, dicts, dates, Money), so templates render with the database closed.
Tones carry meaning and nothing else: `ok` in order, `warn` needs you soon, `bad` broken or late, `none` not
started.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from muhatap.faces.web.opening import may_open
from muhatap.faces.web.templatetags import ui_forms, ui_tables, ui_values
from muhatap.faces.web.templatetags.tones import checked
from muhatap.faces.web.templatetags.ui_values import qty
from muhatap.kernel.actors import Actor

register = template.Library()
for library in (ui_values, ui_tables, ui_forms):
    register.tags.update(library.register.tags)
    register.filters.update(library.register.filters)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; decoration unless it has a label."""
    address = static("vendor/tabler-icons/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, address, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', address, name)


@register.simple_tag(takes_context=True)
def way(context: Context, name: str, *args: object) -> str:
    """The address of a page, blank when it is not open to who is looking: `{% way 'proposal' id as url %}`."""
    url = reverse(name, args=args)
    return url if may_open(context.get("actor"), url) else ""


@register.simple_tag
def pill(tone: str, text: object) -> SafeString:
    """A state as a dot and a word."""
    return format_html(
        '<span class="pill {}"><i aria-hidden="true"></i><span class="pill-text">{}</span></span>', checked(tone), text
    )


@register.simple_tag
def bar(value: Decimal | float, most: Decimal | float = 100, tone: str = "none", label: str = "") -> SafeString:
    """How much of `most` is reached, as a progress bar; `label` says what it measures."""
    said = label or f"{qty(Decimal(str(value)))} / {qty(Decimal(str(most)))}"
    return format_html(
        '<progress class="bar {}" value="{}" max="{}" aria-label="{}">{}</progress>',
        checked(tone),
        str(value),
        str(most),
        said,
        said,
    )


@register.inclusion_tag("web/parts/tile.html")
def tile(number: object, label: str, detail: str = "", url: str = "", tone: str = "none") -> dict[str, object]:
    """One figure with what it counts; opens the rows behind it."""
    return {"number": number, "label": label, "detail": detail, "url": url, "tone": checked(tone)}


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
    rows = [dict(pair) if isinstance(pair, Mapping) else {"label": pair[0], "value": pair[1]} for pair in pairs]
    return {"rows": rows}


# What a moment of a timeline is about, by the package it comes from.
KINDS = {
    "accounts": "user",
    "agreements": "writing-sign",
    "backing": "shield-check",
    "billing": "receipt",
    "catalogue": "settings",
    "contracts": "briefcase",
    "demand": "message",
    "ledger": "book",
    "network": "users",
    "operations": "truck",
    "parties": "building",
    "quality": "clipboard-check",
    "sourcing": "target",
}


@register.inclusion_tag("web/parts/timeline.html", takes_context=True)
def timeline(context: Context, entries: Sequence[Mapping[str, Any]], older: str = "") -> dict[str, object]:
    """What happened, newest first: dicts of `at, title, text, who, url, tone, icon, kind` and the thing it happened to.

    The thing is `page, pk, name` (linked where the reader may open it), `more` how many more of the same happened in
    a row; `older` is the address of what happened before.
    """
    actor = context.get("actor")
    shown = [
        {
            **entry,
            "tone": checked(entry.get("tone")),
            "icon": entry.get("icon") or KINDS.get(entry.get("kind", ""), ""),
            "thing_url": _page_of(actor, entry),
        }
        for entry in entries
    ]
    return {"entries": shown, "older": older}


def _page_of(actor: Actor | None, entry: Mapping[str, Any]) -> str:
    if not entry.get("page"):
        return ""
    try:
        url = reverse(entry["page"], args=[entry["pk"]])
    except NoReverseMatch:
        return ""
    return url if may_open(actor, url) else ""


@register.inclusion_tag("web/parts/spine.html")
def spine(steps: Sequence[Mapping[str, str]]) -> dict[str, object]:
    """The eleven steps as progress dots: dicts of `label, state (done|now|todo), url`."""
    words = {"done": _("done"), "now": _("in progress"), "todo": _("not started")}
    shown = [{**step, "word": words[step["state"]]} for step in steps]
    current = next((index for index, step in enumerate(shown, 1) if step["state"] == "now"), len(shown))
    return {"steps": shown, "position": current, "current": shown[current - 1] if shown else None}


@register.inclusion_tag("web/parts/next_step.html", takes_context=True)
def next_step(  # noqa: PLR0917 - templates name every argument
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
