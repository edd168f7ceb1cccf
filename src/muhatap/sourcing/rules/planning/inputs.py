"""What a plan is made of: lines, members that fit them, capacities and the conditions somebody set."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Self

from muhatap.kernel.periods import Period
from muhatap.sourcing.rules.candidates import Covered, Taken

YEAR = 12


@dataclass(frozen=True, slots=True)
class Conditions:
    """What somebody asks of a plan; amounts in minor units over the whole term of `months`.

    `share` is the most lines one member may take, in per cent of all; `locks` are (line, member); `penalty` counts for
    each line that leaves the member it has, only in the comparison of plans, `switching` is a cost like any other.
    """

    months: int = YEAR
    engagement: int = 0
    switching: int = 0
    penalty: int = 0
    share: Decimal | None = None
    least_members: int = 0
    least_score: Decimal | None = None
    excluded: tuple[int, ...] = ()
    locks: tuple[tuple[int, int], ...] = ()
    # Also lines that are awarded already may change hands.
    again: bool = False

    def locked(self, line_id: int, member_id: int) -> Conditions:
        """The same with a line held to a member."""
        others = tuple(lock for lock in self.locks if lock[0] != line_id)
        return replace(self, locks=tuple(sorted([*others, (line_id, member_id)])))

    def without(self, member_id: int) -> Conditions:
        """The same without a member."""
        return replace(self, excluded=tuple(sorted({*self.excluded, member_id})))

    def data(self) -> dict[str, Any]:
        """As kept."""
        return {
            "months": self.months,
            "engagement": self.engagement,
            "switching": self.switching,
            "penalty": self.penalty,
            "share": None if self.share is None else str(self.share),
            "least_members": self.least_members,
            "least_score": None if self.least_score is None else str(self.least_score),
            "excluded": list(self.excluded),
            "locks": [list(lock) for lock in self.locks],
            "again": self.again,
        }

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """From what was kept."""
        values = dict(data)
        for name in ("share", "least_score"):
            values[name] = None if values[name] is None else Decimal(values[name])
        values["excluded"] = tuple(values["excluded"])
        values["locks"] = tuple((line, member) for line, member in values["locks"])
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Line:
    """A promise to find a member for; `incumbent` has it now."""

    line_id: int
    service_id: str
    district_id: int
    quantity: Decimal
    period: Period
    incumbent: int | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A member that fits a line, at a price a month (minor units)."""

    line_id: int
    member_id: int
    monthly: int
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Barred:
    """A member that does not fit a line, and the kinds of reasons against it."""

    line_id: int
    member_id: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """What a member has free for a service in a district on every day of a period, after all other promises."""

    member_id: int
    service_id: str
    district_id: int
    period: Period
    free: Decimal


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a plan depends on."""

    lines: tuple[Line, ...]
    pairs: tuple[Pair, ...]
    rooms: tuple[Room, ...] = ()
    barred: tuple[Barred, ...] = ()
    conditions: Conditions = field(default_factory=Conditions)

    def data(self) -> dict[str, Any]:
        """As kept: everything in one order."""
        return {
            "lines": [
                [one.line_id, one.service_id, one.district_id, str(one.quantity), *_days(one.period), one.incumbent]
                for one in self.lines
            ],
            "pairs": [
                [one.line_id, one.member_id, one.monthly, None if one.score is None else str(one.score)]
                for one in self.pairs
            ],
            "rooms": [
                [one.member_id, one.service_id, one.district_id, *_days(one.period), str(one.free)]
                for one in self.rooms
            ],
            "barred": [[one.line_id, one.member_id, list(one.kinds)] for one in self.barred],
            "conditions": self.conditions.data(),
        }

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """From what was kept."""
        return cls(
            tuple(Line(a, b, c, Decimal(q), _period(f, t), who) for a, b, c, q, f, t, who in data["lines"]),
            tuple(Pair(a, b, c, None if s is None else Decimal(s)) for a, b, c, s in data["pairs"]),
            tuple(Room(a, b, c, _period(f, t), Decimal(free)) for a, b, c, f, t, free in data["rooms"]),
            tuple(Barred(a, b, tuple(kinds)) for a, b, kinds in data["barred"]),
            Conditions.read(data["conditions"]),
        )


def sha256_of(data: Mapping[str, Any]) -> str:
    """What identifies inputs: SHA-256 of their canonical JSON, hexadecimal."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _days(period: Period) -> tuple[str, str | None]:
    return period.start.isoformat(), None if period.end is None else period.end.isoformat()


def _period(start: str, end: str | None) -> Period:
    return Period(date.fromisoformat(start), None if end is None else date.fromisoformat(end))


def rooms_of(
    member_id: int,
    lines: Sequence[Line],
    coverage: Iterable[Covered],
    taken: Iterable[Taken],
) -> list[Room]:
    """What a member has free in one place, piece by piece of the days on which something begins or ends.

    `lines` are those of the place the member may take; pieces in which all of them find room together are left out.
    """
    coverage, taken = list(coverage), list(taken)
    periods = [*(one.period for one in lines), *(one.period for one in coverage), *(one.period for one in taken)]
    days = sorted({period.start for period in periods} | {period.end for period in periods if period.end is not None})
    ends: list[date | None] = [*days[1:], None]
    found = []
    for start, end in zip(days, ends, strict=True):
        asked = sum((one.quantity for one in lines if start in one.period), Decimal(0))
        free = sum((one.capacity for one in coverage if start in one.period), Decimal(0))
        free -= sum((one.quantity for one in taken if start in one.period), Decimal(0))
        if asked > free:
            place = lines[0]
            found.append(
                Room(member_id, place.service_id, place.district_id, Period(start, end), max(free, Decimal(0)))
            )
    return found
