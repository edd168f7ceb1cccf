"""What the loss of one member would break, from a day on: the proof with and without what that member brings.

On every day a promise has what primaries deliver and what they and able standbys could deliver together. Without a
member the second falls short (lost), or only the first does (standby steps in), or neither (held).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from muhatap.backing.sets.fitness import FITNESS, SIGNED
from muhatap.backing.sets.gaps import TIMES, times_of
from muhatap.backing.sets.pieces import OWED

_WINDOW = "daterange(%(first)s, %(last)s)"
_SCOPE = f"""
SELECT p.id, p.quantity, p.period, p.basis, p.pattern, p.period * {_WINDOW} AS days FROM contracts_promise p
JOIN agreements_agreement a ON a.id = p.contract_id AND a.status IN {OWED}
WHERE p.period && {_WINDOW}
"""
_OF_ONE = f"""
  AND EXISTS (SELECT 1 FROM backing_backing b WHERE b.promise_id = p.id AND b.member_id = %(member)s
              AND b.status <> 'cancelled' AND b.period && {_WINDOW})
"""

# eff: what primaries deliver; able: what primaries and standbys could deliver together.
_STRETCHES = f"""
line AS MATERIALIZED (
  SELECT b.promise_id, b.member_id, b.service_id, b.role, b.quantity, datemultirange(b.period * s.days) AS days,
         CASE WHEN {SIGNED} THEN datemultirange(a.period) ELSE '{{}}'::datemultirange END AS signed
  FROM scope s JOIN backing_backing b ON b.promise_id = s.id AND b.status <> 'cancelled' AND b.period && s.days
  JOIN agreements_agreement a ON a.id = b.project_agreement_id),
{FITNESS}piece AS MATERIALIZED (
  SELECT line.promise_id, line.member_id, CASE WHEN line.role = 'primary' THEN line.quantity ELSE 0 END AS eff,
         line.quantity AS able,
         unnest((line.days - coalesce(absent.days, '{{}}'::datemultirange)) * line.signed
                * coalesce(bound.days, '{{}}'::datemultirange) * papers.days
                - coalesce(low.days, '{{}}'::datemultirange)) AS days
  FROM line JOIN papers USING (member_id, service_id) LEFT JOIN bound USING (member_id)
  LEFT JOIN absent USING (member_id) LEFT JOIN low USING (member_id)),
cut AS (
  SELECT promise_id, lower(days) AS day, eff, able FROM piece
  UNION ALL SELECT promise_id, upper(days), -eff, -able FROM piece
  UNION ALL SELECT id, lower(days), 0, 0 FROM scope
  UNION ALL SELECT id, upper(days), 0, 0 FROM scope),
step AS (SELECT promise_id, day, sum(eff) AS eff, sum(able) AS able FROM cut GROUP BY 1, 2),
sweep AS (
  SELECT promise_id, day, lead(day) OVER w AS until, sum(eff) OVER w AS eff, sum(able) OVER w AS able
  FROM step WINDOW w AS (PARTITION BY promise_id ORDER BY day)),
stretch AS MATERIALIZED (
  SELECT w.promise_id, w.day, w.until, w.until - w.day AS length, s.quantity, w.eff, w.able
  FROM sweep w JOIN scope s ON s.id = w.promise_id WHERE w.until IS NOT NULL)
"""

_LOSSES = """
fall AS MATERIALIZED (
  SELECT p.member_id, t.promise_id, t.day, t.until, t.length,
         least(t.able, t.quantity) - least(t.able - p.able, t.quantity) AS lost,
         least(t.eff, t.quantity) - least(t.eff - p.eff, t.quantity) AS taken
  FROM piece p JOIN stretch t ON t.promise_id = p.promise_id AND p.days @> t.day),
worth AS (
  SELECT f.member_id, f.promise_id,
         sum(c.unit_price * f.lost * (least(upper(c.period), f.until) - greatest(lower(c.period), f.day))) AS days_worth
  FROM fall f JOIN contracts_promiseprice c
    ON c.promise_id = f.promise_id AND c.period && daterange(f.day, f.until)
  WHERE f.lost > 0 GROUP BY 1, 2),
counted AS (
  SELECT member_id, promise_id, coalesce(sum(length) FILTER (WHERE lost > 0), 0) AS lost_days,
         coalesce(sum(length) FILTER (WHERE lost <= 0 AND taken > 0), 0) AS standby_days
  FROM fall GROUP BY 1, 2),
loss AS (
  SELECT n.member_id, n.promise_id, n.lost_days, n.standby_days,
         round(coalesce(w.days_worth, 0) * coalesce(t.times, 1) * 12 * 100 / 365)::bigint AS amount
  FROM counted n JOIN scope s ON s.id = n.promise_id
  LEFT JOIN worth w ON w.member_id = n.member_id AND w.promise_id = n.promise_id
  LEFT JOIN times t ON t.basis = s.basis AND t.pattern = s.pattern AND t.start = lower(s.period)
  WHERE n.lost_days + n.standby_days > 0)
"""

_NETWORK = """
most AS (
  SELECT t.promise_id, t.day, max(p.able) AS able
  FROM stretch t JOIN piece p ON p.promise_id = t.promise_id AND p.days @> t.day GROUP BY 1, 2),
network AS (
  SELECT coalesce(sum(t.length), 0) AS days,
         coalesce(sum(t.length) FILTER (WHERE t.able - m.able >= t.quantity), 0) AS surviving
  FROM stretch t LEFT JOIN most m ON m.promise_id = t.promise_id AND m.day = t.day)
"""


@dataclass(frozen=True, slots=True)
class LossRow:
    """What one promise loses without one member: days lost, days on which standby steps in, worth lost (kuruş)."""

    member_id: int
    promise_id: int
    lost_days: int
    standby_days: int
    amount: int


@dataclass(frozen=True, slots=True)
class Network:
    """All owed promise-days of a window, and how many of them no single member can break."""

    days: int
    surviving: int


def losses(*, first: date, last: date, member_id: int | None = None) -> tuple[list[LossRow], Network]:
    """What every member's loss (or one member's) would break from `first` until (not including) `last`.

    With one member the network is only the promises it stands behind.
    """
    values: dict[str, Any] = {"first": first, "last": last, "member": member_id}
    scope = _SCOPE if member_id is None else _SCOPE + _OF_ONE
    kept = "" if member_id is None else "WHERE member_id = %(member)s"
    with connection.cursor() as cursor:
        values |= times_of(scope, values)
        cursor.execute(
            f"WITH scope AS MATERIALIZED ({scope}), {TIMES}, {_STRETCHES}, {_LOSSES}, {_NETWORK}"
            f" SELECT member_id, promise_id, lost_days, standby_days, amount FROM loss {kept}"
            " UNION ALL SELECT NULL, NULL, days, surviving, 0 FROM network",
            values,
        )
        rows = cursor.fetchall()
    network = next(Network(int(row[2]), int(row[3])) for row in rows if row[0] is None)
    found = [LossRow(row[0], row[1], int(row[2]), int(row[3]), row[4]) for row in rows if row[0] is not None]
    return found, network
