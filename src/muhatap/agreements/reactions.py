"""What agreements do when somebody has signed: at a portal only the own place can be written, the rest happens here."""

from muhatap.agreements import commands
from muhatap.agreements.events import SlotSigned
from muhatap.kernel.actors import Actor
from muhatap.kernel.events import reacts_to
from muhatap.kernel.tasks import nightly


@reacts_to(SlotSigned)
def open_the_next_or_close(actor: Actor, fact: SlotSigned) -> None:
    """The next signer's turn comes, or everybody has signed."""
    commands.advance_signing(actor, version_id=fact.version_id)


@nightly
def every_night(actor: Actor) -> None:
    """Agreements come into force on their first day, and go on or end after their last."""
    commands.activate_due(actor)
    commands.end_due(actor)
