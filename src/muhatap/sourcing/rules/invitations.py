"""Values in, values out: who may be asked for a quote, and what speaks against a member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# A member without a price is asked for one: that is what a quote is for.
ASKED_FOR = frozenset({"price"})
# What a member can still bring before it begins.
CAN_BE_BROUGHT = frozenset({"price", "documents", "capacity"})


def against(reasons: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The kept reasons that speak against a member."""
    return [dict(reason) for reason in reasons if reason["word"] == "no"]


def may_be_asked(fits: bool, reasons: Sequence[Mapping[str, Any]], *, nearly: bool) -> bool:
    """Whether a member is asked for a line: it fits, lacks no more than a price, or (`nearly`) what it can still bring."""
    if fits:
        return True
    kinds = {reason["kind"] for reason in against(reasons)}
    return kinds <= (CAN_BE_BROUGHT if nearly else ASKED_FOR)
