"""How a screen writes values: what all papers share, and distances, lengths of time and sizes besides."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from muhatap.kernel.formats import (
    MINUS,
    MONTHS,
    clock,
    day,
    day_of,
    moment,
    money,
    month,
    number,
    percent,
    period,
    spoken,
    unit_price,
)
from muhatap.kernel.formats import quantity as qty

__all__ = [
    "MINUS",
    "ago",
    "clock",
    "day",
    "day_long",
    "day_short",
    "duration",
    "file_size",
    "moment",
    "money",
    "month",
    "percent",
    "period",
    "qty",
    "unit_price",
    "weekday_short",
]

WEEKDAYS = {
    "tr": ["Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi", "Pazar"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
SHORT_WEEKDAYS = {
    "tr": ["Pzt", "Sal", "Çar", "Per", "Cum", "Cmt", "Paz"],
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
}
RELATIVE = {
    "tr": {
        "now": "şimdi",
        "today": "bugün",
        "yesterday": "dün",
        "tomorrow": "yarın",
        "past": "{} önce",
        "future": "{} sonra",
        "minute": ("{} dk", "{} dk"),
        "hour": ("{} sa", "{} sa"),
        "day": ("{} gün", "{} gün"),
    },
    "en": {
        "now": "now",
        "today": "today",
        "yesterday": "yesterday",
        "tomorrow": "tomorrow",
        "past": "{} ago",
        "future": "in {}",
        "minute": ("{} min", "{} min"),
        "hour": ("{} h", "{} h"),
        "day": ("{} day", "{} days"),
    },
}
THOUSAND = 1000
HOUR = 60  # minutes; a minute has as many seconds
FAR = 60  # days from which on the day itself says more than its distance
SIZES = ("B", "kB", "MB", "GB")


def day_long(value: date, language: str | None = "tr") -> str:
    """A day in words: `22 Kasım Pazar`; English `Sunday 22 November`."""
    on, key = day_of(value), spoken(language)
    named, weekday = MONTHS[key][on.month - 1], WEEKDAYS[key][on.weekday()]
    return f"{on.day} {named} {weekday}" if key == "tr" else f"{weekday} {on.day} {named}"


def day_short(value: date, language: str | None = "tr") -> str:
    """A day where the year is known: `22 Kas`; English `22 Nov`."""
    on = day_of(value)
    return f"{on.day} {MONTHS[spoken(language)][on.month - 1][:3]}"


def weekday_short(value: date, language: str | None = "tr") -> str:
    """The day of the week in three letters: `Paz`; English `Sun`."""
    return SHORT_WEEKDAYS[spoken(language)][day_of(value).weekday()]


def file_size(size: int, language: str | None = "tr") -> str:
    """The size of a file (bytes) in the largest fitting unit, one decimal from kB upwards: `1,4 MB`."""
    value, unit = Decimal(size), 0
    while value >= THOUSAND and unit < len(SIZES) - 1:
        value, unit = value / THOUSAND, unit + 1
    if unit == 0:
        return f"{size} {SIZES[0]}"
    return f"{number(value, 1, language)} {SIZES[unit]}"


def _counted(count: int, unit: str, key: str) -> str:
    one, many = RELATIVE[key][unit]
    return (one if count == 1 else many).format(count)


def duration(minutes: int, language: str | None = "tr") -> str:
    """A length of time in its two largest units: `1 sa 12 dk`, `2 gün 3 sa`, `45 dk`."""
    key = spoken(language)
    days, rest = divmod(abs(minutes), 24 * HOUR)
    hours, left = divmod(rest, HOUR)
    parts = [(days, "day"), (hours, "hour"), (left, "minute")]
    words = [_counted(count, unit, key) for count, unit in parts if count]
    return " ".join(words[:2]) or _counted(0, "minute", key)


def _ago_days(days: int, key: str) -> str:
    if days in (-1, 0, 1):
        return str(RELATIVE[key][{-1: "yesterday", 0: "today", 1: "tomorrow"}[days]])
    return str(RELATIVE[key]["past" if days < 0 else "future"]).format(_counted(abs(days), "day", key))


def ago(value: date, now: datetime, language: str | None = "tr") -> str:
    """How far a day or an instant lies from `now`: `12 dk önce`, `dün`, `13 gün sonra`; far away the day.

    Raises: ValueError for an instant without a time zone.
    """
    key = spoken(language)
    days = (day_of(value) - day_of(now)).days
    if abs(days) > FAR:
        return day(value, language)
    if not isinstance(value, datetime) or abs(days) > 1:
        return _ago_days(days, key)
    minutes = int((value - now).total_seconds() / HOUR)
    if minutes == 0:
        return str(RELATIVE[key]["now"])
    if abs(minutes) >= 24 * HOUR:
        return _ago_days(days, key)
    whole = (
        _counted(abs(minutes), "minute", key) if abs(minutes) < HOUR else _counted(abs(minutes) // HOUR, "hour", key)
    )
    return str(RELATIVE[key]["past" if minutes < 0 else "future"]).format(whole)
