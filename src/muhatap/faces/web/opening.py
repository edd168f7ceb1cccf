"""Whether somebody may open a page: nobody is shown a way that ends at a closed door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from muhatap.accounts.reads import Role
from muhatap.kernel.actors import Actor
from muhatap.roles import permissions_of

# They may do nearly everything: named only where nobody else can go on.
ABOVE_ALL = {Role.MANAGEMENT, Role.ADMINISTRATOR}


def may_open(actor: Actor | None, url: str) -> bool:
    """Whether the page at an address of this face is open to the actor; other addresses are not ours to judge."""
    needed = _needed(url)
    return actor is None or needed is None or actor.may(needed)


def _needed(url: str) -> str | None:
    """The permission the page at an address of this face asks for, if it asks for one."""
    path = urlsplit(url).path
    if not path.startswith("/"):
        return None
    try:
        return getattr(resolve(path).func, "requires", None)
    except Resolver404:
        return None


def who_goes_on(actor: Actor | None, url: str) -> str:
    """The roles of the actor's side that may open a page, in words; blank when nobody of them may."""
    needed = _needed(url)
    if actor is None or needed is None:
        return ""
    roles = [role for role in Role if role.audience is actor.audience and needed in permissions_of(role.value)]
    return ", ".join(str(role.label) for role in roles if role not in ABOVE_ALL or set(roles) <= ABOVE_ALL)


def open_ways(actor: Actor | None, context: Mapping[str, Any]) -> dict[str, Any]:
    """What stays of a page's actions, next step and empty list: the sentences, and the ways the actor may go."""
    kept: dict[str, Any] = {}
    actions = context.get("actions")
    if isinstance(actions, list):
        kept["actions"] = [one for one in actions if may_open(actor, str(one.get("url", "")))]
    step = context.get("next")
    if isinstance(step, dict) and step.get("url") and not may_open(actor, str(step["url"])):
        waits_for = step.get("waits_for") or who_goes_on(actor, str(step["url"]))
        kept["next"] = {**step, "label": "", "url": "", "waits_for": waits_for}
    empty = context.get("empty")
    if isinstance(empty, dict) and empty.get("action_url") and not may_open(actor, str(empty["action_url"])):
        kept["empty"] = {**empty, "action_label": "", "action_url": ""}
    return kept
