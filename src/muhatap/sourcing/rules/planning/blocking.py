"""What stands in the way of a member for every line: the fewest conditions that would have to give way.

It is the same kind of problem again: each condition is a helper that may be engaged at the price of one, and who
engages it may take lines past that condition. The cheapest plan engages the fewest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from muhatap.sourcing.rules.optimum.problem import OPEN, Problem, floats, ints
from muhatap.sourcing.rules.optimum.solving import solve
from muhatap.sourcing.rules.planning.building import build, too_low
from muhatap.sourcing.rules.planning.inputs import Inputs, Pair

# Of the members that do not fit a line, those with the fewest reasons against them are asked.
NEAREST = 12
# A line that even then has nobody counts as more than all conditions it could take.
NO_WAY = 100.0

# Kind of condition, member.
Condition = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A condition that would have to give way, and the lines it blocks."""

    kind: str
    member_id: int
    lines: tuple[int, ...]

    def data(self) -> dict[str, Any]:
        """As kept."""
        return {"kind": self.kind, "member": self.member_id, "lines": list(self.lines)}


def blocking(inputs: Inputs, open_lines: frozenset[int], *, seconds: float) -> list[Block]:
    """The fewest conditions without which every line would have somebody; none where all have, or nothing helps.

    Kinds are `excluded`, `least_score`, `locked`, `room` and `share`, and the kinds of reasons against a member.
    """
    if not open_lines:
        return []
    ways = _ways(inputs, open_lines)
    problem, helpers = _problem(inputs, ways)
    solved = solve(problem, seconds=seconds)
    found: dict[Condition, list[int]] = defaultdict(list)
    for number, pair in enumerate(solved.choice.pairs):
        if pair != OPEN:
            for condition in helpers[problem.pair_member[pair]]:
                found[condition].append(inputs.lines[number].line_id)
    return [Block(kind, member, tuple(lines)) for (kind, member), lines in sorted(found.items())]


@dataclass(frozen=True, slots=True)
class _Way:
    """A member for a line past some conditions; capacities it takes from hold where it is `bounded`."""

    line_id: int
    member_id: int
    against: tuple[Condition, ...]
    bounded: bool


def _ways(inputs: Inputs, open_lines: frozenset[int]) -> list[_Way]:
    """Every member that fits a line, and for lines without one those that fit it nearly."""
    locks = dict(inputs.conditions.locks)
    ways = [_Way(pair.line_id, pair.member_id, tuple(_against(pair, inputs, locks)), True) for pair in inputs.pairs]
    nearest: Counter[int] = Counter()
    for one in sorted(inputs.barred, key=lambda barred: (len(barred.kinds), barred.member_id)):
        if one.line_id in open_lines and nearest[one.line_id] < NEAREST:
            nearest[one.line_id] += 1
            against = tuple((kind, one.member_id) for kind in one.kinds)
            ways.append(_Way(one.line_id, one.member_id, against, False))
    return ways


def _against(pair: Pair, inputs: Inputs, locks: dict[int, int]) -> list[Condition]:
    asked = inputs.conditions
    found = []
    if pair.member_id in asked.excluded:
        found.append(("excluded", pair.member_id))
    if too_low(pair.score, asked.least_score):
        found.append(("least_score", pair.member_id))
    if locks.get(pair.line_id, pair.member_id) != pair.member_id:
        found.append(("locked", locks[pair.line_id]))
    return found


Limits = list[tuple[int, float]]


def _options(way: _Way, limits: Limits, rooms: int) -> list[tuple[tuple[Condition, ...], Limits]]:
    """What may give way for a way to be open, and the capacities that then still hold; the first rows are rooms."""
    room = [one for one in limits if one[0] < rooms]
    share = [one for one in limits if one[0] >= rooms]
    past_room, past_share = ("room", way.member_id), ("share", way.member_id)
    options: list[tuple[tuple[Condition, ...], Limits]] = [(way.against, limits)]
    if room:
        options.append(((*way.against, past_room), share))
    if share:
        options.append(((*way.against, past_share), room))
    if room and share:
        options.append(((*way.against, past_room, past_share), []))
    return options


def _problem(inputs: Inputs, ways: list[_Way]) -> tuple[Problem, list[tuple[Condition, ...]]]:
    """Pairs of lines and helpers; a way without conditions has a helper that costs nothing."""
    at = {line.line_id: number for number, line in enumerate(inputs.lines)}
    everyone = build(_free_of_conditions(inputs))
    numbers = {(pair.line_id, pair.member_id): number for number, pair in enumerate(everyone.pairs)}
    helpers: dict[tuple[Condition, ...], int] = {}
    pairs: list[tuple[int, int]] = []
    uses: list[tuple[int, int, float]] = []
    for way in ways:
        limits: Limits = []
        if way.bounded:
            rows, amounts = everyone.problem.uses_of(numbers[way.line_id, way.member_id])
            limits = [(int(row), float(amount)) for row, amount in zip(rows, amounts, strict=True)]
        for conditions, left in _options(way, limits, len(everyone.rooms)):
            uses += [(len(pairs), row, amount) for row, amount in left]
            pairs.append((at[way.line_id], helpers.setdefault(conditions, len(helpers))))
    owner = len(helpers)  # every capacity is held by one that costs nothing
    problem = Problem(
        lines=len(inputs.lines),
        members=owner + 1,
        pair_line=ints([pair[0] for pair in pairs]),
        pair_member=ints([pair[1] for pair in pairs]),
        pair_cost=np.zeros(len(pairs)),
        engage=floats([float(len(conditions)) for conditions in helpers] + [0.0]),
        row_member=ints([owner] * everyone.problem.rows),
        row_capacity=everyone.problem.row_capacity,
        use_pair=ints([use[0] for use in uses]),
        use_row=ints([use[1] for use in uses]),
        use_amount=floats([use[2] for use in uses]),
        open_cost=np.full(len(inputs.lines), NO_WAY),
    )
    return problem, [*helpers, ()]


def _free_of_conditions(inputs: Inputs) -> Inputs:
    """The inputs with everybody in them; the share stays, it is a limit like capacity."""
    freed = replace(inputs.conditions, excluded=(), locks=(), least_score=None, least_members=0)
    return replace(inputs, conditions=freed)
