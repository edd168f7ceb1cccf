"""A choice told line by line: who, at what cost, why this one, and what every other would cost the plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from muhatap.sourcing.rules.optimum.problem import OPEN, TOLERANCE, Choice, Floats
from muhatap.sourcing.rules.planning.building import Built, too_low
from muhatap.sourcing.rules.planning.inputs import Inputs, Line, Pair


class Why(StrEnum):
    """Why a member stands in a line of a plan, or why nobody does."""

    LOCKED = "locked"
    ONLY = "only"
    CHEAPEST = "cheapest"
    KEPT = "kept"
    FULL = "full"
    WHOLE = "whole"
    NOBODY_FITS = "nobody_fits"
    NOBODY_ALLOWED = "nobody_allowed"
    NO_ROOM = "no_room"


class Bar(StrEnum):
    """What keeps another member from a line."""

    NOTHING = ""
    EXCLUDED = "excluded"
    STANDING = "standing"
    LOCKED = "locked"
    FULL = "full"
    SHARE = "share"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another member for a line: cost over the term, what the plan would cost more with it alone moved, what bars it.

    `lower` is how much its price a month would have to fall for the plan to cost the same.
    """

    member_id: int
    monthly: int
    cost: int
    extra: int | None
    lower: int | None
    bar: Bar = Bar.NOTHING

    def data(self) -> dict[str, Any]:
        """As kept."""
        return {
            "member": self.member_id,
            "monthly": self.monthly,
            "cost": self.cost,
            "extra": self.extra,
            "lower": self.lower,
            "bar": self.bar.value,
        }


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a plan."""

    line_id: int
    member_id: int | None
    monthly: int | None
    cost: int | None
    why: Why
    changed: bool
    alternatives: tuple[Alternative, ...]

    @property
    def next_best(self) -> Alternative | None:
        """The other member that would cost the plan the least, where one can take the line."""
        open_to = [one for one in self.alternatives if one.extra is not None]
        return min(open_to, key=lambda one: (one.extra or 0, one.member_id), default=None)


def tell(inputs: Inputs, built: Built, choice: Choice) -> list[Told]:
    """Every line of the inputs, in their order."""
    teller = _Teller(inputs, built, choice)
    return [teller.line(line) for line in inputs.lines]


class _Teller:
    """Knows what a choice leaves free and whom it engages."""

    def __init__(self, inputs: Inputs, built: Built, choice: Choice) -> None:
        self.built = built
        self.asked = inputs.conditions
        self.locks = dict(inputs.conditions.locks)
        self.place = {line.line_id: number for number, line in enumerate(built.lines)}
        self.taken = built.chosen(choice)
        self.free: Floats = built.problem.row_capacity - choice.taken(built.problem)
        self.engaged: Counter[int] = built.engaged(choice)
        self.numbers = {(pair.line_id, pair.member_id): number for number, pair in enumerate(built.pairs)}
        self.of_line: dict[int, list[Pair]] = {}
        for pair in inputs.pairs:
            self.of_line.setdefault(pair.line_id, []).append(pair)

    def line(self, line: Line) -> Told:
        """One line."""
        mine = self.of_line.get(line.line_id, [])
        number = self.taken.get(self.place.get(line.line_id, OPEN), OPEN)
        now = self.built.pairs[number] if number != OPEN else None
        others = [pair for pair in mine if now is None or pair.member_id != now.member_id]
        told = tuple(
            sorted(
                (self._other(line, pair, now) for pair in others),
                key=lambda one: (one.extra is None, one.extra or 0, one.cost, one.member_id),
            )
        )
        if now is None:
            return Told(line.line_id, None, None, None, self._nobody(line, mine), line.incumbent is not None, told)
        why = self._why(line, now, told)
        changed = line.incumbent is not None and line.incumbent != now.member_id
        return Told(line.line_id, now.member_id, now.monthly, self.built.term_cost(now, line), why, changed, told)

    def _nobody(self, line: Line, mine: list[Pair]) -> Why:
        if not mine:
            return Why.NOBODY_FITS
        return Why.NO_ROOM if line.line_id in self.place else Why.NOBODY_ALLOWED

    def _why(self, line: Line, now: Pair, others: tuple[Alternative, ...]) -> Why:
        """The plainest reason that holds."""
        if line.line_id in self.locks:
            return Why.LOCKED
        allowed = [one for one in others if one.bar not in {Bar.EXCLUDED, Bar.STANDING}]
        if not allowed:
            return Why.ONLY
        cheaper = [one for one in allowed if one.monthly < now.monthly]
        if not cheaper:
            return Why.CHEAPEST
        if all(one.bar in {Bar.FULL, Bar.SHARE} for one in cheaper):
            return Why.FULL
        return Why.KEPT if line.incumbent == now.member_id else Why.WHOLE

    def _other(self, line: Line, pair: Pair, now: Pair | None) -> Alternative:
        """What a line would cost with another member, everything else as it is."""
        cost = self.built.term_cost(pair, line)
        bar = self._bar(line, pair, now)
        extra = cost - self.built.term_cost(now, line) if now is not None else cost
        extra += self.asked.engagement * (self.engaged[pair.member_id] == 0)
        if now is not None:
            extra -= self.asked.engagement * (self.engaged[now.member_id] == 1)
        if bar is not Bar.NOTHING:
            return Alternative(pair.member_id, pair.monthly, cost, None, None, bar)
        lower = -(-extra // self.asked.months) if now is not None and extra > 0 else None
        return Alternative(pair.member_id, pair.monthly, cost, extra, lower)

    def _bar(self, line: Line, pair: Pair, now: Pair | None) -> Bar:
        if pair.member_id in self.asked.excluded:
            return Bar.EXCLUDED
        if too_low(pair.score, self.asked.least_score):
            return Bar.STANDING
        if self.locks.get(line.line_id, pair.member_id) != pair.member_id:
            return Bar.LOCKED
        problem = self.built.problem
        rows, amounts = problem.uses_of(self.numbers[pair.line_id, pair.member_id])
        for row, amount in zip(rows, amounts, strict=True):
            if self.free[row] + TOLERANCE < amount:
                return Bar.FULL if row < len(self.built.rooms) else Bar.SHARE
        if now is not None and self._too_few(pair, now):
            return Bar.MEMBERS
        return Bar.NOTHING

    def _too_few(self, pair: Pair, now: Pair) -> bool:
        """Whether moving the line would leave fewer members than asked for."""
        left = len(self.engaged) - (self.engaged[now.member_id] == 1) + (self.engaged[pair.member_id] == 0)
        return left < self.asked.least_members
