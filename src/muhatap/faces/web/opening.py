"""Whether somebody may open a page: nobody is shown a way that ends at a closed door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from muhatap.kernel.actors import Actor


def may_open(actor: Actor | None, url: str) -> bool:
    """Whether the page at an address of this face is open to the actor; other addresses are not ours to judge."""
    path = urlsplit(url).path
    if actor is None or not path.startswith("/"):
        return True
    try:
        needed = getattr(resolve(path).func, "requires", None)
    except Resolver404:
        return True
    return needed is None or actor.may(needed)


def open_ways(actor: Actor | None, context: Mapping[str, Any]) -> dict[str, Any]:
    """What stays of a page's actions, next step and empty list: the sentences, and the ways the actor may go."""
    kept: dict[str, Any] = {}
    actions = context.get("actions")
    if isinstance(actions, list):
        kept["actions"] = [one for one in actions if may_open(actor, str(one.get("url", "")))]
    step = context.get("next")
    if isinstance(step, dict) and step.get("url") and not may_open(actor, str(step["url"])):
        kept["next"] = {**step, "label": "", "url": ""}
    empty = context.get("empty")
    if isinstance(empty, dict) and empty.get("action_url") and not may_open(actor, str(empty["action_url"])):
        kept["empty"] = {**empty, "action_label": "", "action_url": ""}
    return kept
