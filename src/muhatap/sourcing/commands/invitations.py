"""Ask members for quotes: invite, remind, give more time, and tell how it ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce, announce_all
from muhatap.sourcing import letters, sets
from muhatap.sourcing.commands.rounds import RoundIsOver, rank_candidates
from muhatap.sourcing.events import InvitedToQuote, QuoteDeadlineMoved, QuotesDecided, QuotesReminded
from muhatap.sourcing.models import (
    INVITATION_LIFECYCLE,
    AskedLine,
    Award,
    Candidate,
    InvitationStatus,
    LineResult,
    LineStatus,
    QuoteInvitation,
    QuoteStatus,
    Round,
    RoundLine,
    RoundStatus,
)
from muhatap.sourcing.permissions import SourcingPermission
from muhatap.sourcing.rules import invitations as rules

TO_DECIDE = (LineStatus.OPEN, LineStatus.NOBODY)
ANSWERABLE = (InvitationStatus.OPEN, InvitationStatus.DECLINED)


class NobodyToInvite(Refusal):
    """Everybody who could quote was invited already, or nobody can."""


class NotInvitable(Refusal):
    """A member cannot be asked for any line of the round."""


class DeadlinePassed(Refusal):
    """The deadline of the round's quotes has passed."""


class NobodyToRemind(Refusal):
    """Nobody's quote is missing, or everybody was reminded today."""


def _round(actor: Actor, round_id: int) -> Round:
    row: Round = Round.objects.visible_to(actor).select_for_update().get(pk=round_id)
    if row.status != RoundStatus.OPEN:
        raise RoundIsOver(_("Round %(number)s is over. Open a new one.") % {"number": row.number})
    return row


def _wait_until(opened: Round, deadline: datetime) -> None:
    """A round is not decided before its quotes are in."""
    day = deadline.astimezone(ISTANBUL).date()
    if day > opened.deadline:
        opened.deadline = day
        opened.save(update_fields=["deadline"])


@command(SourcingPermission.OPEN)
def invite_to_quote(
    actor: Actor,
    *,
    round_id: int,
    deadline: datetime,
    member_ids: Collection[int] | None = None,
    nearly: bool = False,
    message: str = "",
) -> list[QuoteInvitation]:
    """Ask members for quotes until a moment: all that fit, those too that nearly fit, or the chosen ones.

    A round has one deadline: who is invited later gets that of the others.
    Raises: InvalidInput, NobodyToInvite, NotInvitable, DeadlinePassed, RoundIsOver.
    """
    opened = _round(actor, round_id)
    deadline = _deadline_of(actor, opened, deadline)
    lines = _lines_for(opened, None if member_ids is None else set(member_ids), nearly=nearly)
    invited = set(QuoteInvitation.objects.filter(round=opened).values_list("member_id", flat=True))
    lines = {member: asked for member, asked in lines.items() if member not in invited}
    if not lines:
        raise NobodyToInvite(
            _("Nobody is left to invite: everybody who fits was invited already. Choose members that nearly fit.")
        )
    made = QuoteInvitation.objects.bulk_create(
        _invited(actor, opened, member_id, deadline, message.strip()) for member_id in sorted(lines)
    )
    AskedLine.objects.bulk_create(_asked(one, line, actor) for one in made for line in lines[one.member_id])
    _wait_until(opened, deadline)
    for one in made:
        letters.write_invitation(one)
    announce_all([InvitedToQuote(one.pk, opened.pk, one.member_id) for one in made], by=actor)
    return made


def _invited(actor: Actor, opened: Round, member_id: int, deadline: datetime, message: str) -> QuoteInvitation:
    return QuoteInvitation(
        round=opened,
        member_id=member_id,
        number=opened.number,
        deadline=deadline,
        message=message,
        invited_at=actor.now,
        invited_by_id=actor.user_id,
    )


def _deadline_of(actor: Actor, opened: Round, deadline: datetime) -> datetime:
    """The moment that holds for everybody in the round."""
    standing = QuoteInvitation.objects.filter(round=opened, status__in=ANSWERABLE).order_by("-deadline").first()
    if standing is None:
        if deadline <= actor.now:
            raise InvalidInput(_("The deadline lies in the past. Choose a later moment."), field="deadline")
        return deadline
    if standing.deadline <= actor.now:
        raise DeadlinePassed(_("The deadline of this round's quotes has passed. Extend it first, then invite."))
    return standing.deadline


def _lines_for(opened: Round, chosen: set[int] | None, *, nearly: bool) -> dict[int, list[RoundLine]]:
    """Which lines each member is asked for. Raises: NotInvitable for a chosen one that cannot be asked."""
    found: dict[int, list[RoundLine]] = defaultdict(list)
    rows = Candidate.objects.filter(line__round=opened, line__status__in=TO_DECIDE)
    rows = rows.select_related("member", "line__promise__location").order_by("line__position", "pk")
    names: dict[int, str] = {}
    for row in rows if chosen is None else rows.filter(member__in=chosen):
        names[row.member_id] = row.member.short_name
        if rules.may_be_asked(row.fits, row.reasons, nearly=nearly or chosen is not None):
            found[row.member_id].append(row.line)
    left_out = [names.get(member_id, "") for member_id in chosen or () if member_id not in found]
    if left_out:
        raise NotInvitable(
            _("%(names)s cannot be asked for any line of this round. The comparison of each line says why.")
            % {"names": ", ".join(sorted(filter(None, left_out))) or "—"},
            field="member_ids",
        )
    return found


def _asked(invitation: QuoteInvitation, line: Any, actor: Actor) -> AskedLine:
    """A line as the member may know it before there is a contract: what, where about, how much, when, how well."""
    promise = line.promise
    return AskedLine(
        invitation=invitation,
        member_id=invitation.member_id,
        line=line,
        position=line.position,
        service_id=promise.service_id,
        district_id=promise.location.district_id,
        quantity=promise.quantity,
        unit=promise.unit,
        basis=promise.basis,
        pattern=promise.pattern,
        standard=promise.standard,
        period=sets.wanted_of(promise, actor.today).period.range(),
    )


def _unanswered(opened: Round) -> Any:
    sent = Q(quotes__status=QuoteStatus.SENT)
    return QuoteInvitation.objects.filter(round=opened, status=InvitationStatus.OPEN).exclude(
        pk__in=QuoteInvitation.objects.filter(sent, round=opened).values("pk")
    )


@command(SourcingPermission.OPEN)
def remind_invited(actor: Actor, *, round_id: int) -> int:
    """Remind everybody whose quote is missing, once a day at most; returns how many.

    Raises: NobodyToRemind, DeadlinePassed, RoundIsOver.
    """
    opened = _round(actor, round_id)
    rows = list(_unanswered(opened).select_for_update())
    if rows and rows[0].deadline <= actor.now:
        raise DeadlinePassed(_("The deadline has passed: a quote would not be taken. Extend the deadline first."))
    today = actor.today
    rows = [row for row in rows if row.reminded_at is None or row.reminded_at.astimezone(ISTANBUL).date() < today]
    if not rows:
        raise NobodyToRemind(_("Nobody is to be reminded: every quote is in, or the reminder went out today already."))
    for row in rows:
        row.reminded_at = actor.now
        letters.write_reminder(row)
    QuoteInvitation.objects.bulk_update(rows, ["reminded_at"])
    announce(QuotesReminded(round_id=opened.pk, count=len(rows)), by=actor)
    return len(rows)


@command(SourcingPermission.OPEN)
def extend_quotes(actor: Actor, *, round_id: int, deadline: datetime) -> int:
    """Give everybody in a round longer to quote, and tell them; returns how many were told.

    Raises: InvalidInput when it is not later than before, NobodyToInvite when nobody was asked, RoundIsOver.
    """
    opened = _round(actor, round_id)
    rows = list(QuoteInvitation.objects.select_for_update().filter(round=opened, status__in=ANSWERABLE))
    if not rows:
        raise NobodyToInvite(_("Nobody was asked for a quote in this round. Invite members first."))
    latest = max(row.deadline for row in rows)
    if deadline <= latest or deadline <= actor.now:
        raise InvalidInput(
            _("A deadline moves forward alone: choose a moment after %(day)s and after now.")
            % {"day": latest.astimezone(ISTANBUL).strftime("%d.%m.%Y %H:%M")},
            field="deadline",
        )
    for row in rows:
        row.deadline = deadline
        letters.write_longer(row)
    QuoteInvitation.objects.bulk_update(rows, ["deadline"])
    _wait_until(opened, deadline)
    announce(QuoteDeadlineMoved(round_id=opened.pk, until=deadline.astimezone(ISTANBUL).date()), by=actor)
    return len(rows)


@command(SourcingPermission.OPEN)
def rank_when_due(actor: Actor) -> int:
    """Judge again in every round whose deadline for quotes passed, or in which one ran out, since it was last judged.

    Returns in how many.
    """
    opened = Round.objects.filter(status=RoundStatus.OPEN)
    passed = opened.filter(
        Q(ranked_at__isnull=True) | Q(ranked_at__lt=F("invitations__deadline")), invitations__deadline__lte=actor.now
    )
    ran_out = opened.filter(
        invitations__quotes__status=QuoteStatus.SENT,
        invitations__quotes__valid_until__lt=actor.today,
        ranked_at__date__lte=F("invitations__quotes__valid_until"),
    )
    rounds = sorted({*passed.values_list("pk", flat=True), *ran_out.values_list("pk", flat=True)})
    for round_id in rounds:
        rank_candidates(actor, round_id=round_id)
    return len(rounds)


@command(SourcingPermission.OPEN)
def rank_when_all_answered(actor: Actor, *, round_id: int) -> bool:
    """Judge again as soon as nobody's answer is missing; whether that was so."""
    opened = Round.objects.filter(pk=round_id, status=RoundStatus.OPEN).first()
    if opened is None or _unanswered(opened).exists():
        return False
    rank_candidates(actor, round_id=round_id)
    return True


@command(SourcingPermission.OPEN)
def rank_where_invited(actor: Actor, *, member_id: int) -> int:
    """Judge again in the open rounds a member is invited to: something about it has changed; returns in how many."""
    rounds = QuoteInvitation.objects.filter(
        member_id=member_id, status__in=ANSWERABLE, round__status=RoundStatus.OPEN
    ).values_list("round_id", flat=True)
    for round_id in sorted(rounds):
        rank_candidates(actor, round_id=round_id)
    return len(rounds)


@command(SourcingPermission.AWARD)
def tell_results(actor: Actor, *, round_id: int) -> int:
    """Write to everybody who was asked how the round ended for them, with nothing of the others; returns to how many."""
    rows = list(QuoteInvitation.objects.select_for_update().filter(round_id=round_id, status__in=ANSWERABLE))
    if not rows:
        return 0
    asked = list(AskedLine.objects.filter(invitation__in=rows).select_related("line"))
    chosen = dict(Award.objects.filter(line__round_id=round_id).values_list("line_id", "member_id"))
    judged: dict[int, dict[int, Any]] = defaultdict(dict)
    for candidate in Candidate.objects.filter(line__round_id=round_id):
        judged[candidate.line_id][candidate.member_id] = candidate
    for line in asked:
        _result(line, chosen.get(line.line_id), judged[line.line_id])
    AskedLine.objects.bulk_update(asked, ["result", "own_rank", "compared", "against"])
    decided = {line.invitation_id for line in asked if line.line_id in chosen}
    for row in rows:
        status = InvitationStatus.DECIDED if row.pk in decided else InvitationStatus.CANCELLED
        row.status = INVITATION_LIFECYCLE.move(row.status, status)
        row.decided_at = actor.now
        letters.write_result(row)
    QuoteInvitation.objects.bulk_update(rows, ["status", "decided_at"])
    announce(QuotesDecided(round_id=round_id), by=actor)
    return len(rows)


def _result(line: AskedLine, chosen: int | None, judged: dict[int, Any]) -> None:
    """How a line ended for its member: the own rank, and what spoke against itself."""
    own = judged.get(line.member_id)
    if chosen is None:
        line.result = LineResult.NOBODY
        return
    line.result = LineResult.AWARDED if chosen == line.member_id else LineResult.OTHER
    line.compared = sum(1 for one in judged.values() if one.rank is not None)
    line.own_rank = own.rank if own is not None else None
    line.against = rules.against(own.reasons) if own is not None else []
