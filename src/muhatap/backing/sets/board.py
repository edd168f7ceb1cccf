"""The sums over the gap board, whatever its size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

# Each gap's amount over the days it has in the window, half-up; what comes later is not counted.
_SUMMARY = """
SELECT count(*), count(DISTINCT promise_id), coalesce(sum(
  (amount * (least(coalesce(upper(period), %(until)s), %(until)s) - greatest(lower(period), %(today)s)) + days / 2)
  / days), 0)::bigint
FROM backing_gap
WHERE status = 'open' AND promise_id IS NOT NULL AND days > 0 AND lower(period) <= %(until)s
  AND period && daterange(%(today)s, NULL)
"""


@dataclass(frozen=True, slots=True)
class Total:
    """Gaps, promises, kuruş."""

    gaps: int
    promises: int
    amount: int


def summary(*, today: date, until: date) -> Total:
    """The open gaps behind promises that have days between two days (the second one not counted in the amount)."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMMARY, {"today": today, "until": until})
        return Total(*cursor.fetchone())
