"""What facts speak of: each kind of thing with its page, its name, and which of them belong to a party.

A package declares its kinds in `threads.py`, under `THREADS`, and facts nobody needs to
read there under `QUIET`. So a timeline can name and link the thing of each
fact, and one timeline of a party finds everything that happened around it, without knowing any package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from muhatap.kernel.events import name_of

# The newest of a kind are enough: nobody scrolls through a party's thousandth job.
MOST_OF_A_KIND = 50


@dataclass(frozen=True)
class Thread:
    """A kind of thing: the key facts name it by, the route of its page, its rows, and how one is called.

    `of_party` are the paths to the parties a row belongs to; none where facts are not looked up by this kind.
    `only` narrows the rows looked up for a party. `beside`: whom a fact names beside the thing it is about.
    """

    key: str
    page: str
    rows: Callable[[], models.QuerySet[Any]]
    name: Callable[[Any], str] = str
    of_party: tuple[str, ...] = ()
    only: Q = field(default_factory=Q)
    beside: bool = False

    def names(self, ids: Iterable[Any]) -> dict[Any, str]:
        """What things of this kind are called."""
        return {row.pk: self.name(row) for row in self.rows().filter(pk__in=set(ids))}

    def belonging_to(self, party_id: int) -> list[Any]:
        """The newest things of this kind that belong to a party."""
        anyway = Q()
        for place in self.of_party:
            anyway |= Q(**{place: party_id})
        found = self.rows().filter(self.only).filter(anyway).order_by("-pk")
        return list(found.values_list("pk", flat=True)[:MOST_OF_A_KIND])


@lru_cache(maxsize=1)
def threads() -> Mapping[str, Thread]:
    """Every kind of thing by the key facts name it by, the most telling first: later steps of the business are."""
    found: dict[str, Thread] = {}
    for module in reversed(_modules()):
        for thread in module.THREADS:
            found.setdefault(thread.key, thread)
    return found


@lru_cache(maxsize=1)
def quiet() -> frozenset[str]:
    """The facts, by their names in the journal, that say nothing to whoever reads the story of a party."""
    return frozenset(name_of(fact) for module in _modules() for fact in getattr(module, "QUIET", ()))


def _modules() -> list[ModuleType]:
    names = [f"{config.name}.threads" for config in apps.get_app_configs() if config.label != "kernel"]
    return [import_module(name) for name in names if name.startswith("muhatap.") and find_spec(name) is not None]


def everything_of(party_id: int) -> dict[str, int | list[Any]]:
    """The keys under which facts speak of a party and of what belongs to it."""
    keys: dict[str, int | list[Any]] = dict.fromkeys(("party_id", "customer_id", "member_id"), party_id)
    for thread in threads().values():
        if thread.of_party:
            keys[thread.key] = thread.belonging_to(party_id)
    return keys
