"""What the map of Turkey shows: per province who covers it, how much is free, what the network and promises lack."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum

from muhatap.agreements.models import Status
from muhatap.backing.models import Gap, GapKind, Grade
from muhatap.backing.permissions import BackingPermission
from muhatap.backing.reads.gaps import ALIVE, left
from muhatap.catalogue.models import Service
from muhatap.contracts.models import Promise
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.money import Money
from muhatap.kernel.periods import Period
from muhatap.kernel.text import TurkishOrder
from muhatap.network.models import ALIVE as NETWORK_ALIVE
from muhatap.network.models import Commitment, Coverage, CoverageStatus, Member, MemberStatus, NetworkGap
from muhatap.network.permissions import NetworkPermission
from muhatap.parties.models import Province

MOST_LISTED = 60
OWED = (Status.SIGNED, Status.ACTIVE, Status.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the map is about: one service, all of a category, or everything."""

    service: str = ""
    category: str = ""

    def where(self, service: str) -> Q:
        """The condition on a path to a service."""
        if self.service:
            return Q(**{service: self.service})
        return Q(**{f"{service}__category": self.category}) if self.category else Q()


@dataclass(frozen=True, slots=True)
class Spot:
    """A district with how many of something stand there."""

    district: str
    province: str
    longitude: float
    latitude: float
    count: int


@dataclass(frozen=True, slots=True)
class Covering:
    """A member that covers a service in districts of a province, and how much of it is free today."""

    member_id: int
    member: str
    service: str
    districts: int
    capacity: Decimal
    free: Decimal
    unit: str


def provinces(actor: Actor) -> list[tuple[str, str]]:
    """The provinces in Turkish order: (plate, name)."""
    ask(actor, NetworkPermission.SEE)
    return list(Province.objects.order_by(TurkishOrder("name")).values_list("pk", "name"))


def asked(actor: Actor, *, value: str) -> Asked:
    """What somebody chose on the map: a service's key, `category:` and its key, or anything else for everything."""
    ask(actor, NetworkPermission.SEE)
    kind, _colon, key = value.partition(":")
    if kind == "category" and key and Service.objects.filter(category=key).exists():
        return Asked(category=key)
    return Asked(service=value) if Service.objects.filter(pk=value).exists() else Asked()


def _covered(actor: Actor, about: Asked) -> Any:
    """Approved coverage of members that can be given work, as it stands today."""
    return Coverage.objects.visible_to(actor).filter(
        about.where("service"),
        status=CoverageStatus.APPROVED,
        period__contains=actor.today,
        member__membership__status=MemberStatus.ACTIVE,
    )


def members_by_province(actor: Actor, *, about: Asked) -> dict[str, int]:
    """How many members cover each province."""
    ask(actor, NetworkPermission.SEE)
    rows = _covered(actor, about).values("district__province").annotate(many=Count("member", distinct=True))
    return dict(rows.order_by().values_list("district__province", "many"))


def free_by_province(actor: Actor, *, about: Asked) -> dict[str, int]:
    """Percent of the covered capacity that is free today; of several services the mean, as their units differ."""
    ask(actor, NetworkPermission.SEE)
    have = _covered(actor, about).values("district__province", "service").annotate(many=Sum("capacity")).order_by()
    taken = (
        Commitment.objects.visible_to(actor)
        .filter(about.where("service"), period__contains=actor.today)
        .values("district__province", "service")
        .annotate(many=Sum("quantity"))
        .order_by()
    )
    used = {(row["district__province"], row["service"]): row["many"] for row in taken}
    shares: dict[str, list[Decimal]] = defaultdict(list)
    for row in have:
        gone = used.get((row["district__province"], row["service"]), Decimal(0))
        shares[row["district__province"]].append(max(1 - gone / row["many"], Decimal(0)))
    return {plate: int(sum(parts) * 100 / len(parts)) for plate, parts in shares.items()}


def network_gaps_by_province(actor: Actor, *, about: Asked) -> dict[str, int]:
    """How many gaps of the network stand in each province."""
    ask(actor, NetworkPermission.SEE)
    rows = NetworkGap.objects.visible_to(actor).filter(about.where("service"), status__in=NETWORK_ALIVE)
    return dict(rows.values("district__province").annotate(many=Count("pk")).values_list("district__province", "many"))


@dataclass(frozen=True, slots=True)
class Unbacked:
    """How many gaps behind promises stand in a province, and what is left of them is worth."""

    gaps: int
    amount: Money


def _standing(actor: Actor, about: Asked) -> Q:
    return (
        about.where("promise__service")
        & Q(status__in=ALIVE)
        & Q(promise__isnull=False)
        & (Q(period__endswith__isnull=True) | Q(period__endswith__gt=actor.today))
    )


def backing_gaps_by_province(actor: Actor, *, about: Asked) -> dict[str, Unbacked]:
    """The gaps behind promises in each province."""
    ask(actor, BackingPermission.SEE)
    rows = Gap.objects.visible_to(actor).filter(_standing(actor, about))
    found: dict[str, list[int]] = defaultdict(list)
    for plate, period, days, amount in rows.values_list(
        "promise__location__district__province", "period", "days", "amount"
    ):
        found[plate].append(left(Period.of(period), days, amount, actor.today)[1])
    return {plate: Unbacked(len(amounts), Money(sum(amounts))) for plate, amounts in found.items()}


def sites(actor: Actor, *, about: Asked) -> list[Spot]:
    """Locations of customers to which something is owed, by district."""
    ask(actor, BackingPermission.SEE)
    rows = Promise.objects.visible_to(actor).filter(
        about.where("service"),
        Q(period__endswith__isnull=True) | Q(period__endswith__gt=actor.today),
        contract__agreement__status__in=OWED,
    )
    return _spots(rows, "location__district", "location")


def seats(actor: Actor, *, about: Asked) -> list[Spot]:
    """Where the members are at home that cover something, by district."""
    ask(actor, NetworkPermission.SEE)
    rows = Member.objects.visible_to(actor).filter(
        pk__in=_covered(actor, about).values("member_id"), party__district__isnull=False
    )
    return _spots(rows, "party__district", "pk")


def _spots(rows: Any, district: str, counted: str) -> list[Spot]:
    found = (
        rows.order_by()
        .values(
            name=F(f"{district}__name"),
            plate=F(f"{district}__province"),
            longitude=F(f"{district}__longitude"),
            latitude=F(f"{district}__latitude"),
        )
        .annotate(many=Count(counted, distinct=True))
        .order_by("plate", "name")
    )
    return [Spot(row["name"], row["plate"], row["longitude"], row["latitude"], row["many"]) for row in found]


def covering(actor: Actor, *, about: Asked, province: str) -> list[Covering]:
    """Who covers what in a province, with what is free today; the first of them."""
    ask(actor, NetworkPermission.SEE)
    rows = list(
        _covered(actor, about)
        .filter(district__province=province)
        .values("member", "member__short_name", "service", "unit")
        .annotate(many=Sum("capacity"), places=Count("district", distinct=True))
        .order_by(TurkishOrder("member__short_name"), "service", "unit")[:MOST_LISTED]
    )
    taken = (
        Commitment.objects.visible_to(actor)
        .filter(member__in=[row["member"] for row in rows], district__province=province, period__contains=actor.today)
        .values("member", "service")
        .annotate(many=Sum("quantity"))
        .order_by()
    )
    used = {(row["member"], row["service"]): row["many"] for row in taken}
    names = {one.pk: one.name for one in Service.objects.filter(pk__in=[row["service"] for row in rows])}
    return [
        Covering(
            row["member"],
            row["member__short_name"],
            names[row["service"]],
            row["places"],
            row["many"],
            row["many"] - used.get((row["member"], row["service"]), Decimal(0)),
            row["unit"],
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class UnbackedRow:
    """A gap behind a promise as the map lists it; the amount is what is left of it."""

    gap_id: int
    location: str
    service: str
    customer: str
    kind_name: str
    grade_name: str
    period: Period
    amount: Money


def unbacked_in(actor: Actor, *, about: Asked, province: str) -> list[UnbackedRow]:
    """The gaps behind promises in a province, the soonest first; the first of them."""
    ask(actor, BackingPermission.SEE)
    rows: Any = (
        Gap.objects.visible_to(actor)
        .filter(_standing(actor, about), promise__location__district__province=province)
        .select_related("promise__location", "promise__service", "promise__customer", "promise__contract__agreement")
        .order_by("period", "pk")[:MOST_LISTED]
    )
    return [
        UnbackedRow(
            gap.pk,
            gap.promise.location.name,
            gap.promise.service.name,
            gap.promise.customer.short_name,
            str(GapKind(gap.kind).label),
            str(Grade(gap.grade).label),
            Period.of(gap.period),
            Money(
                left(Period.of(gap.period), gap.days, gap.amount, actor.today)[1],
                gap.promise.contract.agreement.currency,
            ),
        )
        for gap in rows
    ]
