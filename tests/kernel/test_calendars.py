"""The Turkish working-day calendar, half days included."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from muhatap.kernel.actors import ISTANBUL
from muhatap.kernel.calendars import (
    add_office_minutes,
    add_working_days,
    holiday_name,
    is_half_day,
    is_working_day,
    office_hours,
)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ISTANBUL)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("day", "works", "half"),
    [
        (date(2026, 10, 27), True, False),
        (date(2026, 10, 28), True, True),  # the eve of the day of the republic
        (date(2026, 10, 29), False, False),
        (date(2026, 3, 19), True, True),  # the eve of the feast of Ramadan
        (date(2026, 3, 20), False, False),
        (date(2026, 5, 26), True, True),  # the eve of the feast of sacrifice
        (date(2026, 5, 29), False, False),
        (date(2026, 11, 22), False, False),  # a Sunday
    ],
)
def test_days_of_2026(day: date, works: bool, half: bool) -> None:
    assert (is_working_day(day), is_half_day(day)) == (works, half)


def test_a_holiday_has_a_turkish_name() -> None:
    assert holiday_name(date(2026, 10, 29)) == "Cumhuriyet Bayramı"
    assert holiday_name(date(2026, 11, 23)) is None


def test_working_days_skip_the_feast() -> None:
    # 20 to 22 March 2026 is the feast; the 21st and 22nd are a weekend besides.
    assert add_working_days(date(2026, 3, 19), 1) == date(2026, 3, 23)
    assert add_working_days(date(2026, 3, 20), 0) == date(2026, 3, 23)


def test_office_hours_end_at_one_on_a_half_day() -> None:
    assert office_hours(date(2026, 10, 28)) == (at(2026, 10, 28, 9), at(2026, 10, 28, 13))
    assert office_hours(date(2026, 10, 29)) is None


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (at(2026, 3, 2, 10), 60, at(2026, 3, 2, 11)),
        (at(2026, 3, 2, 17), 240, at(2026, 3, 3, 12)),
        (at(2026, 3, 6, 20), 60, at(2026, 3, 9, 10)),  # Friday night to Monday morning
        (at(2026, 10, 28, 12), 120, at(2026, 10, 30, 10)),  # over the half day and the holiday
        (at(2026, 3, 2, 8), 0, at(2026, 3, 2, 9)),
    ],
)
def test_office_minutes_run_in_office_time_only(start: datetime, minutes: int, end: datetime) -> None:
    assert add_office_minutes(start, minutes) == end
