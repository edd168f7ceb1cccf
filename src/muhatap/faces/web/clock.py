"""The clock of the faces: the one place where a request reads the time."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings

from muhatap.kernel import clock
from muhatap.kernel.actors import Actor


def now() -> datetime:
    """The present instant, or the one a test set in its own process, or where a demonstration is in time."""
    fixed: datetime | None = getattr(settings, "CLOCK", None)
    if fixed is not None:
        return fixed
    return clock.moved(datetime.now(UTC))


def travel(actor: Actor, *, to: datetime) -> None:
    """Take a demonstration forward to an instant. Raises: CannotTravel."""
    clock.travel(actor, to=to, real=datetime.now(UTC))
