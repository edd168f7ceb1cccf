"""What demand does when something happened: an accepted proposal wins its request."""

from __future__ import annotations

from muhatap.demand import commands
from muhatap.demand.events import ProposalAccepted
from muhatap.kernel.actors import Actor
from muhatap.kernel.events import reacts_to


@reacts_to(ProposalAccepted)
def win(house: Actor, fact: ProposalAccepted) -> None:
    """The request ends won."""
    commands.win_request(house, request_id=fact.request_id, proposal_id=fact.proposal_id)
