"""Values in, values out: a member's standing and what a monthly price comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache

from muhatap.demand.rules.patterns import times_per_month
from muhatap.demand.rules.prices import MONTHLY, PricedQuantity, monthly_amount

# What counts how much in a standing; a part nobody observed leaves its weight to the others.
WEIGHTS: Mapping[str, int] = {"delivery": 50, "quality": 35, "corrections": 15}
GRADES = ((90, "A"), (75, "B"), (60, "C"))
LOWEST_GRADE = "D"
# Below it nobody gets new work.
LEAST_SCORE = Decimal(60)


@dataclass(frozen=True, slots=True)
class StandingInputs:
    """What was observed of a member in a month: jobs, audit scores (0 to 100), findings that fell due."""

    jobs_planned: int = 0
    jobs_done: int = 0
    jobs_late: int = 0
    audit_scores: tuple[Decimal, ...] = ()
    findings_due: int = 0
    findings_closed: int = 0

    @property
    def observations(self) -> int:
        """How many things were observed."""
        return self.jobs_planned + len(self.audit_scores) + self.findings_due


def standing(inputs: StandingInputs) -> tuple[Decimal, str] | None:
    """Score (0 to 100, one decimal) and grade of a month; None without activity: nobody is judged by silence."""
    parts: dict[str, Decimal] = {}
    if inputs.jobs_planned:
        # A late job counts half.
        good = Decimal(inputs.jobs_done) - Decimal(inputs.jobs_late) / 2
        parts["delivery"] = good * 100 / inputs.jobs_planned
    if inputs.audit_scores:
        parts["quality"] = sum(inputs.audit_scores, Decimal(0)) / len(inputs.audit_scores)
    if inputs.findings_due:
        parts["corrections"] = Decimal(inputs.findings_closed) * 100 / inputs.findings_due
    if not parts:
        return None
    total = sum(WEIGHTS[name] for name in parts)
    score = sum((WEIGHTS[name] * value for name, value in parts.items()), Decimal(0)) / total
    score = min(max(score, Decimal(0)), Decimal(100)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return score, grade_of(score)


def grade_of(score: Decimal) -> str:
    """The letter of a score."""
    return next((letter for least, letter in GRADES if score >= least), LOWEST_GRADE)


@lru_cache(maxsize=4096)
def times_a_month(basis: str, pattern: str, start: date) -> Decimal:
    """How often the unit price of a line falls due in an average month of the year from `start`."""
    return Decimal(1) if basis in MONTHLY else times_per_month(pattern, start)


@lru_cache(maxsize=65_536)
@lru_cache(maxsize=65_536)
def monthly_minor(unit_price: Decimal, quantity: Decimal, basis: str, pattern: str, start: date) -> int:
    """What a line comes to in an average month, in kuruş, half-up."""
    return monthly_amount(PricedQuantity(unit_price, quantity, basis, times_a_month(basis, pattern, start)))


def price_band(price: Decimal | None, *, target: Decimal, floor: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """What a member may ask per unit so that the customer's price leaves our target margin, and at most its floor.

    Margins in percent of the price; rounded down to a ten-thousandth, so that the floor always holds.
    """
    if price is None:
        return None, None
    parts = [price * (100 - percent) / 100 for percent in (target, floor)]
    least, most = sorted(part.quantize(Decimal("0.0001"), ROUND_DOWN) for part in parts)
    return least, most


Band = tuple[Decimal | None, Decimal | None]


def wider(one: Band, other: Band) -> Band:
    """The band that holds both."""
    least = [value for value in (one[0], other[0]) if value is not None]
    most = [value for value in (one[1], other[1]) if value is not None]
    return min(least, default=None), max(most, default=None)
