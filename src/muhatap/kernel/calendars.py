"""The Turkish working-day calendar: public and religious holidays, half days included.

Source: the `holidays` library (Act 2429 on national and general holidays); half days are the eves of the religious feasts and 28 October from 13:00.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays

from muhatap.kernel.actors import ISTANBUL

OPENS = time(9, 0)
CLOSES = time(18, 0)
HALF_DAY_CLOSES = time(13, 0)
SATURDAY = 5


@lru_cache(maxsize=64)
def _year(year: int) -> tuple[dict[date, str], dict[date, str]]:
    """Whole and half holidays of a year with their Turkish names."""
    whole = holidays.country_holidays("TR", years=year, language="tr", categories=("public",))
    half = holidays.country_holidays("TR", years=year, language="tr", categories=("half_day",))
    return dict(whole.items()), {day: name for day, name in half.items() if day not in whole}


def holiday_name(day: date) -> str | None:
    """The name of the holiday (whole or half) on this day, None on an ordinary day."""
    whole, half = _year(day.year)
    return whole.get(day) or half.get(day)


def is_half_day(day: date) -> bool:
    """Whether offices close at 13:00 on this day."""
    return day in _year(day.year)[1] and day.weekday() < SATURDAY


def is_working_day(day: date) -> bool:
    """Whether offices work on this day: not a weekend, not a whole holiday (a half day counts)."""
    return day.weekday() < SATURDAY and day not in _year(day.year)[0]


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days after `day` (0: the first working day on or after it)."""
    while not is_working_day(day):
        day += timedelta(days=1)
    for _ in range(count):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day


def office_hours(day: date) -> tuple[datetime, datetime] | None:
    """Opening and closing instants of a working day in Istanbul, None when closed."""
    if not is_working_day(day):
        return None
    closes = HALF_DAY_CLOSES if is_half_day(day) else CLOSES
    return datetime.combine(day, OPENS, ISTANBUL), datetime.combine(day, closes, ISTANBUL)


def add_office_minutes(start: datetime, minutes: int) -> datetime:
    """The instant at which `minutes` of office time have passed since `start`."""
    moment, left = start.astimezone(ISTANBUL), timedelta(minutes=minutes)
    while True:
        hours = office_hours(moment.date())
        if hours is not None and moment < hours[1]:
            begin = max(moment, hours[0])
            if begin + left <= hours[1]:
                return begin + left
            left -= hours[1] - begin
        moment = datetime.combine(moment.date() + timedelta(days=1), time(0), ISTANBUL)
