"""How values are written for people, on screens and on papers, to the letter."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.kernel import formats

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("minor", "currency", "turkish", "english"),
    [
        (123456789, "TRY", "1.234.567,89 ₺", "₺1,234,567.89"),
        (5, "TRY", "0,05 ₺", "₺0.05"),
        (0, "TRY", "0,00 ₺", "₺0.00"),
        (-1240000, "TRY", "−12.400,00 ₺", "−₺12,400.00"),
        (100000, "EUR", "1.000,00 €", "€1,000.00"),
        (100000, "CHF", "1.000,00 CHF", "1,000.00 CHF"),
    ],
)
def test_money_is_written_as_its_reader_writes_it(minor: int, currency: str, turkish: str, english: str) -> None:
    assert formats.money(minor, currency, "tr") == turkish
    assert formats.money(minor, currency, "en") == english


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_no_kurus_is_lost_in_writing(minor: int) -> None:
    written = formats.money(minor).removesuffix(" ₺").replace(".", "").replace(",", "")
    assert int(written.replace(formats.MINUS, "-")) == minor


@pytest.mark.parametrize(
    ("value", "turkish", "english"),
    [
        (Decimal("1250.000"), "1.250", "1,250"),
        (Decimal("2.500"), "2,5", "2.5"),
        (Decimal("0.125"), "0,125", "0.125"),
        (Decimal(100), "100", "100"),
        (0, "0", "0"),
        (Decimal("-3.2"), "−3,2", "−3.2"),
    ],
)
def test_a_quantity_shows_no_empty_decimals(value: Decimal | int, turkish: str, english: str) -> None:
    assert formats.quantity(value, "tr") == turkish
    assert formats.quantity(value, "en") == english


def test_a_unit_price_shows_two_to_four_decimals() -> None:
    assert formats.unit_price(Decimal("40.0000")) == "40,00 ₺"
    assert formats.unit_price(Decimal("12.3456")) == "12,3456 ₺"
    assert formats.unit_price(Decimal("12.3450"), "EUR", "en") == "€12.345"


@pytest.mark.parametrize(
    ("value", "turkish", "english"),
    [
        (Decimal("18.5"), "%18,5", "18.5%"),
        (16, "%16", "16%"),
        (Decimal("16.04"), "%16", "16%"),
        (100, "%100", "100%"),
        (Decimal("99.97"), "%99,9", "99.9%"),
        (Decimal("-2.25"), "−%2,3", "−2.3%"),
    ],
)
def test_a_share_has_one_decimal_and_is_never_rounded_up_to_all(
    value: Decimal | int, turkish: str, english: str
) -> None:
    assert formats.percent(value, "tr") == turkish
    assert formats.percent(value, "en") == english


def test_an_instant_is_written_in_istanbul_time() -> None:
    late = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    assert formats.moment(late, "tr") == "23.11.2026 01:30"
    assert formats.moment(late, "en") == "23 Nov 2026 01:30"
    assert formats.day(late, "tr") == "23.11.2026"
    assert formats.clock(late) == "01:30"


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^A moment needs a time zone\.$"):
        formats.moment(datetime(2026, 11, 22, 14, 5))  # noqa: DTZ001 - the mistake under test


def test_a_period_is_read_by_its_last_day() -> None:
    assert formats.period(date(2026, 3, 1), date(2028, 3, 1)) == "01.03.2026 – 29.02.2028"
    assert formats.period(date(2026, 3, 1), date(2026, 3, 2)) == "01.03.2026"
    assert formats.period(date(2026, 3, 1), None) == "01.03.2026 →"


def test_every_language_but_turkish_is_english() -> None:
    assert formats.day(SUNDAY, "tr-tr") == "22.11.2026"
    assert formats.day(SUNDAY, "de") == "22 Nov 2026"
    assert formats.day(SUNDAY, None) == "22.11.2026"


def test_a_rate_of_law_may_have_two_decimals() -> None:
    assert formats.percent(Decimal("18.55"), "tr", decimals=2) == "%18,55"
    assert formats.percent(Decimal("18.50"), "en", decimals=2) == "18.5%"
    assert formats.percent(Decimal("99.999"), "tr", decimals=2) == "%99,99"


def test_evidence_is_dated_in_utc_to_the_second() -> None:
    assert formats.instant(datetime(2026, 12, 31, 22, 30, 9, tzinfo=UTC)) == "2026-12-31 22:30:09 UTC"


def test_a_month_has_its_year() -> None:
    assert formats.month(date(2026, 8, 1), "tr") == "Ağustos 2026"
    assert formats.month(date(2026, 8, 1), "en") == "August 2026"
