"""Capacity over time: where promises take more than is declared, and how much is free from day to day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from muhatap.kernel.periods import Period

Declared = tuple[Period, Decimal]
# Days, quantity and promise of what is taken.
Taken = tuple[Period, Decimal, int]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """From when on more is taken than declared, how much of each on the worst day, and by how many promises."""

    since: date
    taken: Decimal
    declared: Decimal
    promises: int


@dataclass(frozen=True, slots=True)
class Capacity:
    """The least that is declared and free and the most that is taken on any day of some days."""

    declared: Decimal
    taken: Decimal
    free: Decimal


def shortfall(period: Period, declared: Iterable[Declared], taken: Iterable[Taken]) -> Shortfall | None:
    """Where promises take more than is declared in a period: it changes only where something begins or ends."""
    declared, taken = list(declared), list(taken)
    worst: tuple[Decimal, Decimal] | None = None
    since: date | None = None
    promises: set[int] = set()
    for day in _turns(period, declared, taken):
        holds, uses = _at(day, declared, taken)
        if uses <= holds:
            continue
        since = since or day
        promises |= {promise for days, _quantity, promise in taken if day in days}
        if worst is None or uses - holds > worst[0] - worst[1]:
            worst = (uses, holds)
    if since is None or worst is None:
        return None
    return Shortfall(since, worst[0], worst[1], len(promises))


def capacity_in(period: Period, declared: Sequence[Declared], taken: Sequence[Taken]) -> Capacity:
    """What is declared, taken and free in a period."""
    days = [_at(day, declared, taken) for day in _turns(period, declared, taken)]
    return Capacity(
        min(holds for holds, _uses in days),
        max(uses for _holds, uses in days),
        min(holds - uses for holds, uses in days),
    )


def _turns(period: Period, declared: Sequence[Declared], taken: Sequence[Taken]) -> list[date]:
    """The days of a period on which something changes, its first included."""
    periods = [days for days, _capacity in declared] + [days for days, _quantity, _promise in taken]
    days = {period.start} | {one.start for one in periods} | {one.end for one in periods if one.end is not None}
    return sorted(day for day in days if day in period)


def _at(day: date, declared: Sequence[Declared], taken: Sequence[Taken]) -> tuple[Decimal, Decimal]:
    return (
        sum((capacity for days, capacity in declared if day in days), Decimal(0)),
        sum((quantity for days, quantity, _promise in taken if day in days), Decimal(0)),
    )
