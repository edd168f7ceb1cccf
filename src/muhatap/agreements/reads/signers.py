"""Who may sign for whom: people of the party who bind it, and people of the desk."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from muhatap.accounts.models import Role, Seat, User
from muhatap.agreements.models import Side
from muhatap.agreements.permissions import AgreementPermission
from muhatap.agreements.rules import Signer
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.commands import ask


def party_signers(actor: Actor, *, party_id: int) -> list[Signer]:
    """A party's decision makers and owners with a login, who sign in its portal."""
    ask(actor, AgreementPermission.SEE)
    seats: Any = (
        Seat.objects.visible_to(actor)
        .filter(party_id=party_id, role__in=[Role.CUSTOMER_DECISION, Role.MEMBER_OWNER], user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )
    return [Signer(Side.PARTY.value, one.user.name, "", one.user.email, one.user_id) for one in seats]


def desk_signers(actor: Actor, *, roles: Collection[str] | None = None) -> list[Signer]:
    """People of the desk who may sign for us (those in some roles alone), the actor first."""
    ask(actor, AgreementPermission.SEE)
    users: Any = User.objects.filter(audience=Audience.DESK.value, is_active=True).order_by("name", "pk")
    if roles is not None:
        users = users.filter(pk__in=Seat.objects.filter(role__in=roles).values("user_id"))
    found = [Signer(Side.PRIME.value, user.name, "", user.email, user.pk) for user in users]
    return sorted(found, key=lambda one: one.user_id != actor.user_id)
