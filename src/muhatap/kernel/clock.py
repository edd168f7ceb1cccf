"""The clock of a demonstration: a file beside its data says how far ahead of the machine's clock it runs, or where it was stopped.

Without the file, and always outside a demonstration, the machine's clock holds. Nothing here reads a clock: faces and
worker bring the real instant along.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from muhatap.kernel import jobs
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Refusal

# As far as a demonstration goes at once: what happens every night is then done once, for the day it arrives at.
FARTHEST = timedelta(days=31)


class CannotTravel(Refusal):
    """A demonstration goes forward, a month at a time."""


def _told() -> str:
    """What the file says; blank without one."""
    if not settings.CLOCK_FILE:
        return ""
    try:
        return Path(settings.CLOCK_FILE).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def moved(real: datetime) -> datetime:
    """Where the demonstration is in time at a real instant."""
    told = _told()
    if not told:
        return real
    return real + timedelta(seconds=int(told)) if told.startswith("+") else datetime.fromisoformat(told)


def stopped() -> bool:
    """Whether time was stopped: then nothing falls due by itself."""
    told = _told()
    return bool(told) and not told.startswith("+")


def travel(actor: Actor, *, to: datetime, real: datetime) -> None:
    """Take a demonstration forward to an instant; what is done every night is done there by the worker.

    Raises: CannotTravel outside a demonstration, backwards, or farther than a month.
    """
    if not settings.CLOCK_FILE:
        raise CannotTravel(_("Only a demonstration can be taken through time."))
    if not actor.now < to <= actor.now + FARTHEST:
        raise CannotTravel(_("Choose a moment after now, at most 31 days ahead."), field="to")
    aside = Path(settings.CLOCK_FILE).with_suffix(".part")
    aside.write_text(f"+{ceil((to - real).total_seconds())}", encoding="ascii")
    aside.replace(settings.CLOCK_FILE)
    jobs.put("night", {"at": to.isoformat()})
