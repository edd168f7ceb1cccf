"""Applications by number, company, person, phone and tax number; members are found as companies."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.search import Hit, digits_of, numbered
from muhatap.network.models import Application
from muhatap.network.permissions import NetworkPermission


def search(actor: Actor, *, words: str, most: int) -> list[Hit]:
    """Applications, the latest first. Raises: Forbidden."""
    ask(actor, NetworkPermission.REVIEW)
    known = Application.objects.visible_to(actor)
    if digits := digits_of(words):
        rows: Any = known.filter(Q(tax_number__startswith=digits) | Q(phone__contains=digits.lstrip("0")))
    else:
        rows = numbered(known, words, ("company_name", "contact_name"))
    return [
        Hit(f"{one.number} · {one.company_name}", one.contact_name, "application", one.pk)
        for one in rows.order_by("-received_at", "-pk")[:most]
    ]
