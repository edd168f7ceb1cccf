"""Which days a pattern means."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.kernel.actors import ISTANBUL
from muhatap.kernel.calendars import is_working_day
from muhatap.kernel.periods import Period
from muhatap.operations.rules.calendar import WrongPattern, days_of
from muhatap.operations.rules.presence import distance_m, ends_at, is_late, same_code

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))


def test_a_blank_pattern_is_on_call() -> None:
    assert days_of("", begins=date(2026, 3, 1), within=MARCH) == []


def test_a_monthly_visit_on_a_sunday_moves_to_monday() -> None:
    assert days_of("FREQ=MONTHLY;BYMONTHDAY=1", begins=date(2026, 1, 1), within=MARCH) == [date(2026, 3, 2)]


def test_a_weekly_visit_on_a_feast_moves_to_the_next_working_day() -> None:
    days = days_of("FREQ=WEEKLY;BYDAY=FR", begins=date(2026, 1, 1), within=MARCH)
    assert days == [date(2026, 3, 6), date(2026, 3, 13), date(2026, 3, 23), date(2026, 3, 27)]


def test_every_second_week_counts_from_the_beginning_of_the_promise() -> None:
    days = days_of("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", begins=date(2026, 1, 6), within=MARCH)
    assert days == [date(2026, 3, 3), date(2026, 3, 17), date(2026, 3, 31)]


def test_a_pattern_nobody_can_read_is_named() -> None:
    with pytest.raises(WrongPattern, match="FREQ=SOMETIMES"):
        days_of("FREQ=SOMETIMES", begins=date(2026, 3, 1), within=MARCH)


@given(
    st.sampled_from(
        ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=WEEKLY;BYDAY=SA", "FREQ=MONTHLY", "FREQ=YEARLY"]
    ),
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    st.integers(1, 90),
)
def test_days_lie_in_the_period_in_order_without_doubles(pattern: str, since: date, length: int) -> None:
    within = Period(since, since + timedelta(days=length))
    days = days_of(pattern, begins=date(2025, 1, 1), within=within)
    assert days == sorted(set(days))
    assert all(day in within for day in days)
    if pattern in ("FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=WEEKLY;BYDAY=SA"):
        assert all(is_working_day(day) for day in days)


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert distance_m(41, 29, 42, 29) == 111195
    assert distance_m(41.0603, 28.9877, 41.0603, 28.9877) == 0


def test_a_code_may_be_typed_with_gaps_and_in_small_letters() -> None:
    assert same_code("abcd-2345 x", "ABCD2345X")
    assert not same_code("ABCD2345Y", "ABCD2345X")
    assert not same_code("", "")


def test_late_begins_after_fifteen_minutes() -> None:
    day, begins = date(2026, 3, 2), time(8)
    at = datetime(2026, 3, 2, 8, 15, tzinfo=ISTANBUL)
    assert not is_late(at, day, begins)
    assert is_late(at + timedelta(minutes=1), day, begins)
    assert not is_late(at + timedelta(days=1), day, None)


def test_a_night_shift_ends_the_next_morning() -> None:
    day = date(2026, 3, 2)
    assert ends_at(day, time(22), time(6)) == datetime(2026, 3, 3, 6, tzinfo=ISTANBUL)
    assert ends_at(day, time(8), time(17)) == datetime(2026, 3, 2, 17, tzinfo=ISTANBUL)
    assert ends_at(day, None, None) == datetime(2026, 3, 3, 0, tzinfo=ISTANBUL)
