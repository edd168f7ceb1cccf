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

# An agreement that was signed counts for the days of its period, also after it has ended; one that was terminated
# before it began counts for none.
SIGNED = (
    "a.status IN ('signed', 'active', 'ended', 'terminated') AND (a.ended_on IS NULL OR lower(a.period) < a.ended_on)"
)
OWED = "('signed', 'active', 'suspended')"

# Who could deliver on which days, for the members and services of `line`: memberships, documents, absences.
FITNESS = f"""
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
"""

# What stands behind promises, piece by piece. `scope` holds the promises (id, quantity, period).
# eff: owed and deliverable; cond: agreed, but a signature or document is missing; spare: standby that could deliver;
# sig, doc, away: backings that lack a signature, a blocking document, or whose member is suspended or gone.
PIECES = f"""
line AS MATERIALIZED (
  SELECT b.id, b.promise_id, b.member_id, b.service_id, b.role, b.quantity,
         datemultirange(b.period * s.period) AS days,
         CASE WHEN {SIGNED} THEN datemultirange(a.period) ELSE '{{}}'::datemultirange END AS signed
  FROM scope s JOIN backing_backing b ON b.promise_id = s.id AND b.status <> 'cancelled'
  JOIN agreements_agreement a ON a.id = b.project_agreement_id),
{FITNESS}fit AS (
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
            f"WITH scope AS ({_SOME}), {PIECES} SELECT promise_id, lower(days), upper(days), grade, eff, agreed,"
            " lacks_signature, lacks_document, away FROM segment ORDER BY promise_id, lower(days)",
            {"promises": list(promise_ids)},
        )
        return [SegmentRow(*row) for row in cursor.fetchall()]
