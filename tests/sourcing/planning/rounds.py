"""Small invented rounds for planning, and every plan of them counted by hand, day by day."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from muhatap.kernel.periods import Period
from muhatap.sourcing.rules.candidates import Covered, Taken
from muhatap.sourcing.rules.planning.building import most_lines
from muhatap.sourcing.rules.planning.inputs import Conditions, Inputs, Line, Pair, rooms_of

FIRST = date(2026, 3, 1)
SERVICE, DISTRICT = "cleaning", 34
Choice = tuple[int | None, ...]
Free = dict[int, tuple[list[Covered], list[Taken]]]
# Every instance lasts no longer than this many days.
DAYS = 8


def days(start: int, end: int) -> Period:
    """A period by the numbers of its days."""
    return Period(FIRST + timedelta(days=start), FIRST + timedelta(days=end))


def line(number: int, *, quantity: int = 1, period: Period | None = None, incumbent: int | None = None) -> Line:
    """A line in the one place of these rounds."""
    return Line(number, SERVICE, DISTRICT, Decimal(quantity), period or days(0, DAYS), incumbent)


def inputs(
    lines: list[Line], prices: dict[tuple[int, int], int], *, free: Free | None = None, **asked: object
) -> Inputs:
    """A round: prices a month by (line, member); coverage and what is taken of it by member."""
    pairs = tuple(Pair(number, member, price) for (number, member), price in sorted(prices.items()))
    rooms = []
    for member, (coverage, taken) in sorted((free or {}).items()):
        mine = [one for one in lines if (one.line_id, member) in prices]
        if mine:
            rooms += rooms_of(member, mine, coverage, taken)
    return Inputs(tuple(lines), pairs, tuple(rooms), (), Conditions(**asked))  # type: ignore[arg-type]


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Inputs, Free]:
    """Rounds with every kind of condition."""
    members = list(range(1, draw(st.integers(1, 3)) + 1))
    lines = []
    for number in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, DAYS - 1))
        period = days(start, draw(st.integers(start + 1, DAYS)))
        incumbent = draw(st.sampled_from([None, *members]))
        lines.append(line(number, quantity=draw(st.integers(1, 3)), period=period, incumbent=incumbent))
    prices = {
        (one.line_id, member): draw(st.integers(1, 50)) * 100
        for one in lines
        for member in members
        if draw(st.integers(0, 3))
    }
    free: Free = {}
    for member in members:
        start = draw(st.integers(0, DAYS - 1))
        taken = [Taken(days(start, draw(st.integers(start + 1, DAYS))), Decimal(draw(st.integers(0, 2))))]
        free[member] = ([Covered(days(0, DAYS), Decimal(draw(st.integers(2, 7))), "C62")], taken)
    made = inputs(
        lines,
        prices,
        free=free,
        months=draw(st.integers(1, 3)),
        engagement=draw(st.sampled_from([0, 1_500])),
        switching=draw(st.sampled_from([0, 700])),
        penalty=draw(st.sampled_from([0, 900])),
        share=draw(st.sampled_from([None, Decimal(50), Decimal(100)])),
        excluded=tuple(draw(st.sets(st.sampled_from(members), max_size=1))),
    )
    return made, free


def choices(made: Inputs) -> Iterator[Choice]:
    """Every way of giving lines to members that fit them, or to nobody."""
    fitting = {one.line_id: [None] for one in made.lines}
    for pair in made.pairs:
        fitting[pair.line_id].append(pair.member_id)  # type: ignore[arg-type]
    yield from itertools.product(*(fitting[one.line_id] for one in made.lines))


def sound(made: Inputs, free: Free, choice: Choice) -> bool:
    """Whether a choice keeps to everything, looked at day by day."""
    asked = made.conditions
    if any(member in asked.excluded for member in choice if member is not None):
        return False
    for member, (coverage, taken) in free.items():
        mine = [one for one, who in zip(made.lines, choice, strict=True) if who == member]
        if asked.share is not None and len(mine) > most_lines(asked.share, len(made.lines)):
            return False
        for number in range(DAYS):
            day = FIRST + timedelta(days=number)
            used = sum(one.quantity for one in mine if day in one.period)
            room = sum((one.capacity for one in coverage if day in one.period), Decimal(0))
            room -= sum((one.quantity for one in taken if day in one.period), Decimal(0))
            if used and used > room:
                return False
    return True


def cost(made: Inputs, choice: Choice, *, penalty: bool) -> int:
    """What a choice costs over the term; with the penalties of changed lines where asked."""
    asked = made.conditions
    prices = {(pair.line_id, pair.member_id): pair.monthly for pair in made.pairs}
    total = asked.engagement * len({who for who in choice if who is not None})
    for one, who in zip(made.lines, choice, strict=True):
        if who is None:
            continue
        total += prices[one.line_id, who] * asked.months
        if one.incumbent not in {None, who}:
            total += asked.switching + (asked.penalty if penalty else 0)
    return total
