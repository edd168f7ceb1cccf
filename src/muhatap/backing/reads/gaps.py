"""The gap board: what is not backed, when, what it is worth, who sees to it; and where terms lie apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from muhatap.backing import sets
from muhatap.backing.models import DAILY, Gap, GapKind, GapStatus, Grade
from muhatap.backing.permissions import BackingPermission
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.money import Money
from muhatap.kernel.parameters import parameter
from muhatap.kernel.periods import DAY, Period
from muhatap.kernel.text import TurkishOrder

ALIVE = (GapStatus.OPEN, GapStatus.ACCEPTED)


@dataclass(frozen=True, slots=True)
class GapRow:
    """A gap as the board shows it; days and amount are what is left of it from today on.

    Of a promise, or of the terms of a project agreement (`agreement_id`, `facts`): then there is no location.
    """

    gap_id: int
    promise_id: int | None
    agreement_id: int | None
    agreement_number: str
    member: str
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
    facts: Mapping[str, Any]

    @property
    def what(self) -> str:
        """What it is about: location and service, or agreement and member."""
        if self.promise_id is None:
            return f"{self.agreement_number} · {self.member}"
        return f"{self.location} · {self.service}"

    @property
    def tone(self) -> str:
        """How bad it is."""
        return "bad" if self.grade in (Grade.NONE, Grade.PARTIAL, Grade.BACKUP) or self.kind == "margin" else "warn"


def left(period: Period, days: int, amount: int, today: date) -> tuple[int, int]:
    """Days and amount (kuruş) of a gap that are still to come."""
    gone = max((today - period.start).days, 0)
    rest = max(days - gone, 0)
    return rest, (amount * rest + days // 2) // days if days else 0


def _row(gap: Any, today: date) -> GapRow:
    period = Period.of(gap.period)
    days, amount = left(period, gap.days, gap.amount, today)
    promise, bond = gap.promise, gap.project_agreement
    contract = promise.contract if promise is not None else bond.project.contract
    return GapRow(
        gap_id=gap.pk,
        promise_id=gap.promise_id,
        agreement_id=gap.project_agreement_id,
        agreement_number=bond.agreement.number if bond is not None else "",
        member=bond.member.short_name if bond is not None else "",
        contract_id=contract.pk,
        contract_number=contract.agreement.number,
        customer=contract.customer.short_name,
        location=promise.location.name if promise is not None else "",
        service=promise.service.name if promise is not None else "",
        kind=gap.kind,
        kind_name=str(GapKind(gap.kind).label),
        grade=gap.grade,
        grade_name=str(Grade(gap.grade).label),
        period=period,
        days=days,
        # What terms may cost does not melt away day by day.
        amount=Money(amount if gap.kind in DAILY else gap.amount, contract.agreement.currency),
        status=gap.status,
        status_name=str(GapStatus(gap.status).label),
        owner_id=gap.owner_id,
        owner=gap.owner.name if gap.owner else "",
        reason=gap.reason,
        accepted_until=gap.accepted_until,
        facts=gap.facts,
    )


def _rows(actor: Actor) -> Any:
    return Gap.objects.visible_to(actor).select_related(
        "promise__location",
        "promise__service",
        "promise__contract__customer",
        "promise__contract__agreement",
        "project_agreement__agreement",
        "project_agreement__member",
        "project_agreement__project__contract__customer",
        "project_agreement__project__contract__agreement",
        "owner",
    )


def _still_to_come(actor: Actor) -> Q:
    """Gaps with days from today on."""
    return Q(period__overlap=Period(actor.today).range())


def _stood_on(found: Any, value: str) -> Any:
    """Gaps that stood at the end of a day."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return found
    end = datetime.combine(day + DAY, time(), ISTANBUL).astimezone(UTC)
    return found.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=end), opened_at__lt=end)


def _narrowing(actor: Actor) -> dict[str, Any]:
    """The filters of the board by name."""

    def mine(found: Any, value: str) -> Any:
        return found.filter(owner_id=actor.user_id) if value == "me" else found.filter(owner__isnull=True)

    def soon(found: Any, value: str) -> Any:
        if not value.isdigit():
            return found
        return found.filter(period__startswith__lte=actor.today + timedelta(days=min(int(value), 36_500)))

    return {
        "kind": lambda found, value: found.filter(kind=value),
        "grade": lambda found, value: found.filter(grade=value),
        "status": lambda found, value: found.filter(status=value),
        "contract": lambda found, value: found.filter(promise__contract_id=value) if value.isdigit() else found,
        "owner": mine,
        "soon": soon,
        "day": _stood_on,
    }


def gaps(actor: Actor, *, query: ListQuery) -> ListPage[GapRow]:
    """The gaps that stand behind promises, the soonest first; with the filter `about=terms` those between terms.

    `day` looks back: what stood at the end of that day, with the periods it has now.
    """
    ask(actor, BackingPermission.SEE)
    terms = query.filters.get("about") == "terms"
    rows = _rows(actor).filter(promise__isnull=terms)
    if not query.filters.get("status") and not query.filters.get("day"):
        rows = rows.filter(_still_to_come(actor), status__in=ALIVE)
    return paginate(
        rows,
        query,
        make=lambda gap: _row(gap, actor.today),
        sorts={
            "since": "period__startswith",
            "amount": "amount",
            "customer": TurkishOrder(
                Coalesce(
                    "promise__contract__customer__short_name",
                    "project_agreement__project__contract__customer__short_name",
                )
            ),
        },
        default="-amount" if terms else "since",
        search=(
            "promise__location__name",
            "promise__contract__customer__short_name",
            "promise__service__name_tr",
            "promise__contract__agreement__number",
            "project_agreement__agreement__number",
            "project_agreement__member__short_name",
        ),
        filters=_narrowing(actor),
    )


def gap(actor: Actor, *, gap_id: int) -> GapRow:
    """One gap. Raises: Gap.DoesNotExist."""
    ask(actor, BackingPermission.SEE)
    return _row(_rows(actor).get(pk=gap_id), actor.today)


def gaps_of(actor: Actor, *, contract_id: int | None = None, location_id: int | None = None) -> list[GapRow]:
    """The standing gaps behind promises of a contract or a location, the soonest first."""
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
    found = sets.summary(today=actor.today, until=actor.today + timedelta(days=within_days))
    return GapSummary(found.gaps, found.promises, Money(found.amount))


def between_terms(actor: Actor) -> GapSummary:
    """The open gaps between the terms of agreements and contracts, and what they may cost in all."""
    ask(actor, BackingPermission.SEE)
    amounts = list(
        Gap.objects.visible_to(actor)
        .filter(_still_to_come(actor), status=GapStatus.OPEN, promise__isnull=True)
        .order_by()
        .values_list("amount", flat=True)
    )
    return GapSummary(len(amounts), 0, Money(sum(amounts)))


def urgent(actor: Actor, *, most: int = 6) -> list[GapRow]:
    """The open gaps behind promises that begin first."""
    ask(actor, BackingPermission.SEE)
    rows = (
        _rows(actor)
        .filter(_still_to_come(actor), status=GapStatus.OPEN, promise__isnull=False)
        .order_by("period__startswith", "pk")[:most]
    )
    return [_row(gap, actor.today) for gap in rows]


def assumed(actor: Actor) -> sets.Assumed:
    """What the house assumes when it compares terms: days to replace a member, a year's rise of prices."""
    return sets.Assumed(
        int(parameter("replacement_lead_days", actor.today)), parameter("assumed_price_rise_percent", actor.today)
    )


def gap_kinds(actor: Actor, *, terms: bool = False) -> list[tuple[str, str]]:
    """The kinds of gaps behind promises, or between terms."""
    return [(kind.value, str(kind.label)) for kind in GapKind if (kind in DAILY) is not terms]
