"""Frozen versions, who signs them, and the evidence of their signatures."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from muhatap.agreements import rules
from muhatap.agreements.models import AgreementVersion, Signature, SignatureSlot, SlotStatus, VersionStatus
from muhatap.agreements.permissions import AgreementPermission
from muhatap.kernel import files
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask

_TONES = {
    SlotStatus.WAITING: "none",
    SlotStatus.OPEN: "warn",
    SlotStatus.SIGNED: "ok",
    SlotStatus.DECLINED: "bad",
    SlotStatus.VOID: "none",
}


@dataclass(frozen=True, slots=True)
class SlotView:
    """A place to sign and, once signed, how."""

    id: int
    position: int
    side: str
    name: str
    title: str
    email: str
    user_id: int | None
    status: str
    status_name: str
    tone: str
    note: str
    signed_at: datetime | None
    method: str
    address: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version with its places to sign, in order."""

    id: int
    number: int
    status: str
    status_name: str
    effective_on: date
    reason: str
    sha256: str
    pdf_id: uuid.UUID | None
    pdf_sha256: str
    sealed_pdf_id: uuid.UUID | None
    frozen_at: datetime
    signed_at: datetime | None
    slots: tuple[SlotView, ...]


@dataclass(frozen=True, slots=True)
class Frozen:
    """A version's snapshot with its hash: all its paper is made from."""

    version_id: int
    agreement_id: int
    snapshot: Mapping[str, Any]
    sha256: str
    status: str


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """What proves the signatures of a version: the paper's own bytes and hash, and a record per signature."""

    version_id: int
    snapshot: Mapping[str, Any]
    sha256: str
    pdf: bytes
    pdf_sha256: str
    signed_at: datetime | None
    records: tuple[Mapping[str, Any], ...]


def _slot_view(slot: SignatureSlot, signature: Signature | None) -> SlotView:
    """A place to sign as a face shows it."""
    status = SlotStatus(slot.status)
    return SlotView(
        id=slot.pk,
        position=slot.position,
        side=slot.side,
        name=slot.name,
        title=slot.title,
        email=slot.email,
        user_id=slot.user_id,
        status=slot.status,
        status_name=str(status.label),
        tone=_TONES[status],
        note=slot.note,
        signed_at=signature.signed_at if signature else None,
        method=str(signature.get_method_display()) if signature else "",
        address=signature.address if signature else "",
    )


def versions_of(actor: Actor, *, agreement_id: int) -> list[VersionView]:
    """The versions of an agreement the actor may meet, newest first."""
    ask(actor, AgreementPermission.SEE)
    rows: Any = (
        AgreementVersion.objects.visible_to(actor)
        .filter(agreement_id=agreement_id)
        .select_related("pdf")
        .defer("snapshot")
        .prefetch_related("slots", "signatures")
        .order_by("-number")
    )
    return [_version_view(row) for row in rows]


def _version_view(row: AgreementVersion) -> VersionView:
    by_slot = {signature.slot_id: signature for signature in row.signatures.all()}
    slots = sorted(row.slots.all(), key=lambda slot: slot.position)
    return VersionView(
        id=row.pk,
        number=row.number,
        status=row.status,
        status_name=str(VersionStatus(row.status).label),
        effective_on=row.effective_on,
        reason=row.reason,
        sha256=row.sha256,
        pdf_id=row.pdf_id,
        pdf_sha256=row.pdf.sha256 if row.pdf else "",
        sealed_pdf_id=row.sealed_pdf_id,
        frozen_at=row.frozen_at,
        signed_at=row.signed_at,
        slots=tuple(_slot_view(slot, by_slot.get(slot.pk)) for slot in slots),
    )


def frozen(actor: Actor, *, version_id: int) -> Frozen:
    """A version's snapshot and hash."""
    ask(actor, AgreementPermission.SEE)
    row: Any = AgreementVersion.objects.visible_to(actor).get(pk=version_id)
    return Frozen(row.pk, row.agreement_id, row.snapshot, row.sha256, row.status)


def signed_snapshot(actor: Actor, *, agreement_id: int) -> Frozen | None:
    """The newest version everybody signed; None when there is none."""
    ask(actor, AgreementPermission.SEE)
    rows: Any = AgreementVersion.objects.visible_to(actor).filter(
        agreement_id=agreement_id, status=VersionStatus.SIGNED
    )
    row = rows.order_by("-number").first()
    return None if row is None else Frozen(row.pk, row.agreement_id, row.snapshot, row.sha256, row.status)


def evidence(actor: Actor, *, version_id: int) -> EvidenceView:
    """The paper of a version with the record of each signature. Raises: FileNotFoundError, ValueError (altered)."""
    ask(actor, AgreementPermission.SEE)
    row: Any = AgreementVersion.objects.visible_to(actor).select_related("pdf").exclude(pdf=None).get(pk=version_id)
    signatures = Signature.objects.visible_to(actor).filter(version_id=row.pk).order_by("slot__position")
    return EvidenceView(
        version_id=row.pk,
        snapshot=row.snapshot,
        sha256=row.sha256,
        pdf=files.read(row.pdf),
        pdf_sha256=row.pdf.sha256,
        signed_at=row.signed_at,
        records=tuple(signature.evidence for signature in signatures),
    )


def intact(actor: Actor, *, version_id: int) -> bool:
    """Whether snapshot, paper and signatures of a version still have the hashes they were given (INV-34)."""
    ask(actor, AgreementPermission.SEE)
    row: Any = AgreementVersion.objects.visible_to(actor).select_related("pdf").get(pk=version_id)
    if rules.fingerprint(row.snapshot) != row.sha256:
        return False
    if row.pdf is None:
        return True
    try:
        found = hashlib.sha256(files.read(row.pdf)).hexdigest()
    except (OSError, ValueError):
        return False
    hashes: Any = Signature.objects.visible_to(actor).filter(version_id=row.pk)
    return all(signed == found for signed in hashes.values_list("sha256", flat=True))
