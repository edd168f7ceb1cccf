"""Views of lists: kept under a name, shared, changed, removed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from muhatap.accounts.models import ListView
from muhatap.accounts.permissions import AccountsPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal

MOST_VIEWS = 30
LONGEST_QUERY = 1000


class TooManyViews(Refusal):
    """Nobody finds anything among so many views of one list."""


@command(AccountsPermission.KEEP_VIEWS)
def keep_view(actor: Actor, *, page: str, name: str, query: str, shared: bool = False) -> ListView:
    """Keep a list as it is shown now under a name; one's own view of that name is replaced.

    Raises: InvalidInput, TooManyViews.
    """
    name = _name(name)
    if len(query) > LONGEST_QUERY:
        raise InvalidInput(_("This search is too long to be kept. Shorten it."))
    mine = _mine(actor).filter(page=page)
    standing = mine.filter(name=name).first()
    if standing is not None:
        standing.query, standing.shared = query, shared
        standing.save(update_fields=["query", "shared"])
        return standing
    if mine.count() >= MOST_VIEWS:
        raise TooManyViews(_("You keep %(most)d views of this list already. Remove one first.") % {"most": MOST_VIEWS})
    view = ListView(
        **_who(actor),
        page=page,
        name=name,
        query=query,
        shared=shared,
        author=actor.name,
        made_at=actor.now,
    )
    view.save(force_insert=True)
    return view


@command(AccountsPermission.KEEP_VIEWS)
def rename_view(actor: Actor, *, view_id: int, name: str, shared: bool) -> ListView:
    """Give one's own view another name, or share it, or stop sharing it. Raises: InvalidInput."""
    view = _own(actor, view_id)
    name = _name(name)
    if _mine(actor).filter(page=view.page, name=name).exclude(pk=view.pk).exists():
        raise InvalidInput(_("You keep another view under this name."), field="name")
    view.name, view.shared = name, shared
    view.save(update_fields=["name", "shared"])
    return view


@command(AccountsPermission.KEEP_VIEWS)
def remove_view(actor: Actor, *, view_id: int) -> None:
    """Remove one's own view; whoever it was shared with loses it too."""
    _own(actor, view_id).delete()


def _who(actor: Actor) -> dict[str, Any]:
    return {"user_id": actor.user_id, "party_id": actor.party_id}


def _mine(actor: Actor) -> models.QuerySet[ListView]:
    return ListView.objects.visible_to(actor).filter(**_who(actor))


def _own(actor: Actor, view_id: int) -> ListView:
    return _mine(actor).select_for_update().get(pk=view_id)


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise InvalidInput(_("Write a name for the view."), field="name")
    return name[:60]
