"""Values in, values out: by which day a notice must be there so that an agreement ends in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_A_YEAR = 365
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Clause:
    """What an agreement says about its end: its first day after (none: without end), notice, renewal by itself."""

    end: date | None
    notice_days: int
    renews: bool = False
    renewal_deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """How an agreement is ended: `notice`, `objection` to its renewal, or `expires` by itself.

    `by` is the last day the letter must be there, `ends` the first day without the agreement when it is (or, too
    late for the day that was wanted, when it is there today).
    """

    kind: str
    by: date | None
    ends: date
    late: bool


def last_day_to_say(until: date, notice_days: int) -> date:
    """The last day on which a notice must be there so that `until` is the first day without the agreement."""
    return until - timedelta(days=notice_days + 1)


def first_day_without(said_on: date, notice_days: int) -> date:
    """The first day without the agreement when notice is there on a day: the days of notice lie between."""
    return said_on + timedelta(days=notice_days + 1)


def notice(clause: Clause, *, today: date, until: date) -> Notice:
    """How to end an agreement so that `until` is the first day without it."""
    earliest = first_day_without(today, clause.notice_days)
    if clause.end is not None and clause.end <= until:
        if not clause.renews:
            return Notice("expires", None, clause.end, late=False)
        by = clause.renewal_deadline or last_day_to_say(clause.end, clause.notice_days)
        if by >= today:
            return Notice("objection", by, clause.end, late=False)
    by = last_day_to_say(until, clause.notice_days)
    return Notice("notice", by, until, late=False) if by >= today else Notice("notice", by, earliest, late=True)


def soonest(clauses: Iterable[Clause], *, today: date) -> date:
    """The first day without all of these agreements when every notice is there today."""
    return max(
        (_soonest(clause, today) for clause in clauses),
        default=today,
    )


def _soonest(clause: Clause, today: date) -> date:
    earliest = first_day_without(today, clause.notice_days)
    runs_out = clause.end is not None and clause.end < earliest and not clause.renews
    return clause.end if runs_out and clause.end is not None else earliest


def share_of_months(monthly: int, days: int) -> int:
    """What an average month's amount (kuruş) comes to over some days, half-up."""
    return (monthly * MONTHS_A_YEAR * days * 2 + DAYS_A_YEAR) // (DAYS_A_YEAR * 2)
