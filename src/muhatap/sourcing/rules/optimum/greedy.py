"""Choices made one line after the other: as a person makes them, and as a start for the search."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from muhatap.sourcing.rules.optimum.problem import OPEN, TOLERANCE, Choice, Floats, Problem


def one_by_one(problem: Problem) -> Choice:
    """What a person would do: line after line the cheapest member that still has capacity; engagement unseen."""
    return _take(problem, range(problem.lines), problem.pair_cost)


def by_regret(problem: Problem, cost: Floats | None = None) -> Choice:
    """Lines in the order of what waiting may cost: those first whose second choice is much dearer than the first.

    `cost` may be other costs by pair than the pairs' own, such as reduced costs.
    """
    seen = problem.pair_cost if cost is None else cost
    order, starts = problem.of_line
    regret = np.zeros(problem.lines)
    for line in range(problem.lines):
        best = np.sort(seen[order[starts[line] : starts[line + 1]]])[:2]
        regret[line] = np.inf if len(best) == 1 else np.diff(best).sum()
    return _take(problem, np.argsort(-regret, kind="stable"), seen)


def _take(problem: Problem, lines: Iterable[int], cost: Floats) -> Choice:
    """Give each line in turn its best pair that fits; open lines are tried again in the same order at the end."""
    free = problem.row_capacity.copy() + TOLERANCE * np.maximum(1.0, problem.row_capacity)
    pairs = np.full(problem.lines, OPEN, dtype=np.int32)
    for line in lines:
        mine = problem.pairs_of(int(line))
        for pair in mine[np.argsort(cost[mine], kind="stable")]:
            rows, amounts = problem.uses_of(int(pair))
            if (free[rows] >= amounts).all():
                free[rows] -= amounts
                pairs[line] = pair
                break
    return Choice(pairs)
