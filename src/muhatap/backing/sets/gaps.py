"""From segments to gaps and covers: what the proof wants to stand, exchanged for what stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from muhatap.backing.sets.pieces import OWED, PIECES
from muhatap.kernel.statements import run_planned
from muhatap.network.rules import times_a_month

ENDLESS_DAYS = 365

OWED_SOME = f"""
SELECT p.id, p.customer_id, p.quantity, p.period, p.basis, p.pattern FROM contracts_promise p
JOIN agreements_agreement a ON a.id = p.contract_id AND a.status IN {OWED}
WHERE p.id = ANY(%(promises)s)
"""


# Runs of a kind of gap: what differs only in another respect is one gap.
WANTED = """
kind_of AS (
  SELECT promise_id, days, 'coverage' AS kind, grade, quantity - agreed AS missing, 0::numeric AS loss
  FROM segment WHERE agreed < quantity
  UNION ALL
  SELECT promise_id, days, 'signature', grade, quantity - eff, 0 FROM segment WHERE lacks_signature
  UNION ALL
  SELECT promise_id, days, 'document', grade, quantity - eff, 0 FROM segment WHERE lacks_document
  UNION ALL
  SELECT promise_id, days, 'capability', grade, least(unable, quantity), 0 FROM segment WHERE unable > 0
  UNION ALL
  SELECT promise_id, days, 'capacity', grade, least(crowd, quantity), 0 FROM segment WHERE crowd > 0
  UNION ALL
  SELECT promise_id, days, 'margin', grade, 0, loss FROM segment WHERE loss > 0),
chained AS (
  SELECT *, coalesce(lower(days) <> upper(lag(days) OVER w) OR (grade, missing, loss)
                     IS DISTINCT FROM (lag(grade) OVER w, lag(missing) OVER w, lag(loss) OVER w), true) AS fresh
  FROM kind_of WINDOW w AS (PARTITION BY promise_id, kind ORDER BY lower(days))),
run AS (
  SELECT *, count(*) FILTER (WHERE fresh) OVER (PARTITION BY promise_id, kind ORDER BY lower(days)) AS nr FROM chained),
gap AS (
  SELECT promise_id, kind, min(grade) AS grade, min(missing) AS missing, min(loss) AS loss,
         daterange(min(lower(days)), CASE WHEN bool_or(upper_inf(days)) THEN NULL ELSE max(upper(days)) END) AS days
  FROM run GROUP BY promise_id, kind, nr),
priced AS (
  SELECT gap.*, daterange(lower(days), coalesce(upper(days), lower(days) + %(endless)s)) AS counted FROM gap
  WHERE upper_inf(days) OR upper(days) > %(today)s),
wanted AS MATERIALIZED (
  SELECT g.promise_id, g.kind, g.grade, g.days AS period, upper(g.counted) - lower(g.counted) AS length,
         round((coalesce(sum(c.unit_price * (upper(c.period * g.counted) - lower(c.period * g.counted))), 0) * g.missing
                + g.loss * (upper(g.counted) - lower(g.counted)))
               * coalesce(max(t.times), 1) * 12 * 100 / 365)::bigint AS amount
  FROM priced g JOIN scope s ON s.id = g.promise_id
  LEFT JOIN times t ON t.basis = s.basis AND t.pattern = s.pattern AND t.start = lower(s.period)
  LEFT JOIN contracts_promiseprice c ON c.promise_id = g.promise_id AND c.period && g.counted
  GROUP BY g.promise_id, g.kind, g.grade, g.days, g.counted, g.missing, g.loss)
"""

# A gap that only grew or shrank stays the same gap, with its owner: each wanted gap takes at most one that stands.
EXCHANGE = """
standing AS MATERIALIZED (
  SELECT g.id, g.promise_id, g.kind, g.period FROM backing_gap g
  WHERE g.status <> 'closed' AND {standing}),
touching AS (
  SELECT s.id, w.promise_id, w.kind, w.period,
         row_number() OVER (PARTITION BY s.id ORDER BY s.period = w.period DESC, lower(w.period)) AS of_old,
         row_number() OVER (PARTITION BY w.promise_id, w.kind, w.period
                            ORDER BY s.period = w.period DESC, lower(s.period)) AS of_new
  FROM standing s JOIN wanted w ON w.promise_id = s.promise_id AND w.kind = s.kind AND w.period && s.period),
kept AS MATERIALIZED (SELECT id, promise_id, kind, period FROM touching WHERE of_old = 1 AND of_new = 1),
changed AS (
  UPDATE backing_gap g SET period = w.period, grade = w.grade, days = w.length, amount = w.amount
  FROM kept k JOIN wanted w ON w.promise_id = k.promise_id AND w.kind = k.kind AND w.period = k.period
  WHERE g.id = k.id AND (g.period, g.grade, g.days, g.amount) IS DISTINCT FROM (w.period, w.grade, w.length, w.amount)
  RETURNING g.id, g.promise_id, g.kind, g.period),
gone AS (
  UPDATE backing_gap g SET status = 'closed', closed_at = %(now)s
  FROM standing s WHERE g.id = s.id AND NOT EXISTS (SELECT 1 FROM kept k WHERE k.id = s.id)
  RETURNING g.id, g.promise_id, g.kind, g.period),
opened AS (
  INSERT INTO backing_gap (promise_id, kind, grade, period, days, amount, status, reason, facts, opened_at)
  SELECT w.promise_id, w.kind, w.grade, w.period, w.length, w.amount, 'open', '', '{{}}', %(now)s FROM wanted w
  WHERE NOT EXISTS (SELECT 1 FROM kept k WHERE k.promise_id = w.promise_id AND k.kind = w.kind AND k.period = w.period)
  ORDER BY w.promise_id, w.kind, w.period
  RETURNING id, promise_id, kind, period),
covered AS (
  SELECT promise_id, days, grade = 'full' AS covered,
         coalesce((grade = 'full') <> lag(grade = 'full') OVER w, true) AS fresh
  FROM segment WINDOW w AS (PARTITION BY promise_id ORDER BY lower(days))),
stretch AS (
  SELECT *, count(*) FILTER (WHERE fresh) OVER (PARTITION BY promise_id ORDER BY lower(days)) AS nr FROM covered),
cover AS MATERIALIZED (
  SELECT promise_id, covered,
         daterange(min(lower(days)), CASE WHEN bool_or(upper_inf(days)) THEN NULL ELSE max(upper(days)) END) AS period
  FROM stretch GROUP BY promise_id, covered, nr),
uncovered AS (
  DELETE FROM backing_promisecover c
  WHERE {covers}
    AND NOT EXISTS (SELECT 1 FROM cover w WHERE w.promise_id = c.promise_id AND w.period = c.period
                    AND w.covered = c.covered)
  RETURNING 1),
recovered AS (
  INSERT INTO backing_promisecover (promise_id, customer_id, period, covered)
  SELECT w.promise_id, s.customer_id, w.period, w.covered FROM cover w JOIN scope s ON s.id = w.promise_id
  WHERE NOT EXISTS (SELECT 1 FROM backing_promisecover c WHERE c.promise_id = w.promise_id
                    AND c.period = w.period AND c.covered = w.covered)
  RETURNING 1)
SELECT 'changed', id, promise_id, kind, lower(period), upper(period) FROM changed
UNION ALL SELECT 'closed', id, promise_id, kind, lower(period), upper(period) FROM gone
UNION ALL SELECT 'opened', id, promise_id, kind, lower(period), upper(period) FROM opened
"""


@dataclass(frozen=True, slots=True)
class GapMove:
    """What happened to a gap, of a promise or of a project agreement: opened, changed or closed."""

    what: str
    gap_id: int
    promise_id: int | None
    kind: str
    since: date
    until: date | None
    agreement_id: int | None = None


def times_of(scope: str, values: dict[str, Any]) -> dict[str, Any]:
    """How often each kind of delivery in `scope` falls due, as arrays for the statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT basis, pattern, lower(period) FROM ({scope}) AS owed", values)
        times = [(*row, times_a_month(*row)) for row in cursor.fetchall()]
    names = ("bases", "patterns", "starts", "times")
    return {name: [row[place] for row in times] for place, name in enumerate(names)}


TIMES = (
    "times AS (SELECT * FROM"
    " unnest(%(bases)s::text[], %(patterns)s::text[], %(starts)s::date[], %(times)s::numeric[])"
    " AS t(basis, pattern, start, times))"
)


SOME = "promise_id = ANY(%(promises)s)"
EXCHANGE_SOME = (
    f"WITH scope AS MATERIALIZED ({OWED_SOME}), {TIMES}, {PIECES}, {WANTED},"
    f" {EXCHANGE.format(standing=f'g.{SOME}', covers=f'c.{SOME}')}"
)
EXCHANGE_TYPES = {
    "promises": "bigint[]", "today": "date", "now": "timestamptz", "endless": "integer",
    "bases": "text[]", "patterns": "text[]", "starts": "date[]", "times": "numeric[]",
}  # fmt: skip


def exchange(promise_ids: Sequence[int], *, today: date, now: Any) -> list[GapMove]:
    """Bring gaps and covers of some owed promises to what the proof says; returns what moved."""
    values: dict[str, Any] = {"promises": list(promise_ids), "today": today, "now": now, "endless": ENDLESS_DAYS}
    with transaction.atomic(), connection.cursor() as cursor:
        values |= times_of(OWED_SOME, values)
        run_planned(cursor, "proof_exchange", EXCHANGE_SOME, EXCHANGE_TYPES, values)
        return [GapMove(*row) for row in cursor.fetchall()]
