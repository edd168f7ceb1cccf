"""On which days a promise is delivered: its recurrence rule, the public holidays and its period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from dateutil.rrule import rrulestr

from muhatap.kernel.calendars import add_working_days, holiday_name, is_half_day, is_working_day
from muhatap.kernel.periods import Period

# How far ahead jobs stand in the calendar (days).
HORIZON = 60


class WrongPattern(ValueError):
    """A recurrence rule that cannot be read."""


def _parts(pattern: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in pattern.upper().removeprefix("RRULE:").split(";") if "=" in part)


def is_daily(pattern: str) -> bool:
    """Whether a pattern runs every day of the year, holidays included (guards, hospitals)."""
    parts = _parts(pattern)
    return parts.get("FREQ") == "DAILY" and parts.get("INTERVAL", "1") == "1" and "BYDAY" not in parts


def is_routine(pattern: str) -> bool:
    """Whether a pattern has several deliveries a week: one that meets a holiday is left out, not moved."""
    parts = _parts(pattern)
    return parts.get("FREQ") == "DAILY" or (parts.get("FREQ") == "WEEKLY" and parts.get("BYDAY", "").count(",") >= 1)


def days_of(pattern: str, *, begins: date, within: Period) -> list[date]:
    """The days of a recurrence rule (RFC 5545) that began on `begins`, in order.

    Every-day patterns run through holidays; routine ones leave whole holidays out; rarer ones move to the next working
    day. A blank pattern is on call and has no days of its own. Raises: WrongPattern.
    """
    if not pattern.strip():
        return []
    if within.end is None:
        raise ValueError("jobs are planned up to a day")
    try:
        rule = rrulestr(pattern, dtstart=datetime.combine(begins, time()))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise WrongPattern(pattern) from error
    first = min(begins, within.start)
    found = rule.between(datetime.combine(first, time()), datetime.combine(within.end, time()), inc=True)
    days = (moment.date() for moment in found)
    if is_daily(pattern):
        chosen: Iterable[date] = days
    elif is_routine(pattern):
        chosen = (day for day in days if holiday_name(day) is None or is_half_day(day))
    else:
        chosen = (day if is_working_day(day) else add_working_days(day, 0) for day in days)
    return sorted({day for day in chosen if day in within})
