"""Tickets by number, subject, customer and location; jobs by number."""

from __future__ import annotations

from typing import Any

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.search import Hit, number_of, numbered
from muhatap.operations.models import Job, Ticket
from muhatap.operations.permissions import OperationsPermission


def search(actor: Actor, *, words: str, most: int) -> list[Hit]:
    """Tickets and jobs, the latest first; of the many jobs only those whose number is asked. Raises: Forbidden."""
    ask(actor, OperationsPermission.SEE)
    tickets: Any = numbered(Ticket.objects.visible_to(actor), words, ("subject", "customer__name", "location__name"))
    found = [
        Hit(f"{one.number} · {one.subject}", _where(one), "ticket", one.pk)
        for one in tickets.select_related("customer", "location").order_by("-opened_at", "-pk")[:most]
    ]
    number = number_of(words)
    if not number:
        return found
    jobs: Any = Job.objects.visible_to(actor).filter(number__startswith=number).select_related("location", "service")
    return found + [
        Hit(f"{one.number} · {one.location.name}", f"{one.day:%d.%m.%Y} · {one.service.name}", "job", one.pk)
        for one in jobs.order_by("-number")[:most]
    ]


def _where(ticket: Any) -> str:
    place = f" · {ticket.location.name}" if ticket.location is not None else ""
    return f"{ticket.customer.short_name}{place}"
