"""The round as a mixed-integer model for HiGHS: one column per pair, member and line that may stay open."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from muhatap.sourcing.rules.optimum.problem import OPEN, Choice, Floats, Ints, Problem, floats, ints

INFINITY = highspy.kHighsInf
# A whole column is one from here on; solvers answer 0.9999999.
ROUNDED = 0.5
# A gap below this is closed.
CLOSED = 1e-6


def silent() -> highspy.Highs:
    """A solver that prints nothing and takes one core."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    return solver


@dataclass(frozen=True)
class Columns:
    """Which column of the model means what: pairs first, then members, then lines left open."""

    pairs: Ints
    members: Ints
    open_lines: Ints

    @property
    def count(self) -> int:
        """How many columns there are."""
        return len(self.pairs) + len(self.members) + len(self.open_lines)


@dataclass(frozen=True)
class Model:
    """The model as sparse rows, and what its columns mean."""

    columns: Columns
    cost: Floats
    row_lower: Floats
    row_upper: Floats
    start: Ints
    index: Ints
    value: Floats

    def highs(self, *, whole: bool = True) -> highspy.Highs:
        """The model in HiGHS, silent; as a relaxation where not `whole`."""
        solver = silent()
        count = self.columns.count
        kinds = np.full(count, 1 if whole else 0, dtype=np.int32)
        solver.passModel(
            count,
            len(self.row_lower),
            len(self.index),
            int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMinimize),
            0.0,
            self.cost,
            np.zeros(count),
            np.ones(count),
            self.row_lower,
            self.row_upper,
            self.start,
            self.index,
            self.value,
            kinds,
        )
        return solver

    def better(self, problem: Problem, start: Choice, *, seconds: float) -> Choice | None:
        """The best choice found in `seconds`, beginning with one; None where nothing was found."""
        solver = self.highs()
        for option, value in (("time_limit", seconds), ("mip_rel_gap", CLOSED)):
            solver.setOptionValue(option, value)
        self.begin_with(solver, problem, start)
        solver.run()
        return self.found(solver, problem)

    def begin_with(self, solver: highspy.Highs, problem: Problem, start: Choice) -> None:
        """Give the solver a choice to better."""
        values = self.values_of(problem, start)
        solver.setSolution(len(values), np.arange(len(values), dtype=np.int32), values)

    def found(self, solver: highspy.Highs, problem: Problem) -> Choice | None:
        """The choice the solver has; None where it has none."""
        if solver.getInfo().primal_solution_status != highspy.kSolutionStatusFeasible:
            return None
        return self.choice_of(problem, np.array(solver.getSolution().col_value))

    def values_of(self, problem: Problem, choice: Choice) -> Floats:
        """A choice as values of the columns."""
        chosen = np.zeros(problem.pairs, dtype=bool)
        chosen[choice.pairs[choice.pairs != OPEN]] = True
        members = np.zeros(problem.members, dtype=bool)
        members[problem.pair_member[chosen]] = True
        left = choice.pairs == OPEN
        return np.concatenate(
            [
                chosen[self.columns.pairs],
                members[self.columns.members],
                left[self.columns.open_lines],
            ]
        ).astype(np.float64)

    def choice_of(self, problem: Problem, values: Floats) -> Choice:
        """Values of the columns as a choice."""
        pairs = np.full(problem.lines, OPEN, dtype=np.int32)
        chosen = self.columns.pairs[values[: len(self.columns.pairs)] > ROUNDED]
        pairs[problem.pair_line[chosen]] = chosen
        return Choice(pairs)


class _Rows:
    """Collects sparse rows by blocks."""

    def __init__(self) -> None:
        self._row: list[Ints] = []
        self._column: list[Ints] = []
        self._value: list[Floats] = []
        self._lower: list[Floats] = []
        self._upper: list[Floats] = []
        self.count = 0

    def add(self, row: Ints, column: Ints, value: Floats, lower: Floats, upper: Floats) -> None:
        """Add a block whose rows are numbered from zero."""
        self._row.append(row + self.count)
        self._column.append(column)
        self._value.append(value)
        self._lower.append(lower)
        self._upper.append(upper)
        self.count += len(lower)

    def build(self, columns: Columns, cost: Floats) -> Model:
        """All blocks as one matrix of rows."""
        row, column = np.concatenate(self._row), np.concatenate(self._column)
        order = np.lexsort((column, row))
        starts = np.searchsorted(row[order], np.arange(self.count)).astype(np.int32)
        return Model(
            columns,
            cost,
            np.concatenate(self._lower),
            np.concatenate(self._upper),
            starts,
            ints(column[order]),
            np.concatenate(self._value)[order],
        )


def build(problem: Problem, *, strong: Ints | None = None, pairs: Ints | None = None) -> Model:
    """The model of a problem over some of its pairs (all, where not said).

    `strong` names the pairs whose row x ≤ y is written out; without one the capacity rows alone tie x to y (the
    aggregated form).
    """
    chosen = np.arange(problem.pairs, dtype=np.int32) if pairs is None else pairs
    place = np.full(problem.pairs, -1, dtype=np.int32)
    place[chosen] = np.arange(len(chosen), dtype=np.int32)
    columns = Columns(chosen, _engaged(problem, chosen), ints(np.flatnonzero(np.isfinite(problem.open_cost))))
    member_at = np.full(problem.members, -1, dtype=np.int32)
    member_at[columns.members] = len(chosen) + np.arange(len(columns.members), dtype=np.int32)
    rows = _Rows()
    _every_line_once(rows, problem, columns)
    _capacities(rows, problem, place, member_at)
    _strong(rows, problem, place, member_at, chosen if strong is None else strong)
    if problem.least_members and len(columns.members):
        count = len(columns.members)
        rows.add(
            ints(np.zeros(count)), member_at[columns.members], np.ones(count),
            floats([problem.least_members]), floats([INFINITY]),
        )  # fmt: skip
        _in_use(rows, problem, columns, member_at)
    cost = np.concatenate(
        [problem.pair_cost[chosen], problem.engage[columns.members], problem.open_cost[columns.open_lines]]
    )
    return rows.build(columns, cost)


def _engaged(problem: Problem, chosen: Ints) -> Ints:
    """Members that need a column: those whose engagement costs, all of them where a least number is asked."""
    members = np.unique(problem.pair_member[chosen])
    if problem.least_members:
        return ints(members)
    return ints(members[problem.engage[members] > 0])


def _in_use(rows: _Rows, problem: Problem, columns: Columns, member_at: Ints) -> None:
    """Only a member with a line counts as one: y ≤ Σ x."""
    count, at = len(columns.members), np.full(problem.members, -1, dtype=np.int32)
    at[columns.members] = np.arange(count, dtype=np.int32)
    rows.add(
        np.concatenate([np.arange(count, dtype=np.int32), at[problem.pair_member[columns.pairs]]]),
        np.concatenate([member_at[columns.members], np.arange(len(columns.pairs), dtype=np.int32)]),
        np.concatenate([np.ones(count), -np.ones(len(columns.pairs))]),
        np.full(count, -INFINITY),
        np.zeros(count),
    )


def _every_line_once(rows: _Rows, problem: Problem, columns: Columns) -> None:
    first_open = len(columns.pairs) + len(columns.members)
    rows.add(
        np.concatenate([problem.pair_line[columns.pairs], columns.open_lines]),
        ints(np.concatenate([np.arange(len(columns.pairs)), first_open + np.arange(len(columns.open_lines))])),
        np.ones(len(columns.pairs) + len(columns.open_lines)),
        np.ones(problem.lines),
        np.ones(problem.lines),
    )


def _capacities(rows: _Rows, problem: Problem, place: Ints, member_at: Ints) -> None:
    if not problem.rows:
        return
    kept = place[problem.use_pair] >= 0
    tied = np.flatnonzero(member_at[problem.row_member] >= 0)
    free = member_at[problem.row_member] < 0
    rows.add(
        np.concatenate([problem.use_row[kept], ints(tied)]),
        np.concatenate([place[problem.use_pair[kept]], member_at[problem.row_member[tied]]]),
        np.concatenate([problem.use_amount[kept], -problem.row_capacity[tied]]),
        np.full(problem.rows, -INFINITY),
        np.where(free, problem.row_capacity, 0.0),
    )


def _strong(rows: _Rows, problem: Problem, place: Ints, member_at: Ints, strong: Ints) -> None:
    """x ≤ y for pairs whose member has a column."""
    written = strong[(place[strong] >= 0) & (member_at[problem.pair_member[strong]] >= 0)]
    count = len(written)
    if not count:
        return
    each = np.arange(count, dtype=np.int32)
    rows.add(
        np.concatenate([each, each]),
        np.concatenate([place[written], member_at[problem.pair_member[written]]]),
        np.concatenate([np.ones(count), -np.ones(count)]),
        np.full(count, -INFINITY),
        np.zeros(count),
    )
