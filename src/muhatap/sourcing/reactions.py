"""What sourcing does when something changes that decides who fits: keep the gaps of the network true."""

from __future__ import annotations

from muhatap.kernel.actors import Actor
from muhatap.kernel.events import reacts_to
from muhatap.kernel.tasks import nightly
from muhatap.network.events import (
    CoverageApproved,
    DocumentVerified,
    MemberActivated,
    MemberReinstated,
    RateStated,
)
from muhatap.sourcing import commands
from muhatap.sourcing.events import CandidatesRanked


@reacts_to(CandidatesRanked)
def keep_gaps_at_the_ranking(house: Actor, fact: CandidatesRanked) -> None:
    """Where nobody fits the network has a gap; where somebody does it has none."""
    commands.keep_network_gaps(house, round_id=fact.round_id)


@reacts_to(CoverageApproved)
def look_again_with_coverage(house: Actor, fact: CoverageApproved) -> None:
    """A member covers more than before."""
    commands.look_again(house, member_id=fact.member_id)


@reacts_to(DocumentVerified)
def look_again_with_document(house: Actor, fact: DocumentVerified) -> None:
    """A member has a document it lacked."""
    commands.look_again(house, member_id=fact.member_id)


@reacts_to(MemberActivated)
def look_again_with_member(house: Actor, fact: MemberActivated) -> None:
    """A member can be given work."""
    commands.look_again(house, member_id=fact.member_id)


@reacts_to(MemberReinstated)
def look_again_after_suspension(house: Actor, fact: MemberReinstated) -> None:
    """A member delivers again."""
    commands.look_again(house, member_id=fact.member_id)


@reacts_to(RateStated)
def look_again_with_price(house: Actor, fact: RateStated) -> None:
    """A member stated a price it had not."""
    commands.look_again(house, member_id=fact.member_id)


@nightly
def keep_gaps_every_night(house: Actor) -> None:
    """Lines of open rounds that nobody fits stand in a gap, whatever was changed on the way."""
    commands.keep_all_network_gaps(house)
