"""How values are written for people, to the letter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from muhatap.faces.web import formats

SUNDAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 11, 5, tzinfo=UTC)  # 14:05 in Istanbul


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
