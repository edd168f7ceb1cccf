"""Which documents a member needs for what it delivers or wants to, and how they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from muhatap.catalogue.models import DocumentType, ServiceDocument
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.network.models import (
    Application,
    Condition,
    Coverage,
    CoverageStatus,
    Document,
    DocumentStatus,
    RejectionReason,
)
from muhatap.network.permissions import NetworkPermission

# The first reminder goes out so long before a document runs out.
SOON = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A document type a member needs: `state` is missing, waiting, rejected, expired, future, expiring or valid."""

    type_id: str
    name: str
    blocks: bool
    why: str
    state: str
    until: date | None
    rejection_reason: str
    document_id: int | None


def service_documents(service_ids: Iterable[str]) -> dict[str, list[DocumentType]]:
    """The company's own documents each service asks of a member (monthly packs gate payment instead)."""
    rows = (
        ServiceDocument.objects.filter(service_id__in=list(service_ids), document_type__level="company")
        .filter(document_type__monthly=False)
        .select_related("document_type")
    )
    found: dict[str, list[DocumentType]] = {}
    for row in rows:
        found.setdefault(row.service_id, []).append(row.document_type)
    return found


def services_of(actor: Actor, *, member_id: int) -> list[str]:
    """The services a member covers or has proposed, else those it applied for."""
    ask(actor, NetworkPermission.SEE)
    covered = set(
        Coverage.objects.visible_to(actor)
        .filter(member_id=member_id)
        .exclude(status=CoverageStatus.REFUSED)
        .values_list("service_id", flat=True)
    )
    if not covered:
        for keys in (
            Application.objects.visible_to(actor).filter(member_id=member_id).values_list("services", flat=True)
        ):
            covered |= set(keys)
    return sorted(covered)


def requirements(actor: Actor, *, member_id: int) -> list[Requirement]:
    """Every document the member's services ask for or it was taken in for: what blocks first, the worst state first."""
    ask(actor, NetworkPermission.SEE)
    kinds = {
        kind.pk: kind
        for needed in service_documents(services_of(actor, member_id=member_id)).values()
        for kind in needed
    }
    stated = Condition.objects.visible_to(actor).filter(member_id=member_id, document_type__isnull=False)
    for one in stated.select_related("document_type"):
        if one.document_type is not None:
            kinds[one.document_type.pk] = one.document_type
    held: dict[str, list[Document]] = {}
    for row in Document.objects.visible_to(actor).filter(member_id=member_id, type_id__in=kinds):
        held.setdefault(row.type_id, []).append(row)
    found = [_requirement(kind, held.get(key, []), actor.today) for key, kind in kinds.items()]
    order = ("missing", "rejected", "expired", "future", "waiting", "expiring", "valid")
    return sorted(found, key=lambda need: (not need.blocks, order.index(need.state), need.name))


def _requirement(kind: DocumentType, rows: list[Document], today: date) -> Requirement:
    verified = [row for row in rows if row.status == DocumentStatus.VERIFIED]
    valid = [row for row in verified if _holds(row, today)]
    waiting = [row for row in rows if row.status == DocumentStatus.UPLOADED]
    last = max(rows, key=lambda row: (row.uploaded_at, row.pk), default=None)
    state, document = "missing", None
    if valid:
        document = max(valid, key=lambda row: row.period.upper or date.max)
        ends = max((row.period.upper or date.max for row in verified), default=date.max)
        state = "expiring" if ends <= today + SOON and not waiting else "valid"
    elif waiting:
        state, document = "waiting", waiting[0]
    elif last is not None and last.status == DocumentStatus.REJECTED:
        state, document = "rejected", last
    elif coming := [row for row in verified if row.period.lower > today]:
        state, document = "future", min(coming, key=lambda row: row.period.lower)
    elif verified:
        state, document = "expired", max(verified, key=lambda row: row.period.upper or date.max)
    until = document.period.upper if document is not None else None
    if document is not None and state == "future":
        until = document.period.lower
    reason = rejection_words(document) if document is not None else ""
    return Requirement(
        kind.pk, kind.name, kind.blocks, kind.why, state, until, reason, document.pk if document else None
    )


def rejection_choices() -> list[tuple[str, str]]:
    """The reasons to reject a document, for a form."""
    return [(reason.value, str(reason.label)) for reason in RejectionReason]


def rejection_words(row: Document) -> str:
    """Why a document was rejected: the reason of the list, then the words written with it."""
    parts = [row.rejection_reason]
    if row.rejection_code and row.rejection_code != RejectionReason.OTHER:
        parts.insert(0, str(RejectionReason(row.rejection_code).label))
    return ": ".join(part for part in parts if part)


def _holds(row: Document, day: date) -> bool:
    return row.period.lower <= day and (row.period.upper is None or day < row.period.upper)
