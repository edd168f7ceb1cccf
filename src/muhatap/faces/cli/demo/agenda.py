"""The agenda of a simulated world: what happens when, in order; what happens may put more on it."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from muhatap.faces.cli.stages.world import World
from muhatap.kernel.actors import ISTANBUL

Doing = Callable[[World], None]


class Agenda:
    """Things to do by instant; those of the same instant in the order in which they were put down."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Doing]] = []
        self._count = 0

    def at(self, when: datetime, doing: Doing) -> None:
        """Put something down for an instant."""
        self._count += 1
        heapq.heappush(self._heap, (when, self._count, doing))

    def on(self, day: date, doing: Doing, *, hour: int = 10, minute: int = 0) -> None:
        """Put something down for a day."""
        self.at(datetime.combine(day, time(hour, minute), ISTANBUL), doing)

    def play(self, world: World, until: datetime) -> int:
        """Do everything before `until`, the world's clock standing at each thing's instant; returns how many."""
        done = 0
        while self._heap and self._heap[0][0] < until:
            when, _, doing = heapq.heappop(self._heap)
            world.now = max(world.now, when)
            doing(world)
            done += 1
        world.now = until
        return done


def days_before(day: date, count: int) -> date:
    """The day `count` days before."""
    return day - timedelta(days=count)
