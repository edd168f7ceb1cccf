"""The gap board: what is not backed, when, what it is worth, who sees to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from muhatap.backing.models import Gap, GapKind, GapStatus, Grade
from muhatap.backing.permissions import BackingPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.money import Money
from muhatap.kernel.periods import Period
from muhatap.kernel.text import TurkishOrder

ALIVE = (GapStatus.OPEN, GapStatus.ACCEPTED)


@dataclass(frozen=True, slots=True)
class GapRow:
    """A gap as the board shows it; days and amount are what is left of it from today on."""

    gap_id: int
    promise_id: int
    contract_id: int
    contract_number: str
    customer: str
    location: str
    service: str
    kind: str
    kind_name: str
    grade: str
    grade_name: str
    period: Period
    days: int
    amount: Money
    status: str
    status_name: str
    owner_id: int | None
    owner: str
    reason: str
    accepted_until: date | None

    @property
    def tone(self) -> str:
        """How bad it is."""
        return "bad" if self.grade in (Grade.NONE, Grade.PARTIAL, Grade.BACKUP) else "warn"


def left(period: Period, days: int, amount: int, today: date) -> tuple[int, int]:
    """Days and amount (kuruş) of a gap that are still to come."""
    gone = max((today - period.start).days, 0)
    rest = max(days - gone, 0)
    return rest, (amount * rest + days // 2) // days if days else 0


def _row(gap: Any, today: date) -> GapRow:
    period = Period.of(gap.period)
    days, amount = left(period, gap.days, gap.amount, today)
    return GapRow(
        gap_id=gap.pk,
        promise_id=gap.promise_id,
        contract_id=gap.promise.contract_id,
        contract_number=gap.promise.contract.agreement.number,
        customer=gap.promise.customer.short_name,
        location=gap.promise.location.name,
        service=gap.promise.service.name,
        kind=gap.kind,
        kind_name=str(GapKind(gap.kind).label),
        grade=gap.grade,
        grade_name=str(Grade(gap.grade).label),
        period=period,
        days=days,
        amount=Money(amount, gap.promise.contract.agreement.currency),
        status=gap.status,
        status_name=str(GapStatus(gap.status).label),
        owner_id=gap.owner_id,
        owner=gap.owner.name if gap.owner else "",
        reason=gap.reason,
        accepted_until=gap.accepted_until,
    )


def _rows(actor: Actor) -> Any:
    return Gap.objects.visible_to(actor).select_related(
        "promise__location", "promise__service", "promise__customer", "promise__contract__agreement", "owner"
    )


def gaps(actor: Actor, *, query: ListQuery) -> ListPage[GapRow]:
    """The gaps that stand, the soonest first."""
    ask(actor, BackingPermission.SEE)
    rows = _rows(actor)
    if not query.filters.get("status"):
        rows = rows.filter(status__in=ALIVE, period__endswith__gt=actor.today) | rows.filter(
            status__in=ALIVE, period__endswith__isnull=True
        )

    def mine(found: Any, value: str) -> Any:
        return found.filter(owner_id=actor.user_id) if value == "me" else found.filter(owner__isnull=True)

    def soon(found: Any, value: str) -> Any:
        return found.filter(period__startswith__lte=actor.today + timedelta(days=int(value)))

    return paginate(
        rows,
        query,
        make=lambda gap: _row(gap, actor.today),
        sorts={
            "since": "period__startswith",
            "amount": "amount",
            "customer": TurkishOrder("promise__customer__short_name"),
        },
        default="since",
        search=(
            "promise__location__name",
            "promise__customer__short_name",
            "promise__service__name_tr",
            "promise__contract__agreement__number",
        ),
        filters={
            "kind": lambda found, value: found.filter(kind=value),
            "grade": lambda found, value: found.filter(grade=value),
            "status": lambda found, value: found.filter(status=value),
            "owner": mine,
            "soon": soon,
        },
    )


def gap(actor: Actor, *, gap_id: int) -> GapRow:
    """One gap. Raises: Gap.DoesNotExist."""
    ask(actor, BackingPermission.SEE)
    return _row(_rows(actor).get(pk=gap_id), actor.today)


def gaps_of(actor: Actor, *, contract_id: int | None = None, location_id: int | None = None) -> list[GapRow]:
    """The standing gaps of a contract or a location, the soonest first."""
    ask(actor, BackingPermission.SEE)
    where = Q(promise__contract_id=contract_id) if contract_id is not None else Q(promise__location_id=location_id)
    rows = _rows(actor).filter(where, status__in=ALIVE).order_by("period", "pk")
    return [_row(gap, actor.today) for gap in rows]


@dataclass(frozen=True, slots=True)
class GapSummary:
    """How many gaps of open state begin within some days, and what they are worth."""

    gaps: int
    promises: int
    amount: Money


def summary(actor: Actor, *, within_days: int = 14) -> GapSummary:
    """The gaps that stand within the next days, and what those days cost; what comes later is not counted."""
    ask(actor, BackingPermission.SEE)
    rows = (
        Gap.objects.visible_to(actor)
        .filter(status=GapStatus.OPEN, period__startswith__lte=actor.today + timedelta(days=within_days))
        .filter(Q(period__endswith__isnull=True) | Q(period__endswith__gt=actor.today))
    )
    window = Period(actor.today, actor.today + timedelta(days=within_days))
    total, promises = 0, set()
    for period, days, amount, promise in rows.order_by().values_list("period", "days", "amount", "promise_id"):
        within = Period.of(period).meet(window)
        length = within.length() if within is not None else 0
        total += (amount * length + days // 2) // days if days else 0
        promises.add(promise)
    return GapSummary(rows.count(), len(promises), Money(total))


def urgent(actor: Actor, *, most: int = 6) -> list[GapRow]:
    """The open gaps that begin first."""
    ask(actor, BackingPermission.SEE)
    rows = (
        _rows(actor)
        .filter(status=GapStatus.OPEN)
        .filter(Q(period__endswith__isnull=True) | Q(period__endswith__gt=actor.today))
        .order_by("period", "-amount", "pk")[:most]
    )
    return [_row(gap, actor.today) for gap in rows]
