"""Companies and locations by number, name, VKN and phone."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.search import Hit, digits_of, matching
from muhatap.parties.models import Contact, Location, Party
from muhatap.parties.permissions import PartiesPermission


def search(actor: Actor, *, words: str, most: int) -> list[Hit]:
    """Customers, members and locations that match every word, or a VKN, TCKN or phone. Raises: Forbidden."""
    ask(actor, PartiesPermission.SEE)
    return _companies(actor, words, most) + _locations(actor, words, most)


def _companies(actor: Actor, words: str, most: int) -> list[Hit]:
    known = Party.objects.visible_to(actor).filter(Q(is_customer=True) | Q(is_member=True))
    if digits := digits_of(words):
        # Phones are kept as +90…; people write them with or without the leading zero.
        phone = digits.lstrip("0")
        called = Contact.objects.visible_to(actor).filter(phone__contains=phone).values("party_id")
        rows: Any = known.filter(Q(tax_number__startswith=digits) | Q(phone__contains=phone) | Q(pk__in=called))
    else:
        rows = matching(known, words, ("name",))
    found: list[Any] = list(rows.order_by("short_name", "pk")[:most])
    hits = []
    for one in found:
        sub = " · ".join(part for part in (one.name, one.tax_number) if part)
        hits += [Hit(one.short_name, sub, "customer", one.pk)] if one.is_customer else []
        hits += [Hit(one.short_name, sub, "member", one.pk)] if one.is_member else []
    return hits


def _locations(actor: Actor, words: str, most: int) -> list[Hit]:
    rows: Any = matching(Location.objects.visible_to(actor), words, ("name",)).select_related(
        "customer", "district__province"
    )
    return [
        Hit(
            one.name,
            f"{one.code} · {one.customer.short_name} · {one.district.name}, {one.district.province.name}",
            "location",
            one.pk,
        )
        for one in rows.order_by("name", "pk")[:most]
    ]
