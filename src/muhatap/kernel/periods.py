"""Half-open periods of days: `[start, end)`; an open end is None."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from psycopg.types.range import DateRange, Range

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to but not including `end`; `end` None means without end."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    @classmethod
    def of(cls, value: Range[date]) -> Period:
        """The period a database range describes. Raises: ValueError for a range without start."""
        if value.isempty or value.lower is None:
            raise ValueError("a period has a first day")
        return cls(value.lower, value.upper)

    @classmethod
    def inclusive(cls, first: date, last: date) -> Period:
        """The period from the first to the last day, both in it."""
        return cls(first, last + DAY)

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """One calendar month."""
        return cls(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))

    def range(self) -> DateRange:
        """This period as the database keeps it."""
        return DateRange(self.start, self.end, "[)")

    @property
    def last_day(self) -> date | None:
        """The last day in the period, None when it has no end."""
        return None if self.end is None else self.end - DAY

    @property
    def empty(self) -> bool:
        """Whether no day lies in it."""
        return self.end == self.start

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def covers(self, other: Period) -> bool:
        """Whether every day of the other period lies in this one."""
        if other.empty:
            return True
        ends_later = self.end is None or (other.end is not None and other.end <= self.end)
        return self.start <= other.start and ends_later

    def meet(self, other: Period) -> Period | None:
        """The days both periods have, None when they share none."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        return None if end is not None and end <= start else Period(start, end)

    def minus(self, others: Iterable[Period]) -> list[Period]:
        """The days of this period that lie in none of the others, as ordered periods."""
        left, start = [], self.start
        for other in sorted((o for o in others if not o.empty), key=lambda o: o.start):
            if self.end is not None and other.start >= self.end:
                break
            if other.start > start:
                left.append(Period(start, other.start))
            if other.end is None:
                return left
            start = max(start, other.end)
        if self.end is None or start < self.end:
            left.append(Period(start, self.end))
        return left

    def days(self) -> Iterator[date]:
        """Every day in order. Raises: ValueError when the period has no end."""
        if self.end is None:
            raise ValueError("a period without end has no list of days")
        day = self.start
        while day < self.end:
            yield day
            day += DAY

    def length(self) -> int:
        """Number of days. Raises: ValueError when the period has no end."""
        if self.end is None:
            raise ValueError("a period without end has no length")
        return (self.end - self.start).days
