"""Values in, values out: what a day of a promise comes to, day by day, as plainly as it can be said.

The proof itself is set-based (`sets`); this is its definition, against which it is tested.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Behind:
    """One member behind a promise on one day: role, quantity, and whether anything is missing that day."""

    quantity: Decimal
    primary: bool = True
    signed: bool = True
    documents: bool = True
    present: bool = True


def grade(promised: Decimal, behind: Sequence[Behind]) -> str:
    """How a promise is backed on a day: full, conditional, partial, backup or none."""
    here = [one for one in behind if one.present]
    effective = [one for one in here if one.signed and one.documents]
    agreed = sum((one.quantity for one in here if one.primary), Decimal(0))
    if sum((one.quantity for one in effective if one.primary), Decimal(0)) >= promised:
        return "full"
    if agreed >= promised:
        return "conditional"
    if agreed > 0:
        return "partial"
    return "backup" if any(not one.primary for one in effective) else "none"
