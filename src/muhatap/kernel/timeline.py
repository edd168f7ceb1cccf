"""What happened around a thing, from the journal: one sentence per fact, newest first.

Each package says in `sentences.py`, under `SENTENCES`, how its facts read: a translated template whose
placeholders are the fact's own values and the names of what it speaks of (`%(owner)s` for `owner_id`). A fact
without a sentence is shown by its name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language

from muhatap.kernel import formats
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden
from muhatap.kernel.events import Fact, name_of
from muhatap.kernel.models import JournalEntry
from muhatap.kernel.threads import everything_of, quiet, threads

MOST = 50
# Runs of the same are told as one, so more is read than is shown.
READ_FOR_ONE = 8
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NUMBER = re.compile(r"-?\d+\.\d+$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Thing:
    """What a fact speaks of: the route of its page (blank without one), its key and its name."""

    page: str
    pk: int | str
    name: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened: when, who did it, as a sentence, which fact it was, of what, and how often in a row."""

    when: datetime
    who: str
    sentence: str
    fact: str
    thing: Thing | None = None
    times: int = 1
    entry_id: int = 0

    @property
    def entry(self) -> dict[str, Any]:
        """As the `{% timeline %}` tag shows it."""
        kind = self.fact.partition(".")[0]
        shown: dict[str, Any] = {"at": self.when, "title": self.sentence, "who": self.who, "kind": kind}
        if self.thing is not None:
            shown |= {"page": self.thing.page, "pk": self.thing.pk, "name": self.thing.name}
        if self.times > 1:
            shown["more"] = self.times - 1
        return shown


def timeline(
    actor: Actor,
    *,
    about: Mapping[str, int | str | list[Any]],
    most: int = MOST,
    but: frozenset[str] = frozenset(),
    before: int | None = None,
) -> list[Moment]:
    """What happened around the things named by the facts' own keys (`{"request_id": 7}`; any of them counts).

    A list stands for several of one kind; `but` leaves facts out by their journal names; `before` is the journal's
    entry the last page ended with. The same fact by the same person on the same day, several times in a row, is one
    moment. Desk only: the journal lies beyond the wall of the portals. Raises: Forbidden.
    """
    if not actor.at_desk:
        raise Forbidden("kernel.timeline")
    named = [{key: one} for key, value in about.items() for one in (value if isinstance(value, list) else [value])]
    if not named:
        return []
    entries: Any = JournalEntry.objects.visible_to(actor).filter(_speaks_of_any(named)).exclude(name__in=but)
    last = JournalEntry.objects.visible_to(actor).filter(pk=before).first() if before else None
    if last is not None:
        older = Q(happened_at__lt=last.happened_at) | Q(happened_at=last.happened_at, pk__lt=last.pk)
        entries = entries.filter(older)
    return _moments(list(entries.order_by("-happened_at", "-id")[: most * READ_FOR_ONE]), about)[:most]


def _speaks_of_any(named: list[dict[str, Any]]) -> RawSQL:
    """Facts that hold one of these keys and values; written out, because a party's story names a hundred things."""
    sql = " OR ".join(["facts @> %s::jsonb"] * len(named))
    return RawSQL(f"({sql})", [json.dumps(one) for one in named], output_field=BooleanField())  # noqa: S611  placeholders only


def of_party(actor: Actor, *, party_id: int, before: int | None = None) -> list[Moment]:
    """Everything that happened around a party and what belongs to it, newest first. Raises: Forbidden."""
    if not actor.at_desk:
        raise Forbidden("kernel.timeline")
    return timeline(actor, about=everything_of(party_id), but=quiet(), before=before)


def _moments(found: list[JournalEntry], about: Mapping[str, Any]) -> list[Moment]:
    """Journal entries as moments; a run of the same is one."""
    names = _names(found)
    moments: list[Moment] = []
    for entry in found:
        last = moments[-1] if moments else None
        same_day = last is not None and formats.day_of(last.when) == formats.day_of(entry.happened_at)
        if last is not None and same_day and (last.fact, last.who) == (entry.name, entry.actor_name):
            moments[-1] = replace(last, times=last.times + 1, entry_id=entry.pk)
            continue
        known = [key for key in threads() if key in entry.facts]
        called = {key.removesuffix("_id"): names.get((key, entry.facts[key])) for key in known}
        sentence = sentence_of(entry.name, {**called, **entry.facts})
        thing = _thing(entry.facts, about, names)
        moments.append(Moment(entry.happened_at, entry.actor_name, sentence, entry.name, thing, entry_id=entry.pk))
    return moments


def _ids(facts: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The keys of a fact that name a thing of a known kind."""
    return [(key, facts[key]) for key in threads() if isinstance(facts.get(key), (int, str))]


def _names(found: list[JournalEntry]) -> dict[tuple[str, Any], str]:
    """What all things of these entries are called, one query for each kind."""
    wanted: dict[str, set[Any]] = {}
    for entry in found:
        for key, value in _ids(entry.facts):
            wanted.setdefault(key, set()).add(value)
    return {(key, pk): name for key, ids in wanted.items() for pk, name in threads()[key].names(ids).items()}


def _thing(facts: Mapping[str, Any], about: Mapping[str, Any], names: Mapping[tuple[str, Any], str]) -> Thing | None:
    """The most telling thing of a fact besides the record whose timeline is shown."""
    for key, value in _ids(facts):
        name = names.get((key, value))
        if name and about.get(key) != value and not threads()[key].beside:
            return Thing(threads()[key].page, value, name)
    return None


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
