"""Quotes on any basis come to the same month and term."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from muhatap.kernel.periods import Period
from muhatap.network.rules import monthly_minor
from muhatap.sourcing.rules import invitations
from muhatap.sourcing.rules import quotes as rules
from muhatap.sourcing.rules.quotes import AskedFor, Price, Way

YEAR = Period(date(2026, 3, 1), date(2027, 3, 1))
WEEKLY = "FREQ=WEEKLY;BYDAY=WE"


def asked(quantity: str = "5", unit: str = "C62", basis: str = "per_period", pattern: str = "") -> AskedFor:
    return AskedFor(Decimal(quantity), unit, basis, pattern, YEAR)


@pytest.mark.parametrize(
    ("line", "price", "month", "unit_price"),
    [
        # As asked: the price itself.
        (asked(), Price(Decimal(900), Way("per_period", "C62")), 450_000, "900"),
        # A month for the whole line.
        (asked(), Price(Decimal(4400), Way("per_period", "LS")), 440_000, "880.0000"),
        # 52 Wednesdays a year are 4,33 a month: five pieces at 200 ₺ each time.
        (asked(pattern=WEEKLY), Price(Decimal(200), Way("per_visit", "C62")), 433_333, "866.6660"),
        (asked(pattern=WEEKLY), Price(Decimal(1000), Way("per_visit", "LS")), 433_333, "866.6660"),
        # A line asked per visit, quoted for the month.
        (asked("2", basis="per_visit", pattern=WEEKLY), Price(Decimal(2600), Way("per_period", "LS")), 260_000, "300.0000"),
        # The minimum charge counts where it is more.
        (asked("1"), Price(Decimal(900), Way("per_period", "C62"), 120_000), 120_000, "1200.0000"),
        (asked("2"), Price(Decimal(900), Way("per_period", "C62"), 120_000), 180_000, "900"),
    ],
)  # fmt: skip
def test_a_price_comes_to_a_month_and_to_a_price_per_asked_unit(
    line: AskedFor, price: Price, month: int, unit_price: str
) -> None:
    assert (rules.monthly_of(price, line), rules.unit_price_of(price, line)) == (month, Decimal(unit_price))


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        (asked(), ["per_period:C62", "per_period:LS"]),
        (asked(basis="per_head", pattern=WEEKLY),
         ["per_head:C62", "per_period:C62", "per_period:LS", "per_visit:C62", "per_visit:LS"]),
        (asked(basis="per_visit"), ["per_visit:C62", "per_period:C62", "per_period:LS", "per_visit:LS"]),
        (asked(unit="HUR", basis="time_material"), ["time_material:HUR"]),
    ],
)  # fmt: skip
def test_a_line_can_be_priced_in_every_way_that_can_be_compared(line: AskedFor, keys: list[str]) -> None:
    assert [way.key for way in rules.ways(line.basis, line.unit, line.pattern)] == keys


@pytest.mark.parametrize(
    ("period", "months"),
    [
        (YEAR, Fraction(12)),
        (Period(date(2026, 1, 31), date(2026, 2, 28)), Fraction(1)),
        (Period(date(2026, 3, 1), date(2026, 3, 1)), Fraction(0)),
        (Period(date(2026, 3, 1), date(2026, 4, 16)), Fraction(3, 2)),
        (Period(date(2026, 3, 1)), None),
    ],
)
def test_months_of_a_period(period: Period, months: Fraction | None) -> None:
    assert rules.months_in(period) == months
    assert rules.term_of(100, period) == (None if months is None else int(months * 100))


@given(
    amounts=some.tuples(
        some.decimals(Decimal("0.01"), Decimal(100_000), places=4),
        some.decimals(Decimal("0.001"), Decimal(10_000), places=3),
    ),
    basis=some.sampled_from(["per_period", "per_head", "per_visit", "per_unit"]),
    pattern=some.sampled_from(["", WEEKLY, "FREQ=DAILY", "FREQ=MONTHLY;INTERVAL=3"]),
    way=some.integers(0, 4),
    minimum=some.none() | some.integers(1, 10_000_000),
)
def test_the_price_per_asked_unit_comes_to_the_same_month_within_its_last_decimal(
    amounts: tuple[Decimal, Decimal], basis: str, pattern: str, way: int, minimum: int | None
) -> None:
    price, quantity = amounts
    line = AskedFor(quantity, "C62", basis, pattern, YEAR)
    found = rules.ways(basis, "C62", pattern)
    quoted = Price(price, found[way % len(found)], minimum)
    month = rules.monthly_of(quoted, line)
    again = monthly_minor(rules.unit_price_of(quoted, line), quantity, basis, pattern, YEAR.start)
    # Half of the fourth decimal of the price, times everything it is multiplied with, and two roundings to the kuruş.
    off = Fraction(1, 200) * Fraction(quantity) * 31 + 1
    assert abs(month - again) <= off


@given(days=some.integers(1, 4000), month=some.integers(0, 10**12))
def test_a_term_is_never_less_than_its_shorter_one(days: int, month: int) -> None:
    start = date(2026, 1, 31)
    shorter = rules.term_of(month, Period(start, start + timedelta(days=days)))
    longer = rules.term_of(month, Period(start, start + timedelta(days=days + 1)))
    assert shorter is not None
    assert longer is not None
    assert shorter <= longer


@pytest.mark.parametrize(
    ("fits", "kinds", "fitting", "nearly"),
    [
        (True, [], True, True),
        (False, ["price"], True, True),
        (False, ["price", "documents"], False, True),
        (False, ["capacity"], False, True),
        (False, ["membership"], False, False),
        (False, ["coverage", "price"], False, False),
    ],
)
def test_who_may_be_asked(fits: bool, kinds: list[str], fitting: bool, nearly: bool) -> None:
    reasons = [{"kind": kind, "word": "no"} for kind in kinds] + [{"kind": "standing", "word": "note"}]
    assert invitations.may_be_asked(fits, reasons, nearly=False) == fitting
    assert invitations.may_be_asked(fits, reasons, nearly=True) == nearly
