"""Better plans from a plan: a few members that compete for the same lines are decided again, all else stands."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from muhatap.sourcing.rules.optimum.model import build
from muhatap.sourcing.rules.optimum.problem import OPEN, Choice, Floats, Ints, Problem, floats, ints

CANDIDATES = 12
FIRST_LINES, MOST_LINES, LEAST_LINES = 60, 400, 15
SECONDS_EACH, LEAST_SECONDS = 3.0, 0.05
# How often the search begins at a line nobody serves, while there are some.
OPEN_FIRST = 0.7
BETTER = 1e-7
# A line nobody serves is begun with so often; then perhaps nobody can.
MOST_TRIES = 6


@dataclass
class Search:
    """A plan on its way; `rank` orders the pairs of a line by what they promise (reduced costs, or costs)."""

    problem: Problem
    best: Choice
    rank: Floats
    tell: Callable[[Choice, float], None]
    seed: int = 1

    def __post_init__(self) -> None:
        self.chance = np.random.default_rng(self.seed)
        self.cost = self.best.cost(self.problem)
        self.size = FIRST_LINES
        order = np.lexsort((self.rank, self.problem.pair_line))
        self._order = ints(order)
        _, self._starts = self.problem.of_line
        first = np.minimum(self._starts[:-1], len(order) - 1)
        self._tries = np.where(np.diff(self._starts) > 0, 0, MOST_TRIES)
        self._least = self.rank[self._order[first]] if len(order) else np.zeros(self.problem.lines)

    def run(self, ends: float, *, until: Callable[[float], bool] = lambda cost: False) -> Choice:
        """Search until the clock says `ends` (monotonic seconds) or `until` is content with the cost."""
        while time.monotonic() < ends and not until(self.cost):
            lines = self._lines()
            limit = min(SECONDS_EACH, ends - time.monotonic())
            if len(lines) and limit > LEAST_SECONDS:
                self._decide_again(lines, limit)
            if len(lines) >= self.problem.lines:
                self.size = max(LEAST_LINES, self.size // 2)
        return self.best

    def _pairs_of(self, line: int) -> Ints:
        return self._order[self._starts[line] : self._starts[line + 1]]

    def _lines(self) -> Ints:
        """Lines of a few members that compete with each other, and lines that nobody serves."""
        member_of = np.where(self.best.pairs == OPEN, -1, self.problem.pair_member[self.best.pairs])
        opened = np.flatnonzero((member_of < 0) & (self._tries < MOST_TRIES))
        seed = int(self.chance.choice(opened)) if len(opened) and self.chance.random() < OPEN_FIRST else -1
        if seed >= 0:
            self._tries[seed] += 1
        line = seed if seed >= 0 else self._dear_line()
        chosen: list[int] = [line] if seed >= 0 else []
        queue, met = [line], set()
        while queue and len(chosen) < self.size:
            at = queue.pop(int(self.chance.integers(min(3, len(queue)))))
            for pair in self._pairs_of(at)[: CANDIDATES // 2]:
                member = int(self.problem.pair_member[pair])
                if member in met:
                    continue
                met.add(member)
                served = np.flatnonzero(member_of == member)
                chosen.extend(int(one) for one in served)
                self.chance.shuffle(served)
                queue.extend(int(one) for one in served[:4])
                if len(chosen) >= self.size:
                    break
        return np.unique(ints(chosen)) if chosen else ints([])

    def _dear_line(self) -> int:
        """A line, those more often whose member adds most to the bound."""
        weight = np.zeros(self.problem.lines)
        served = self.best.pairs != OPEN
        weight[served] = self.rank[self.best.pairs[served]] - self._least[served]
        weight = weight + max(float(weight.mean()), 1e-9)
        return int(self.chance.choice(self.problem.lines, p=weight / weight.sum()))

    def _decide_again(self, lines: Ints, seconds: float) -> None:
        began = time.monotonic()
        part, pairs = restricted(self.problem, self.best, lines, self._kept(lines))
        place = np.full(self.problem.pairs, OPEN, dtype=np.int32)
        place[pairs] = np.arange(len(pairs), dtype=np.int32)
        before = self.best.pairs[lines]
        current = Choice(np.where(before == OPEN, OPEN, place[before]))
        found = build(part).better(part, current, seconds=seconds)
        if found is not None:
            self._take(lines, pairs, found)
        took = time.monotonic() - began
        if took < seconds / 4:
            self.size = min(MOST_LINES, self.size + 5)
        elif took > seconds * 0.9:
            self.size = max(LEAST_LINES, self.size - 10)

    def _kept(self, lines: Ints) -> Ints:
        """The most promising pairs of these lines, and those they have now."""
        kept = [self._pairs_of(int(line))[:CANDIDATES] for line in lines]
        now = self.best.pairs[lines]
        return ints(np.unique(np.concatenate([*kept, now[now != OPEN]])))

    def _take(self, lines: Ints, pairs: Ints, found: Choice) -> None:
        changed = self.best.pairs.copy()
        changed[lines] = found.among(pairs).pairs
        choice = Choice(changed)
        cost = choice.cost(self.problem)
        if cost < self.cost - BETTER * max(1.0, abs(self.cost)):
            self.best, self.cost = choice, cost
            self.tell(choice, cost)


def restricted(problem: Problem, choice: Choice, lines: Ints, pairs: Ints) -> tuple[Problem, Ints]:
    """The problem of some lines over some of their pairs while all other lines stay as chosen; and those pairs.

    Members that stay for other lines cost nothing more to engage; capacities are what the other lines leave.
    """
    line_at = np.full(problem.lines, -1, dtype=np.int32)
    line_at[lines] = np.arange(len(lines), dtype=np.int32)
    stays = Choice(np.where(line_at >= 0, OPEN, choice.pairs))
    standing = stays.pairs[stays.pairs != OPEN]
    engage = problem.engage.copy()
    engage[problem.pair_member[standing]] = 0.0
    left = np.maximum(problem.row_capacity - stays.taken(problem), 0.0)
    few = problem.only(pairs)
    rows = np.unique(few.use_row)
    row_at = np.full(problem.rows, -1, dtype=np.int32)
    row_at[rows] = np.arange(len(rows), dtype=np.int32)
    part = replace(
        few,
        lines=len(lines),
        pair_line=line_at[few.pair_line],
        engage=floats(engage),
        row_member=problem.row_member[rows],
        row_capacity=left[rows],
        use_row=row_at[few.use_row],
        open_cost=problem.open_cost[lines],
        least_members=0,
    )
    return part, pairs
