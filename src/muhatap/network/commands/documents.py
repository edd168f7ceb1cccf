"""Documents of members: handed in, verified or rejected with a reason."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from muhatap.kernel import files
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.periods import DAY, Period
from muhatap.network.events import ConditionMet, DocumentRejected, DocumentUploaded, DocumentVerified
from muhatap.network.models import (
    DOCUMENT_LIFECYCLE,
    Condition,
    Document,
    DocumentStatus,
    Member,
    RejectionReason,
)
from muhatap.network.permissions import NetworkPermission
from muhatap.network.reads.required import rejection_words


class AlreadyExpired(Refusal):
    """A document that has run out cannot be handed in."""


@command(NetworkPermission.OFFER)
def upload_document(
    actor: Actor,
    *,
    member_id: int,
    type_id: str,
    data: bytes,
    name: str,
    valid_from: date,
    valid_until: date | None = None,
    number: str = "",
    issuer: str = "",
) -> Document:
    """Hand a document in, valid from a day until (and including) another, or without end.

    Raises: InvalidInput, AlreadyExpired, FileRefused.
    """
    member = Member.objects.visible_to(actor).get(pk=member_id)
    if valid_until is not None and valid_until < valid_from:
        raise InvalidInput(_("The last day of validity lies before the first one."), field="valid_until")
    if valid_until is not None and valid_until < actor.today:
        raise AlreadyExpired(_("This document has run out. Upload the renewed one."), field="valid_until")
    document = Document(
        member_id=member.pk,
        type_id=type_id,
        number=number.strip(),
        issuer=issuer.strip(),
        period=Period(valid_from, valid_until + DAY if valid_until else None).range(),
        file=files.store_document(actor, data, name=name, permission=NetworkPermission.SEE),
        uploaded_at=actor.now,
    )
    document.save(force_insert=True)
    if actor.at_desk:
        files.open_to(document.file, member.pk, permission=NetworkPermission.SEE)
    announce(DocumentUploaded(document_id=document.pk, member_id=member.pk, type_id=type_id), by=actor)
    return document


def _locked(actor: Actor, document_id: int) -> Document:
    row: Document = Document.objects.visible_to(actor).select_for_update().get(pk=document_id)
    return row


@command(NetworkPermission.VERIFY)
def verify_document(actor: Actor, *, document_id: int) -> Document:
    """Let a document count in its period; conditions that asked for it are met."""
    document = _locked(actor, document_id)
    document.status = DOCUMENT_LIFECYCLE.move(document.status, DocumentStatus.VERIFIED)
    document.verified_at = actor.now
    document.verified_by_id = actor.user_id
    document.save(update_fields=["status", "verified_at", "verified_by"])
    conditions = Condition.objects.select_for_update().filter(
        member_id=document.member_id, document_type_id=document.type_id, met_on__isnull=True
    )
    for condition in conditions:
        condition.met_on = actor.today
        condition.save(update_fields=["met_on"])
        announce(ConditionMet(condition_id=condition.pk, met_on=actor.today), by=actor)
    announce(
        DocumentVerified(document_id=document.pk, member_id=document.member_id, type_id=document.type_id), by=actor
    )
    return document


@command(NetworkPermission.VERIFY)
def reject_document(actor: Actor, *, document_id: int, reason: str = "", code: str = RejectionReason.OTHER) -> Document:
    """Say that a document does not count: a reason of the list, and words the member reads. Raises: InvalidInput."""
    chosen = RejectionReason(code)
    if chosen is RejectionReason.OTHER and not reason.strip():
        raise InvalidInput(_("Write the reason; the member reads it."), field="reason")
    document = _locked(actor, document_id)
    document.status = DOCUMENT_LIFECYCLE.move(document.status, DocumentStatus.REJECTED)
    document.rejection_code, document.rejection_reason = chosen, reason.strip()
    document.save(update_fields=["status", "rejection_code", "rejection_reason"])
    announce(
        DocumentRejected(
            document_id=document.pk,
            member_id=document.member_id,
            type_id=document.type_id,
            reason=rejection_words(document),
        ),
        by=actor,
    )
    return document


@command(NetworkPermission.VERIFY)
def replace_older_uploads(actor: Actor, *, document_id: int) -> int:
    """Take earlier unchecked documents of the same type out of the queue; returns how many."""
    document = _locked(actor, document_id)
    older = Document.objects.select_for_update().filter(
        member_id=document.member_id,
        type_id=document.type_id,
        status=DocumentStatus.UPLOADED,
        uploaded_at__lt=document.uploaded_at,
    )
    for row in older:
        row.status = DOCUMENT_LIFECYCLE.move(row.status, DocumentStatus.REPLACED)
        row.save(update_fields=["status"])
    return len(older)
