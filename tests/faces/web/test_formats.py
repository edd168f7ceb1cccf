"""How values are written for people, to the letter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.faces.web import formats

SUNDAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 11, 5, tzinfo=UTC)  # 14:05 in Istanbul


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
    assert formats.qty(value, "tr") == turkish
    assert formats.qty(value, "en") == english


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


def test_days_are_written_in_figures_and_in_words() -> None:
    assert formats.day(SUNDAY, "tr") == "22.11.2026"
    assert formats.day(SUNDAY, "en") == "22 Nov 2026"
    assert formats.day_long(SUNDAY, "tr") == "22 Kasım Pazar"
    assert formats.day_long(SUNDAY, "en") == "Sunday 22 November"
    assert formats.day_short(SUNDAY, "tr") == "22 Kas"
    assert formats.day_short(SUNDAY, "en") == "22 Nov"
    assert formats.weekday_short(SUNDAY, "tr") == "Paz"
    assert formats.weekday_short(SUNDAY, "en") == "Sun"
    assert formats.month(SUNDAY, "tr") == "Kasım 2026"
    assert formats.month(SUNDAY, "en") == "November 2026"


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


@pytest.mark.parametrize(
    ("minutes", "turkish", "english"),
    [
        (72, "1 sa 12 dk", "1 h 12 min"),
        (45, "45 dk", "45 min"),
        (0, "0 dk", "0 min"),
        (3065, "2 gün 3 sa", "2 days 3 h"),
        (1440, "1 gün", "1 day"),
    ],
)
def test_a_length_of_time_has_its_two_largest_units(minutes: int, turkish: str, english: str) -> None:
    assert formats.duration(minutes, "tr") == turkish
    assert formats.duration(minutes, "en") == english


@pytest.mark.parametrize(
    ("away", "turkish", "english"),
    [
        (timedelta(seconds=20), "şimdi", "now"),
        (timedelta(minutes=-12), "12 dk önce", "12 min ago"),
        (timedelta(minutes=40), "40 dk sonra", "in 40 min"),
        (timedelta(hours=-19), "19 sa önce", "19 h ago"),
        (timedelta(hours=26), "yarın", "tomorrow"),
        (timedelta(hours=-30), "dün", "yesterday"),
        (timedelta(days=13), "13 gün sonra", "in 13 days"),
        (timedelta(days=-60), "60 gün önce", "60 days ago"),
        (timedelta(days=-61), "22.09.2026", "22 Sep 2026"),
    ],
)
def test_an_instant_is_told_by_its_distance(away: timedelta, turkish: str, english: str) -> None:
    assert formats.ago(NOW + away, NOW, "tr") == turkish
    assert formats.ago(NOW + away, NOW, "en") == english


def test_a_day_is_told_by_calendar_days_not_by_hours() -> None:
    assert formats.ago(date(2026, 11, 22), NOW) == "bugün"
    assert formats.ago(date(2026, 11, 23), NOW) == "yarın"
    assert formats.ago(date(2026, 11, 21), NOW) == "dün"
    assert formats.ago(date(2026, 12, 5), NOW) == "13 gün sonra"


def test_a_file_size_is_written_in_its_unit() -> None:
    assert formats.file_size(999) == "999 B"
    assert formats.file_size(1000) == "1,0 kB"
    assert formats.file_size(1_440_000) == "1,4 MB"
    assert formats.file_size(1_440_000, "en") == "1.4 MB"
    assert formats.file_size(5_000_000_000_000) == "5.000,0 GB"


def test_every_language_but_turkish_is_english() -> None:
    assert formats.day(SUNDAY, "tr-tr") == "22.11.2026"
    assert formats.day(SUNDAY, "de") == "22 Nov 2026"
    assert formats.day(SUNDAY, None) == "22.11.2026"
