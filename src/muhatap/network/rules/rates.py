"""What stands beside a unit price: a least amount a month, and other prices at night and on holidays."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """The least amount a month for one place (kuruş); night and holiday as percent more or a price of its own."""

    minimum: int | None = None
    night_percent: Decimal | None = None
    night_price: Decimal | None = None
    holiday_percent: Decimal | None = None
    holiday_price: Decimal | None = None


NO_TERMS = Terms()


def wrong_term(terms: Terms) -> str | None:
    """The name of the first term that makes no sense; None when all do."""
    for name in ("minimum", "night_percent", "night_price", "holiday_percent", "holiday_price"):
        value = getattr(terms, name)
        if value is not None and value <= 0:
            return name
    for when in ("night", "holiday"):
        if getattr(terms, f"{when}_percent") is not None and getattr(terms, f"{when}_price") is not None:
            return f"{when}_price"
    return None


def with_minimum(monthly: int, terms: Terms) -> int:
    """What a line comes to in a month (kuruş), at least the member's minimum."""
    return max(monthly, terms.minimum or 0)
