"""How amounts, quantities, dates and moments are written for people: values in, text out, no clock.

Turkish when the language is Turkish (`tr`, `tr-tr`), English for every other. A minus is the sign U+2212,
which lines up with tabular figures; machine formats (CSV, XML) never use this module.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

ISTANBUL = ZoneInfo("Europe/Istanbul")
MINUS = "\N{MINUS SIGN}"
SYMBOLS = {"TRY": "₺", "EUR": "€", "USD": "$", "GBP": "£"}

MONTHS = {
    "tr": [
        "Ocak",
        "Şubat",
        "Mart",
        "Nisan",
        "Mayıs",
        "Haziran",
        "Temmuz",
        "Ağustos",
        "Eylül",
        "Ekim",
        "Kasım",
        "Aralık",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
WEEKDAYS = {
    "tr": ["Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi", "Pazar"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
SHORT_WEEKDAYS = {
    "tr": ["Pzt", "Sal", "Çar", "Per", "Cum", "Cmt", "Paz"],
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
}
RELATIVE = {
    "tr": {
        "now": "şimdi",
        "today": "bugün",
        "yesterday": "dün",
        "tomorrow": "yarın",
        "past": "{} önce",
        "future": "{} sonra",
        "minute": ("{} dk", "{} dk"),
        "hour": ("{} sa", "{} sa"),
        "day": ("{} gün", "{} gün"),
    },
    "en": {
        "now": "now",
        "today": "today",
        "yesterday": "yesterday",
        "tomorrow": "tomorrow",
        "past": "{} ago",
        "future": "in {}",
        "minute": ("{} min", "{} min"),
        "hour": ("{} h", "{} h"),
        "day": ("{} day", "{} days"),
    },
}
WHOLE = 100  # per cent
THOUSAND = 1000
HOUR = 60  # minutes; a minute has as many seconds
FAR = 60  # days from which on the day itself says more than its distance
SIZES = ("B", "kB", "MB", "GB")


def _key(language: str | None) -> str:
    return "tr" if (language or "tr").lower().split("-")[0] == "tr" else "en"


def _grouped(value: Decimal, decimals: int, language: str | None) -> str:
    """Digits with thousands marks and exactly `decimals` decimals; the value must already be rounded."""
    text = f"{abs(value):,.{decimals}f}"
    if _key(language) == "tr":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if value < 0 else text


def money(minor: int, currency: str = "TRY", language: str | None = "tr") -> str:
    """An amount in minor units (kuruş) as people write it: `1.234.567,89 ₺`; English `₺1,234,567.89`."""
    amount = _grouped(Decimal(minor) / 100, 2, language)
    symbol = SYMBOLS.get(currency)
    if _key(language) == "tr" or symbol is None:
        return f"{amount} {symbol or currency}"
    return f"{MINUS}{symbol}{amount[1:]}" if amount.startswith(MINUS) else f"{symbol}{amount}"


def qty(value: Decimal | int, language: str | None = "tr") -> str:
    """A quantity with at most three decimals and none that say nothing: `1.250`, `2,5`."""
    exact = Decimal(value).quantize(Decimal("0.001"), rounding=ROUND_HALF_UP)
    decimals = max(0, -int(exact.normalize().as_tuple().exponent))
    return _grouped(exact, decimals, language)


def unit_price(value: Decimal, currency: str = "TRY", language: str | None = "tr") -> str:
    """A price per unit in major units with two to four decimals: `12,3456 ₺`, `40,00 ₺`."""
    exact = Decimal(value).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
    decimals = max(2, -int(exact.normalize().as_tuple().exponent))
    amount = _grouped(exact, decimals, language)
    symbol = SYMBOLS.get(currency)
    if _key(language) == "tr" or symbol is None:
        return f"{amount} {symbol or currency}"
    return f"{MINUS}{symbol}{amount[1:]}" if amount.startswith(MINUS) else f"{symbol}{amount}"


def percent(value: Decimal | float, language: str | None = "tr") -> str:
    """Percentage points with at most one decimal: `%18,5`, `%100`; less than 100 never reads as 100."""
    exact = Decimal(str(value))
    rounded = exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    if exact < WHOLE <= rounded:  # "all of it" must never be said of less than all
        rounded = Decimal("99.9")
    text = _grouped(rounded, 0 if rounded == rounded.to_integral_value() else 1, language)
    if _key(language) == "en":
        return f"{text}%"
    return f"{MINUS}%{text[1:]}" if text.startswith(MINUS) else f"%{text}"


def _local(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return value.astimezone(ISTANBUL)


def _day_of(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def day(value: date, language: str | None = "tr") -> str:
    """A day: `22.11.2026`; English `22 Nov 2026`. A moment is taken as its day in Istanbul."""
    local = _day_of(value)
    if _key(language) == "tr":
        return f"{local:%d.%m.%Y}"
    return f"{local.day} {MONTHS['en'][local.month - 1][:3]} {local.year}"


def moment(value: datetime, language: str | None = "tr") -> str:
    """An instant in Istanbul's local time: `22.11.2026 14:05`. Raises: ValueError without a time zone."""
    local = _local(value)
    return f"{day(local, language)} {local:%H:%M}"


def clock(value: datetime) -> str:
    """The time of day in Istanbul: `14:05`. Raises: ValueError without a time zone."""
    return f"{_local(value):%H:%M}"


def day_long(value: date, language: str | None = "tr") -> str:
    """A day in words: `22 Kasım Pazar`; English `Sunday 22 November`."""
    local, key = _day_of(value), _key(language)
    month, weekday = MONTHS[key][local.month - 1], WEEKDAYS[key][local.weekday()]
    return f"{local.day} {month} {weekday}" if key == "tr" else f"{weekday} {local.day} {month}"


def day_short(value: date, language: str | None = "tr") -> str:
    """A day where the year is known: `22 Kas`; English `22 Nov`."""
    local = _day_of(value)
    return f"{local.day} {MONTHS[_key(language)][local.month - 1][:3]}"


def weekday_short(value: date, language: str | None = "tr") -> str:
    """The day of the week in three letters: `Paz`; English `Sun`."""
    return SHORT_WEEKDAYS[_key(language)][_day_of(value).weekday()]


def month(value: date, language: str | None = "tr") -> str:
    """A month and its year: `Kasım 2026`; English `November 2026`."""
    local = _day_of(value)
    return f"{MONTHS[_key(language)][local.month - 1]} {local.year}"


def period(since: date, until: date | None, language: str | None = "tr") -> str:
    """A half-open period [since, until) by its first and last day: `01.03.2026 – 28.02.2028`, open `→`."""
    if until is None:
        return f"{day(since, language)} →"
    last = until - timedelta(days=1)
    return day(since, language) if last <= since else f"{day(since, language)} – {day(last, language)}"


def file_size(size: int, language: str | None = "tr") -> str:
    """The size of a file (bytes) in the largest fitting unit, one decimal from kB upwards: `1,4 MB`."""
    value, unit = Decimal(size), 0
    while value >= THOUSAND and unit < len(SIZES) - 1:
        value, unit = value / THOUSAND, unit + 1
    if unit == 0:
        return f"{size} {SIZES[0]}"
    return f"{_grouped(value.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP), 1, language)} {SIZES[unit]}"


def _counted(count: int, unit: str, key: str) -> str:
    one, many = RELATIVE[key][unit]
    return (one if count == 1 else many).format(count)


def duration(minutes: int, language: str | None = "tr") -> str:
    """A length of time in its two largest units: `1 sa 12 dk`, `2 gün 3 sa`, `45 dk`."""
    key = _key(language)
    days, rest = divmod(abs(minutes), 24 * HOUR)
    hours, left = divmod(rest, HOUR)
    parts = [(days, "day"), (hours, "hour"), (left, "minute")]
    words = [_counted(count, unit, key) for count, unit in parts if count]
    return " ".join(words[:2]) or _counted(0, "minute", key)


def _ago_days(days: int, key: str) -> str:
    if days in (-1, 0, 1):
        return str(RELATIVE[key][{-1: "yesterday", 0: "today", 1: "tomorrow"}[days]])
    return str(RELATIVE[key]["past" if days < 0 else "future"]).format(_counted(abs(days), "day", key))


def ago(value: date, now: datetime, language: str | None = "tr") -> str:
    """How far a day or an instant lies from `now`: `12 dk önce`, `dün`, `13 gün sonra`; far away the day.

    Raises: ValueError for an instant without a time zone.
    """
    key = _key(language)
    days = (_day_of(value) - _day_of(now)).days
    if abs(days) > FAR:
        return day(value, language)
    if not isinstance(value, datetime) or abs(days) > 1:
        return _ago_days(days, key)
    minutes = int((value - now).total_seconds() / HOUR)
    if minutes == 0:
        return str(RELATIVE[key]["now"])
    if abs(minutes) >= 24 * HOUR:
        return _ago_days(days, key)
    whole = (
        _counted(abs(minutes), "minute", key) if abs(minutes) < HOUR else _counted(abs(minutes) // HOUR, "hour", key)
    )
    return str(RELATIVE[key]["past" if minutes < 0 else "future"]).format(whole)
