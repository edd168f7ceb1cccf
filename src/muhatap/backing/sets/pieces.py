"""The proof as sets: one statement over any part of the book, and the gaps and covers that follow from it.

Periods are cut into pieces where anything changes (a backing, a document, a membership, a suspension), and a running
sum over the cuts gives what stands behind a promise between them: segments, never single days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from muhatap.backing.sets.fitness import ABILITY, DAYS, FIT, FITNESS, SIGNED, USED_HERE
from muhatap.kernel.statements import run_planned

OWED = "('signed', 'active', 'suspended')"

# What stands behind promises, piece by piece. `scope` holds the promises (id, quantity, period).
# eff: owed and deliverable; cond: agreed, but a signature, a document or the standing is missing; spare: standby that
# could deliver; sig, doc, away: backings that lack a signature, a blocking document, or whose member is suspended or
# gone; unable: what members owe without coverage or standing; crowd: what they owe beyond their capacity; loss: what
# they cost more than the customer pays.
LINE = f"""
line AS MATERIALIZED (
  SELECT b.id, b.promise_id, b.member_id, b.service_id, l.district_id, b.role, b.quantity,
         datemultirange(b.period * s.period) AS days,
         CASE WHEN {SIGNED} THEN datemultirange(a.period) ELSE '{{}}'::datemultirange END AS signed
  FROM scope s JOIN backing_backing b ON b.promise_id = s.id AND b.status <> 'cancelled'
  JOIN agreements_agreement a ON a.id = b.project_agreement_id
  JOIN parties_location l ON l.id = b.location_id),
"""
SWEEP = """
losing AS (
  SELECT line.promise_id, unnest(line.days * datemultirange(c.period * p.period)) AS days,
         line.quantity * (c.unit_price - p.unit_price) AS loss
  FROM line JOIN backing_backingprice c ON c.backing_id = line.id
  JOIN contracts_promiseprice p ON p.promise_id = line.promise_id AND p.period && c.period
  WHERE line.role = 'primary' AND c.unit_price > p.unit_price),
piece AS (
  SELECT promise_id, unnest(days * signed * papers - low) AS days,
         CASE WHEN role = 'primary' THEN quantity ELSE 0 END AS eff, 0::numeric AS cond,
         CASE WHEN role = 'primary' THEN 0 ELSE quantity END AS spare, 0 AS sig, 0 AS doc, 0 AS away,
         0::numeric AS unable, 0::numeric AS crowd, 0::numeric AS loss
  FROM fit
  UNION ALL
  SELECT promise_id, unnest(days - (signed * papers - low)), 0, quantity, 0, 0, 0, 0, 0, 0, 0
  FROM fit WHERE role = 'primary'
  UNION ALL
  SELECT promise_id, unnest(days - signed), 0, 0, 0, 1, 0, 0, 0, 0, 0 FROM fit WHERE role = 'primary'
  UNION ALL
  SELECT promise_id, unnest(days - papers), 0, 0, 0, 0, 1, 0, 0, 0, 0 FROM fit WHERE role = 'primary'
  UNION ALL
  SELECT promise_id, unnest(absent), 0, 0, 0, 0, 0, 1, 0, 0, 0 FROM fit WHERE role = 'primary'
  UNION ALL
  SELECT promise_id, unnest(days - (able - low)), 0, 0, 0, 0, 0, 0, quantity, 0, 0 FROM fit WHERE role = 'primary'
  UNION ALL
  SELECT promise_id, unnest(days * able * crowded), 0, 0, 0, 0, 0, 0, 0, quantity, 0 FROM fit WHERE role = 'primary'
  UNION ALL
  SELECT promise_id, days, 0, 0, 0, 0, 0, 0, 0, 0, loss FROM losing),
cut AS (
  SELECT promise_id, lower(days) AS day, eff, cond, spare, sig, doc, away, unable, crowd, loss FROM piece
  UNION ALL
  SELECT promise_id, upper(days), -eff, -cond, -spare, -sig, -doc, -away, -unable, -crowd, -loss
  FROM piece WHERE NOT upper_inf(days)
  UNION ALL SELECT id, lower(period), 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM scope
  UNION ALL SELECT id, upper(period), 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM scope WHERE NOT upper_inf(period)),
step AS (
  SELECT promise_id, day, sum(eff) AS eff, sum(cond) AS cond, sum(spare) AS spare, sum(sig) AS sig, sum(doc) AS doc,
         sum(away) AS away, sum(unable) AS unable, sum(crowd) AS crowd, sum(loss) AS loss
  FROM cut GROUP BY 1, 2),
sweep AS (
  SELECT promise_id, day, lead(day) OVER w AS until, sum(eff) OVER w AS eff, sum(cond) OVER w AS cond,
         sum(spare) OVER w AS spare, sum(sig) OVER w AS sig, sum(doc) OVER w AS doc, sum(away) OVER w AS away,
         sum(unable) OVER w AS unable, sum(crowd) OVER w AS crowd, sum(loss) OVER w AS loss
  FROM step WINDOW w AS (PARTITION BY promise_id ORDER BY day)),
graded AS (
  SELECT w.promise_id, w.day, w.until, s.quantity,
         CASE WHEN w.eff >= s.quantity THEN 'full'
              WHEN w.eff + w.cond >= s.quantity THEN 'conditional'
              WHEN w.eff + w.cond > 0 THEN 'partial'
              WHEN w.spare > 0 THEN 'backup'
              ELSE 'none' END AS grade,
         least(w.eff, s.quantity) AS eff, least(w.eff + w.cond, s.quantity) AS agreed,
         w.eff < s.quantity AND w.sig > 0 AS lacks_signature, w.eff < s.quantity AND w.doc > 0 AS lacks_document,
         w.eff < s.quantity AND w.away > 0 AS away, w.unable, w.crowd, w.loss
  FROM sweep w JOIN scope s ON s.id = w.promise_id
  WHERE upper_inf(s.period) OR w.day < upper(s.period)),
marked AS (
  SELECT *, (grade, eff, agreed, lacks_signature, lacks_document, away, unable, crowd, loss)
            IS DISTINCT FROM lag((grade, eff, agreed, lacks_signature, lacks_document, away, unable, crowd, loss))
                             OVER w AS fresh
  FROM graded WINDOW w AS (PARTITION BY promise_id ORDER BY day)),
island AS (
  SELECT *, count(*) FILTER (WHERE fresh) OVER (PARTITION BY promise_id ORDER BY day) AS nr FROM marked),
segment AS MATERIALIZED (
  SELECT promise_id, daterange(min(day), CASE WHEN bool_or(until IS NULL) THEN NULL ELSE max(until) END) AS days,
         min(grade) AS grade, min(quantity) AS quantity, min(eff) AS eff, min(agreed) AS agreed,
         bool_or(lacks_signature) AS lacks_signature, bool_or(lacks_document) AS lacks_document,
         bool_or(away) AS away, min(unable) AS unable, min(crowd) AS crowd, min(loss) AS loss
  FROM island GROUP BY promise_id, nr)
"""

# For a part of the book everything is looked up; for the whole of it `proof_fit` holds what members can do.
PIECES = f"""{LINE}{FITNESS}{ABILITY.format(used=USED_HERE)}
fitness AS MATERIALIZED ({DAYS}),
{FIT.format(fitness="fitness")}{SWEEP}"""
REST_PIECES = f"""{LINE}{FIT.format(fitness="proof_fit")}{SWEEP}"""

_SOME = "SELECT p.id, p.quantity, p.period FROM contracts_promise p WHERE p.id = ANY(%(promises)s)"

_SEGMENTS_OF_SOME = (
    f"WITH scope AS ({_SOME}), {PIECES} SELECT promise_id, lower(days), upper(days), grade, eff, agreed,"
    " lacks_signature, lacks_document, away, unable > 0, crowd > 0, loss > 0"
    " FROM segment ORDER BY promise_id, lower(days)"
)


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """How a promise stands from a day until (not including) another."""

    promise_id: int
    since: date
    until: date | None
    grade: str
    effective: Any
    agreed: Any
    lacks_signature: bool
    lacks_document: bool
    away: bool
    unable: bool
    crowded: bool
    losing: bool


def segments(promise_ids: Sequence[int]) -> list[SegmentRow]:
    """The proof of promises, whoever owes them, over their whole periods."""
    with connection.cursor() as cursor:
        run_planned(
            cursor, "proof_segments", _SEGMENTS_OF_SOME, {"promises": "bigint[]"}, {"promises": list(promise_ids)}
        )
        return [SegmentRow(*row) for row in cursor.fetchall()]
