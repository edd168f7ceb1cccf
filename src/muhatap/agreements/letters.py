"""Mails about agreements, left in the outbox; they carry names and numbers, never prices or codes."""

from __future__ import annotations

from typing import Any

from muhatap.agreements.models import Agreement, AgreementVersion, Kind, Side, SignatureSlot
from muhatap.kernel import jobs


def face_of(agreement: Agreement, side: str) -> str:
    """The face at which a side of an agreement signs."""
    if side == Side.PRIME:
        return "desk"
    return "customer" if agreement.kind == Kind.CUSTOMER else "member"


def write_turn(version: AgreementVersion, slot: SignatureSlot) -> None:
    """Tell a signer that it is their turn."""
    agreement: Any = Agreement.objects.get(pk=version.agreement_id)
    jobs.put(
        "mail",
        {
            "template": "agreement_turn",
            "to": slot.email,
            "language": agreement.language,
            "face": face_of(agreement, slot.side),
            "path": f"agreements/{agreement.pk}/sign/",
            "facts": {"name": slot.name, "number": agreement.number, "title": agreement.title},
        },
        dedupe=f"agreement_turn:{slot.pk}",
    )


def write_signed(agreement: Agreement, version: AgreementVersion) -> None:
    """Tell every signer that the agreement is signed by all."""
    for slot in SignatureSlot.objects.filter(version=version).order_by("position"):
        jobs.put(
            "mail",
            {
                "template": "agreement_signed",
                "to": slot.email,
                "language": agreement.language,
                "face": face_of(agreement, slot.side),
                "path": f"agreements/{agreement.pk}/",
                "facts": {"name": slot.name, "number": agreement.number, "title": agreement.title},
            },
            dedupe=f"agreement_signed:{slot.pk}",
        )
