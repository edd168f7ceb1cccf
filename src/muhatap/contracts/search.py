"""Contracts and projects by number, code, name and customer."""

from __future__ import annotations

from typing import Any

from muhatap.contracts.models import CustomerContract, Project
from muhatap.contracts.permissions import ContractPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.search import Hit, matching, number_of


def search(actor: Actor, *, words: str, most: int) -> list[Hit]:
    """Customer contracts and projects, the latest first. Raises: Forbidden."""
    ask(actor, ContractPermission.SEE)
    contracts, projects = CustomerContract.objects.visible_to(actor), Project.objects.visible_to(actor)
    if number := number_of(words):
        found: Any = contracts.filter(agreement__number__startswith=number)
        ours: Any = projects.filter(code__startswith=number)
    else:
        found = matching(contracts, words, ("agreement__title", "customer__name"))
        ours = matching(projects, words, ("name", "customer__name"))
    return [
        Hit(f"{one.agreement.number} · {one.agreement.title}", one.customer.short_name, "contract", one.pk)
        for one in found.select_related("agreement", "customer").order_by("-pk")[:most]
    ] + [
        Hit(f"{one.code} · {one.name}", one.customer.short_name, "project", one.pk)
        for one in ours.select_related("customer").order_by("-pk")[:most]
    ]
