"""Names of parties as far as the actor may know them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language

from muhatap.accounts.models import User
from muhatap.kernel.actors import Actor
from muhatap.parties.models import Party


def parties(actor: Actor, ids: Iterable[int | None]) -> dict[int, str]:
    """Short names by id; whom the wall hides is not among them."""
    wanted = {one for one in ids if one is not None}
    return dict(Party.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", "short_name"))


def users(actor: Actor, ids: Iterable[int | None]) -> dict[int, str]:
    """Names of users by id, of the actor's own side in a portal."""
    wanted = {one for one in ids if one is not None}
    return dict(User.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", "name"))


def language(actor: Actor) -> str:
    """The language the actor reads now, `tr` or `en`."""
    return "en" if (get_language() or actor.language or "tr").startswith("en") else "tr"
