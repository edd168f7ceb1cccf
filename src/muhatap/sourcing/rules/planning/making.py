"""Make the plan: solve, tell, compare with choosing by hand, name what blocks, and count the curve of changes."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from muhatap.sourcing.rules.optimum.greedy import by_regret, one_by_one
from muhatap.sourcing.rules.optimum.problem import Choice
from muhatap.sourcing.rules.optimum.solving import Solved, solve
from muhatap.sourcing.rules.planning.blocking import Block, blocking
from muhatap.sourcing.rules.planning.building import MINOR, Built, build, with_enough_members
from muhatap.sourcing.rules.planning.inputs import Inputs
from muhatap.sourcing.rules.planning.telling import Told, tell

# Up to so many lines, so many seconds.
SECONDS_BY_LINES = ((500, 10.0), (5_000, 60.0), (math.inf, 300.0))
BLOCKING_PART, CURVE_PART = 0.3, 0.1
# Below this a solver has hardly started.
LEAST_SECONDS = 4.0
# Penalties of the curve, in per cent of an average line: from "as cheap as can be" to "as few changes as can be".
CURVE = (0, 2, 10, 1_000)
SEED = 1


@dataclass(frozen=True, slots=True)
class Point:
    """A plan at another penalty per changed line: how many lines it changes and what it costs."""

    penalty: int
    changed: int
    cost: int
    open_lines: int

    def data(self) -> dict[str, Any]:
        """As kept."""
        return {"penalty": self.penalty, "changed": self.changed, "cost": self.cost, "open": self.open_lines}


@dataclass(frozen=True)
class Made:
    """A plan with its proof; amounts in minor units, `bound` is none where nothing was proven."""

    lines: list[Told]
    monthly: int
    cost: int
    objective: int
    bound: int | None
    hand_cost: int
    hand_open: int
    word: str
    solver: str
    seconds: float
    faults: list[str]
    blocks: list[Block] = field(default_factory=list)
    curve: list[Point] = field(default_factory=list)


def seconds_for(lines: int) -> float:
    """The time a round of this size is given."""
    return next(seconds for most, seconds in SECONDS_BY_LINES if lines <= most)


def make(inputs: Inputs, *, seconds: float | None = None) -> Made:
    """The best plan of the inputs. There is always one: lines that cannot be served stand open with their reason."""
    allowed = seconds_for(len(inputs.lines)) if seconds is None else seconds
    built = build(inputs)
    solved = _solved(built, allowed)
    choice = solved.choice
    told = tell(inputs, built, choice)
    by_hand = one_by_one(built.problem)
    objective = minor(choice.cost(built.problem))
    open_lines = frozenset(one.line_id for one in told if one.member_id is None)
    faults = list(solved.faults)
    return Made(
        lines=told,
        monthly=sum(one.monthly or 0 for one in told),
        cost=built.cost(choice),
        objective=objective,
        bound=_bound(solved, objective),
        hand_cost=built.cost(by_hand),
        hand_open=len(built.nobody) + built.problem.lines - len(built.chosen(by_hand)),
        word=solved.status,
        solver=solved.solver,
        seconds=solved.seconds,
        faults=faults,
        blocks=_blocks(inputs, open_lines, BLOCKING_PART * allowed, faults),
        curve=_curve(inputs, CURVE_PART * allowed) if inputs.conditions.again else [],
    )


def minor(major: float) -> int:
    """Whole minor units of what the solver counts in."""
    return round(major * MINOR)


def _bound(solved: Solved, objective: int) -> int | None:
    """What no plan can go below, in whole minor units: every plan costs a whole number of them."""
    if solved.status == "proven":
        return objective
    if not np.isfinite(solved.bound):
        return None
    # A hair below a whole number is rounding, not a cheaper plan.
    return min(objective, max(0, math.ceil(solved.bound * MINOR - 0.01)))


def _solved(built: Built, seconds: float) -> Solved:
    """What the solvers find; the plan at hand where they cannot even be started."""
    start = with_enough_members(built.problem) if built.problem.least_members else None
    try:
        return solve(built.problem, seconds=seconds, start=start)
    except (OSError, ValueError, MemoryError) as error:
        tries = [start] if start is not None else [one_by_one(built.problem), by_regret(built.problem)]
        best: Choice = min(tries, key=lambda choice: choice.cost(built.problem))
        return Solved(best, best.cost(built.problem), -np.inf, faults=[f"{type(error).__name__}: {error}"])


def _blocks(inputs: Inputs, open_lines: frozenset[int], seconds: float, faults: list[str]) -> list[Block]:
    try:
        return blocking(inputs, open_lines, seconds=max(seconds, LEAST_SECONDS))
    except (OSError, ValueError, MemoryError) as error:
        faults.append(f"{type(error).__name__}: {error}")
        return []


def _curve(inputs: Inputs, seconds: float) -> list[Point]:
    """The cost against the number of changed lines, from the fewest changes on; only plans no other beats in both."""
    mean = sum(pair.monthly for pair in inputs.pairs) * inputs.conditions.months // max(len(inputs.pairs), 1)
    found: list[Point] = []
    for penalty in sorted({*(mean * part // 100 for part in CURVE), inputs.conditions.penalty}):
        built = build(replace(inputs, conditions=replace(inputs.conditions, penalty=penalty)))
        choice = _solved(built, max(seconds, LEAST_SECONDS)).choice
        told = tell(inputs, built, choice)
        open_lines = sum(one.member_id is None for one in told)
        found.append(Point(penalty, sum(one.changed for one in told), built.cost(choice), open_lines))
    return sorted({one for one in found if not any(_beats(other, one) for other in found)}, key=lambda one: one.changed)


def _beats(other: Point, one: Point) -> bool:
    """Whether another plan is at least as good in everything and better in something; of equals the lower penalty."""
    theirs, mine = (other.open_lines, other.changed, other.cost), (one.open_lines, one.changed, one.cost)
    if theirs == mine:
        return other.penalty < one.penalty
    return all(a <= b for a, b in zip(theirs, mine, strict=True))
