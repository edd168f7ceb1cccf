"""Which agreements somebody may meet: the wall, and the order of signatures."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef

from muhatap.agreements.models import Agreement, SignatureSlot, SlotStatus
from muhatap.kernel.actors import Actor


def seen(actor: Actor) -> Any:
    """Agreements the actor may meet; a later signer sees nothing before the earlier ones have signed."""
    rows: Any = Agreement.objects.visible_to(actor)
    if actor.at_desk or actor.user_id is None:
        return rows
    waits = SignatureSlot.objects.filter(agreement_id=OuterRef("pk"), user_id=actor.user_id, status=SlotStatus.WAITING)
    return rows.exclude(Exists(waits))
