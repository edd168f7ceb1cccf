"""Prices of a proposal: from cost and margin to price and back, and what a line comes to in a month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal
from fractions import Fraction

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.demand.rules.patterns import times_per_month
from muhatap.kernel.errors import Refusal
from muhatap.kernel.money import half_up

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
# How the catalogue says a service is sold, and what its unit price is then for.
BASIS_OF_MODEL = {
    "fixed_monthly": "per_period",
    "per_headcount": "per_head",
    "per_visit": "per_visit",
    "per_trip": "per_visit",
    "per_unit": "per_unit",
    "per_m2": "per_unit",
    "per_meal": "per_unit",
    "time_and_material": "time_material",
}
# Prices for a month: how often something is done in it changes nothing.
MONTHLY = frozenset({"per_period", "per_head", "time_material"})
# UN/ECE Recommendation 20 codes as people say them.
UNITS: dict[str, LazyText] = {
    "C62": gettext_lazy("pieces"),
    "MON": gettext_lazy("months"),
    "MTK": gettext_lazy("m²"),
    "MTR": gettext_lazy("m"),
    "MTQ": gettext_lazy("m³"),
    "HUR": gettext_lazy("hours"),
    "DAY": gettext_lazy("days"),
    "KGM": gettext_lazy("kg"),
    "TNE": gettext_lazy("tonnes"),
    "LTR": gettext_lazy("litres"),
    "IE": gettext_lazy("people"),
    "PK": gettext_lazy("packs"),
    "SET": gettext_lazy("sets"),
    "BX": gettext_lazy("boxes"),
}


class WrongMargin(Refusal):
    """A margin of 100 % or more has no price."""


@dataclass(frozen=True, slots=True)
class PricedQuantity:
    """What a monthly amount is computed from."""

    unit_price: Decimal
    quantity: Decimal
    basis: str
    times: Decimal


def basis_of(pricing_model: str) -> str:
    """What the unit price of a service is for, by the catalogue's pricing model."""
    return BASIS_OF_MODEL.get(pricing_model, "per_unit")


def unit_words(code: str, basis: str = "") -> str:
    """A unit as people say it; an unknown code as it is, and pieces priced per head are people."""
    return str(UNITS["IE"] if basis == "per_head" and code == "C62" else UNITS.get(code, code))


def monthly_amount(line: PricedQuantity) -> int:
    """What a line comes to in an average month, minor units, half-up once.

    A monthly basis (period, head, time and material) is price × quantity; per visit and per unit × deliveries too.
    """
    times = Fraction(1) if line.basis in MONTHLY else Fraction(line.times)
    return half_up(Fraction(line.unit_price) * Fraction(line.quantity) * times * 100)


def price_at_margin(unit_cost: Decimal, margin_percent: Decimal) -> Decimal:
    """The lowest unit price (major units, whole kuruş) that leaves `margin_percent` % of itself above the cost.

    Rounded up, so that the margin asked for is reached. Raises: WrongMargin.
    """
    if margin_percent >= HUNDRED:
        raise WrongMargin(_("A margin must be below 100 %. Lower it."), field="margin_percent")
    return (unit_cost * HUNDRED / (HUNDRED - margin_percent)).quantize(CENT, ROUND_CEILING)


def margin_percent(price: int, cost: int) -> Decimal | None:
    """The share of the price (minor units) above the cost: percent, two decimals, rounded down; None without price.

    Rounded towards less, so that a margin just below the floor never reads as the floor.
    """
    if price <= 0:
        return None
    exact = Fraction(price - cost, price) * 100
    floor = Decimal(exact.numerator) / Decimal(exact.denominator)
    rounded = floor.quantize(CENT, ROUND_DOWN)
    return rounded if rounded <= floor else rounded - CENT


def totals(pairs: Iterable[tuple[int, int]]) -> tuple[int, int, Decimal | None]:
    """Sum of prices, sum of costs and the margin of the whole, from (price, cost) of each line in minor units."""
    prices = costs = 0
    for price, cost in pairs:
        prices, costs = prices + price, costs + cost
    return prices, costs, margin_percent(prices, costs)


__all__ = [
    "BASIS_OF_MODEL",
    "MONTHLY",
    "UNITS",
    "PricedQuantity",
    "WrongMargin",
    "basis_of",
    "margin_percent",
    "monthly_amount",
    "price_at_margin",
    "times_per_month",
    "totals",
    "unit_words",
]
