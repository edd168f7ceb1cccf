"""Documents, coverage and prices of members."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from muhatap.catalogue.models import Category, DocumentType, Service
from muhatap.demand.models import Basis
from muhatap.demand.rules.prices import basis_of, unit_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.periods import DAY, Period
from muhatap.kernel.text import TurkishOrder
from muhatap.network.models import (
    Commitment,
    Coverage,
    CoverageStatus,
    Document,
    DocumentStatus,
    Member,
    RateCard,
)
from muhatap.network.permissions import NetworkPermission
from muhatap.network.reads.applications import place_of
from muhatap.network.reads.required import rejection_words
from muhatap.network.rules import Terms
from muhatap.parties.models import District, Province

SOON_DAYS = 90


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document with the days it is valid on (`until` is the last of them) and how it stands today."""

    document_id: int
    member_id: int
    member: str
    type_id: str
    type_name: str
    blocks: bool
    number: str
    issuer: str
    since: date
    until: date | None
    status: str
    status_name: str
    expired: bool
    expiring: bool
    future: bool
    rejection_reason: str
    uploaded_at: datetime
    file_id: uuid.UUID


def _document(row: Document, today: date) -> DocumentRow:
    upper = row.period.upper
    verified = row.status == DocumentStatus.VERIFIED
    return DocumentRow(
        document_id=row.pk,
        member_id=row.member_id,
        member=row.member.short_name,
        type_id=row.type_id,
        type_name=row.type.name,
        blocks=row.type.blocks,
        number=row.number,
        issuer=row.issuer,
        since=row.period.lower,
        until=None if upper is None else upper - DAY,
        status=row.status,
        status_name=str(row.get_status_display()),
        expired=verified and upper is not None and upper <= today,
        expiring=verified and upper is not None and today < upper <= today + timedelta(days=SOON_DAYS),
        future=row.status in (DocumentStatus.VERIFIED, DocumentStatus.UPLOADED) and row.period.lower > today,
        rejection_reason=rejection_words(row),
        uploaded_at=row.uploaded_at,
        file_id=row.file_id,
    )


def documents(actor: Actor, *, query: ListQuery) -> ListPage[DocumentRow]:
    """All documents, those waiting longest for a check first."""
    ask(actor, NetworkPermission.SEE)
    soon = actor.today + timedelta(days=SOON_DAYS)
    verified = Q(status=DocumentStatus.VERIFIED)

    def narrow(found: Any, value: str) -> Any:
        if value == "expired":
            return found.filter(verified, period__endswith__lte=actor.today)
        if value == "expiring":
            return found.filter(verified, period__endswith__gt=actor.today, period__endswith__lte=soon)
        return found.filter(status=value)

    return paginate(
        Document.objects.visible_to(actor).select_related("member", "type"),
        query,
        make=lambda row: _document(row, actor.today),
        sorts={"uploaded": "uploaded_at", "member": TurkishOrder("member__short_name"), "until": "period__endswith"},
        default="uploaded",
        search=("member__short_name", "type__name_tr", "number", "issuer"),
        filters={"status": narrow},
    )


def document(actor: Actor, *, document_id: int) -> DocumentRow:
    """One document. Raises: Document.DoesNotExist."""
    ask(actor, NetworkPermission.SEE)
    row = Document.objects.visible_to(actor).select_related("member", "type").get(pk=document_id)
    return _document(row, actor.today)


def documents_of(actor: Actor, *, member_id: int) -> list[DocumentRow]:
    """Every document of a member, newest first: the history is kept."""
    ask(actor, NetworkPermission.SEE)
    rows = Document.objects.visible_to(actor).filter(member_id=member_id).select_related("member", "type")
    return [_document(row, actor.today) for row in rows.order_by("-uploaded_at", "-pk")]


def waiting_documents(actor: Actor) -> int:
    """How many documents wait for a check."""
    ask(actor, NetworkPermission.VERIFY)
    return Document.objects.visible_to(actor).filter(status=DocumentStatus.UPLOADED).count()


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """Where a member delivers what, how much of it, and how much promises take today (desk alone)."""

    coverage_id: int
    member_id: int
    member: str
    service: str
    place: str
    capacity: Decimal
    unit: str
    taken: Decimal | None
    period: Period
    status: str
    status_name: str
    reason: str


def _coverage(rows: Any, taken: dict[tuple[int, str, int], Decimal] | None) -> list[CoverageRow]:
    return [
        CoverageRow(
            row.pk,
            row.member_id,
            row.member.short_name,
            row.service.name,
            place_of(row.district),
            row.capacity,
            unit_words(row.unit, basis_of(row.service.pricing_model)),
            None if taken is None else taken.get((row.member_id, row.service_id, row.district_id), Decimal(0)),
            Period.of(row.period),
            row.status,
            str(row.get_status_display()),
            row.reason,
        )
        for row in rows
    ]


def coverage_of(actor: Actor, *, member_id: int) -> list[CoverageRow]:
    """The coverage of a member by service and place; ended ones last."""
    ask(actor, NetworkPermission.SEE)
    rows = (
        Coverage.objects.visible_to(actor)
        .filter(member_id=member_id)
        .select_related("member", "service", "district__province")
        .order_by("status", "service__key", TurkishOrder("district__name"), "pk")
    )
    taken = None
    if actor.at_desk:
        found = Commitment.objects.filter(member_id=member_id, period__contains=actor.today)
        taken = {
            (entry["member_id"], entry["service_id"], entry["district_id"]): entry["total"]
            for entry in found.order_by()
            .values("member_id", "service_id", "district_id")
            .annotate(total=Sum("quantity"))
        }
    return _coverage(rows, taken)


def coverage(actor: Actor, *, coverage_id: int) -> CoverageRow:
    """One coverage. Raises: Coverage.DoesNotExist."""
    ask(actor, NetworkPermission.SEE)
    row = (
        Coverage.objects.visible_to(actor).select_related("member", "service", "district__province").get(pk=coverage_id)
    )
    return _coverage([row], None)[0]


def proposed_coverage(actor: Actor, *, query: ListQuery) -> ListPage[CoverageRow]:
    """Coverage of all members, what waits for a decision by default first."""
    ask(actor, NetworkPermission.SEE)
    rows = Coverage.objects.visible_to(actor).select_related("member", "service", "district__province")
    return paginate(
        rows,
        query,
        make=lambda row: _coverage([row], None)[0],
        sorts={"proposed": "proposed_at", "member": TurkishOrder("member__short_name")},
        default="-proposed",
        search=("member__short_name", "service__name_tr", "district__name"),
        filters={
            "status": lambda found, value: found.filter(status=value),
            "service": lambda found, value: found.filter(service_id=value),
        },
    )


def waiting_coverage(actor: Actor) -> int:
    """How many proposals of coverage wait for a decision."""
    ask(actor, NetworkPermission.VERIFY)
    return Coverage.objects.visible_to(actor).filter(status=CoverageStatus.PROPOSED).count()


@dataclass(frozen=True, slots=True)
class RateRow:
    """What a member asks for a service, since when and until when."""

    rate_card_id: int
    service: str
    place: str
    basis: str
    basis_name: str
    unit_price: Decimal
    period: Period
    now: bool
    terms: Terms
    may_end: bool


def terms_of(row: RateCard) -> Terms:
    """What stands beside the unit price of a rate card."""
    return Terms(row.minimum, row.night_percent, row.night_price, row.holiday_percent, row.holiday_price)


def _rate(row: RateCard, actor: Actor) -> RateRow:
    period = Period.of(row.period)
    return RateRow(
        row.pk,
        row.service.name,
        row.province.name if row.province else "",
        row.basis,
        str(row.get_basis_display()),
        row.unit_price,
        period,
        actor.today in period,
        terms_of(row),
        period.end is None or period.end > actor.today,
    )


def rate(actor: Actor, *, rate_card_id: int) -> RateRow:
    """One price. Raises: Forbidden, RateCard.DoesNotExist."""
    ask(actor, NetworkPermission.SEE_RATES if actor.at_desk else NetworkPermission.RATES)
    row = RateCard.objects.visible_to(actor).select_related("service", "province").get(pk=rate_card_id)
    return _rate(row, actor)


def rates_of(actor: Actor, *, member_id: int) -> list[RateRow]:
    """The prices of a member, those that hold first. Raises: Forbidden."""
    ask(actor, NetworkPermission.SEE_RATES if actor.at_desk else NetworkPermission.RATES)
    rows = (
        RateCard.objects.visible_to(actor)
        .filter(member_id=member_id)
        .select_related("service", "province")
        .order_by("service__key", "-period", "pk")
    )
    found = [_rate(row, actor) for row in rows]
    return sorted(found, key=lambda rate: not rate.now)


def service_choices(actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    """The services by category, for a form."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    names = {row.pk: row.name for row in Category.objects.order_by("position")}
    for row in Service.objects.order_by("category__position", "key"):
        grouped.setdefault(names[row.category_id], []).append((row.pk, row.name))
    return list(grouped.items())


def district_choices(actor: Actor) -> list[tuple[str, list[tuple[int, str]]]]:
    """The districts by province in Turkish order, for a form."""
    grouped: dict[str, list[tuple[int, str]]] = {}
    rows = District.objects.select_related("province").order_by(TurkishOrder("province__name"), TurkishOrder("name"))
    for row in rows:
        grouped.setdefault(row.province.name, []).append((row.pk, row.name))
    return list(grouped.items())


def province_choices(actor: Actor) -> list[tuple[str, str]]:
    """The provinces in Turkish order, for a form."""
    return list(Province.objects.order_by(TurkishOrder("name")).values_list("pk", "name"))


def document_type_choices(actor: Actor) -> list[tuple[str, str]]:
    """The documents a company itself holds, for a form."""
    rows = DocumentType.objects.filter(level="company", monthly=False)
    return sorted(((row.pk, row.name) for row in rows), key=lambda pair: pair[1])


def basis_choices(actor: Actor) -> list[tuple[str, str]]:
    """What a unit price can be for."""
    return [(basis.value, str(basis.label)) for basis in Basis]


def member_choices(actor: Actor) -> list[tuple[int, str]]:
    """The members by name, for a form."""
    ask(actor, NetworkPermission.SEE)
    rows = Member.objects.visible_to(actor).select_related("party").order_by(TurkishOrder("party__short_name"))
    return [(row.pk, row.party.short_name) for row in rows]
