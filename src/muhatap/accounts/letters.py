"""Mails to the people of a company, by what they look after there; they carry names and numbers, never prices."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from muhatap.accounts.models import Role, Seat
from muhatap.kernel import jobs


def write_to_company(
    template: str, *, party_id: int, roles: Collection[Role], path: str, facts: dict[str, Any], dedupe: str
) -> int:
    """Leave a letter to everybody seated in these roles for a company, each once; returns to how many."""
    seats: Any = Seat.objects.filter(party_id=party_id, role__in=roles, user__is_active=True).select_related("user")
    readers = {seat.user.email: (seat.user, Role(seat.role)) for seat in seats.order_by("pk")}
    for email, (user, role) in readers.items():
        jobs.put(
            "mail",
            {
                "template": template,
                "to": email,
                "language": user.language,
                "face": role.audience.value,
                "path": path,
                "facts": {"name": user.name, **facts},
            },
            dedupe=f"{template}:{dedupe}:{email}"[:200],
        )
    return len(readers)
