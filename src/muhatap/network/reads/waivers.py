"""Waivers for missing documents: what is asked, what stands, what the choice of members counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from muhatap.catalogue.models import ServiceDocument
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.periods import DAY
from muhatap.network.models import Document, DocumentStatus, DocumentWaiver
from muhatap.network.permissions import NetworkPermission
from muhatap.network.reads.required import services_of


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """A waiver as the desk sees it; `state` is asked, standing or over."""

    waiver_id: int
    member_id: int
    member: str
    service: str
    document: str
    since: date
    last_day: date
    reason: str
    asked_by: str
    agreed_by: str
    state: str
    mine: bool


def _rows(actor: Actor) -> Any:
    return DocumentWaiver.objects.visible_to(actor).select_related(
        "member", "service", "document_type", "asked_by", "agreed_by"
    )


def _row(actor: Actor, row: Any) -> WaiverRow:
    over = row.period.upper <= actor.today
    return WaiverRow(
        row.pk,
        row.member_id,
        row.member.short_name,
        row.service.name,
        row.document_type.name,
        row.period.lower,
        row.period.upper - DAY,
        row.reason,
        row.asked_by.name if row.asked_by else "",
        row.agreed_by.name if row.agreed_by else "",
        "over" if over else "asked" if row.agreed_at is None else "standing",
        row.asked_by_id == actor.user_id,
    )


def waivers_of(actor: Actor, *, member_id: int) -> list[WaiverRow]:
    """The waivers of a member, the newest first."""
    ask(actor, NetworkPermission.SEE)
    return [_row(actor, row) for row in _rows(actor).filter(member_id=member_id).order_by("-asked_at", "-pk")]


def waiver(actor: Actor, *, waiver_id: int) -> WaiverRow:
    """One waiver. Raises: DocumentWaiver.DoesNotExist."""
    ask(actor, NetworkPermission.SEE)
    return _row(actor, _rows(actor).get(pk=waiver_id))


def asked_waivers(actor: Actor, *, most: int = 5) -> list[WaiverRow]:
    """Waivers that wait for a second person, the oldest first; one's own are somebody else's to agree to."""
    ask(actor, NetworkPermission.WAIVE)
    rows = _rows(actor).filter(agreed_at__isnull=True, period__endswith__gt=actor.today)
    return [_row(actor, row) for row in rows.exclude(asked_by_id=actor.user_id).order_by("asked_at", "pk")[:most]]


def waivable(actor: Actor, *, member_id: int) -> list[tuple[str, str, str]]:
    """Blocking documents a member lacks today for a service of its: (service, document, words)."""
    ask(actor, NetworkPermission.SEE)
    needed = ServiceDocument.objects.filter(
        service_id__in=services_of(actor, member_id=member_id),
        document_type__blocks=True,
        document_type__monthly=False,
        document_type__level="company",
    ).select_related("service", "document_type")
    held = Document.objects.visible_to(actor).filter(
        member_id=member_id, status=DocumentStatus.VERIFIED, period__contains=actor.today
    )
    types = set(held.values_list("type_id", flat=True))
    return [
        (one.service_id, one.document_type_id, f"{one.document_type.name} · {one.service.name}")
        for one in needed.order_by("document_type_id", "service_id")
        if one.document_type_id not in types
    ]
