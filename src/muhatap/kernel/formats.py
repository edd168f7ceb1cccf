"""How amounts, quantities, shares, days and periods are written for people: values in, text out, no clock.

Turkish when the language is Turkish (`tr`, `tr-tr`), English for every other. A minus is the sign U+2212,
which lines up with tabular figures; machine formats (CSV, XML) never use this module.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from muhatap.kernel.actors import ISTANBUL

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
WHOLE = 100  # per cent


def spoken(language: str | None) -> str:
    """The language things are written in: `tr` or `en`."""
    return "tr" if (language or "tr").lower().split("-")[0] == "tr" else "en"


def number(value: Decimal, decimals: int, language: str | None = "tr") -> str:
    """A number with so many decimals, half-up, thousands grouped: `1.234,50`; English `1,234.50`."""
    exact = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(exact):,.{decimals}f}"
    if spoken(language) == "tr":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if exact < 0 else text


def _telling(value: Decimal, most: int) -> int:
    """How many decimals say something, `most` at the highest."""
    exact = value.quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP)
    exponent = exact.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _with_symbol(amount: str, currency: str, language: str | None) -> str:
    symbol = SYMBOLS.get(currency)
    if spoken(language) == "tr" or symbol is None:
        return f"{amount} {symbol or currency}"
    return f"{MINUS}{symbol}{amount[1:]}" if amount.startswith(MINUS) else f"{symbol}{amount}"


def money(minor: int, currency: str = "TRY", language: str | None = "tr") -> str:
    """An amount in minor units (kuruş) as people write it: `1.234.567,89 ₺`; English `₺1,234,567.89`."""
    return _with_symbol(number(Decimal(minor).scaleb(-2), 2, language), currency, language)


def unit_price(value: Decimal, currency: str = "TRY", language: str | None = "tr") -> str:
    """A price per unit in major units with two to four decimals: `12,3456 ₺`, `40,00 ₺`."""
    return _with_symbol(number(value, max(2, _telling(value, 4)), language), currency, language)


def quantity(value: Decimal | int, language: str | None = "tr") -> str:
    """A quantity with at most three decimals and none that say nothing: `1.250`, `2,5`."""
    exact = Decimal(value)
    return number(exact, _telling(exact, 3), language)


def percent(value: Decimal | float, language: str | None = "tr", *, decimals: int = 1) -> str:
    """Percentage points with at most so many decimals: `%18,5`, `%100`; less than 100 never reads as 100."""
    exact = Decimal(str(value))
    step = Decimal(1).scaleb(-decimals)
    rounded = exact.quantize(step, rounding=ROUND_HALF_UP)
    if exact < WHOLE <= rounded:  # "all of it" must never be said of less than all
        rounded = WHOLE - step
    text = number(rounded, _telling(rounded, decimals), language)
    if spoken(language) == "en":
        return f"{text}%"
    return f"{MINUS}%{text[1:]}" if text.startswith(MINUS) else f"%{text}"


def local(value: datetime) -> datetime:
    """An instant by the clocks of Istanbul. Raises: ValueError without a time zone."""
    return _aware(value).astimezone(ISTANBUL)


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return value


def day_of(value: date) -> date:
    """A day as it is, an instant as its day in Istanbul. Raises: ValueError without a time zone."""
    return local(value).date() if isinstance(value, datetime) else value


def day(value: date, language: str | None = "tr") -> str:
    """A day: `22.11.2026`; English `22 Nov 2026`. A moment is taken as its day in Istanbul."""
    on = day_of(value)
    if spoken(language) == "tr":
        return f"{on:%d.%m.%Y}"
    return f"{on.day} {MONTHS['en'][on.month - 1][:3]} {on.year}"


def moment(value: datetime, language: str | None = "tr") -> str:
    """An instant in Istanbul's local time: `22.11.2026 14:05`. Raises: ValueError without a time zone."""
    return f"{day(value, language)} {clock(value)}"


def clock(value: datetime) -> str:
    """The time of day in Istanbul: `14:05`. Raises: ValueError without a time zone."""
    return f"{local(value):%H:%M}"


def instant(value: datetime) -> str:
    """An instant for evidence, to the second in UTC: `2026-11-22 11:05:09 UTC`. Raises: ValueError without a time zone."""
    return f"{_aware(value).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def month(value: date, language: str | None = "tr") -> str:
    """A month and its year: `Kasım 2026`; English `November 2026`."""
    on = day_of(value)
    return f"{MONTHS[spoken(language)][on.month - 1]} {on.year}"


def period(since: date, until: date | None, language: str | None = "tr") -> str:
    """A half-open period [since, until) by its first and last day: `01.03.2026 – 28.02.2028`, open `→`."""
    if until is None:
        return f"{day(since, language)} →"
    last = until - timedelta(days=1)
    return day(since, language) if last <= since else f"{day(since, language)} – {day(last, language)}"
