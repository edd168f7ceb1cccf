"""What demand does by itself: an accepted proposal wins its request, and what nobody answered runs out at night."""

from __future__ import annotations

from muhatap.demand import commands
from muhatap.demand.events import ProposalAccepted
from muhatap.kernel.actors import Actor
from muhatap.kernel.events import reacts_to
from muhatap.kernel.tasks import nightly


@reacts_to(ProposalAccepted)
def win(house: Actor, fact: ProposalAccepted) -> None:
    """The request ends won."""
    commands.win_request(house, request_id=fact.request_id, proposal_id=fact.proposal_id)


@nightly
def every_night(actor: Actor) -> None:
    """Proposals whose validity passed without an answer run out."""
    commands.expire_proposals(actor)
