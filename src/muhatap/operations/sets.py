"""Work on the whole book in one statement: planning, lateness, misses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import connection

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Planned:
    """One delivery to be planned."""

    customer_id: int
    member_id: int
    location_id: int
    promise_id: int
    backing_id: int
    service_id: str
    day: date
    window_from: time | None
    window_until: time | None
    quantity: Decimal
    unit: str

    @property
    def number(self) -> str:
        """The number of the job: its day and its backing, which make it unique."""
        return f"IS-{self.day:%y%m%d}-{self.backing_id}"


INSERT = """
INSERT INTO operations_job (number, customer_id, member_id, location_id, promise_id, backing_id, service_id, day,
  window_from, window_until, planned_quantity, unit, status, checklist, note, dispute)
SELECT n.number, n.customer_id, n.member_id, n.location_id, n.promise_id, n.backing_id, n.service_id, n.day,
  n.window_from, n.window_until, n.quantity, n.unit, 'planned', '[]', '', ''
FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::date[],
  %s::time[], %s::time[], %s::numeric[], %s::text[])
  AS n (number, customer_id, member_id, location_id, promise_id, backing_id, service_id, day, window_from,
    window_until, quantity, unit)
ON CONFLICT (backing_id, day) DO NOTHING
"""


def insert_jobs(rows: Sequence[Planned]) -> int:
    """Plan deliveries; what stands already stays as it is. Returns how many are new."""
    made = 0
    with connection.cursor() as cursor:
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            columns: list[list[Any]] = [
                [row.number for row in part],
                [row.customer_id for row in part],
                [row.member_id for row in part],
                [row.location_id for row in part],
                [row.promise_id for row in part],
                [row.backing_id for row in part],
                [row.service_id for row in part],
                [row.day for row in part],
                [row.window_from for row in part],
                [row.window_until for row in part],
                [row.quantity for row in part],
                [row.unit for row in part],
            ]
            cursor.execute(INSERT, columns)
            made += cursor.rowcount
    return made


# A job without a window may begin any time of its day; one over midnight ends the next morning.
BEGINS = "((j.day + j.window_from) AT TIME ZONE 'Europe/Istanbul')"
ENDS = """((CASE WHEN j.window_until IS NULL THEN (j.day + 1)::timestamp
  WHEN j.window_until <= j.window_from THEN j.day + 1 + j.window_until
  ELSE j.day + j.window_until END) AT TIME ZONE 'Europe/Istanbul')"""


def mark_late(now: datetime) -> int:
    """Note every job of these days that should have begun more than 15 minutes ago; once per job."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO operations_jobexception (job_id, customer_id, member_id, kind, reason, at)"
            " SELECT j.id, j.customer_id, j.member_id, 'late', '', %(now)s FROM operations_job j"
            " WHERE j.day BETWEEN %(day)s::date - 1 AND %(day)s::date AND j.status IN ('planned', 'accepted')"
            f" AND j.window_from IS NOT NULL AND {BEGINS} + interval '15 minutes' < %(now)s"
            " AND NOT EXISTS (SELECT 1 FROM operations_jobexception e WHERE e.job_id = j.id AND e.kind = 'late')",
            {"now": now, "day": now.date()},
        )
        return int(cursor.rowcount)


def mark_missed(now: datetime) -> list[tuple[int, int, int, date]]:
    """Turn every job whose window has passed without anybody into a missed one; returns job, promise, backing, day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (UPDATE operations_job j SET status = 'missed'"
            " WHERE j.status IN ('planned', 'accepted', 'declined') AND j.day <= %(day)s::date"
            f" AND {ENDS} < %(now)s RETURNING j.id, j.customer_id, j.member_id, j.promise_id, j.backing_id, j.day),"
            " noted AS (INSERT INTO operations_jobexception (job_id, customer_id, member_id, kind, reason, at)"
            " SELECT id, customer_id, member_id, 'missed', '', %(now)s FROM gone)"
            " SELECT id, promise_id, backing_id, day FROM gone ORDER BY day, id",
            {"now": now, "day": now.date()},
        )
        return list(cursor.fetchall())
