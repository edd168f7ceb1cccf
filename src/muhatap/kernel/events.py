"""Facts, the journal and reactions: a package announces what happened, later packages answer in the same transaction.

At a portal only own rows can be written, so the consequences of a portal's fact are drawn at the desk's side: the
outbox carries the fact there in the same transaction, and each fact is answered exactly once.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from muhatap.kernel import jobs
from muhatap.kernel.actors import Actor, Audience, system
from muhatap.kernel.commands import drawing_consequences, with_the_end
from muhatap.kernel.models import JournalEntry, ReactionDone
from muhatap.kernel.wall import in_portal

REACT = "react"
WRITTEN_AT_ONCE = 1_000


@dataclasses.dataclass(frozen=True)
class Fact:
    """Base of what can be announced: frozen, made of ids and values."""


F = TypeVar("F", bound=Fact)
Reaction = Callable[[Actor, Any], None]
_REACTIONS: dict[type[Fact], list[Reaction]] = defaultdict(list)


def reacts_to(fact: type[F]) -> Callable[[Callable[[Actor, F], None]], Callable[[Actor, F], None]]:
    """Register what a package does when an earlier one announces a fact."""

    def register(reaction: Callable[[Actor, F], None]) -> Callable[[Actor, F], None]:
        _REACTIONS[fact].append(reaction)
        return reaction

    return register


def reactions() -> dict[type[Fact], list[Reaction]]:
    """Every fact and who answers it."""
    return dict(_REACTIONS)


def name_of(fact: type[Fact]) -> str:
    """The journal's name of a fact: `package.Fact`."""
    return f"{fact.__module__.split('.')[1]}.{fact.__name__}"


def all_facts() -> dict[str, type[Fact]]:
    """Every fact the house knows, by its name in the journal."""
    found, todo = {}, [Fact]
    while todo:
        for child in todo.pop().__subclasses__():
            found[name_of(child)] = child
            todo.append(child)
    return found


def announce(fact: Fact, *, by: Actor) -> None:
    """Write a fact into the journal and let later packages react in the same transaction."""
    announce_all([fact], by=by)


def announce_all(facts: Sequence[Fact], *, by: Actor) -> None:
    """Write facts into the journal in their order, many with one statement; then each is reacted to in turn."""
    told = [(uuid.uuid4(), fact) for fact in facts]
    for start in range(0, len(told), WRITTEN_AT_ONCE):
        _write(told[start : start + WRITTEN_AT_ONCE], by)
    for uid, fact in told:
        if not _REACTIONS.get(type(fact)):
            continue
        if in_portal():
            jobs.put(REACT, {"journal": str(uid)})
        else:
            _react(fact, by)


def _write(told: Sequence[tuple[uuid.UUID, Fact]], by: Actor) -> None:
    values: list[Any] = []
    for uid, fact in told:
        facts = json.dumps(dataclasses.asdict(fact), cls=DjangoJSONEncoder)
        values += [uid, name_of(type(fact)), facts, by.now, by.user_id, by.name, by.audience.value, by.party_id]
    rows = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s)"] * len(told))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_journalentry (uid, name, facts, happened_at, user_id, actor_name, audience, party_id)"  # noqa: S608  placeholders only
            f" VALUES {rows}",
            values,
        )


def _react(fact: Fact, by: Actor) -> None:
    """Consequences are the house's own doing: they need no permission of the one who caused them."""
    house = dataclasses.replace(
        system(by.now, name=by.name), user_id=by.user_id, language=by.language, address=by.address
    )
    with drawing_consequences():
        for reaction in _REACTIONS.get(type(fact), ()):
            reaction(house, fact)


def react_to_journal(uid: str) -> bool:
    """Draw the consequences of a portal's fact; False when that was done before (exactly once)."""
    with transaction.atomic():
        entry = JournalEntry.objects.get(uid=uid)
        _, first = ReactionDone.objects.get_or_create(journal_uid=entry.uid, defaults={"done_at": entry.happened_at})
        if first:
            fact = load(all_facts()[entry.name], entry.facts)
            by = Actor(
                audience=Audience(entry.audience),
                now=entry.happened_at,
                user_id=entry.user_id,
                name=entry.actor_name,
                party_id=entry.party_id,
            )
            with_the_end(lambda: _react(fact, by))
        return first


def load(fact: type[F], facts: dict[str, Any]) -> F:
    """A fact as it was announced, from its row in the journal."""
    hints = typing.get_type_hints(fact)
    return fact(**{name: _value(hints[name], facts[name]) for name in facts})


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    if typing.get_origin(hint) in (tuple, list):
        inner = typing.get_args(hint)[0]
        return tuple(_value(inner, item) for item in value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    if hint is Decimal:
        return Decimal(value)
    return value
