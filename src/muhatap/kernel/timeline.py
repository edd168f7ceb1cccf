"""What happened around a thing, from the journal: one sentence per fact, newest first.

Each package says in `sentences.py`, under `SENTENCES`, how its facts read: a translated template whose
placeholders are the fact's own values. A fact without a sentence is shown by its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import get_language

from muhatap.kernel import formats
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden
from muhatap.kernel.events import Fact, name_of
from muhatap.kernel.models import JournalEntry

MOST = 50
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NUMBER = re.compile(r"-?\d+\.\d+$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened: when, who did it, as a sentence, and which fact it was."""

    when: datetime
    who: str
    sentence: str
    fact: str

    @property
    def entry(self) -> dict[str, Any]:
        """As the `{% timeline %}` tag shows it."""
        return {"at": self.when, "title": self.sentence, "who": self.who}


def timeline(
    actor: Actor,
    *,
    about: Mapping[str, int | str | list[int]],
    most: int = MOST,
    but: frozenset[str] = frozenset(),
) -> list[Moment]:
    """What happened around the things named by the facts' own keys (`{"request_id": 7}`; any of them counts).

    A list stands for several of one kind; `but` leaves facts out by their journal names. Desk only: the
    journal lies beyond the wall of the portals. Raises: Forbidden.
    """
    if not actor.at_desk:
        raise Forbidden("kernel.timeline")
    anything = Q()
    for key, value in about.items():
        for one in value if isinstance(value, list) else [value]:
            anything |= Q(facts__contains={key: one})
    if not anything:
        return []
    entries: Any = JournalEntry.objects.visible_to(actor).filter(anything).exclude(name__in=but)
    return [
        Moment(entry.happened_at, entry.actor_name, sentence_of(entry.name, entry.facts), entry.name)
        for entry in entries.order_by("-happened_at", "-id")[:most]
    ]


def entries(moments: list[Moment]) -> list[dict[str, Any]]:
    """Moments as a page's `entries`."""
    return [moment.entry for moment in moments]


def happened(actor: Actor, **about: int | str | list[int]) -> list[dict[str, Any]]:
    """The timeline of a record as its page's `entries`: `happened(actor, invoice_id=7)`. Raises: Forbidden."""
    return entries(timeline(actor, about=about))


@lru_cache(maxsize=1)
def sentences() -> dict[str, Any]:
    """Every fact's sentence by its name in the journal; those without one are missing."""
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        module = f"{config.name}.sentences"
        if config.name.startswith("muhatap.") and find_spec(module) is not None:
            said: Mapping[type[Fact], Any] = import_module(module).SENTENCES
            found |= {name_of(fact): template for fact, template in said.items()}
    return found


def sentence_of(name: str, facts: Mapping[str, Any]) -> str:
    """How a fact reads in the active language."""
    template = sentences().get(name)
    if template is None:
        return readable(name)
    try:
        return str(template) % {key: _value(value) for key, value in facts.items()}
    except KeyError:
        # An older entry of the journal may lack a value the sentence names today.
        return readable(name)


def readable(name: str) -> str:
    """A fact's name as words: `contracts.PromiseMade` reads “Promise made”."""
    return " ".join(_WORDS.split(name.rpartition(".")[2])).capitalize()


def _value(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, str) and _DAY.match(value):
        return formats.day(date.fromisoformat(value), get_language())
    if isinstance(value, str) and _NUMBER.match(value) and (get_language() or "tr").startswith("tr"):
        return value.replace(".", ",")
    return str(value)
