"""What the network does when an earlier package, or a member's portal, announces something."""

from __future__ import annotations

from muhatap.agreements.events import AgreementSigned
from muhatap.agreements.models import Kind
from muhatap.kernel.actors import Actor
from muhatap.kernel.events import reacts_to
from muhatap.kernel.tasks import nightly
from muhatap.network import commands, reads
from muhatap.network.events import DocumentUploaded


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
