"""Values in, values out: quotes on any basis brought to one unit and one period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from muhatap.kernel.money import half_up
from muhatap.kernel.periods import Period
from muhatap.network.rules import monthly_minor, times_a_month

# UN/ECE Recommendation 20: a lump sum, the price of the whole line.
WHOLE = "LS"
PER_PERIOD, PER_VISIT, PER_UNIT, TIME_MATERIAL = "per_period", "per_visit", "per_unit", "time_material"
FOUR_DECIMALS = Decimal("0.0001")
# So far from the member's own rate card that somebody mistyped a price or its basis.
ABSURD_FACTOR = 10
# No unit of any service costs so much (major units).
ABSURD_PRICE = Decimal(10_000_000)


@dataclass(frozen=True, slots=True)
class Way:
    """A way to name a price: what it is for, and for one unit or for the whole line."""

    basis: str
    unit: str

    @property
    def key(self) -> str:
        """This way as one word: `per_visit:LS`."""
        return f"{self.basis}:{self.unit}"


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A line as it is asked for, from its first day that is still to come."""

    quantity: Decimal
    unit: str
    basis: str
    pattern: str
    period: Period


@dataclass(frozen=True, slots=True)
class Price:
    """A price as a member names it (major units), with the least it charges in a month (kuruş)."""

    unit_price: Decimal
    way: Way
    minimum: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member says of a line in a round: quoted (with price), not_offered or declined."""

    word: str
    price: Price | None = None
    valid_until: date | None = None
    lead_days: int | None = None

    def lapsed(self, today: date) -> bool:
        """Whether the last day on which the quote can be accepted has passed."""
        return self.valid_until is not None and self.valid_until < today


def ways(basis: str, unit: str, pattern: str) -> tuple[Way, ...]:
    """The ways in which a line can be priced so that it can be compared, the asked one first.

    What is delivered continuously has no visits to count; hours nobody counted beforehand have no other basis.
    """
    asked = Way(basis, unit)
    if basis == TIME_MATERIAL:
        return (asked,)
    found = [asked, Way(PER_PERIOD, unit), Way(PER_PERIOD, WHOLE)]
    if pattern or basis == PER_VISIT:
        found += [Way(PER_VISIT, unit), Way(PER_VISIT, WHOLE)]
    return tuple(dict.fromkeys(found))


def monthly_of(price: Price, asked: AskedFor) -> int:
    """What a line comes to in an average month at a price, in kuruş; never less than its minimum charge."""
    quantity = Decimal(1) if price.way.unit == WHOLE else asked.quantity
    amount = monthly_minor(price.unit_price, quantity, price.way.basis, asked.pattern, asked.period.start)
    return max(amount, price.minimum or 0)


def unit_price_of(price: Price, asked: AskedFor) -> Decimal:
    """The price per asked unit and basis (major units, four decimals) that comes to the same in an average month."""
    month = monthly_of(price, asked)
    if price.way == Way(asked.basis, asked.unit) and month > (price.minimum or 0):
        return price.unit_price
    times = Fraction(times_a_month(asked.basis, asked.pattern, asked.period.start))
    exact = Fraction(month, 100) / (Fraction(asked.quantity) * times)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(FOUR_DECIMALS, ROUND_HALF_UP)


def months_in(period: Period) -> Fraction | None:
    """How many months a period has: whole ones, and the rest as a share of the month it lies in; None without end."""
    if period.end is None:
        return None
    whole = relativedelta(period.end, period.start)
    count = whole.years * 12 + whole.months
    begun = period.start + relativedelta(months=count)
    length = (period.start + relativedelta(months=count + 1) - begun).days
    return count + Fraction((period.end - begun).days, length)


def term_of(month: int, period: Period) -> int | None:
    """What a monthly amount (kuruş) comes to over a period; None without end."""
    months = months_in(period)
    return None if months is None else half_up(months * month)


def is_absurd(price: Price, asked: AskedFor, card: Decimal | None) -> bool:
    """Whether a price is no price anybody means: beyond all measure, or ten times off the member's own rate card."""
    if price.unit_price > ABSURD_PRICE:
        return True
    if card is None:
        return False
    own = monthly_minor(card, asked.quantity, asked.basis, asked.pattern, asked.period.start)
    month = monthly_of(Price(price.unit_price, price.way), asked)
    return own > 0 and (month > own * ABSURD_FACTOR or month * ABSURD_FACTOR < own)
