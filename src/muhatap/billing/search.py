"""Invoices and settlements by number and by company."""

from __future__ import annotations

from typing import Any

from muhatap.billing.models import Invoice, Settlement
from muhatap.billing.permissions import BillingPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.search import Hit, matching, number_of


def search(actor: Actor, *, words: str, most: int) -> list[Hit]:
    """Invoices and settlements, the latest first. Raises: Forbidden."""
    ask(actor, BillingPermission.SEE)
    invoices: Any = _asked(Invoice.objects.visible_to(actor), words, "customer__name")
    settlements: Any = _asked(Settlement.objects.visible_to(actor), words, "member__name")
    return [
        Hit(f"{one.number or '—'} · {one.customer.short_name}", f"{one.month:%m.%Y}", "invoice", one.pk)
        for one in invoices.select_related("customer").order_by("-month", "-pk")[:most]
    ] + [
        Hit(f"{one.number} · {one.member.short_name}", f"{one.month:%m.%Y}", "settlement", one.pk)
        for one in settlements.select_related("member").order_by("-month", "-pk")[:most]
    ]


def _asked(rows: Any, words: str, name: str) -> Any:
    """By the beginning of the number; an invoice's has no marks in it (`MHT2026000000042`)."""
    if number_of(words):
        bare = "".join(sign for sign in words.upper() if sign.isalnum())
        return rows.filter(number__startswith=number_of(words)) | rows.filter(number__startswith=bare)
    return matching(rows, words, (name,))
