"""How often something is delivered: recurrence rules (RFC 5545) built from what people choose, and said in words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from muhatap.kernel.errors import Refusal

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_NAMES: dict[str, LazyText] = {
    "MO": gettext_lazy("Mon"),
    "TU": gettext_lazy("Tue"),
    "WE": gettext_lazy("Wed"),
    "TH": gettext_lazy("Thu"),
    "FR": gettext_lazy("Fri"),
    "SA": gettext_lazy("Sat"),
    "SU": gettext_lazy("Sun"),
}
CONTINUOUS = ""
ON_DAYS = "days"
# What people choose, and the rule it stands for; `days` is completed by the chosen days of the week.
FREQUENCIES: dict[str, LazyText] = {
    CONTINUOUS: gettext_lazy("continuously or on call"),
    "FREQ=DAILY": gettext_lazy("every day"),
    ON_DAYS: gettext_lazy("on chosen days of the week"),
    "FREQ=WEEKLY;INTERVAL=2": gettext_lazy("every two weeks"),
    "FREQ=MONTHLY": gettext_lazy("every month"),
    "FREQ=MONTHLY;INTERVAL=3": gettext_lazy("every three months"),
    "FREQ=MONTHLY;INTERVAL=6": gettext_lazy("every six months"),
    "FREQ=YEARLY": gettext_lazy("every year"),
}
MONTHS_IN_YEAR = 12
DECIMALS = Decimal("1e-12")
SHORTEST_RUN = 3
# Rules are read on the calendar of days: no time zone is meant.
A_MONDAY = datetime.combine(date(2026, 1, 5), time())


class WrongPattern(Refusal):
    """The recurrence rule cannot be read, or means nothing."""


def pattern_of(frequency: str, days: Collection[str] = ()) -> str:
    """The rule for a chosen frequency and days of the week. Raises: WrongPattern when days are missing."""
    if frequency != ON_DAYS:
        return frequency
    chosen = [day for day in DAYS if day in days]
    if not chosen:
        raise WrongPattern(_("Choose at least one day of the week."), field="days")
    return "FREQ=DAILY" if len(chosen) == len(DAYS) else f"FREQ=WEEKLY;BYDAY={','.join(chosen)}"


def choice_of(pattern: str) -> tuple[str, list[str]]:
    """The frequency and days a rule was chosen by; a rule of its own kind is its own frequency."""
    parts = _parts(pattern)
    if parts.get("FREQ") == "WEEKLY" and "BYDAY" in parts and set(parts) <= {"FREQ", "BYDAY"}:
        return ON_DAYS, parts["BYDAY"].split(",")
    return pattern, []


def check_pattern(pattern: str, *, field: str = "pattern") -> str:
    """A rule as it is kept, blank for continuous. Raises: WrongPattern."""
    pattern = pattern.strip().upper().removeprefix("RRULE:")
    if not pattern:
        return ""
    try:
        first = rrulestr(pattern, dtstart=A_MONDAY).after(A_MONDAY, inc=True)
    except (ValueError, TypeError, KeyError) as error:
        raise WrongPattern(_("The pattern cannot be read. Choose one from the list."), field=field) from error
    if first is None or "UNTIL" in pattern or "COUNT" in pattern:
        raise WrongPattern(_("A pattern must go on without an end; the period of the line ends it."), field=field)
    return pattern


def times_per_month(pattern: str, start: date) -> Decimal:
    """How often a rule falls in an average month of the year from `start`; a blank rule counts once.

    Twelve decimals, so that a third of a month times any price is right to the kuruş.
    """
    if not pattern:
        return Decimal(1)
    years = max(1, int(_parts(pattern).get("INTERVAL", "1"))) if "FREQ=YEARLY" in pattern else 1
    begin = datetime.combine(start, time())
    end = begin + relativedelta(years=years) - timedelta(seconds=1)
    count = sum(1 for _moment in rrulestr(pattern, dtstart=begin).between(begin, end, inc=True))
    return (Decimal(count) / (MONTHS_IN_YEAR * years)).quantize(DECIMALS, ROUND_HALF_UP)


def pattern_words(pattern: str) -> str:
    """A rule in words, in the active language."""
    if pattern in FREQUENCIES:
        return str(FREQUENCIES[pattern])
    parts = _parts(pattern)
    words = [_days_words(parts["BYDAY"].split(","))] if "BYDAY" in parts else []
    frequency = f"FREQ={parts.get('FREQ', '')}"
    interval = int(parts.get("INTERVAL", "1"))
    if interval > 1:
        frequency += f";INTERVAL={interval}"
    if "BYMONTH" in parts and parts.get("FREQ") == "YEARLY":
        count = len(parts["BYMONTH"].split(","))
        return ngettext("%(count)d time a year", "%(count)d times a year", count) % {"count": count}
    if "BYHOUR" in parts and parts.get("FREQ") == "DAILY":
        count = len(parts["BYHOUR"].split(","))
        return ngettext("%(count)d time a day", "%(count)d times a day", count) % {"count": count}
    if words and interval == 1:
        return words[0]
    known = FREQUENCIES.get(frequency)
    said = str(known) if known is not None else _every(parts.get("FREQ", ""), interval)
    return ", ".join([said, *words])


def window_words(begin: time | None, end: time | None) -> str:
    """A time window as `08:00–17:00`, blank without one."""
    return f"{begin:%H:%M}–{end:%H:%M}" if begin and end else ""


def _every(frequency: str, interval: int) -> str:
    unit = {
        "DAILY": ngettext("every %(count)d day", "every %(count)d days", interval),
        "WEEKLY": ngettext("every %(count)d week", "every %(count)d weeks", interval),
        "MONTHLY": ngettext("every %(count)d month", "every %(count)d months", interval),
        "YEARLY": ngettext("every %(count)d year", "every %(count)d years", interval),
    }.get(frequency, "")
    return unit % {"count": interval} if unit else ""


def _days_words(days: list[str]) -> str:
    """Days as a run (`Mon–Fri`) or a list (`Mon, Thu`)."""
    places = [DAYS.index(day[-2:]) for day in days if day[-2:] in DAYS]
    if len(places) >= SHORTEST_RUN and places == list(range(places[0], places[-1] + 1)):
        return f"{DAY_NAMES[DAYS[places[0]]]}–{DAY_NAMES[DAYS[places[-1]]]}"
    return ", ".join(str(DAY_NAMES[DAYS[place]]) for place in places)


def _parts(pattern: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in pattern.split(";") if "=" in part)
