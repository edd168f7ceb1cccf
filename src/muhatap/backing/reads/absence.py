"""What is lost while a member does not deliver: looked at before it is suspended or let go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from muhatap.backing.models import Backing, BackingRole, BackingStatus
from muhatap.backing.permissions import BackingPermission
from muhatap.contracts.models import PromisePrice
from muhatap.demand.rules.prices import unit_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.money import Money
from muhatap.kernel.periods import Period
from muhatap.network.rules import times_a_month

# An absence without end, and a promise without one, are counted for a year.
ENDLESS = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class LostBacking:
    """A line the member owes for a promise: the days it would not, what they are worth to us, who could step in."""

    promise_id: int
    contract_id: int
    customer: str
    location: str
    service: str
    quantity: Decimal
    unit: str
    period: Period
    days: int
    amount: Money
    stand_ins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """What an absence takes away, the most expensive first; ended by its last counted day."""

    period: Period
    rows: tuple[LostBacking, ...]
    promises: int
    customers: int
    days: int
    amount: Money
    without_stand_in: int


def absence(actor: Actor, *, member_id: int, since: date, until: date | None = None) -> Absence:
    """What loses its backing while a member is away from a day until (not including) another, or for a year."""
    ask(actor, BackingPermission.SEE)
    period = Period(since, until if until is not None else since + ENDLESS)
    lines = list(
        _standing(period)
        .filter(member_id=member_id, role=BackingRole.PRIMARY)
        .select_related("promise__customer", "promise__location", "promise__service", "promise__contract__agreement")
    )
    prices: dict[int, list[Any]] = defaultdict(list)
    for price in PromisePrice.objects.filter(promise__in=[line.promise_id for line in lines]):
        prices[price.promise_id].append(price)
    others: dict[int, list[Any]] = defaultdict(list)
    for other in _standing(period).filter(promise__in=[line.promise_id for line in lines], role=BackingRole.BACKUP):
        if other.member_id != member_id:
            others[other.promise_id].append(other)
    rows = [_lost(line, period, prices[line.promise_id], others[line.promise_id]) for line in lines]
    rows.sort(key=lambda row: (-row.amount.minor, row.customer, row.location, row.promise_id))
    return Absence(
        period,
        tuple(rows),
        len({row.promise_id for row in rows}),
        len({row.customer for row in rows}),
        sum(row.days for row in rows),
        Money(sum(row.amount.minor for row in rows)),
        sum(not row.stand_ins for row in rows),
    )


def _standing(period: Period) -> Any:
    rows = Backing.objects.filter(period__overlap=period.range()).select_related("member")
    return rows.exclude(status__in=[BackingStatus.CANCELLED, BackingStatus.ENDED]).order_by("pk")


def _lost(line: Any, period: Period, prices: Sequence[Any], others: Sequence[Any]) -> LostBacking:
    promise = line.promise
    days = Period.of(line.period).meet(period) or Period(period.start, period.start)
    stand_ins = [other for other in others if Period.of(other.period).meet(days) is not None]
    return LostBacking(
        promise.pk,
        promise.contract_id,
        promise.customer.short_name,
        promise.location.name,
        promise.service.name,
        line.quantity,
        unit_words(line.unit, line.basis),
        days,
        days.length() or 0,
        Money(_worth(line, days, prices), promise.contract.agreement.currency),
        tuple(sorted({other.member.short_name for other in stand_ins})),
    )


def _worth(line: Any, days: Period, prices: Sequence[Any]) -> int:
    """What the days are worth at the customer's price, by the day of an average year (kuruş)."""
    promise = line.promise
    times = times_a_month(promise.basis, promise.pattern, promise.period.lower)
    total = Decimal(0)
    for price in prices:
        part = Period.of(price.period).meet(days)
        if part is not None:
            total += price.unit_price * (part.length() or 0)
    worth = total * line.quantity * times * 12 * 100 / 365
    return int(worth.quantize(Decimal(1), ROUND_HALF_UP))
