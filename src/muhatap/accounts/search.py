"""Users by name and e-mail."""

from __future__ import annotations

from typing import Any

from muhatap.accounts.models import User
from muhatap.accounts.permissions import AccountsPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.search import Hit, matching


def search(actor: Actor, *, words: str, most: int) -> list[Hit]:
    """Users, by name. Raises: Forbidden."""
    ask(actor, AccountsPermission.SEE_USERS)
    rows: Any = matching(User.objects.visible_to(actor), words, ("name", "email")).order_by("name", "pk")
    return [Hit(one.name, one.email, "user", one.pk) for one in rows[:most]]
