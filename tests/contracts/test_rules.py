"""Prices that fill their days, terms and differences: values in, values out."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.contracts import rules
from muhatap.kernel.periods import Period

FIRST = date(2026, 1, 1)


def day(number: int) -> date:
    """The day `number` days after the first."""
    return FIRST + timedelta(days=number)


@st.composite
def priced(draw: st.DrawFn) -> tuple[Period, list[tuple[int, Period, Decimal]]]:
    """A period and prices that fill it without hole."""
    length = draw(st.integers(2, 60))
    cuts = sorted(draw(st.sets(st.integers(1, length - 1), max_size=4)))
    edges = [0, *cuts, length]
    prices = [(key, Period(day(start), day(end)), Decimal(key + 1)) for key, (start, end) in enumerate(pairwise(edges))]
    return Period(day(0), day(length)), prices


def filled(parts: list[Period], whole: Period) -> bool:
    """Whether the parts are without overlap and fill the whole."""
    ordered = sorted(parts, key=lambda part: part.start)
    touching = all(left.end == right.start for left, right in pairwise(ordered))
    return touching and ordered[0].start == whole.start and ordered[-1].end == whole.end


@given(priced(), st.integers(0, 59))
def test_a_new_price_leaves_no_hole_and_no_overlap(
    case: tuple[Period, list[tuple[int, Period, Decimal]]], at: int
) -> None:
    whole, prices = case
    since = day(at)
    if since not in whole:
        with pytest.raises(ValueError, match="is not a day of"):
            rules.cut_prices(prices, since, Decimal(9), whole)
        return
    changes, (fresh, price) = rules.cut_prices(prices, since, Decimal(9), whole)
    changed = dict(changes)
    kept = [changed.get(key, period) for key, period, _price in prices]
    assert filled([*(period for period in kept if period is not None), fresh], whole)
    assert (fresh, price) == (Period(since, whole.end), Decimal(9))


@given(priced(), st.integers(1, 90))
def test_prices_are_cut_or_stretched_to_the_days_of_their_line(
    case: tuple[Period, list[tuple[int, Period, Decimal]]], length: int
) -> None:
    _old, prices = case
    whole = Period(day(0), day(length))
    fitted = rules.fitted([(key, period) for key, period, _price in prices], whole)
    assert filled([period for _key, period in fitted if period is not None], whole)


def test_a_line_that_begins_earlier_takes_its_first_price_along() -> None:
    whole = Period(date(2025, 12, 1), date(2026, 3, 1))
    prices = [(1, Period(day(0), day(31))), (2, Period(day(31), day(90)))]
    assert rules.fitted(prices, whole) == [
        (1, Period(date(2025, 12, 1), day(31))),
        (2, Period(day(31), date(2026, 3, 1))),
    ]


def test_more_than_sixty_days_need_an_express_agreement() -> None:
    assert [rules.payment_too_long(days, most=60, agreed=False) for days in (60, 61)] == [False, True]
    assert rules.payment_too_long(90, most=60, agreed=True) is False


def test_the_renewal_can_be_objected_to_until_the_notice_before_the_end() -> None:
    year = Period(date(2026, 4, 1), date(2027, 4, 1))
    assert rules.renewal_deadline(year, 60) == date(2027, 1, 30)
    assert rules.renewal_deadline(Period(date(2026, 4, 1)), 60) is None


def test_differences_name_what_was_and_what_is() -> None:
    assert rules.differences({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 5, "d": 4}) == [
        ("b", 2, 5),
        ("c", 3, None),
        ("d", None, 4),
    ]


def test_classes_of_service_nobody_knows() -> None:
    assert rules.uncovered(["technical", "cleaning", "catering"], {"cleaning"}, set()) == ["catering", "technical"]
