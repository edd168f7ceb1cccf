"""Choose members for promises: open a round, rank candidates, award."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from muhatap.contracts.models import CustomerContract, Promise
from muhatap.kernel.actors import Actor, system
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.numbering import next_number
from muhatap.network.commands import NoCapacity, commit_capacity, free_capacity
from muhatap.sourcing import sets
from muhatap.sourcing.events import (
    AwardWithdrawn,
    CandidatesRanked,
    LineAwarded,
    RoundClosed,
    RoundOpened,
)
from muhatap.sourcing.models import (
    LINE_LIFECYCLE,
    ROUND_LIFECYCLE,
    Award,
    Candidate,
    LineStatus,
    Round,
    RoundLine,
    RoundStatus,
)
from muhatap.sourcing.permissions import SourcingPermission
from muhatap.sourcing.rules import candidates as rules

SERIES = "KT"


class NothingToSource(Refusal):
    """No promise of the contract is left to choose a member for."""


class InAnotherRound(Refusal):
    """A promise is in another open round."""


class DoesNotFit(Refusal):
    """The member does not fit the promise."""


class ReasonMissing(Refusal):
    """Another member than the first in rank needs a reason."""


class LinesOpen(Refusal):
    """A round with lines to decide cannot be closed."""


class RoundIsOver(Refusal):
    """The round is closed; nothing in it changes any more."""


@command(SourcingPermission.OPEN)
def open_round(actor: Actor, *, contract_id: int, deadline: date, promise_ids: Sequence[int] | None = None) -> Round:
    """Start choosing members for promises of a contract (none named: all that were never awarded), and rank at once.

    Raises: InvalidInput, NothingToSource, InAnotherRound.
    """
    contract = CustomerContract.objects.visible_to(actor).get(pk=contract_id)
    if deadline < actor.today:
        raise InvalidInput(_("The deadline lies in the past. Choose today or a later day."), field="deadline")
    promises = _sourced(contract, promise_ids, actor.today)
    busy = (
        RoundLine.objects.filter(
            promise__in=promises, round__status=RoundStatus.OPEN, status__in=[LineStatus.OPEN, LineStatus.NOBODY]
        )
        .select_related("round")
        .first()
    )
    if busy is not None:
        raise InAnotherRound(
            _("A promise of this choice is in round %(number)s. Finish that round first.")
            % {"number": busy.round.number}
        )
    opened = Round(
        number=next_number(SERIES, actor.today.year),
        contract=contract,
        deadline=deadline,
        opened_at=actor.now,
        opened_by_id=actor.user_id,
    )
    opened.save(force_insert=True)
    RoundLine.objects.bulk_create(
        RoundLine(round=opened, promise=promise, position=place) for place, promise in enumerate(promises, start=1)
    )
    announce(RoundOpened(round_id=opened.pk, contract_id=contract.pk), by=actor)
    _rank(actor, opened)
    return opened


def _sourced(contract: Any, promise_ids: Sequence[int] | None, today: date) -> list[Promise]:
    rows = Promise.objects.filter(contract=contract, period__endswith__gt=today) | Promise.objects.filter(
        contract=contract, period__endswith__isnull=True
    )
    if promise_ids is None:
        decided = RoundLine.objects.filter(promise__contract=contract, status=LineStatus.AWARDED)
        running = RoundLine.objects.filter(
            promise__contract=contract, round__status=RoundStatus.OPEN, status__in=[LineStatus.OPEN, LineStatus.NOBODY]
        )
        rows = rows.exclude(pk__in=decided.values("promise_id")).exclude(pk__in=running.values("promise_id"))
    else:
        rows = rows.filter(pk__in=promise_ids)
    promises = list(rows.select_related("location__district").order_by("position", "pk"))
    if not promises:
        raise NothingToSource(_("Every promise of this contract has its member chosen or is being chosen for."))
    return promises


@command(SourcingPermission.OPEN)
def rank_candidates(actor: Actor, *, round_id: int) -> Round:
    """Judge every member again for the lines that are not decided: documents, capacity and prices have moved on."""
    opened = open_or_refuse(actor, round_id)
    _rank(actor, opened)
    return opened


def open_or_refuse(actor: Actor, round_id: int) -> Round:
    """The round, held until the command ends. Raises: RoundIsOver."""
    row: Round = Round.objects.visible_to(actor).select_for_update().get(pk=round_id)
    if row.status != RoundStatus.OPEN:
        raise RoundIsOver(_("Round %(number)s is over. Open a new one.") % {"number": row.number})
    return row


def _rank(actor: Actor, opened: Round) -> None:
    lines = list(
        RoundLine.objects.filter(round=opened, status__in=[LineStatus.OPEN, LineStatus.NOBODY])
        .select_for_update(of=("self",))
        .select_related("promise__location__district")
        .order_by("position")
    )
    network = sets.load([line.promise for line in lines])
    Candidate.objects.filter(line__in=lines).delete()
    rows: list[Candidate] = []
    for line in lines:
        wanted = sets.wanted_of(line.promise, actor.today)
        verdicts = [rules.judge(wanted, offer) for offer in network.offers(line.promise, wanted)]
        rows += [_candidate(line, rank, verdict) for rank, verdict in rules.ranked(verdicts)]
        status = LineStatus.OPEN if any(verdict.fits for verdict in verdicts) else LineStatus.NOBODY
        if status != line.status:
            line.status = LINE_LIFECYCLE.move(line.status, status)
        line.missing = {} if status == LineStatus.OPEN else rules.missing_of(verdicts)
    Candidate.objects.bulk_create(rows)
    RoundLine.objects.bulk_update(lines, ["status", "missing"])
    opened.ranked_at = actor.now
    opened.save(update_fields=["ranked_at"])
    announce(CandidatesRanked(round_id=opened.pk), by=actor)


def _candidate(line: RoundLine, rank: int | None, verdict: rules.Verdict) -> Candidate:
    return Candidate(
        line=line,
        member_id=verdict.member_id,
        fits=verdict.fits,
        reasons=[reason.data() for reason in verdict.reasons],
        rank=rank,
        unit_price=verdict.unit_price,
        monthly_cost=verdict.monthly_cost,
    )


def _place_of(line: Any, member_id: int, reason: str) -> tuple[int, Decimal]:
    """Rank and price of a member that fits; raises DoesNotFit, or ReasonMissing for another than the first."""
    candidate = Candidate.objects.select_related("member").get(line=line, member_id=member_id)
    if not candidate.fits or candidate.rank is None or candidate.unit_price is None:
        raise DoesNotFit(
            _("%(name)s does not fit this promise. Its reasons say what is missing; rank again once that is there.")
            % {"name": candidate.member.short_name}
        )
    if candidate.rank != 1 and not reason.strip():
        raise ReasonMissing(
            _("%(name)s is number %(rank)d. Write why it is chosen before the first in rank.")
            % {"name": candidate.member.short_name, "rank": candidate.rank},
            field="reason",
        )
    return candidate.rank, candidate.unit_price


@command(SourcingPermission.AWARD)
def award(actor: Actor, *, line_id: int, member_id: int, reason: str = "") -> Award:
    """Choose a member for a promise and take its capacity.

    Raises: DoesNotFit, ReasonMissing, NoCapacity, RoundIsOver.
    """
    line: Any = (
        RoundLine.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("promise__location")
        .get(pk=line_id)
    )
    open_or_refuse(actor, line.round_id)
    rank, unit_price = _place_of(line, member_id, reason)
    line.status = LINE_LIFECYCLE.move(line.status, LineStatus.AWARDED)
    line.save(update_fields=["status"])
    _take_capacity(actor, line.promise, member_id)
    made = Award(
        line=line,
        member_id=member_id,
        rank=rank,
        unit_price=unit_price,
        reason=reason.strip(),
        decided_by_id=actor.user_id,
        decided_at=actor.now,
    )
    made.save(force_insert=True)
    announce(
        LineAwarded(
            award_id=made.pk,
            round_id=line.round_id,
            promise_id=line.promise_id,
            member_id=member_id,
            rank=made.rank,
        ),
        by=actor,
    )
    return made


def _take_capacity(actor: Actor, promise: Promise, member_id: int) -> None:
    commit_capacity(
        system(actor.now, name=actor.name),
        member_id=member_id,
        promise_id=promise.pk,
        service_id=promise.service_id,
        district_id=promise.location.district_id,
        quantity=promise.quantity,
        period=sets.wanted_of(promise, actor.today).period,
    )


@command(SourcingPermission.AWARD)
def award_first_ranks(actor: Actor, *, round_id: int) -> tuple[int, int]:
    """Award every open line to its first in rank; returns how many were awarded and how many are left.

    A member runs full on the way, so the rest is ranked again and awarded until nothing moves.
    """
    opened = open_or_refuse(actor, round_id)
    done, before = 0, -1
    while done != before:
        before = done
        lines = RoundLine.objects.filter(round=opened, status=LineStatus.OPEN).order_by("position")
        for candidate in Candidate.objects.filter(line__in=lines, rank=1).order_by("line__position"):
            try:
                award(actor, line_id=candidate.line_id, member_id=candidate.member_id)
                done += 1
            except NoCapacity:
                continue
        if RoundLine.objects.filter(round=opened, status=LineStatus.OPEN).exists():
            _rank(actor, opened)
    left = RoundLine.objects.filter(round=opened, status__in=[LineStatus.OPEN, LineStatus.NOBODY]).count()
    return done, left


@command(SourcingPermission.AWARD)
def withdraw_award(actor: Actor, *, line_id: int) -> RoundLine:
    """Take a choice back while the round is open; the capacity is free again. Raises: RoundIsOver."""
    line: Any = RoundLine.objects.visible_to(actor).select_for_update().get(pk=line_id)
    open_or_refuse(actor, line.round_id)
    made = Award.objects.get(line=line)
    line.status = LINE_LIFECYCLE.move(line.status, LineStatus.OPEN)
    line.save(update_fields=["status"])
    free_capacity(
        system(actor.now, name=actor.name),
        member_id=made.member_id,
        promise_id=line.promise_id,
        since=actor.today,
    )
    announce(
        AwardWithdrawn(award_id=made.pk, round_id=line.round_id, promise_id=line.promise_id, member_id=made.member_id),
        by=actor,
    )
    made.delete()
    return line  # type: ignore[no-any-return]


@command(SourcingPermission.OPEN)
def close_round(actor: Actor, *, round_id: int) -> Round:
    """End a round in which every line is decided. Raises: LinesOpen, RoundIsOver."""
    opened = open_or_refuse(actor, round_id)
    waiting = RoundLine.objects.filter(round=opened, status__in=[LineStatus.OPEN, LineStatus.NOBODY]).count()
    if waiting:
        raise LinesOpen(_("%(count)d lines are not decided yet. Award them, or cancel the round.") % {"count": waiting})
    return _over(actor, opened, RoundStatus.CLOSED)


@command(SourcingPermission.OPEN)
def cancel_round(actor: Actor, *, round_id: int) -> Round:
    """Give a round up: lines that are not decided are dropped, what was awarded stays awarded. Raises: RoundIsOver."""
    opened = open_or_refuse(actor, round_id)
    for line in RoundLine.objects.select_for_update().filter(
        round=opened, status__in=[LineStatus.OPEN, LineStatus.NOBODY]
    ):
        line.status = LINE_LIFECYCLE.move(line.status, LineStatus.DROPPED)
        line.save(update_fields=["status"])
    return _over(actor, opened, RoundStatus.CANCELLED)


def _over(actor: Actor, opened: Round, status: RoundStatus) -> Round:
    opened.status = ROUND_LIFECYCLE.move(opened.status, status)
    opened.closed_at = actor.now
    opened.save(update_fields=["status", "closed_at"])
    announce(RoundClosed(round_id=opened.pk, cancelled=status == RoundStatus.CANCELLED), by=actor)
    return opened
