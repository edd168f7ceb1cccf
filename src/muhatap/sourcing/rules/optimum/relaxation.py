"""The relaxation whose value no plan can beat, and what each pair would add to it.

A master over the cheapest pairs of each line; rows x ≤ y are added where they are broken, and pairs left out are
priced back in. Its value plus, for each line, the least reduced cost below zero of a pair left out is a bound for
all pairs at any moment (Lagrange), so the search for it may stop when it likes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import highspy
import numpy as np

from muhatap.sourcing.rules.optimum.model import silent
from muhatap.sourcing.rules.optimum.problem import Choice, Floats, Ints, Problem, ints

CHEAPEST = 8
ENTER_PER_LINE = 4
ROWS_AT_ONCE = 4_000
BROKEN = 1e-5
# A line nobody serves: dearer than any pair, so that the relaxation always has a solution.
DEARER = 4.0


@dataclass(frozen=True)
class Relaxed:
    """A bound for every plan; by pair, what taking it adds at least and how much of it the relaxation takes."""

    bound: float
    reduced: Floats
    taken: Floats


class _Master:
    """The restricted relaxation in HiGHS; columns are members, open lines, then pairs as they come."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.solver = silent()
        self.tied = problem.engage > 0
        self.rows_of_pairs = 0
        self.inside = np.zeros(problem.pairs, dtype=bool)
        self.strong = np.zeros(problem.pairs, dtype=bool)
        self.columns: list[int] = []
        self._begin()

    def _begin(self) -> None:
        """Members (with their capacities) and lines left open; rows are lines, then capacities."""
        problem = self.problem
        free = ~self.tied[problem.row_member]
        lower = np.concatenate([np.ones(problem.lines), np.full(problem.rows, -highspy.kHighsInf)])
        upper = np.concatenate([np.ones(problem.lines), np.where(free, problem.row_capacity, 0.0)])
        empty = np.zeros(0, dtype=np.int32)
        self.solver.addRows(len(lower), lower, upper, 0, empty, empty, np.zeros(0))
        held = np.flatnonzero(self.tied[problem.row_member])
        order = held[np.argsort(problem.row_member[held], kind="stable")]
        starts = np.searchsorted(problem.row_member[order], np.arange(problem.members)).astype(np.int32)
        self.solver.addCols(
            problem.members, problem.engage, np.zeros(problem.members), np.ones(problem.members), len(order),
            starts, ints(problem.lines + order), -problem.row_capacity[order],
        )  # fmt: skip
        dear = np.minimum(problem.open_cost, DEARER * (problem.pair_cost.max() + problem.engage.max()))
        each = np.arange(problem.lines, dtype=np.int32)
        self.solver.addCols(
            problem.lines, dear, np.zeros(problem.lines), np.ones(problem.lines), problem.lines,
            each, each, np.ones(problem.lines),
        )  # fmt: skip
        self.first = problem.members + problem.lines

    def enter(self, pairs: Ints) -> None:
        """Take pairs into the master."""
        problem = self.problem
        index: list[Ints] = []
        value: list[Floats] = []
        starts, total = [], 0
        for pair in pairs:
            rows, amounts = problem.uses_of(int(pair))
            starts.append(total)
            index.append(np.concatenate([problem.pair_line[pair : pair + 1], problem.lines + rows]))
            value.append(np.concatenate([[1.0], amounts]))
            total += len(rows) + 1
        count = len(pairs)
        self.solver.addCols(
            count, problem.pair_cost[pairs], np.zeros(count), np.ones(count), total,
            ints(starts), ints(np.concatenate(index)), np.concatenate(value),
        )  # fmt: skip
        self.inside[pairs] = True
        self.columns.extend(int(pair) for pair in pairs)

    def tie(self, columns: Ints, members: Ints) -> None:
        """Write x ≤ y for columns of pairs."""
        count = len(columns)
        index = np.column_stack([members, self.first + columns]).ravel()
        value = np.tile([-1.0, 1.0], count)
        starts = 2 * np.arange(count, dtype=np.int32)
        self.solver.addRows(
            count, np.full(count, -highspy.kHighsInf), np.zeros(count), 2 * count, starts, ints(index), value
        )

    def solve(self, seconds: float) -> bool:
        """Solve the master; False when time ran out."""
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + max(seconds, 0.1))
        self.solver.run()
        return bool(self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def relax(problem: Problem, *, seconds: float, start: Choice | None = None) -> Relaxed | None:
    """The bound and reduced costs of all pairs; None when time did not allow even the first master."""
    ends = time.monotonic() + seconds
    master = _Master(problem)
    first = problem.best_of_lines(problem.pair_cost, CHEAPEST)
    if start is not None:
        first = np.union1d(first, start.pairs[start.pairs >= 0])
    master.enter(ints(first))
    best: Relaxed | None = None
    line_cost, pair_rows = problem.pair_cost, _pair_rows(problem)
    while master.solve(ends - time.monotonic()):
        solution = master.solver.getSolution()
        duals = np.array(solution.row_dual)
        reduced = line_cost - duals[problem.pair_line] - pair_rows(duals[problem.lines : problem.lines + problem.rows])
        taken = np.array(solution.col_value)
        found = Relaxed(_bound(master, reduced), reduced, _taken(master, taken))
        if best is None or found.bound >= best.bound:
            best = found
        if not _grow(master, reduced, taken) or time.monotonic() > ends:
            break
    return best


def _pair_rows(problem: Problem):  # type: ignore[no-untyped-def]
    """What the duals of capacity rows make of each pair."""
    return lambda duals: np.bincount(
        problem.use_pair, problem.use_amount * duals[problem.use_row], minlength=problem.pairs
    )


def _bound(master: _Master, reduced: Floats) -> float:
    """The master's value and, per line, the least reduced cost below zero of the pairs left out."""
    problem = master.problem
    outside = ~master.inside
    least = np.zeros(problem.lines)
    np.minimum.at(least, problem.pair_line[outside], reduced[outside])
    return float(master.solver.getInfo().objective_function_value + least.sum())


def _taken(master: _Master, values: Floats) -> Floats:
    taken = np.zeros(master.problem.pairs)
    taken[np.array(master.columns, dtype=np.int64)] = values[master.first :]
    return taken


def _grow(master: _Master, reduced: Floats, values: Floats) -> bool:
    """Add broken rows x ≤ y and pairs that would pay; False when there are none."""
    problem = master.problem
    pairs = np.array(master.columns, dtype=np.int64)
    members = problem.pair_member[pairs]
    broken = values[master.first :] - values[members]
    columns = np.flatnonzero((broken > BROKEN) & master.tied[members] & ~master.strong[pairs])
    columns = columns[np.argsort(-broken[columns], kind="stable")][:ROWS_AT_ONCE]
    if len(columns):
        master.strong[pairs[columns]] = True
        master.tie(ints(columns), ints(members[columns]))
    paying = np.flatnonzero(~master.inside & (reduced < -BROKEN))
    if len(paying):
        order = np.lexsort((reduced[paying], problem.pair_line[paying]))
        lines = problem.pair_line[paying][order]
        starts = np.searchsorted(lines, lines)
        master.enter(ints(paying[order][np.arange(len(lines)) - starts < ENTER_PER_LINE]))
    return bool(len(columns) or len(paying))
