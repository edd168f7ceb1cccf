"""What the network does when an earlier package, or a member's portal, announces something."""

from __future__ import annotations

from muhatap.agreements.events import AgreementSigned
from muhatap.agreements.models import Kind
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import each_at_the_end
from muhatap.kernel.events import reacts_to
from muhatap.kernel.tasks import nightly
from muhatap.network import commands, reads
from muhatap.network.events import CoverageApproved, DocumentUploaded, InvitedToApply, MemberActivated


@reacts_to(AgreementSigned)
def activate_signed_member(house: Actor, fact: AgreementSigned) -> None:
    """A signed membership agreement makes a member active."""
    if fact.kind == Kind.MEMBERSHIP and fact.first and reads.is_member(house, party_id=fact.party_id):
        commands.activate_member(house, member_id=fact.party_id)


@nightly
def remind_every_night(house: Actor) -> None:
    """Members hear in time of documents that run out."""
    commands.remind_of_documents(house)


@reacts_to(DocumentUploaded)
def clear_older_uploads(house: Actor, fact: DocumentUploaded) -> None:
    """A newer upload takes older unchecked ones of its type out of the queue."""
    commands.replace_older_uploads(house, document_id=fact.document_id)


@reacts_to(InvitedToApply)
def keep_invitation_with_gaps(house: Actor, fact: InvitedToApply) -> None:
    """An invitation for a service in a district belongs to what is missing there."""
    commands.record_invitation(house, invitation_id=fact.invitation_id)


def _close_noted_gaps(house: Actor, member_id: int) -> None:
    """Once for everything one command changed about a member, be it forty districts."""
    each_at_the_end("noted gaps", member_id, lambda one: commands.close_noted_gaps(house, member_id=one))


@reacts_to(CoverageApproved)
def fill_noted_gaps(house: Actor, fact: CoverageApproved) -> None:
    """A covered place may be what was noted as missing."""
    _close_noted_gaps(house, fact.member_id)


@reacts_to(MemberActivated)
def fill_noted_gaps_by_member(house: Actor, fact: MemberActivated) -> None:
    """A member in force may deliver what was noted as missing."""
    _close_noted_gaps(house, fact.member_id)
