"""What sourcing does when a member answers or falls out, when somebody else fits, when a round or a deadline ends."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import close_old_connections
from procrastinate.contrib.django import app

from muhatap.kernel import clock
from muhatap.kernel.actors import Actor, system
from muhatap.kernel.commands import each_at_the_end
from muhatap.kernel.events import reacts_to
from muhatap.kernel.tasks import AGAIN, nightly
from muhatap.network.events import (
    CoverageApproved,
    DocumentVerified,
    MemberActivated,
    MemberLeft,
    MemberReinstated,
    MemberSuspended,
    RateStated,
)
from muhatap.sourcing import commands
from muhatap.sourcing.events import CandidatesRanked, QuoteDeclined, QuoteSent, QuoteWithdrawn, RoundClosed


@reacts_to(QuoteSent)
def compare_when_all_sent(house: Actor, fact: QuoteSent) -> None:
    """With the last answer everybody is compared again."""
    commands.rank_when_all_answered(house, round_id=fact.round_id)


@reacts_to(QuoteDeclined)
def compare_when_all_answered(house: Actor, fact: QuoteDeclined) -> None:
    """Declining is an answer too."""
    commands.rank_when_all_answered(house, round_id=fact.round_id)


@reacts_to(QuoteWithdrawn)
def leave_the_withdrawn_out(house: Actor, fact: QuoteWithdrawn) -> None:
    """Nobody is chosen at a price that was taken back."""
    commands.rank_where_invited(house, member_id=fact.member_id)


@reacts_to(MemberSuspended)
def leave_the_suspended_out(house: Actor, fact: MemberSuspended) -> None:
    """The quote of a member that is suspended stays where it is and counts no more."""
    commands.rank_where_invited(house, member_id=fact.member_id)


@reacts_to(MemberReinstated)
def take_the_reinstated_in(house: Actor, fact: MemberReinstated) -> None:
    """The quote of a member that delivers again counts again."""
    commands.rank_where_invited(house, member_id=fact.member_id)


@reacts_to(MemberLeft)
def leave_the_gone_out(house: Actor, fact: MemberLeft) -> None:
    """The quote of a member that is gone counts no more."""
    commands.rank_where_invited(house, member_id=fact.member_id)


@reacts_to(RoundClosed)
def tell_how_it_ended(house: Actor, fact: RoundClosed) -> None:
    """Everybody who was asked for a quote is told."""
    commands.tell_results(house, round_id=fact.round_id)


@nightly
def compare_after_deadlines(house: Actor) -> None:
    """No deadline of quotes passes unseen."""
    commands.rank_when_due(house)


@app.periodic(cron="*/5 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="rank_when_due", queueing_lock="rank_when_due", retry=AGAIN)  # type: ignore[untyped-decorator]
def rank_when_due(timestamp: int) -> None:
    """Within five minutes after the deadline of quotes everybody is compared again."""
    if clock.stopped():
        return
    close_old_connections()
    try:
        commands.rank_when_due(system(clock.moved(datetime.fromtimestamp(timestamp, UTC))))
    finally:
        close_old_connections()


def _look_again(house: Actor, member_id: int) -> None:
    """Once for everything one command changed about a member, be it forty districts."""
    each_at_the_end("who fits now", member_id, lambda one: commands.look_again(house, member_id=one))


@reacts_to(CandidatesRanked)
def keep_gaps_at_the_ranking(house: Actor, fact: CandidatesRanked) -> None:
    """Where nobody fits the network has a gap; where somebody does it has none."""
    commands.keep_network_gaps(house, round_id=fact.round_id)


@reacts_to(CoverageApproved)
def look_again_with_coverage(house: Actor, fact: CoverageApproved) -> None:
    """A member covers more than before."""
    _look_again(house, fact.member_id)


@reacts_to(DocumentVerified)
def look_again_with_document(house: Actor, fact: DocumentVerified) -> None:
    """A member has a document it lacked."""
    _look_again(house, fact.member_id)


@reacts_to(MemberActivated)
def look_again_with_member(house: Actor, fact: MemberActivated) -> None:
    """A member can be given work."""
    _look_again(house, fact.member_id)


@reacts_to(MemberReinstated)
def look_again_after_suspension(house: Actor, fact: MemberReinstated) -> None:
    """A member delivers again."""
    _look_again(house, fact.member_id)


@reacts_to(RateStated)
def look_again_with_price(house: Actor, fact: RateStated) -> None:
    """A member stated a price it had not."""
    _look_again(house, fact.member_id)


@nightly
def keep_gaps_every_night(house: Actor) -> None:
    """Lines of open rounds that nobody fits stand in a gap, whatever was changed on the way."""
    commands.keep_all_network_gaps(house)
