"""The proof as sets: one statement over any part of the book, and the gaps and covers that follow from it.

Periods are cut into pieces where anything changes (a backing, a document, a membership, a suspension), and a running
sum over the cuts gives what stands behind a promise between them: segments, never single days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from muhatap.network.rules import times_a_month

# An agreement that was signed counts for the days of its period, also after it has ended; one that was terminated
# before it began counts for none.
SIGNED = (
    "a.status IN ('signed', 'active', 'ended', 'terminated') AND (a.ended_on IS NULL OR lower(a.period) < a.ended_on)"
)
OWED = "('signed', 'active', 'suspended')"
ENDLESS_DAYS = 365

# What stands behind promises, piece by piece. `scope` holds the promises (id, quantity, period).
# eff: owed and deliverable; cond: agreed, but a signature or document is missing; spare: standby that could deliver;
# sig, doc, away: backings that lack a signature, a blocking document, or whose member is suspended or gone.
_PIECES = f"""
line AS MATERIALIZED (
  SELECT b.id, b.promise_id, b.member_id, b.service_id, b.role, b.quantity,
         datemultirange(b.period * s.period) AS days,
         CASE WHEN {SIGNED} THEN datemultirange(a.period) ELSE '{{}}'::datemultirange END AS signed
  FROM scope s JOIN backing_backing b ON b.promise_id = s.id AND b.status <> 'cancelled'
  JOIN agreements_agreement a ON a.id = b.project_agreement_id),
who AS MATERIALIZED (SELECT DISTINCT member_id FROM line),
pair AS (SELECT DISTINCT member_id, service_id FROM line),
held AS MATERIALIZED (
  SELECT d.member_id, d.type_id, range_agg(d.period) AS days
  FROM network_document d JOIN who USING (member_id) WHERE d.status = 'verified' GROUP BY 1, 2),
papers AS MATERIALIZED (
  SELECT pair.member_id, pair.service_id,
         range_intersect_agg(CASE WHEN t.key IS NULL THEN '{{(,)}}'::datemultirange
                                  ELSE coalesce(held.days, '{{}}'::datemultirange) END) AS days
  FROM pair
  LEFT JOIN catalogue_servicedocument sd ON sd.service_id = pair.service_id
  LEFT JOIN catalogue_documenttype t ON t.key = sd.document_type_id AND t.blocks AND NOT t.monthly
  LEFT JOIN held ON held.member_id = pair.member_id AND held.type_id = t.key
  GROUP BY 1, 2),
bound AS MATERIALIZED (
  SELECT m.member_id, range_agg(a.period) AS days
  FROM network_membershipagreement m JOIN who USING (member_id)
  JOIN agreements_agreement a ON a.id = m.agreement_id AND {SIGNED} GROUP BY 1),
absent AS MATERIALIZED (
  SELECT m.party_id AS member_id,
         CASE WHEN m.suspended_from IS NULL OR m.suspended_until <= m.suspended_from THEN '{{}}'::datemultirange
              ELSE datemultirange(daterange(m.suspended_from, m.suspended_until)) END
         + CASE WHEN m.left_on IS NULL THEN '{{}}'::datemultirange
                ELSE datemultirange(daterange(m.left_on, NULL)) END AS days
  FROM network_member m JOIN who ON who.member_id = m.party_id),
fit AS (
  SELECT line.promise_id, line.role, line.quantity, line.days,
         line.signed * coalesce(bound.days, '{{}}'::datemultirange) AS signed,
         papers.days AS papers, coalesce(absent.days, '{{}}'::datemultirange) AS absent
  FROM line JOIN papers USING (member_id, service_id) LEFT JOIN bound USING (member_id)
  LEFT JOIN absent USING (member_id)),
piece AS (
  SELECT promise_id, unnest((days - absent) * signed * papers) AS days,
         CASE WHEN role = 'primary' THEN quantity ELSE 0 END AS eff, 0::numeric AS cond,
         CASE WHEN role = 'primary' THEN 0 ELSE quantity END AS spare, 0 AS sig, 0 AS doc, 0 AS away
  FROM fit
  UNION ALL
  SELECT promise_id, unnest((days - absent) - signed * papers), 0, quantity, 0, 0, 0, 0
  FROM fit WHERE role = 'primary'
  UNION ALL
  SELECT promise_id, unnest((days - absent) - signed), 0, 0, 0, 1, 0, 0 FROM fit WHERE role = 'primary'
  UNION ALL
  SELECT promise_id, unnest((days - absent) - papers), 0, 0, 0, 0, 1, 0 FROM fit WHERE role = 'primary'
  UNION ALL
  SELECT promise_id, unnest(days * absent), 0, 0, 0, 0, 0, 1 FROM fit WHERE role = 'primary'),
cut AS (
  SELECT promise_id, lower(days) AS day, eff, cond, spare, sig, doc, away FROM piece
  UNION ALL
  SELECT promise_id, upper(days), -eff, -cond, -spare, -sig, -doc, -away FROM piece WHERE NOT upper_inf(days)
  UNION ALL SELECT id, lower(period), 0, 0, 0, 0, 0, 0 FROM scope
  UNION ALL SELECT id, upper(period), 0, 0, 0, 0, 0, 0 FROM scope WHERE NOT upper_inf(period)),
step AS (
  SELECT promise_id, day, sum(eff) AS eff, sum(cond) AS cond, sum(spare) AS spare, sum(sig) AS sig, sum(doc) AS doc,
         sum(away) AS away
  FROM cut GROUP BY 1, 2),
sweep AS (
  SELECT promise_id, day, lead(day) OVER w AS until, sum(eff) OVER w AS eff, sum(cond) OVER w AS cond,
         sum(spare) OVER w AS spare, sum(sig) OVER w AS sig, sum(doc) OVER w AS doc, sum(away) OVER w AS away
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
         w.eff < s.quantity AND w.away > 0 AS away
  FROM sweep w JOIN scope s ON s.id = w.promise_id
  WHERE upper_inf(s.period) OR w.day < upper(s.period)),
marked AS (
  SELECT *, (grade, eff, agreed, lacks_signature, lacks_document, away)
            IS DISTINCT FROM lag((grade, eff, agreed, lacks_signature, lacks_document, away)) OVER w AS fresh
  FROM graded WINDOW w AS (PARTITION BY promise_id ORDER BY day)),
island AS (
  SELECT *, count(*) FILTER (WHERE fresh) OVER (PARTITION BY promise_id ORDER BY day) AS nr FROM marked),
segment AS MATERIALIZED (
  SELECT promise_id, daterange(min(day), CASE WHEN bool_or(until IS NULL) THEN NULL ELSE max(until) END) AS days,
         min(grade) AS grade, min(quantity) AS quantity, min(eff) AS eff, min(agreed) AS agreed,
         bool_or(lacks_signature) AS lacks_signature, bool_or(lacks_document) AS lacks_document,
         bool_or(away) AS away
  FROM island GROUP BY promise_id, nr)
"""

_SOME = "SELECT p.id, p.quantity, p.period FROM contracts_promise p WHERE p.id = ANY(%(promises)s)"
_OWED_SOME = f"""
SELECT p.id, p.customer_id, p.quantity, p.period, p.basis, p.pattern FROM contracts_promise p
JOIN agreements_agreement a ON a.id = p.contract_id AND a.status IN {OWED}
WHERE %(promises)s::bigint[] IS NULL OR p.id = ANY(%(promises)s)
"""


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


def segments(promise_ids: Sequence[int]) -> list[SegmentRow]:
    """The proof of promises, whoever owes them, over their whole periods."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH scope AS ({_SOME}), {_PIECES} SELECT promise_id, lower(days), upper(days), grade, eff, agreed,"
            " lacks_signature, lacks_document, away FROM segment ORDER BY promise_id, lower(days)",
            {"promises": list(promise_ids)},
        )
        return [SegmentRow(*row) for row in cursor.fetchall()]


# Runs of a kind of gap: what differs only in another respect is one gap.
_WANTED = """
kind_of AS (
  SELECT promise_id, days, 'coverage' AS kind, grade, quantity - agreed AS missing FROM segment WHERE agreed < quantity
  UNION ALL
  SELECT promise_id, days, 'signature', grade, quantity - eff FROM segment WHERE lacks_signature
  UNION ALL
  SELECT promise_id, days, 'document', grade, quantity - eff FROM segment WHERE lacks_document),
chained AS (
  SELECT *, coalesce(lower(days) <> upper(lag(days) OVER w) OR (grade, missing)
                     IS DISTINCT FROM (lag(grade) OVER w, lag(missing) OVER w), true) AS fresh
  FROM kind_of WINDOW w AS (PARTITION BY promise_id, kind ORDER BY lower(days))),
run AS (
  SELECT *, count(*) FILTER (WHERE fresh) OVER (PARTITION BY promise_id, kind ORDER BY lower(days)) AS nr FROM chained),
gap AS (
  SELECT promise_id, kind, min(grade) AS grade, min(missing) AS missing,
         daterange(min(lower(days)), CASE WHEN bool_or(upper_inf(days)) THEN NULL ELSE max(upper(days)) END) AS days
  FROM run GROUP BY promise_id, kind, nr),
priced AS (
  SELECT gap.*, daterange(lower(days), coalesce(upper(days), lower(days) + %(endless)s)) AS counted FROM gap
  WHERE upper_inf(days) OR upper(days) > %(today)s),
wanted AS MATERIALIZED (
  SELECT g.promise_id, g.kind, g.grade, g.days AS period, upper(g.counted) - lower(g.counted) AS length,
         round(coalesce(sum(c.unit_price * (upper(c.period * g.counted) - lower(c.period * g.counted))), 0)
               * g.missing * coalesce(max(t.times), 1) * 12 * 100 / 365)::bigint AS amount
  FROM priced g JOIN scope s ON s.id = g.promise_id
  LEFT JOIN times t ON t.basis = s.basis AND t.pattern = s.pattern AND t.start = lower(s.period)
  LEFT JOIN contracts_promiseprice c ON c.promise_id = g.promise_id AND c.period && g.counted
  GROUP BY g.promise_id, g.kind, g.grade, g.days, g.counted, g.missing)
"""

# A gap that only grew or shrank stays the same gap, with its owner: each wanted gap takes at most one that stands.
_EXCHANGE = """
standing AS MATERIALIZED (
  SELECT g.id, g.promise_id, g.kind, g.period FROM backing_gap g
  WHERE g.status <> 'closed' AND (%(promises)s::bigint[] IS NULL OR g.promise_id = ANY(%(promises)s))),
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
  INSERT INTO backing_gap (promise_id, kind, grade, period, days, amount, status, reason, opened_at)
  SELECT w.promise_id, w.kind, w.grade, w.period, w.length, w.amount, 'open', '', %(now)s FROM wanted w
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
  WHERE (%(promises)s::bigint[] IS NULL OR c.promise_id = ANY(%(promises)s))
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
    """What happened to a gap: opened, changed or closed."""

    what: str
    gap_id: int
    promise_id: int
    kind: str
    since: date
    until: date | None


@contextmanager
def _whole_book(cursor: Any, whole: bool) -> Iterator[None]:
    """Keep the planner from nested loops over the whole book: it cannot guess how many rows the pieces have."""
    if not whole:
        yield
        return
    cursor.execute("SELECT current_setting('enable_nestloop')")
    before = cursor.fetchone()[0]
    cursor.execute("SET LOCAL enable_nestloop = off")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            cursor.execute("SELECT set_config('enable_nestloop', %s, true)", [before])


def exchange(promise_ids: Sequence[int] | None, *, today: date, now: Any) -> list[GapMove]:
    """Bring gaps and covers of owed promises (None: the whole book) to what the proof says; returns what moved."""
    promises = None if promise_ids is None else list(promise_ids)
    with transaction.atomic(), connection.cursor() as cursor, _whole_book(cursor, promises is None):
        cursor.execute(
            f"SELECT DISTINCT basis, pattern, lower(period) FROM ({_OWED_SOME}) AS owed", {"promises": promises}
        )
        times = [(*row, times_a_month(*row)) for row in cursor.fetchall()]
        values = {
            "promises": promises,
            "today": today,
            "now": now,
            "endless": ENDLESS_DAYS,
            "bases": [row[0] for row in times],
            "patterns": [row[1] for row in times],
            "starts": [row[2] for row in times],
            "times": [row[3] for row in times],
        }
        cursor.execute(
            f"WITH scope AS MATERIALIZED ({_OWED_SOME}),"
            " times AS (SELECT * FROM"
            " unnest(%(bases)s::text[], %(patterns)s::text[], %(starts)s::date[], %(times)s::numeric[])"
            f" AS t(basis, pattern, start, times)), {_PIECES}, {_WANTED}, {_EXCHANGE}",
            values,
        )
        return [GapMove(*row) for row in cursor.fetchall()]


def owed_promises() -> int:
    """How many promises the book owes."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({_OWED_SOME}) AS owed", {"promises": None})
        count: int = cursor.fetchone()[0]
        return count


def grades_on(day: date) -> dict[str, int]:
    """How many owed promises have each grade on a day."""
    with transaction.atomic(), connection.cursor() as cursor, _whole_book(cursor, True):
        cursor.execute(
            f"WITH scope AS MATERIALIZED ({_OWED_SOME} ), {_PIECES}"
            " SELECT grade, count(*) FROM segment WHERE days @> %(day)s GROUP BY 1",
            {"promises": None, "day": day},
        )
        return dict(cursor.fetchall())
