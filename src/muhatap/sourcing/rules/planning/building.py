"""Inputs as a problem for the solver, and a choice of it counted in whole minor units."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from muhatap.sourcing.rules.optimum.problem import OPEN, Choice, Problem, floats, ints
from muhatap.sourcing.rules.planning.inputs import Conditions, Inputs, Line, Pair, Room

MINOR = 100
# Leaving a line open counts as this many times the dearest pair with its engagement: less than what the solver takes
# for impossible, more than any line is worth.
OPEN_TIMES = 3


def most_lines(share: Decimal, lines: int) -> int:
    """How many lines a member may take at most under a share in per cent."""
    return int(share * lines / 100)


@dataclass(frozen=True)
class Built:
    """A problem with what its numbers mean. Lines nobody may take are left out of it: they stand in `nobody`."""

    problem: Problem
    conditions: Conditions
    lines: tuple[Line, ...]
    members: tuple[int, ...]
    pairs: tuple[Pair, ...]
    rooms: tuple[Room, ...]  # the first rows of the problem; rows of the share follow
    nobody: tuple[Line, ...]

    def term_cost(self, pair: Pair, line: Line) -> int:
        """What a member costs in a line over the term, with leaving the one that has it."""
        leaves = line.incumbent is not None and line.incumbent != pair.member_id
        return pair.monthly * self.conditions.months + (self.conditions.switching if leaves else 0)

    def chosen(self, choice: Choice) -> dict[int, int]:
        """The pair of each line that has one, by the line's number."""
        return {line: int(pair) for line, pair in enumerate(choice.pairs) if pair != OPEN}

    def cost(self, choice: Choice) -> int:
        """What a choice costs over the term: members, leaving incumbents, engagements; no penalty, no open line."""
        taken = self.chosen(choice)
        lines = sum(self.term_cost(self.pairs[pair], self.lines[line]) for line, pair in taken.items())
        engaged = {self.pairs[pair].member_id for pair in taken.values()}
        return lines + self.conditions.engagement * len(engaged)

    def engaged(self, choice: Choice) -> Counter[int]:
        """How many lines each member has."""
        return Counter(self.pairs[pair].member_id for pair in self.chosen(choice).values())


def allowed(inputs: Inputs) -> list[Pair]:
    """The pairs the conditions leave: nobody excluded or of too low a standing, locked lines their member alone."""
    asked = inputs.conditions
    locks = dict(asked.locks)
    return [
        pair
        for pair in inputs.pairs
        if pair.member_id not in asked.excluded
        and not too_low(pair.score, asked.least_score)
        and locks.get(pair.line_id, pair.member_id) == pair.member_id
    ]


def too_low(score: Decimal | None, least: Decimal | None) -> bool:
    """Whether a standing is below what is asked; a member without one yet is not held back."""
    return least is not None and score is not None and score < least


def build(inputs: Inputs) -> Built:
    """The problem of the inputs under their conditions."""
    pairs = allowed(inputs)
    served = {pair.line_id for pair in pairs}
    lines = tuple(line for line in inputs.lines if line.line_id in served)
    asked = inputs.conditions
    members = tuple(sorted({pair.member_id for pair in pairs}))
    at = {line.line_id: place for place, line in enumerate(lines)}
    who = {member: place for place, member in enumerate(members)}
    rooms = tuple(room for room in inputs.rooms if room.member_id in who)
    shared = members if asked.share is not None else ()
    uses = _uses(pairs, [lines[at[pair.line_id]] for pair in pairs], rooms)
    uses += [(place, len(rooms) + who[pair.member_id], 1.0) for place, pair in enumerate(pairs) if shared]
    most = 0 if asked.share is None else most_lines(asked.share, len(inputs.lines))
    cost = floats([_weight(pair, lines[at[pair.line_id]], asked) / MINOR for pair in pairs])
    engage = np.full(len(members), asked.engagement / MINOR)
    dear = OPEN_TIMES * (float(cost.max(initial=1.0)) + asked.engagement / MINOR)
    problem = Problem(
        lines=len(lines),
        members=len(members),
        pair_line=ints([at[pair.line_id] for pair in pairs]),
        pair_member=ints([who[pair.member_id] for pair in pairs]),
        pair_cost=cost,
        engage=floats(engage),
        row_member=ints([who[room.member_id] for room in rooms] + [who[member] for member in shared]),
        row_capacity=floats([float(room.free) for room in rooms] + [float(most)] * len(shared)),
        use_pair=ints([use[0] for use in uses]),
        use_row=ints([use[1] for use in uses]),
        use_amount=floats([use[2] for use in uses]),
        open_cost=np.full(len(lines), dear),
        least_members=asked.least_members,
    )
    nobody = tuple(line for line in inputs.lines if line.line_id not in served)
    return Built(problem, asked, lines, members, tuple(pairs), rooms, nobody)


def _weight(pair: Pair, line: Line, asked: Conditions) -> int:
    """What a pair counts as for the solver, minor units."""
    leaves = line.incumbent is not None and line.incumbent != pair.member_id
    return pair.monthly * asked.months + (asked.switching + asked.penalty if leaves else 0)


def _uses(pairs: list[Pair], lines: list[Line], rooms: tuple[Room, ...]) -> list[tuple[int, int, float]]:
    """Which pair takes how much of which room."""
    places: dict[tuple[int, str, int], list[int]] = defaultdict(list)
    for row, room in enumerate(rooms):
        places[room.member_id, room.service_id, room.district_id].append(row)
    return [
        (place, row, float(line.quantity))
        for place, (pair, line) in enumerate(zip(pairs, lines, strict=True))
        for row in places.get((pair.member_id, line.service_id, line.district_id), ())
        if rooms[row].period.meet(line.period) is not None
    ]


def with_enough_members(problem: Problem) -> Choice | None:
    """A first choice with as many members as asked for, one line each; None where so many cannot be had.

    The solver's quick plans do not look at it; this one stands when every solver dies.
    """
    holder: dict[int, int] = {}

    def place(member: int, seen: set[int]) -> bool:
        """Find the member a line, moving others on where needed."""
        for pair in mine[member]:
            line = int(problem.pair_line[pair])
            if line in seen:
                continue
            seen.add(line)
            if line not in holder or place(int(problem.pair_member[holder[line]]), seen):
                holder[line] = pair
                return True
        return False

    mine: dict[int, list[int]] = defaultdict(list)
    for pair in problem.fitting()[np.argsort(problem.pair_cost[problem.fitting()], kind="stable")]:
        mine[int(problem.pair_member[pair])].append(int(pair))
    for member in sorted(mine):
        if len(holder) >= problem.least_members:
            break
        place(member, set())
    if len(holder) < problem.least_members:
        return None
    return _filled(problem, holder)


def _filled(problem: Problem, holder: dict[int, int]) -> Choice:
    """Give the other lines their cheapest pair that still has room."""
    pairs = np.full(problem.lines, OPEN, dtype=np.int32)
    for line, pair in holder.items():
        pairs[line] = pair
    free = problem.row_capacity - Choice(pairs).taken(problem)
    for line in range(problem.lines):
        for pair in problem.pairs_of(line) if pairs[line] == OPEN else ():
            rows, amounts = problem.uses_of(int(pair))
            if (free[rows] >= amounts).all():
                free[rows] -= amounts
                pairs[line] = pair
                break
    return Choice(pairs)
