"""What billing does by itself: every night the silence of customers becomes acceptance (TTK 21/2)."""

from muhatap.billing import commands
from muhatap.kernel.actors import Actor
from muhatap.kernel.tasks import nightly


@nightly
def every_night(actor: Actor) -> None:
    """Invoices nobody objected to in time count as accepted."""
    commands.accept_silent_invoices(actor)
