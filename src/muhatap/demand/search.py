"""Requests and proposals by number, company, person, phone, tax number and subject."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from muhatap.demand.models import Proposal, Request
from muhatap.demand.permissions import DemandPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.search import Hit, digits_of, numbered


def search(actor: Actor, *, words: str, most: int) -> list[Hit]:
    """Requests and proposals, the latest first. Raises: Forbidden."""
    ask(actor, DemandPermission.SEE)
    known = Request.objects.visible_to(actor)
    if digits := digits_of(words):
        requests: Any = known.filter(Q(tax_number__startswith=digits) | Q(phone__contains=digits.lstrip("0")))
    else:
        requests = numbered(known, words, ("company_name", "contact_name", "subject"))
    proposals: Any = numbered(Proposal.objects.visible_to(actor), words, ("title", "customer__name"))
    return [
        Hit(f"{one.number} · {one.company_name}", one.subject, "request", one.pk)
        for one in requests.order_by("-received_at", "-pk")[:most]
    ] + [
        Hit(f"{one.number} · {one.title}", one.customer.short_name, "proposal", one.pk)
        for one in proposals.select_related("customer").order_by("-pk")[:most]
    ]
