"""The filters of `{% load ui %}`: values written for people, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language

from muhatap.faces.web import clock as face_clock
from muhatap.faces.web import formats

register = template.Library()

NOTHING = "—"


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
