"""Keep gaps and covers at what the proof says, and work on gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext as _

from muhatap.backing import reads, sets
from muhatap.backing.events import GapAccepted, GapClosed, GapOpened, GapTaken
from muhatap.backing.models import GAP_LIFECYCLE, Backing, BackingStatus, Gap, GapStatus
from muhatap.backing.permissions import BackingPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import at_the_end, command
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.events import announce, announce_all

# As many parts of the book are proven at once as the smallest machine has cores.
PARTS = 2


@dataclass(frozen=True, slots=True)
class Proven:
    """What proving the whole book found: promises, how many of each grade today, standing gaps, what moved."""

    promises: int
    graded: dict[str, int]
    gaps: dict[str, int]
    moved: int


@command(BackingPermission.PROVE)
def refresh(actor: Actor, *, promise_ids: Sequence[int]) -> list[sets.GapMove]:
    """Prove promises again after a change and open, change or close their gaps."""
    return _exchange(actor, promise_ids) if promise_ids else []


@command(BackingPermission.PROVE)
def refresh_member(actor: Actor, *, member_id: int) -> list[sets.GapMove]:
    """Prove every promise again that a member stands behind."""
    rows = Backing.objects.filter(member_id=member_id).exclude(status=BackingStatus.CANCELLED)
    promise_ids = list(rows.order_by().values_list("promise_id", flat=True).distinct())
    return _exchange(actor, promise_ids) if promise_ids else []


def _exchange(actor: Actor, promise_ids: Sequence[int]) -> list[sets.GapMove]:
    moves = sets.exchange(promise_ids, today=actor.today, now=actor.now)
    _tell(actor, moves)
    bonds = Backing.objects.filter(promise__in=promise_ids).order_by().values_list("project_agreement_id", flat=True)
    for agreement_id in bonds.distinct():
        at_the_end("terms", agreement_id, lambda agreement_ids: _compare(actor, agreement_ids))
    return moves


def _compare(actor: Actor, agreement_ids: Sequence[int]) -> list[sets.GapMove]:
    """Lay the terms of project agreements beside those of their contracts again."""
    moves = sets.exchange_terms(agreement_ids, reads.assumed(actor), today=actor.today, now=actor.now)
    _tell(actor, moves)
    return moves


def _tell(actor: Actor, moves: Sequence[sets.GapMove]) -> None:
    announce_all([fact for move in moves if (fact := _fact(move)) is not None], by=actor)


def _fact(move: sets.GapMove) -> GapOpened | GapClosed | None:
    """What a move of a gap is told as; one that only changed its size is not told."""
    if move.what == "opened":
        return GapOpened(
            gap_id=move.gap_id,
            promise_id=move.promise_id,
            kind=move.kind,
            since=move.since,
            until=move.until,
            agreement_id=move.agreement_id,
        )
    if move.what == "closed":
        return GapClosed(gap_id=move.gap_id, promise_id=move.promise_id, kind=move.kind, agreement_id=move.agreement_id)
    return None


@command(BackingPermission.PROVE)
def prove_part(actor: Actor, *, part: int, parts: int) -> sets.Book:
    """Prove every owed promise of one part of the book for every day and bring its gaps to it."""
    book = sets.prove_all(today=actor.today, now=actor.now, part=part, parts=parts)
    _tell(actor, book.moves)
    return book


@command(BackingPermission.PROVE)
def compare_all_terms(actor: Actor) -> int:
    """Lay the terms of every agreement in force beside its contract's; returns how many gaps moved."""
    return len(_compare(actor, sets.apart(reads.assumed(actor))))


def prove_book(actor: Actor) -> Proven:
    """Prove the whole book and compare all terms; on an unchanged book nothing moves.

    Parts are proven at once, each in a transaction of its own; inside a transaction there is one part alone.
    """
    if connection.in_atomic_block:
        books = [prove_part(actor, part=0, parts=1)]
    else:
        with ThreadPoolExecutor(PARTS) as threads:
            books = list(threads.map(lambda part: _prove_apart(actor, part), range(PARTS)))
    moved = compare_all_terms(actor) + sum(len(book.moves) for book in books)
    graded: Counter[str] = Counter()
    for book in books:
        graded.update(book.graded)
    standing = Gap.objects.exclude(status=GapStatus.CLOSED).order_by().values_list("kind").annotate(count=Count("pk"))
    return Proven(sum(book.promises for book in books), dict(graded), dict(standing), moved)


def _prove_apart(actor: Actor, part: int) -> sets.Book:
    """Prove a part in a thread of its own, which has a connection of its own."""
    try:
        return prove_part(actor, part=part, parts=PARTS)
    finally:
        connection.close()


def _locked(actor: Actor, gap_id: int) -> Gap:
    row: Gap = Gap.objects.visible_to(actor).select_for_update().get(pk=gap_id)
    return row


@command(BackingPermission.OWN_GAP)
def take_gap(actor: Actor, *, gap_id: int) -> Gap:
    """Take a gap on: from now on it is the actor's to close."""
    gap = _locked(actor, gap_id)
    gap.owner_id = actor.user_id
    gap.save(update_fields=["owner"])
    announce(GapTaken(gap_id=gap.pk, owner_id=actor.user_id or 0), by=actor)
    return gap


@command(BackingPermission.ACCEPT_GAP)
def accept_gap(actor: Actor, *, gap_id: int, until: date, reason: str) -> Gap:
    """Live with a gap until a day, for a reason. Raises: InvalidInput, IllegalMove."""
    gap = _locked(actor, gap_id)
    if not reason.strip():
        raise InvalidInput(_("Write why this gap can be lived with."), field="reason")
    if until <= actor.today:
        raise InvalidInput(_("Choose a later day than today."), field="until")
    gap.status = GAP_LIFECYCLE.move(gap.status, GapStatus.ACCEPTED)
    gap.accepted_until, gap.reason = until, reason.strip()
    gap.save(update_fields=["status", "accepted_until", "reason"])
    announce(GapAccepted(gap_id=gap.pk, until=until, reason=gap.reason), by=actor)
    return gap


@command(BackingPermission.PROVE)
def reopen_due(actor: Actor) -> int:
    """Open accepted gaps again whose day has come; returns how many."""
    due = Gap.objects.select_for_update().filter(status=GapStatus.ACCEPTED, accepted_until__lte=actor.today)
    count = 0
    for gap in due:
        gap.status = GAP_LIFECYCLE.move(gap.status, GapStatus.OPEN)
        gap.save(update_fields=["status"])
        count += 1
    return count
