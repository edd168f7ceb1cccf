"""Pure amounts of billing: fixed lines by the day, open amounts, and how money falls on what is owed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from muhatap.kernel.money import half_up, percent_of
from muhatap.kernel.periods import Period

# Bases that are owed by the month, whatever the number of visits; the others are owed by accepted quantity.
QUARTERLY = "quarterly"
FIXED = ("per_period", "per_head")


def fixed_net(*, unit_price: Decimal, quantity: Decimal, days: int, of_days: int) -> int:
    """What a fixed line is worth for `days` of a month's `of_days`, minor units, half-up once at the end.

    Raises: ValueError when the days are not a part of the month.
    """
    if not 0 < days <= of_days:
        raise ValueError(f"{days} days are no part of a month of {of_days}")
    return half_up(Fraction(unit_price) * Fraction(quantity) * 100 * days / of_days)


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    return Period.month(day.year, day.month)


def last_day_of(day: date) -> date:
    """The last day of the calendar month of a day."""
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


def bills_in(cycle: str, *, start: date, month: date) -> bool:
    """Whether a contract that began on `start` is invoiced for what it earned up to the end of this month."""
    passed = (month.year - start.year) * 12 + month.month - start.month + 1
    return cycle != QUARTERLY or passed % 3 == 0


@dataclass(frozen=True, slots=True)
class SettlementSums:
    """The amounts of a settlement, minor units."""

    net: int
    vat: int
    withheld: int
    deductions: int
    retention: int

    @property
    def payable(self) -> int:
        """What is paid to the member now."""
        return self.net + self.vat - self.withheld - self.deductions - self.retention


def settlement_sums(
    *, net: int, vat: int, withheld: int, deductions: int, retention_percent: Decimal
) -> SettlementSums:
    """The amounts of a settlement: retention is a percentage of the price without VAT, half-up."""
    return SettlementSums(net, vat, withheld, deductions, percent_of(net, retention_percent))


@dataclass(frozen=True, slots=True)
class Owed:
    """A document with what is still open on it, minor units."""

    id: int
    open: int


def spread(amount: int, owed: Sequence[Owed]) -> tuple[list[tuple[int, int]], int]:
    """Let an amount fall on documents in their order: (document, part) each, and what is left over.

    Raises: ValueError for a negative amount.
    """
    if amount < 0:
        raise ValueError("money received or paid is not negative")
    parts: list[tuple[int, int]] = []
    for document in owed:
        part = min(amount, document.open)
        if part > 0:
            parts.append((document.id, part))
            amount -= part
    return parts, amount
