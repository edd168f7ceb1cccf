"""Everything a plan of a round depends on, from its judged candidates and what members have free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from muhatap.kernel.money import half_up
from muhatap.kernel.periods import Period
from muhatap.sourcing.models import Award, Candidate, Round, RoundLine
from muhatap.sourcing.rules.candidates import Word
from muhatap.sourcing.rules.planning.inputs import Barred, Conditions, Inputs, Line, Pair, Room, rooms_of
from muhatap.sourcing.sets.network import Network, load, wanted_of

MOST_MONTHS, OPEN_ENDED, DAYS_OF_A_MONTH = 120, 12, Decimal("30.4375")


def months_left(opened: Round, today: date) -> int:
    """How many months of the contract are still to come, rounded to the nearest; a year where it has no end."""
    period = Period.of(opened.contract.agreement.period)
    if period.end is None:
        return OPEN_ENDED
    days = (period.end - max(period.start, today)).days
    return min(max(half_up(Decimal(days) / DAYS_OF_A_MONTH), 1), MOST_MONTHS)


# Of the members that do not fit a line, those with the fewest reasons against them are kept with a plan.
NEAREST = 20


def planned(lines: Sequence[RoundLine], conditions: Conditions, today: date) -> Inputs:
    """Everything the plan of these lines depends on, from their judged candidates and what members have free."""
    promises: list[Any] = [line.promise for line in lines]
    network = load(promises)
    had = _incumbents(lines)
    rows = tuple(
        Line(
            line.pk, promise.service_id, promise.location.district_id, promise.quantity,
            wanted_of(promise, today).period, had.get(promise.pk),
        )
        for line, promise in zip(lines, promises, strict=True)
    )  # fmt: skip
    pairs, barred = _judged(lines, network)
    rooms = _rooms(rows, pairs, network, {promise.pk for promise in promises})
    return Inputs(rows, pairs, rooms, barred, conditions)


def _incumbents(lines: Sequence[RoundLine]) -> dict[int, int]:
    """The member each promise was last awarded to, by promise."""
    found = Award.objects.filter(line__promise__in=[line.promise_id for line in lines]).order_by("decided_at", "pk")
    return dict(found.values_list("line__promise_id", "member_id"))


def _judged(lines: Sequence[RoundLine], network: Network) -> tuple[tuple[Pair, ...], tuple[Barred, ...]]:
    pairs: list[Pair] = []
    nearest: dict[int, list[Barred]] = defaultdict(list)
    for one in Candidate.objects.filter(line__in=lines).order_by("line__position", "line", "rank", "member"):
        if one.fits and one.monthly_cost is not None:
            pairs.append(Pair(one.line_id, one.member_id, one.monthly_cost, network.scores.get(one.member_id)))
        elif not one.fits:
            kinds = sorted({reason["kind"] for reason in one.reasons if reason["word"] == Word.NO})
            nearest[one.line_id].append(Barred(one.line_id, one.member_id, tuple(kinds)))
    barred = [
        one
        for line_id in sorted(nearest)
        for one in sorted(nearest[line_id], key=lambda far: (len(far.kinds), far.member_id))[:NEAREST]
    ]
    return tuple(pairs), tuple(barred)


def _rooms(lines: Sequence[Line], pairs: Sequence[Pair], network: Network, promises: set[int]) -> tuple[Room, ...]:
    """What members have free beside the promises that are being planned."""
    by_id = {line.line_id: line for line in lines}
    mine: dict[tuple[int, str, int], list[Line]] = defaultdict(list)
    for pair in pairs:
        line = by_id[pair.line_id]
        mine[pair.member_id, line.service_id, line.district_id].append(line)
    rooms: list[Room] = []
    for place in sorted(mine):
        others = [row for owner, row in network.taken.get(place, ()) if owner not in promises]
        rooms += rooms_of(place[0], mine[place], network.coverage.get(place, ()), others)
    return tuple(rooms)
