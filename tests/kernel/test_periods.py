"""Periods are half-open; meeting, covering and taking away agree with counting days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.kernel.periods import Period

FIRST = date(2026, 1, 1)
days = st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n))
periods = st.tuples(days, st.integers(0, 30)).map(lambda p: Period(p[0], p[0] + timedelta(days=p[1])))


def day_set(*all_periods: Period) -> set[date]:
    return {day for period in all_periods for day in period.days()}


def test_the_end_is_not_in_it() -> None:
    march = Period.month(2026, 3)
    assert (march.start, march.end, march.last_day) == (date(2026, 3, 1), date(2026, 4, 1), date(2026, 3, 31))
    assert date(2026, 3, 31) in march
    assert date(2026, 4, 1) not in march
    assert march.length() == 31
    assert Period.month(2026, 12) == Period(date(2026, 12, 1), date(2027, 1, 1))
    assert Period.inclusive(date(2026, 3, 1), date(2026, 3, 31)) == march


def test_it_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 3, 2), date(2026, 3, 1))


def test_an_open_period_covers_what_lies_after_its_start() -> None:
    open_end = Period(date(2026, 3, 1))
    assert open_end.covers(Period(date(2026, 3, 1)))
    assert not Period(date(2026, 3, 1), date(2027, 1, 1)).covers(open_end)
    assert open_end.meet(Period(date(2026, 1, 1), date(2026, 3, 2))) == Period(date(2026, 3, 1), date(2026, 3, 2))
    assert Period(FIRST).minus([Period(date(2026, 2, 1))]) == [Period(FIRST, date(2026, 2, 1))]


@given(periods, periods)
def test_meeting_is_the_days_in_both(first: Period, second: Period) -> None:
    met = first.meet(second)
    assert (day_set(met) if met else set()) == day_set(first) & day_set(second)
    assert first.covers(second) == (day_set(second) <= day_set(first))


@given(periods, st.lists(periods, max_size=5))
def test_taking_away_leaves_the_days_in_none_of_the_others(whole: Period, others: list[Period]) -> None:
    left = whole.minus(others)
    assert day_set(*left) == day_set(whole) - day_set(*others)
    assert all(earlier.end < later.start for earlier, later in zip(left, left[1:], strict=False) if earlier.end)
