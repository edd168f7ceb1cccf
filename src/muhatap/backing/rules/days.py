"""What a day of a promise comes to, day by day, as plainly as it can be said.

The proof itself is set-based (`sets`); this is its definition, against which it is tested.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Behind:
    """One member behind a promise on one day: role, quantity, and whether anything is missing that day.

    `standing`: its score allows it to deliver; `covers`: its coverage of the place is approved; `room`: all promises
    together take no more than it covers; `loss`: what a unit costs more than the customer pays (major units).
    """

    quantity: Decimal
    primary: bool = True
    signed: bool = True
    documents: bool = True
    present: bool = True
    standing: bool = True
    covers: bool = True
    room: bool = True
    loss: Decimal = Decimal(0)

    @property
    def effective(self) -> bool:
        """Whether it may and will deliver that day."""
        return self.present and self.signed and self.documents and self.standing


def grade(promised: Decimal, behind: Sequence[Behind]) -> str:
    """How a promise is backed on a day: full, conditional, partial, backup or none."""
    here = [one for one in behind if one.present]
    agreed = sum((one.quantity for one in here if one.primary), Decimal(0))
    if sum((one.quantity for one in here if one.primary and one.effective), Decimal(0)) >= promised:
        return "full"
    if agreed >= promised:
        return "conditional"
    if agreed > 0:
        return "partial"
    return "backup" if any(not one.primary and one.effective for one in here) else "none"


def lacking(promised: Decimal, behind: Sequence[Behind]) -> set[str]:
    """The kinds of gap a promise has on a day."""
    primary = [one for one in behind if one.primary]
    here = [one for one in primary if one.present]
    found = set()
    if sum((one.quantity for one in here), Decimal(0)) < promised:
        found.add("coverage")
    if sum((one.quantity for one in here if one.effective), Decimal(0)) < promised:
        found |= {"signature" for one in here if not one.signed} | {"document" for one in here if not one.documents}
    found |= {"capability" for one in here if not (one.covers and one.standing)}
    found |= {"capacity" for one in here if one.covers and not one.room}
    found |= {"margin" for one in primary if one.loss > 0}
    return found
