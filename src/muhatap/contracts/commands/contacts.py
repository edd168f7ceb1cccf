"""Who looks after whom: the people of a project, copied to where its customer and its members may read them."""

from __future__ import annotations

from typing import Any

from muhatap.accounts.models import User
from muhatap.contracts.models import Position, Project, ProjectContact
from muhatap.contracts.permissions import ContractPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command


@command(ContractPermission.ASSIGN)
def show_people(actor: Actor, *, project_id: int, agreement_id: int, party_id: int) -> int:
    """Let a party read who looks after it under an agreement of a project; returns how many people."""
    found: Any = Project.objects.visible_to(actor).select_related("manager", "deputy").get(pk=project_id)
    people = {Position.MANAGER: found.manager, Position.DEPUTY: found.deputy}
    ProjectContact.objects.filter(agreement_id=agreement_id).delete()
    rows = [
        ProjectContact(
            party_id=party_id,
            agreement_id=agreement_id,
            project=found,
            project_code=found.code,
            position=position,
            user=user,
            name=user.name,
            phone=user.phone,
            email=user.email,
        )
        for position, user in people.items()
        if user is not None
    ]
    ProjectContact.objects.bulk_create(rows)
    return len(rows)


@command(ContractPermission.ASSIGN)
def hide_people(actor: Actor, *, agreement_id: int) -> int:
    """Nobody looks after a party any more under an agreement that ended; returns how many people."""
    return ProjectContact.objects.visible_to(actor).filter(agreement_id=agreement_id).delete()[0]


@command(ContractPermission.ASSIGN)
def follow_person(actor: Actor, *, user_id: int) -> int:
    """Keep the copies of a colleague's name and phone; returns how many."""
    user = User.objects.get(pk=user_id)
    copies = ProjectContact.objects.visible_to(actor).filter(user=user)
    return copies.update(name=user.name, phone=user.phone, email=user.email)
