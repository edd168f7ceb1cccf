"""Waivers for missing documents: asked by one person with a reason, agreed to by another, until a day."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.periods import Period
from muhatap.network.commands.applications import SecondPersonNeeded
from muhatap.network.events import WaiverAgreed, WaiverAsked, WaiverEnded
from muhatap.network.models import Document, DocumentStatus, DocumentWaiver, Member
from muhatap.network.permissions import NetworkPermission
from muhatap.network.reads.required import service_documents

# How long a document can be waived for at most; after that it has to be there.
MOST_DAYS = 90


class NothingToWaive(Refusal):
    """The document is there, not asked for, or waived already."""


@command(NetworkPermission.VERIFY)
def ask_waiver(
    actor: Actor, *, member_id: int, service_id: str, document_type_id: str, until: date, reason: str
) -> DocumentWaiver:
    """Ask for new work of a service in spite of a missing document, until a day (not included).

    Raises: InvalidInput, NothingToWaive.
    """
    member = Member.objects.visible_to(actor).select_for_update().get(pk=member_id)
    if not reason.strip():
        raise InvalidInput(_("Write why the member gets work in spite of the missing document."), field="reason")
    if not actor.today < until <= date.fromordinal(actor.today.toordinal() + MOST_DAYS):
        raise InvalidInput(
            _("Choose a day within the next %(days)d days; later the document has to be there.") % {"days": MOST_DAYS},
            field="until",
        )
    _refuse_needless(actor, member, service_id, document_type_id)
    waiver = DocumentWaiver(
        member_id=member.pk,
        service_id=service_id,
        document_type_id=document_type_id,
        period=Period(actor.today, until).range(),
        reason=reason.strip(),
        asked_by_id=actor.user_id,
        asked_at=actor.now,
    )
    waiver.save(force_insert=True)
    announce(WaiverAsked(waiver_id=waiver.pk, member_id=member.pk, reason=waiver.reason), by=actor)
    return waiver


def _refuse_needless(actor: Actor, member: Member, service_id: str, type_id: str) -> None:
    wanted = {kind.pk for kind in service_documents([service_id]).get(service_id, []) if kind.blocks}
    if type_id not in wanted:
        raise NothingToWaive(
            _("This service can be given without this document; there is nothing to waive."), field="document_type_id"
        )
    held = Document.objects.filter(
        member_id=member.pk, type_id=type_id, status=DocumentStatus.VERIFIED, period__contains=actor.today
    )
    if held.exists():
        raise NothingToWaive(_("The member holds this document today."), field="document_type_id")
    standing = DocumentWaiver.objects.filter(
        member_id=member.pk, service_id=service_id, document_type_id=type_id, period__contains=actor.today
    )
    if standing.exists():
        raise NothingToWaive(
            _("A waiver for this document and service stands or is asked for already. End it first."),
            field="document_type_id",
        )


def _locked(actor: Actor, waiver_id: int) -> DocumentWaiver:
    row: DocumentWaiver = DocumentWaiver.objects.visible_to(actor).select_for_update().get(pk=waiver_id)
    return row


@command(NetworkPermission.WAIVE)
def agree_waiver(actor: Actor, *, waiver_id: int) -> DocumentWaiver:
    """Agree, as a second person, to a waiver; it counts from today on. Raises: SecondPersonNeeded, NothingToWaive."""
    waiver = _locked(actor, waiver_id)
    if waiver.agreed_at is not None or waiver.period.upper <= actor.today:
        raise NothingToWaive(_("This waiver is agreed to already, or its days are over."))
    if waiver.asked_by_id == actor.user_id:
        raise SecondPersonNeeded(_("You asked for this yourself; a second person has to agree."))
    waiver.period = Period(actor.today, waiver.period.upper).range()
    waiver.agreed_by_id, waiver.agreed_at = actor.user_id, actor.now
    waiver.save(update_fields=["period", "agreed_by", "agreed_at"])
    announce(WaiverAgreed(waiver_id=waiver.pk, member_id=waiver.member_id), by=actor)
    return waiver


@command(NetworkPermission.VERIFY)
def end_waiver(actor: Actor, *, waiver_id: int) -> None:
    """End a waiver today, or drop one nobody agreed to. Raises: NothingToWaive."""
    waiver = _locked(actor, waiver_id)
    if waiver.period.upper <= actor.today:
        raise NothingToWaive(_("The days of this waiver are over."))
    if waiver.agreed_at is None or waiver.period.lower >= actor.today:
        waiver.delete()
    else:
        waiver.period = Period(waiver.period.lower, actor.today).range()
        waiver.save(update_fields=["period"])
    announce(WaiverEnded(waiver_id=waiver_id, member_id=waiver.member_id), by=actor)
