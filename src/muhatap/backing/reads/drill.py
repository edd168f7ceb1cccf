"""If a member were lost tonight: what breaks, who stands by, who could take over at what difference, how soon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from muhatap.backing import sets
from muhatap.backing.models import Backing, BackingPrice, BackingRole, BackingStatus
from muhatap.backing.permissions import BackingPermission
from muhatap.contracts.models import Promise
from muhatap.demand.rules.prices import unit_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.money import Money
from muhatap.kernel.parameters import parameter
from muhatap.kernel.text import TurkishOrder
from muhatap.network.models import Member
from muhatap.network.rules import monthly_minor
from muhatap.sourcing.permissions import SourcingPermission
from muhatap.sourcing.reads import Fitting, Place, fitting

DRILL_DAYS = 90
HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class MemberLoss:
    """What the loss of a member would break: promises touched, days lost, days on standby, worth lost."""

    member_id: int
    member: str
    promises: int
    lost_days: int
    standby_days: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Drills:
    """The loss of every member, the worst first, and how much of the network no single loss can break."""

    day: date
    days: int
    promise_days: int
    surviving: int
    members: tuple[MemberLoss, ...]

    @property
    def resilience(self) -> Decimal | None:
        """Percent of the owed promise-days that survive the loss of any single member; none when nothing is owed."""
        if not self.promise_days:
            return None
        return (Decimal(self.surviving * 100) / self.promise_days).quantize(Decimal("0.1"))


def drills(actor: Actor, *, day: date, days: int = DRILL_DAYS) -> Drills:
    """Lose every member in turn from a day on. Raises: Forbidden."""
    ask(actor, BackingPermission.SEE)
    rows, network = sets.losses(first=day, last=day + timedelta(days=days))
    by_member: dict[int, list[sets.LossRow]] = defaultdict(list)
    for row in rows:
        by_member[row.member_id].append(row)
    names = dict(
        Member.objects.visible_to(actor)
        .filter(pk__in=list(by_member))
        .order_by(TurkishOrder("party__short_name"))
        .values_list("pk", "party__short_name")
    )
    found = [
        MemberLoss(
            member_id,
            name,
            len(by_member[member_id]),
            sum(row.lost_days for row in by_member[member_id]),
            sum(row.standby_days for row in by_member[member_id]),
            Money(sum(row.amount for row in by_member[member_id])),
        )
        for member_id, name in names.items()
    ]
    found.sort(key=lambda loss: (-loss.amount.minor, -loss.lost_days, -loss.standby_days))
    return Drills(day, days, network.days, network.surviving, tuple(found))


@dataclass(frozen=True, slots=True)
class Standby:
    """A member that stands by for a promise, and what it costs a month more (or less) than the one that is lost."""

    member_id: int
    member: str
    quantity: Decimal
    difference: Money | None


@dataclass(frozen=True, slots=True)
class DrillLine:
    """One promise without the member: what is lost, who takes over, what changes a month, hours until it delivers."""

    promise_id: int
    contract_id: int
    contract_number: str
    customer: str
    location: str
    service: str
    quantity: Decimal
    unit: str
    lost_days: int
    standby_days: int
    amount: Money
    standbys: tuple[Standby, ...]
    other_id: int | None
    other: str
    difference: Money | None
    hours: int | None


@dataclass(frozen=True, slots=True)
class Drill:
    """The loss of one member; differences only for who may see members' prices, others for who may compare members."""

    member_id: int
    member: str
    day: date
    days: int
    lines: tuple[DrillLine, ...]
    sees_cost: bool
    sees_others: bool

    @property
    def amount(self) -> Money:
        """What the customers would pay for what is lost."""
        return Money(sum(line.amount.minor for line in self.lines))

    @property
    def difference(self) -> Money:
        """What taking over costs a month more (or less), as far as somebody could take over."""
        return Money(sum(line.difference.minor for line in self.lines if line.difference is not None))

    @property
    def lost_days(self) -> int:
        """Promise-days on which less would be delivered."""
        return sum(line.lost_days for line in self.lines)

    @property
    def standby_days(self) -> int:
        """Promise-days standby would save."""
        return sum(line.standby_days for line in self.lines)

    @property
    def nobody(self) -> int:
        """Promises nobody could take over."""
        return sum(line.hours is None for line in self.lines)


def drill(actor: Actor, *, member_id: int, day: date, days: int = DRILL_DAYS) -> Drill:
    """Lose one member from a day on. Raises: Member.DoesNotExist."""
    ask(actor, BackingPermission.SEE)
    member = Member.objects.visible_to(actor).select_related("party").get(pk=member_id)
    last = day + timedelta(days=days)
    rows, _network = sets.losses(first=day, last=last, member_id=member_id)
    behind = _behind(actor, [row.promise_id for row in rows], day, last)
    own = {one.promise_id: one for one in behind if one.member_id == member_id}
    costs = monthly_costs(actor, behind, day) if actor.may(BackingPermission.SEE_COST) else {}
    others = _others(actor, rows, behind, own, day)
    leads = _leads(day)
    promises = {row.pk: row for row in _promises(actor, list(own))}
    lines = [
        _line(
            row,
            promises[row.promise_id],
            own[row.promise_id],
            [one for one in behind if one.promise_id == row.promise_id and one.role == BackingRole.BACKUP],
            others.get(row.promise_id),
            costs,
            leads,
        )
        for row in rows
    ]
    lines.sort(key=lambda line: (-line.amount.minor, -line.lost_days, line.location, line.promise_id))
    return Drill(member_id, member.party.short_name, day, days, tuple(lines), bool(costs), _may_choose(actor))


def _may_choose(actor: Actor) -> bool:
    return actor.may(SourcingPermission.SEE)


def _leads(day: date) -> tuple[int, int]:
    """Hours until standby delivers, and until another member does."""
    return int(parameter("standby_lead_hours", day)), int(parameter("replacement_lead_days", day)) * HOURS_A_DAY


def _behind(actor: Actor, promise_ids: Sequence[int], day: date, last: date) -> list[Any]:
    """Everything that stands behind promises within a window; of several backings of a member the first comes last."""
    rows = Backing.objects.visible_to(actor).filter(promise_id__in=promise_ids, period__overlap=(day, last))
    rows = rows.exclude(status=BackingStatus.CANCELLED).select_related("member")
    return list(rows.order_by("promise_id", "-period", TurkishOrder("member__short_name")))


def _promises(actor: Actor, promise_ids: Sequence[int]) -> Any:
    return (
        Promise.objects.visible_to(actor)
        .filter(pk__in=promise_ids)
        .select_related("location", "service", "customer", "contract__agreement")
    )


def monthly_costs(actor: Actor, behind: Sequence[Any], day: date) -> dict[int, int]:
    """What an average month of each backing costs (kuruş) at the price of the day, else at its first one."""
    prices: dict[int, Decimal] = {}
    stated = BackingPrice.objects.visible_to(actor).filter(backing__in=[one.pk for one in behind])
    for price in stated.order_by("period"):
        if price.backing_id not in prices or price.period.lower <= day:
            prices[price.backing_id] = price.unit_price
    return {
        one.pk: monthly_minor(prices[one.pk], one.quantity, one.basis, one.pattern, one.period.lower)
        for one in behind
        if one.pk in prices
    }


def _others(
    actor: Actor, rows: Sequence[sets.LossRow], behind: Sequence[Any], own: dict[int, Any], day: date
) -> dict[int, Fitting]:
    """Who else could take over each promise that would be lost, the most valuable first."""
    if not _may_choose(actor):
        return {}
    there: dict[int, set[int]] = defaultdict(set)
    for one in behind:
        there[one.promise_id].add(one.member_id)
    lost = sorted((row for row in rows if row.lost_days), key=lambda row: (-row.amount, row.promise_id))
    places = [Place(row.promise_id, own[row.promise_id].quantity, frozenset(there[row.promise_id])) for row in lost]
    return fitting(actor, places=places, day=day)


def _line(  # noqa: PLR0917 - one line of the drill from all that was loaded for it
    row: sets.LossRow,
    promise: Any,
    own: Any,
    standbys: Sequence[Any],
    other: Fitting | None,
    costs: dict[int, int],
    leads: tuple[int, int],
) -> DrillLine:
    currency = promise.contract.agreement.currency
    cost = costs.get(own.pk)

    def more(monthly: int | None) -> Money | None:
        return None if cost is None or monthly is None else Money(monthly - cost, currency)

    ready = tuple(
        Standby(one.member_id, one.member.short_name, one.quantity, more(costs.get(one.pk)))
        for one in standbys
        if one.member_id != own.member_id
    )
    saved = bool(ready) and not row.lost_days
    return DrillLine(
        promise_id=row.promise_id,
        contract_id=promise.contract_id,
        contract_number=promise.contract.agreement.number,
        customer=promise.customer.short_name,
        location=promise.location.name,
        service=promise.service.name,
        quantity=own.quantity,
        unit=unit_words(promise.unit, promise.basis),
        lost_days=row.lost_days,
        standby_days=row.standby_days,
        amount=Money(row.amount, currency),
        standbys=ready,
        other_id=other.member_id if other is not None else None,
        other=other.member if other is not None else "",
        difference=ready[0].difference if saved else more(other.monthly if other is not None else None),
        hours=leads[0] if saved else leads[1] if other is not None else None,
    )
