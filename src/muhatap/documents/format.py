"""How papers write numbers, money, days and periods, Turkish and English; the only place that does."""

from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal
from zoneinfo import ZoneInfo

Language = Literal["tr", "en"]

ISTANBUL = ZoneInfo("Europe/Istanbul")
MINUS = "\N{MINUS SIGN}"
NARROW = "\N{NO-BREAK SPACE}"
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
    "en": (
        [
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
        ]
    ),
}


def number(value: Decimal, decimals: int, language: Language) -> str:
    """A number with so many decimals, half-up, thousands grouped: `1.234,50`; English `1,234.50`."""
    exact = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(exact):,.{decimals}f}"
    if language == "tr":
        text = text.translate({ord(","): ".", ord("."): ","})
    return f"{MINUS}{text}" if exact < 0 else text


def _with_symbol(text: str, currency: str, language: Language) -> str:
    symbol = SYMBOLS.get(currency)
    if language == "tr" or symbol is None:
        return f"{text}{NARROW}{symbol or currency}"
    return f"{MINUS}{symbol}{text[1:]}" if text.startswith(MINUS) else f"{symbol}{text}"


def money(minor: int, currency: str, language: Language) -> str:
    """An amount of kuruş (or cents): `1.234.567,89 ₺`; English `₺1,234,567.89`."""
    return _with_symbol(number(Decimal(minor).scaleb(-2), 2, language), currency, language)


def unit_price(value: Decimal, currency: str, language: Language) -> str:
    """A price per unit with two to four decimals: `12,3456 ₺`, `40,00 ₺`."""
    exact = value.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
    return _with_symbol(number(exact, max(2, _decimals(exact)), language), currency, language)


def quantity(value: Decimal, language: Language) -> str:
    """A quantity with at most three decimals and none that say nothing: `1.250`, `2,5`."""
    exact = value.quantize(Decimal("0.001"), rounding=ROUND_HALF_UP)
    return number(exact, _decimals(exact), language)


def percent(value: Decimal, language: Language) -> str:
    """Percentage points with at most two decimals: `%18,5`; English `18.5%`."""
    exact = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    text = number(exact, _decimals(exact), language)
    if language == "en":
        return f"{text}%"
    return f"{MINUS}%{text[1:]}" if text.startswith(MINUS) else f"%{text}"


def _decimals(exact: Decimal) -> int:
    """Decimals that say something."""
    exponent = exact.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def day(value: date, language: Language) -> str:
    """A day: `22.11.2026`; English `22 Nov 2026`."""
    if language == "tr":
        return f"{value:%d.%m.%Y}"
    return f"{value.day} {MONTHS['en'][value.month - 1][:3]} {value.year}"


def month(value: date, language: Language) -> str:
    """A month with its year: `Kasım 2026`."""
    return f"{MONTHS[language][value.month - 1]} {value.year}"


def moment(value: datetime, language: Language) -> str:
    """An instant in Istanbul's local time: `22.11.2026 14:05`. Raises: ValueError without a time zone."""
    local = _aware(value).astimezone(ISTANBUL)
    return f"{day(local.date(), language)} {local:%H:%M}"


def instant(value: datetime) -> str:
    """An instant for evidence, to the second in UTC: `2026-11-22 11:05:09 UTC`."""
    return f"{_aware(value).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def clock(value: datetime) -> str:
    """The time of day in Istanbul: `14:05`. Raises: ValueError without a time zone."""
    return f"{_aware(value).astimezone(ISTANBUL):%H:%M}"


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return value


def period(since: date, until: date | None, language: Language) -> str:
    """A half-open period [since, until) by its first and last day: `01.03.2026 – 28.02.2028`."""
    if until is None:
        return f"{day(since, language)} →"
    last = until - timedelta(days=1)
    return day(since, language) if last <= since else f"{day(since, language)} – {day(last, language)}"
