"""Several things done at once: each in a transaction of its own, together with the note that it was done.

A batch that stops half way (a crash, a lost connection) knows what is left: going on does the rest and nothing twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden, Refusal
from muhatap.kernel.models import Batch, BatchLine


@dataclass(frozen=True, slots=True)
class Chosen:
    """A thing chosen in a list: its key, what it is called, where it opens, and why the act is not possible for it."""

    key: int | str
    name: str
    sub: str = ""
    url: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """How one thing of a batch went: done, refused with a sentence, or not tried yet."""

    line_id: int
    thing: str
    name: str
    sub: str
    url: str
    done: bool
    refused: str

    @property
    def waiting(self) -> bool:
        """Whether it was not tried yet."""
        return not self.done and not self.refused


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch with what became of each of its things."""

    key: uuid.UUID
    act: str
    values: Mapping[str, Any]
    back: str
    lines: tuple[Line, ...]


def open_batch(
    actor: Actor, *, key: uuid.UUID, act: str, things: Sequence[Chosen], values: Mapping[str, Any], back: str
) -> Batch:
    """Write down what is to be done to which things; nothing is done yet."""
    who = {"user_id": actor.user_id, "party_id": actor.party_id}
    batch = Batch(id=key, act=act, values=dict(values), back=back, begun_at=actor.now, **who)
    batch.save(force_insert=True)
    BatchLine.objects.bulk_create(
        BatchLine(
            batch=batch,
            position=position,
            thing=str(thing.key),
            name=thing.name[:300],
            sub=thing.sub[:300],
            url=thing.url,
            **who,
        )
        for position, thing in enumerate(things)
    )
    return batch


def batch_of(actor: Actor, *, key: uuid.UUID) -> BatchView:
    """A batch of the actor's own. Raises: Batch.DoesNotExist."""
    batch = Batch.objects.visible_to(actor).get(pk=key, user_id=actor.user_id)
    rows = BatchLine.objects.visible_to(actor).filter(batch=batch).order_by("position")
    lines = tuple(
        Line(
            line_id=row.pk,
            thing=row.thing,
            name=row.name,
            sub=row.sub,
            url=row.url,
            done=row.tried_at is not None and not row.refused,
            refused=row.refused,
        )
        for row in rows
    )
    return BatchView(key=batch.pk, act=batch.act, values=batch.values, back=batch.back, lines=lines)


def do_line(actor: Actor, *, line_id: int, run: Callable[[str], object]) -> None:
    """Do one thing of a batch, once: the change and the note of it stand or fall together."""
    with transaction.atomic():
        line = BatchLine.objects.visible_to(actor).select_for_update().get(pk=line_id, user_id=actor.user_id)
        if line.tried_at is not None:
            return
        try:
            with transaction.atomic():
                run(line.thing)
        except Refusal as refusal:
            line.refused = refusal.message[:500]
        except Forbidden:
            line.refused = _("You are not allowed to do this here.")
        line.tried_at = actor.now
        line.save(update_fields=["tried_at", "refused"])


def give_up(actor: Actor, *, line_id: int) -> None:
    """Note that one thing of a batch failed for a reason that is ours, not the user's."""
    line = BatchLine.objects.visible_to(actor).get(pk=line_id, user_id=actor.user_id)
    line.tried_at = actor.now
    line.refused = _("This did not work because of a mistake of ours. Open it and try again there.")
    line.save(update_fields=["tried_at", "refused"])
