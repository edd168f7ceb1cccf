"""Who of the desk looks after the actor's party."""

from __future__ import annotations

from dataclasses import dataclass

from muhatap.contracts.models import Position, ProjectContact
from muhatap.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to turn to: as what, for which project, and how to reach them."""

    user_id: int
    position: str
    project: str
    name: str
    phone: str
    email: str


def contacts(actor: Actor, *, agreement_id: int | None = None) -> list[Contact]:
    """The people who look after the actor's party, managers first; under one agreement or under all."""
    rows = ProjectContact.objects.visible_to(actor).order_by("-position", "-project_code", "pk")
    if agreement_id is not None:
        rows = rows.filter(agreement_id=agreement_id)
    return [
        Contact(row.user_id, str(Position(row.position).label), row.project_code, row.name, row.phone, row.email)
        for row in rows
    ]


def own_contacts(actor: Actor) -> list[Contact]:
    """The people who look after the actor's party, each once, with all their projects; managers first."""
    found: dict[tuple[int, str], list[Contact]] = {}
    for one in contacts(actor):
        found.setdefault((one.user_id, one.position), []).append(one)
    return [
        Contact(
            rows[0].user_id,
            rows[0].position,
            ", ".join(dict.fromkeys(row.project for row in rows)),
            rows[0].name,
            rows[0].phone,
            rows[0].email,
        )
        for rows in found.values()
    ]
