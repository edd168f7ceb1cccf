"""The proof as people ask for it: segments, a calendar, and who stands behind a promise on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from muhatap.agreements.models import Status
from muhatap.backing import sets
from muhatap.backing.models import Backing, BackingRole, BackingStatus, Grade
from muhatap.backing.permissions import BackingPermission
from muhatap.contracts.models import CustomerContract, Promise
from muhatap.demand.rules.prices import unit_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.periods import Period
from muhatap.kernel.text import TurkishOrder
from muhatap.network.models import Document, DocumentStatus, Member, MembershipAgreement
from muhatap.network.reads import service_documents
from muhatap.parties.models import Location

SIGNED = (Status.SIGNED, Status.ACTIVE, Status.ENDED, Status.TERMINATED)
# The worst first: what a person looks at a calendar for.
WORST = (Grade.NONE, Grade.BACKUP, Grade.PARTIAL, Grade.CONDITIONAL, Grade.FULL)


@dataclass(frozen=True, slots=True)
class Segment:
    """How a promise is backed over some days; `why` names what is missing: signature, document, away, ability, capacity, margin."""

    promise_id: int
    period: Period
    grade: str
    why: tuple[str, ...]


def proof(actor: Actor, *, promise_ids: Sequence[int], period: Period) -> list[Segment]:
    """The proof of promises within a period, as segments of equal days."""
    ask(actor, BackingPermission.SEE)
    found = []
    for row in sets.segments(promise_ids):
        part = Period(row.since, row.until).meet(period)
        if part is not None:
            lacks = (
                ("signature", row.lacks_signature),
                ("document", row.lacks_document),
                ("away", row.away),
                ("ability", row.unable),
                ("capacity", row.crowded),
                ("margin", row.losing),
            )
            found.append(Segment(row.promise_id, part, row.grade, tuple(name for name, is_so in lacks if is_so)))
    return found


def promises_of(actor: Actor, *, contract_id: int) -> list[int]:
    """The promises of a contract, in order."""
    ask(actor, BackingPermission.SEE)
    rows = Promise.objects.visible_to(actor).filter(contract_id=contract_id)
    return list(rows.order_by("position", "pk").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A promise with its grade on each day (blank: nothing is due that day)."""

    promise_id: int
    location: str
    service: str
    quantity: Decimal
    unit: str
    grades: tuple[str, ...]


def calendar(
    actor: Actor,
    contract_id: int | None = None,
    first: date | None = None,
    days: int = 60,
    *,
    location_id: int | None = None,
) -> list[CalendarRow]:
    """The backing calendar of a contract or a location: its promises day by day, the worst first."""
    ask(actor, BackingPermission.SEE)
    start = first or actor.today
    window = Period(start, start + timedelta(days=days))
    rows = list(
        Promise.objects.visible_to(actor)
        .filter(Q(contract_id=contract_id) if contract_id is not None else Q(location_id=location_id))
        .filter(period__overlap=window.range())
        .select_related("location", "service")
        .order_by("position", "pk")
    )
    cells: dict[int, list[str]] = {row.pk: [""] * days for row in rows}
    for segment in proof(actor, promise_ids=list(cells), period=window):
        for day in segment.period.days():
            cells[segment.promise_id][(day - start).days] = segment.grade
    found = [
        CalendarRow(
            row.pk,
            row.location.name,
            row.service.name,
            row.quantity,
            unit_words(row.unit, row.basis),
            tuple(cells[row.pk]),
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: _badness(row.grades))


def _badness(grades: tuple[str, ...]) -> tuple[int, int]:
    """The first day that is not fully backed, the earliest first; fully backed rows last, in their order."""
    bad = [place for place, value in enumerate(grades) if value and value != Grade.FULL]
    return (0, bad[0]) if bad else (1, 0)


@dataclass(frozen=True, slots=True)
class BehindView:
    """A member behind a promise on a day, and what is missing that day."""

    backing_id: int
    member_id: int
    member: str
    role: str
    role_name: str
    quantity: Decimal
    agreement_id: int
    agreement_number: str
    signed: bool
    membership: bool
    missing_documents: tuple[str, ...]
    away: bool

    @property
    def counts(self) -> bool:
        """Whether nothing is missing that day."""
        return self.signed and self.membership and not self.missing_documents and not self.away


def _bound(members: set[int], day: date) -> set[int]:
    """Which of them have a signed membership agreement on a day."""
    signed = MembershipAgreement.objects.filter(
        member_id__in=members, agreement__status__in=SIGNED, agreement__period__contains=day
    )
    return set(signed.values_list("member_id", flat=True))


def _away(members: set[int], day: date) -> set[int]:
    """Which of them are suspended or gone on a day."""
    gone = Q(suspended_from__lte=day) & (Q(suspended_until__isnull=True) | Q(suspended_until__gt=day))
    found = Member.objects.filter(pk__in=members).filter(gone | Q(left_on__lte=day))
    return set(found.values_list("pk", flat=True))


def behind(actor: Actor, *, promise_id: int, day: date) -> list[BehindView]:
    """Who stands behind a promise on a day, primary before standby."""
    ask(actor, BackingPermission.SEE)
    rows = list(
        Backing.objects.visible_to(actor)
        .filter(promise_id=promise_id, period__contains=day)
        .exclude(status=BackingStatus.CANCELLED)
        .select_related("member", "project_agreement__agreement")
        .order_by("-role", TurkishOrder("member__short_name"))
    )
    members = {row.member_id for row in rows}
    bound, away = _bound(members, day), _away(members, day)
    needed = service_documents({row.service_id for row in rows})
    held = set(
        Document.objects.filter(
            member_id__in=members, status=DocumentStatus.VERIFIED, period__contains=day
        ).values_list("member_id", "type_id")
    )
    return [
        BehindView(
            row.pk,
            row.member_id,
            row.member.short_name,
            row.role,
            str(BackingRole(row.role).label),
            row.quantity,
            row.project_agreement_id,
            row.project_agreement.agreement.number,
            row.project_agreement.agreement.status in SIGNED,
            row.member_id in bound,
            tuple(
                kind.name
                for kind in needed.get(row.service_id, ())
                if kind.blocks and (row.member_id, kind.pk) not in held
            ),
            row.member_id in away,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Head:
    """A contract or location as a heading."""

    title: str
    number: str
    customer: str


def contract_head(actor: Actor, *, contract_id: int) -> Head:
    """What a contract is called. Raises: CustomerContract.DoesNotExist."""
    ask(actor, BackingPermission.SEE)
    row = CustomerContract.objects.visible_to(actor).select_related("agreement", "customer").get(pk=contract_id)
    return Head(row.agreement.title, row.agreement.number, row.customer.short_name)


def location_head(actor: Actor, *, location_id: int) -> Head:
    """What a location is called. Raises: Location.DoesNotExist."""
    ask(actor, BackingPermission.SEE)
    row = Location.objects.visible_to(actor).select_related("customer").get(pk=location_id)
    return Head(row.name, row.code, row.customer.short_name)


@dataclass(frozen=True, slots=True)
class PromiseHead:
    """A promise as a heading."""

    promise_id: int
    contract_id: int
    contract_number: str
    customer: str
    location: str
    service: str
    quantity: Decimal
    unit: str


def promise_head(actor: Actor, *, promise_id: int) -> PromiseHead:
    """What a promise is about. Raises: Promise.DoesNotExist."""
    ask(actor, BackingPermission.SEE)
    row = (
        Promise.objects.visible_to(actor)
        .select_related("location", "service", "customer", "contract__agreement")
        .get(pk=promise_id)
    )
    return PromiseHead(
        row.pk,
        row.contract_id,
        row.contract.agreement.number,
        row.customer.short_name,
        row.location.name,
        row.service.name,
        row.quantity,
        unit_words(row.unit, row.basis),
    )


def fully_backed(actor: Actor, *, promise_ids: Sequence[int], period: Period) -> bool:
    """Whether every promise is fully backed on every day it has in a period (the start gate asks this)."""
    ask(actor, BackingPermission.SEE)
    return all(segment.grade == Grade.FULL for segment in proof(actor, promise_ids=promise_ids, period=period))
