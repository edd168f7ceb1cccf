"""What is to be decided, as arrays: lines, members, the pairs that are allowed, costs and capacities."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
# A line nobody serves.
OPEN = -1
# Capacities and demands are sums of decimals; what is smaller than this is rounding.
TOLERANCE = 1e-6


def ints(values: object) -> Ints:
    """Values as an array of whole numbers."""
    return np.asarray(values, dtype=np.int32)


def floats(values: object) -> Floats:
    """Values as an array of numbers."""
    return np.asarray(values, dtype=np.float64)


@dataclass(frozen=True)
class Problem:
    """A round as numbers; costs in one currency's major units over the whole term.

    A pair is a line and a member that may serve it, at a cost. A capacity row limits what one member takes of one
    resource (service × district × period, or a share of the lines); `use_*` says what each pair takes of it.
    """

    lines: int
    members: int
    pair_line: Ints
    pair_member: Ints
    pair_cost: Floats
    engage: Floats  # by member: the cost of having it in the plan at all
    row_member: Ints = field(default_factory=lambda: ints([]))
    row_capacity: Floats = field(default_factory=lambda: floats([]))
    use_pair: Ints = field(default_factory=lambda: ints([]))
    use_row: Ints = field(default_factory=lambda: ints([]))
    use_amount: Floats = field(default_factory=lambda: floats([]))
    open_cost: Floats = field(default_factory=lambda: floats([]))  # by line: what leaving it open counts as
    least_members: int = 0

    def __post_init__(self) -> None:
        if len(self.open_cost) == 0:
            object.__setattr__(self, "open_cost", np.full(self.lines, np.inf))

    @property
    def pairs(self) -> int:
        """How many pairs are allowed."""
        return len(self.pair_line)

    @property
    def rows(self) -> int:
        """How many capacity rows there are."""
        return len(self.row_member)

    @cached_property
    def of_line(self) -> tuple[Ints, Ints]:
        """Pairs by line, cheapest first, and where each line's begin (one more than lines)."""
        order = np.lexsort((self.pair_cost, self.pair_line)).astype(np.int32)
        starts = np.searchsorted(self.pair_line[order], np.arange(self.lines + 1)).astype(np.int32)
        return order, starts

    @cached_property
    def uses(self) -> tuple[Ints, Ints]:
        """Uses by pair, and where each pair's begin (one more than pairs)."""
        order = np.argsort(self.use_pair, kind="stable").astype(np.int32)
        starts = np.searchsorted(self.use_pair[order], np.arange(self.pairs + 1)).astype(np.int32)
        return order, starts

    def best_of_lines(self, rank: Floats, most: int) -> Ints:
        """For each line the `most` pairs that come first by `rank`."""
        order = np.lexsort((rank, self.pair_line))
        _, starts = self.of_line
        places = np.arange(self.pairs) - np.repeat(starts[:-1], np.diff(starts))
        return ints(order[places < most])

    def pairs_of(self, line: int) -> Ints:
        """The pairs of a line, cheapest first."""
        order, starts = self.of_line
        return order[starts[line] : starts[line + 1]]

    def uses_of(self, pair: int) -> tuple[Ints, Floats]:
        """The rows a pair takes from, and how much."""
        order, starts = self.uses
        found = order[starts[pair] : starts[pair + 1]]
        return self.use_row[found], self.use_amount[found]

    def fitting(self) -> Ints:
        """Pairs that fit into the capacities by themselves."""
        slack = TOLERANCE * np.maximum(1.0, self.row_capacity)
        too_large = self.use_amount > (self.row_capacity + slack)[self.use_row]
        fits = np.ones(self.pairs, dtype=bool)
        fits[self.use_pair[too_large]] = False
        return ints(np.flatnonzero(fits))

    def only(self, pairs: Ints) -> Problem:
        """The same over some of the pairs, which are numbered anew in their order."""
        at = np.full(self.pairs, OPEN, dtype=np.int32)
        at[pairs] = np.arange(len(pairs), dtype=np.int32)
        uses = at[self.use_pair] >= 0
        return replace(
            self,
            pair_line=self.pair_line[pairs],
            pair_member=self.pair_member[pairs],
            pair_cost=self.pair_cost[pairs],
            use_pair=at[self.use_pair[uses]],
            use_row=self.use_row[uses],
            use_amount=self.use_amount[uses],
        )

    @cached_property
    def sha256(self) -> str:
        """What identifies the inputs: SHA-256 of sizes and arrays in one order, hexadecimal."""
        head = json.dumps({"lines": self.lines, "members": self.members, "least_members": self.least_members})
        digest = hashlib.sha256(head.encode())
        for array in (self.pair_line, self.pair_member, self.row_member, self.use_pair, self.use_row):
            digest.update(array.astype("<i4").tobytes())
        for numbers in (self.pair_cost, self.engage, self.row_capacity, self.use_amount, self.open_cost):
            digest.update(numbers.astype("<f8").tobytes())
        return digest.hexdigest()


@dataclass(frozen=True)
class Choice:
    """A pair for every line (`OPEN` where nobody serves it)."""

    pairs: Ints

    def among(self, pairs: Ints) -> Choice:
        """The same choice in the numbers of a problem over all pairs, of which `pairs` were kept."""
        return Choice(ints(np.where(self.pairs == OPEN, OPEN, pairs[self.pairs]) if len(pairs) else self.pairs))

    def within(self, problem: Problem, pairs: Ints) -> Choice:
        """The same choice in the numbers of a problem over `pairs` alone; what is not among them is left open."""
        at = np.full(problem.pairs, OPEN, dtype=np.int32)
        at[pairs] = np.arange(len(pairs), dtype=np.int32)
        return Choice(np.where(self.pairs == OPEN, OPEN, at[self.pairs]))

    def cost(self, problem: Problem) -> float:
        """Total cost: the pairs, the engagement of every member chosen, and what open lines count as."""
        taken = self.pairs[self.pairs != OPEN]
        engaged = np.unique(problem.pair_member[taken])
        left = problem.open_cost[self.pairs == OPEN]
        return float(problem.pair_cost[taken].sum() + problem.engage[engaged].sum() + left.sum())

    def taken(self, problem: Problem) -> Floats:
        """What is taken of each capacity row."""
        chosen = np.zeros(problem.pairs, dtype=bool)
        chosen[self.pairs[self.pairs != OPEN]] = True
        counts = chosen[problem.use_pair]
        return floats(np.bincount(problem.use_row[counts], problem.use_amount[counts], minlength=problem.rows))

    def wrong(self, problem: Problem) -> list[str]:
        """What the choice breaks; empty when it is a plan."""
        found = []
        taken = self.pairs != OPEN
        if not np.array_equal(problem.pair_line[self.pairs[taken]], np.flatnonzero(taken)):
            found.append("a line is given a pair of another line")
        if bool(np.isinf(problem.open_cost[~taken]).any()):
            found.append("a line is left open that may not be")
        slack = TOLERANCE * np.maximum(1.0, problem.row_capacity)
        exceeded = np.flatnonzero(self.taken(problem) > problem.row_capacity + slack)
        found.extend(f"capacity row {row} is exceeded" for row in exceeded)
        if len(np.unique(problem.pair_member[self.pairs[taken]])) < problem.least_members:
            found.append("too few members are chosen")
        return found
