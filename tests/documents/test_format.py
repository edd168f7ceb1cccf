"""Numbers, money, days and periods as papers write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.documents import format as write

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("minor", "turkish", "english"),
    [
        (0, "0,00 ₺", "₺0.00"),
        (5, "0,05 ₺", "₺0.05"),
        (123_456_789, "1.234.567,89 ₺", "₺1,234,567.89"),
        (-100_050, "−1.000,50 ₺", "−₺1,000.50"),
    ],
)
def test_money(minor: int, turkish: str, english: str) -> None:
    assert write.money(minor, "TRY", "tr").replace(NBSP, " ") == turkish
    assert write.money(minor, "TRY", "en") == english


def test_money_of_a_currency_without_a_sign_names_it() -> None:
    assert write.money(150, "CHF", "en") == f"1.50{NBSP}CHF"


def test_unit_prices_have_two_to_four_decimals() -> None:
    assert write.unit_price(Decimal(40), "TRY", "tr") == f"40,00{NBSP}₺"
    assert write.unit_price(Decimal("12.34565"), "TRY", "tr") == f"12,3457{NBSP}₺"


def test_quantities_have_no_decimals_that_say_nothing() -> None:
    assert write.quantity(Decimal("1250.000"), "tr") == "1.250"
    assert write.quantity(Decimal("2.500"), "tr") == "2,5"
    assert write.quantity(Decimal("0.0005"), "en") == "0.001"


def test_percent_stands_before_in_turkish_and_behind_in_english() -> None:
    assert write.percent(Decimal("18.5"), "tr") == "%18,5"
    assert write.percent(Decimal("18.5"), "en") == "18.5%"
    assert write.percent(Decimal("-4.5"), "tr") == "−%4,5"


def test_days_months_and_moments() -> None:
    late = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
    assert write.day(date(2026, 3, 1), "tr") == "01.03.2026"
    assert write.day(date(2026, 3, 1), "en") == "1 Mar 2026"
    assert write.month(date(2026, 8, 1), "tr") == "Ağustos 2026"
    assert write.moment(late, "tr") == "01.01.2027 01:30"
    assert write.clock(late) == "01:30"
    assert write.instant(late) == "2026-12-31 22:30:00 UTC"


def test_a_half_open_period_is_written_by_its_first_and_last_day() -> None:
    assert write.period(date(2026, 10, 1), date(2026, 11, 1), "tr") == "01.10.2026 – 31.10.2026"
    assert write.period(date(2026, 10, 1), date(2026, 10, 2), "tr") == "01.10.2026"
    assert write.period(date(2026, 10, 1), None, "tr") == "01.10.2026 →"


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_every_amount_can_be_read_back(minor: int) -> None:
    text = write.money(minor, "TRY", "tr").removesuffix(f"{NBSP}₺").replace("−", "-")
    assert int(text.replace(".", "").replace(",", "")) == minor
