"""What somebody sees who is to sign."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from muhatap.agreements import rules
from muhatap.agreements.models import Side, SignatureSlot, SigningCode, SlotStatus, VersionStatus
from muhatap.agreements.permissions import AgreementPermission
from muhatap.agreements.reads.agreements import AgreementRow, agreement_row
from muhatap.agreements.reads.seen import seen
from muhatap.agreements.reads.versions import VersionView, versions_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask


@dataclass(frozen=True, slots=True)
class SigningView:
    """An agreement on the table: its paper and hash, the actor's own place to sign (none: why not), the last code."""

    row: AgreementRow
    version: VersionView
    snapshot: Mapping[str, Any]
    slot_id: int | None
    why_not: str
    email: str
    code_asked_at: datetime | None
    code_usable: bool

    @property
    def pdf_id(self) -> uuid.UUID | None:
        """The paper to read."""
        return self.version.pdf_id


@dataclass(frozen=True, slots=True)
class WaitingSignature:
    """A signature that waits for the actor."""

    agreement_id: int
    kind: str
    number: str
    title: str
    party: str
    sent_at: datetime | None


def _side(actor: Actor) -> Side:
    return Side.PRIME if actor.at_desk else Side.PARTY


def signing(actor: Actor, *, agreement_id: int) -> SigningView:
    """The version that is out for signature (or the last one signed), as the actor meets it."""
    ask(actor, AgreementPermission.SEE)
    found = seen(actor).select_related("party").get(pk=agreement_id)
    versions = [v for v in versions_of(actor, agreement_id=agreement_id) if v.status != VersionStatus.DROPPED]
    if not versions:
        raise SignatureSlot.DoesNotExist
    version = versions[0]
    mine = [slot for slot in version.slots if slot.side == _side(actor)]
    open_slots = [slot for slot in mine if slot.status == SlotStatus.OPEN]
    slot = next((one for one in open_slots if one.user_id in {None, actor.user_id}), None)
    codes: Any = SigningCode.objects.visible_to(actor).filter(slot_id=slot.id if slot else None)
    code = codes.order_by("-asked_at", "-pk").first() if slot else None
    usable = (
        code is not None
        and code.used_at is None
        and code.expires_at > actor.now
        and code.attempts < rules.MOST_ATTEMPTS
    )
    return SigningView(
        row=agreement_row(actor, found),
        version=version,
        snapshot=_snapshot(actor, version.id),
        slot_id=slot.id if slot else None,
        why_not="" if slot else _why_not(version, actor),
        email=rules.masked(slot.email) if slot else "",
        code_asked_at=code.asked_at if code is not None and usable else None,
        code_usable=usable,
    )


def _snapshot(actor: Actor, version_id: int) -> Mapping[str, Any]:
    from muhatap.agreements.reads.versions import frozen

    return frozen(actor, version_id=version_id).snapshot


def _why_not(version: VersionView, actor: Actor) -> str:
    """Why the actor has nothing to sign here now, in words."""
    if version.status == VersionStatus.SIGNED:
        return _("Everybody has signed.")
    if version.status == VersionStatus.FROZEN:
        return _("This version has not been sent out for signature yet.")
    waiting = next((slot for slot in version.slots if slot.status == SlotStatus.OPEN), None)
    if waiting is not None:
        return _("%(name)s is to sign now.") % {"name": waiting.name}
    if any(slot.status == SlotStatus.DECLINED for slot in version.slots):
        return _("A signer declined; the agreement will be changed or withdrawn.")
    return _("The signature is being recorded; the next signer's turn comes in a moment.")


def waiting_signatures(actor: Actor) -> list[WaitingSignature]:
    """Signatures that wait for the actor, oldest first."""
    ask(actor, AgreementPermission.SEE)
    if not actor.may(AgreementPermission.SIGN):
        return []
    rows: Any = (
        SignatureSlot.objects.visible_to(actor)
        .filter(Q(user_id=actor.user_id) | Q(user_id=None), side=_side(actor), status=SlotStatus.OPEN)
        .filter(version__status=VersionStatus.SENT)
        .select_related("agreement__party", "version")
        .order_by("version__sent_at")
    )
    return [
        WaitingSignature(
            agreement_id=row.agreement_id,
            kind=row.agreement.kind,
            number=row.agreement.number,
            title=row.agreement.title,
            party=row.agreement.party.short_name,
            sent_at=row.version.sent_at,
        )
        for row in rows
    ]
