"""Signatures given in ink: the scan of the signed paper is kept with the hash of the version it shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from muhatap.agreements.commands.signing import NotYourTurn, give_signature
from muhatap.agreements.models import Method, Signature, SignatureSlot, SlotStatus, VersionStatus
from muhatap.agreements.permissions import AgreementPermission
from muhatap.kernel import files
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput


@command(AgreementPermission.SEND)
def record_paper_signature(
    actor: Actor, *, slot_id: int, sha256: str, scan: bytes, name: str, signed_at: datetime | None = None
) -> Signature:
    """Record a signature in ink of either side; `sha256` is the version's hash as it stands at the foot of the scan.

    Raises: NotYourTurn, InvalidInput, FileRefused.
    """
    slot: Any = (
        SignatureSlot.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("version__pdf", "agreement")
        .get(pk=slot_id)
    )
    if slot.status != SlotStatus.OPEN or slot.version.status != VersionStatus.SENT:
        raise NotYourTurn(_("It is not this signer's turn. Record signatures in their order."))
    typed = "".join(sha256.split()).lower()
    # People copy the beginning of the hash from the paper's foot: twelve digits tell any two versions apart.
    if len(typed) < 12 or not slot.version.sha256.startswith(typed):  # noqa: PLR2004
        raise InvalidInput(
            _("This is not the hash of the version that is out for signature. Compare the foot of the scanned page."),
            field="sha256",
        )
    if signed_at is not None and signed_at > actor.now:
        raise InvalidInput(_("The day of signature lies in the future."), field="signed_at")
    file = files.store_document(actor, scan, name=name, permission=AgreementPermission.SEE)
    files.open_to(file, slot.party_id, permission=AgreementPermission.SEE)
    evidence = {"scan_sha256": file.sha256, "recorded_by": actor.name, "recorded_at": actor.now}
    return give_signature(actor, slot, Method.PAPER, evidence, scan=file, signed_at=signed_at)
