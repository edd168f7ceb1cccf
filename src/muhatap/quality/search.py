"""Audits and findings by number, customer, member, location and title."""

from __future__ import annotations

from typing import Any

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.search import Hit, numbered
from muhatap.quality.models import Audit, Finding
from muhatap.quality.permissions import QualityPermission


def search(actor: Actor, *, words: str, most: int) -> list[Hit]:
    """Audits and findings, the latest first. Raises: Forbidden."""
    ask(actor, QualityPermission.SEE)
    audits: Any = numbered(
        Audit.objects.visible_to(actor), words, ("customer__name", "member__name", "location__name")
    ).select_related("customer", "member", "location")
    findings: Any = numbered(
        Finding.objects.visible_to(actor), words, ("title_tr", "title_en", "location__name")
    ).select_related("member", "location")
    return [
        Hit(f"{one.number} · {_about(one)}", f"{one.planned_on:%d.%m.%Y}", "audit", one.pk)
        for one in audits.order_by("-planned_on", "-pk")[:most]
    ] + [
        Hit(f"{one.number} · {one.title_tr}", _about(one), "finding", one.pk) for one in findings.order_by("-pk")[:most]
    ]


def _about(one: Any) -> str:
    """The location, else the companies."""
    if one.location is not None:
        return str(one.location.name)
    return " · ".join(party.short_name for party in (one.customer, one.member) if party is not None)
