"""Money is exact: half-up per line, allocations that sum to the kuruş."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.kernel.money import CurrencyMismatch, Money, allocate, half_up, percent_of, price_times_quantity


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("-2.5", -3), ("0.49", 0), ("2.4999", 2)],
)
def test_halves_go_away_from_zero(value: str, rounded: int) -> None:
    assert half_up(Decimal(value)) == rounded
    assert half_up(Fraction(value)) == rounded


def test_a_line_is_price_times_quantity_to_the_kurus() -> None:
    assert price_times_quantity(Decimal("33030.1250"), Decimal("2.500")) == 8257531
    assert price_times_quantity(Decimal("0.0050"), Decimal(1)) == 1
    assert price_times_quantity(Decimal("0.0049"), Decimal(1)) == 0


def test_a_percentage_is_half_up() -> None:
    assert percent_of(10_050, Decimal("1.5")) == 151
    assert percent_of(480_000_00, Decimal("1.5")) == 7_200_00


def test_two_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "TRY") + Money(1, "EUR")


def test_a_hundred_in_three_parts_gives_the_first_the_kurus_left_over() -> None:
    assert allocate(100_00, [1, 1, 1]) == [33_34, 33_33, 33_33]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_weights_that_mean_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        allocate(100, weights)


@given(
    st.integers(-(10**15), 10**15),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=50).filter(lambda weights: sum(weights) > 0),
)
def test_parts_sum_to_the_whole_and_stay_within_one_unit_of_their_share(minor: int, weights: list[int]) -> None:
    parts = allocate(minor, weights)
    assert sum(parts) == minor
    total = sum(weights)
    assert all(abs(part - Fraction(minor * weight, total)) < 1 for part, weight in zip(parts, weights, strict=True))


@given(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15))
def test_adding_and_taking_away_gives_back(first: int, second: int) -> None:
    assert Money(first) + Money(second) - Money(second) == Money(first)
