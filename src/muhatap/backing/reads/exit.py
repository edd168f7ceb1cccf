"""The exit plan of a member or a customer: which notices by when, which lines stop when, what is handed over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from muhatap.agreements.models import Agreement, Status
from muhatap.backing import notices
from muhatap.backing.models import Backing, BackingRole, BackingStatus, ProjectAgreement
from muhatap.backing.notices import Clause, Notice
from muhatap.backing.permissions import BackingPermission
from muhatap.backing.reads.drill import monthly_costs
from muhatap.contracts.models import CustomerContract, Promise
from muhatap.demand.rules.prices import unit_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.money import Money
from muhatap.kernel.parameters import parameter
from muhatap.kernel.text import TurkishOrder
from muhatap.network.models import Member, MembershipAgreement
from muhatap.parties.models import Contact, Location, Party

RUNNING = (Status.SIGNED, Status.ACTIVE, Status.SUSPENDED)
OWED = (BackingStatus.PLANNED, BackingStatus.IN_FORCE)


@dataclass(frozen=True, slots=True)
class Ending:
    """An agreement to end: with whom, by which notice, what is retained, what it costs beyond the end."""

    agreement_id: int
    number: str
    kind_name: str
    party: str
    notice_days: int
    notice: Notice
    retention_percent: Decimal | None
    overlap: Money | None


@dataclass(frozen=True, slots=True)
class Stopping:
    """A line that stops: what, where, for and by whom, and the first day without it."""

    promise_id: int
    location: str
    service: str
    quantity: Decimal
    unit: str
    other: str
    role_name: str
    stops: date


@dataclass(frozen=True, slots=True)
class HandOver:
    """A location that changes hands: what is done there, whom to meet, how to get in."""

    location_id: int
    location: str
    address: str
    services: tuple[str, ...]
    contact: str
    access: str
    has_code: bool


@dataclass(frozen=True, slots=True)
class ExitPlan:
    """Everything that ends with a party, when `until` is to be the first day without it.

    `soonest` is the first such day that every notice still reaches; money of members only for who may see it.
    """

    party_id: int
    name: str
    until: date
    soonest: date
    endings: tuple[Ending, ...]
    lines: tuple[Stopping, ...]
    places: tuple[HandOver, ...]
    people: tuple[tuple[str, str], ...]
    overlap_days: int | None
    overlap: Money | None

    @property
    def next_notice(self) -> Ending | None:
        """The letter that has to leave first, those that still reach their day before those that do not."""
        due = [one for one in self.endings if one.notice.by is not None]
        return min(due, key=lambda one: (one.notice.late, one.notice.by or date.max, one.number), default=None)

    @property
    def late(self) -> bool:
        """Whether some agreement cannot end on the day that is wanted any more."""
        return any(one.notice.late for one in self.endings)


def member_exit(actor: Actor, *, member_id: int, until: date | None = None) -> ExitPlan:
    """How to part from a member; none: as soon as every notice allows. Raises: Member.DoesNotExist."""
    ask(actor, BackingPermission.SEE)
    member = Member.objects.visible_to(actor).select_related("party").get(pk=member_id)
    bound = MembershipAgreement.objects.visible_to(actor).filter(member_id=member_id)
    bonds = ProjectAgreement.objects.visible_to(actor).filter(member_id=member_id)
    running = [*_running(bound), *_running(bonds)]
    clauses = [_clause(row) for row in running]
    soonest = notices.soonest(clauses, today=actor.today)
    wanted = until or soonest
    said = [notices.notice(clause, today=actor.today, until=wanted) for clause in clauses]
    ends = {row.pk: one.ends for row, one in zip(running, said, strict=True)}
    owed = _owed(actor, Q(member_id=member_id))
    days = int(parameter("handover_overlap_days", actor.today))
    costs = monthly_costs(actor, owed, wanted) if actor.may(BackingPermission.SEE_COST) else None
    lines = [
        _stopping(one, one.promise.customer.short_name, ends.get(one.project_agreement_id, wanted)) for one in owed
    ]
    endings = [_ending(row, one, None) for row, one in zip(running, said, strict=True)]
    return ExitPlan(
        party_id=member_id,
        name=member.party.short_name,
        until=wanted,
        soonest=soonest,
        endings=tuple(sorted(endings, key=lambda one: (one.notice.by or date.max, one.number))),
        lines=tuple(sorted(lines, key=lambda line: (line.stops, line.location))),
        places=_places(actor, [one.promise for one in owed]),
        people=_people(actor, member_id),
        overlap_days=days,
        overlap=None if costs is None else _over(_delivered(owed, costs, ends), days),
    )


def customer_exit(actor: Actor, *, customer_id: int, until: date | None = None) -> ExitPlan:
    """How to part from a customer: its contracts first, then the members'. Raises: Party.DoesNotExist."""
    ask(actor, BackingPermission.SEE)
    party = Party.objects.visible_to(actor).get(pk=customer_id, is_customer=True)
    contracts = _running(CustomerContract.objects.visible_to(actor).filter(customer_id=customer_id))
    bonds = _running(ProjectAgreement.objects.visible_to(actor).filter(project__customer_id=customer_id))
    soonest = notices.soonest([_clause(row) for row in contracts], today=actor.today)
    wanted = until or soonest
    said = {row.pk: notices.notice(_clause(row), today=actor.today, until=wanted) for row in (*contracts, *bonds)}
    owed = _owed(actor, Q(promise__contract__in=[row.pk for row in contracts]))
    costs = monthly_costs(actor, owed, wanted) if actor.may(BackingPermission.SEE_COST) else None
    beyond = {}
    for bond in bonds:
        stop = said[bond.project.contract_id].ends if bond.project.contract_id in said else wanted
        days = max((said[bond.pk].ends - stop).days, 0)
        mine = [one for one in owed if one.project_agreement_id == bond.pk]
        beyond[bond.pk] = None if costs is None else _over(_delivered(mine, costs, {bond.pk: stop}), days)
    promises = list(
        Promise.objects.visible_to(actor)
        .filter(contract__in=[row.pk for row in contracts])
        .select_related("location__district__province", "service")
        .order_by("position", "pk")
    )
    return ExitPlan(
        party_id=customer_id,
        name=party.short_name,
        until=wanted,
        soonest=soonest,
        endings=tuple(_ending(row, said[row.pk], beyond.get(row.pk)) for row in (*contracts, *bonds)),
        lines=_promised(promises, owed, {row.pk: said[row.pk].ends for row in contracts}, actor.today),
        places=_places(actor, [one for one in promises if _goes_on(one.period, actor.today)]),
        people=_people(actor, customer_id),
        overlap_days=None,
        overlap=None if costs is None else Money(sum(one.minor for one in beyond.values() if one is not None)),
    )


def _running(rows: Any) -> list[Any]:
    """Agreements in force or signed, with what their pages show, in order of their numbers."""
    found = rows.filter(agreement__status__in=RUNNING).select_related("agreement__party")
    if found.model is ProjectAgreement:
        found = found.select_related("agreement__party", "project")
    return list(found.order_by("agreement__number"))


def _clause(row: Any) -> Clause:
    agreement: Agreement = row.agreement
    renews = agreement.renews_months is not None
    return Clause(agreement.period.upper, row.notice_days, renews, getattr(row, "renewal_deadline", None))


def _ending(row: Any, notice: Notice, overlap: Money | None) -> Ending:
    agreement = row.agreement
    return Ending(
        agreement.pk,
        agreement.number,
        str(agreement.get_kind_display()),
        agreement.party.short_name,
        row.notice_days,
        notice,
        getattr(row, "retention_percent", None),
        overlap,
    )


def _goes_on(period: Any, today: date) -> bool:
    return period.upper is None or period.upper > today


def _owed(actor: Actor, where: Q) -> list[Any]:
    """Backings that are still owed."""
    rows = (
        Backing.objects.visible_to(actor)
        .filter(where, status__in=OWED)
        .select_related("member", "promise__customer", "promise__location__district__province", "promise__service")
        .order_by("promise_id", "-role", TurkishOrder("member__short_name"))
    )
    return [one for one in rows if _goes_on(one.period, actor.today)]


def _stopping(one: Any, other: str, ends: date) -> Stopping:
    promise = one.promise
    stops = ends if one.period.upper is None else min(ends, one.period.upper)
    role = str(BackingRole(one.role).label)
    unit = unit_words(promise.unit, promise.basis)
    return Stopping(promise.pk, promise.location.name, promise.service.name, one.quantity, unit, other, role, stops)


def _promised(promises: Sequence[Any], owed: Sequence[Any], ends: dict[int, date], today: date) -> tuple[Stopping, ...]:
    """The promises that stop, with the members behind them."""
    behind: dict[int, list[str]] = defaultdict(list)
    for one in owed:
        behind[one.promise_id].append(one.member.short_name)
    lines = [
        Stopping(
            one.pk,
            one.location.name,
            one.service.name,
            one.quantity,
            unit_words(one.unit, one.basis),
            ", ".join(dict.fromkeys(behind[one.pk])),
            "",
            ends[one.contract_id] if one.period.upper is None else min(ends[one.contract_id], one.period.upper),
        )
        for one in promises
        if _goes_on(one.period, today)
    ]
    return tuple(sorted(lines, key=lambda line: (line.stops, line.location)))


def _delivered(owed: Sequence[Any], costs: dict[int, int], ends: dict[int, date]) -> int:
    """What primaries that still deliver on the day before their end cost in an average month (kuruş)."""
    return sum(
        costs.get(one.pk, 0)
        for one in owed
        if one.role == BackingRole.PRIMARY
        and (one.period.upper is None or one.period.upper >= ends.get(one.project_agreement_id, date.min))
    )


def _over(monthly: int, days: int) -> Money:
    return Money(notices.share_of_months(monthly, days))


def _places(actor: Actor, promises: Sequence[Any]) -> tuple[HandOver, ...]:
    """The locations of promises in order of their names."""
    services: dict[int, list[str]] = defaultdict(list)
    places: dict[int, Location] = {}
    for one in promises:
        places[one.location_id] = one.location
        services[one.location_id].append(one.service.name)
    return tuple(
        HandOver(
            pk,
            place.name,
            place.address or f"{place.district.name} / {place.district.province.name}",
            tuple(dict.fromkeys(services[pk])),
            " · ".join(part for part in (place.contact_name, place.contact_phone) if part),
            place.access_notes,
            bool(place.check_in_code),
        )
        for pk, place in sorted(places.items(), key=lambda pair: (pair[1].name, pair[0]))
    )


def _people(actor: Actor, party_id: int) -> tuple[tuple[str, str], ...]:
    """Whom to speak to at the party: name, and how to reach them."""
    rows = Contact.objects.visible_to(actor).filter(party_id=party_id).order_by(TurkishOrder("name"))
    return tuple((row.name, " · ".join(part for part in (row.title, row.phone, row.email) if part)) for row in rows)
