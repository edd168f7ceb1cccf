"""Money in minor units (kuruş): exact, one currency, half-up per line, allocations that sum exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db import models

from muhatap.kernel.errors import Refusal


class CurrencyMismatch(Refusal):
    """Two amounts of different currencies cannot be added or compared."""


def half_up(value: Decimal | Fraction | int) -> int:
    """Round to a whole number of minor units, halves away from zero."""
    if isinstance(value, Fraction):
        sign = -1 if value < 0 else 1
        return sign * ((2 * abs(value.numerator) + value.denominator) // (2 * value.denominator))
    return int(Decimal(value).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units of one currency (TRY: kuruş)."""

    minor: int
    currency: str = "TRY"

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} / {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def times(self, factor: Decimal | Fraction | int) -> Money:
        """This amount times a factor, rounded half-up to the minor unit."""
        if isinstance(factor, Decimal):
            factor = Fraction(factor)
        return Money(half_up(Fraction(self.minor) * Fraction(factor)), self.currency)

    @property
    def major(self) -> Decimal:
        """The amount in whole units with two decimals (TRY: lira)."""
        return (Decimal(self.minor) / 100).quantize(Decimal("0.01"))


def price_times_quantity(unit_price: Decimal, quantity: Decimal) -> int:
    """Line amount in minor units: unit price (major units, 4 decimals) × quantity, half-up to the kuruş."""
    return half_up(Fraction(unit_price) * Fraction(quantity) * 100)


def percent_of(minor: int, percent: Decimal) -> int:
    """`percent` % of an amount in minor units, half-up."""
    return half_up(Fraction(minor) * Fraction(percent) / 100)


def allocate(minor: int, weights: Sequence[Decimal | int]) -> list[int]:
    """Split an amount by weights into parts that sum to it exactly (largest remainder, earlier part first).

    Raises: ValueError for no weights, a negative weight or all weights zero.
    """
    shares = [Fraction(weight) for weight in weights]
    total = sum(shares, Fraction(0))
    if not shares or total <= 0 or any(share < 0 for share in shares):
        raise ValueError("weights must be non-negative and not all zero")
    sign, amount = (-1, -minor) if minor < 0 else (1, minor)
    exact = [Fraction(amount) * share / total for share in shares]
    parts = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: amount - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]


class MinorUnitsField(models.BigIntegerField):  # type: ignore[type-arg]
    """An amount in minor units of the document's currency."""


class UnitPriceField(models.DecimalField):  # type: ignore[type-arg]
    """A price per unit in major units, four decimals."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_digits", 18)
        kwargs.setdefault("decimal_places", 4)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]


class QuantityField(models.DecimalField):  # type: ignore[type-arg]
    """A quantity, three decimals."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 3)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
