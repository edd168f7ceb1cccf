"""What a member may ask where nobody is there yet."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

Band = tuple[Decimal | None, Decimal | None]


def price_band(price: Decimal | None, *, target: Decimal, floor: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """What a member may ask per unit so that the customer's price leaves our target margin, and at most its floor.

    Margins in percent of the price; rounded down to a ten-thousandth, so that the floor always holds.
    """
    if price is None:
        return None, None
    parts = [price * (100 - percent) / 100 for percent in (target, floor)]
    least, most = sorted(part.quantize(Decimal("0.0001"), ROUND_DOWN) for part in parts)
    return least, most


def wider(one: Band, other: Band) -> Band:
    """The band that holds both."""
    least = [value for value in (one[0], other[0]) if value is not None]
    most = [value for value in (one[1], other[1]) if value is not None]
    return min(least, default=None), max(most, default=None)
