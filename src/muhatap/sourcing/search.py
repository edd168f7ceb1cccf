"""Sourcing rounds by number and by the contract they serve."""

from __future__ import annotations

from typing import Any

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.search import Hit, numbered
from muhatap.sourcing.models import Round
from muhatap.sourcing.permissions import SourcingPermission


def search(actor: Actor, *, words: str, most: int) -> list[Hit]:
    """Sourcing rounds, the latest first. Raises: Forbidden."""
    ask(actor, SourcingPermission.SEE)
    rows: Any = numbered(
        Round.objects.visible_to(actor), words, ("contract__agreement__title", "contract__customer__name")
    )
    found = rows.select_related("contract__agreement", "contract__customer").order_by("-opened_at", "-pk")[:most]
    return [
        Hit(f"{one.number} · {one.contract.agreement.title}", one.contract.customer.short_name, "round", one.pk)
        for one in found
    ]
