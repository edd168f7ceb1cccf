"""Who may and can deliver on which days: memberships, documents, standings, absences; coverage and what is taken of it."""

from __future__ import annotations

from muhatap.network.rules import LEAST_SCORE

# An agreement that was signed counts for the days of its period, also after it has ended; one that was terminated
# before it began counts for none.
SIGNED = (
    "a.status IN ('signed', 'active', 'ended', 'terminated') AND (a.ended_on IS NULL OR lower(a.period) < a.ended_on)"
)

# For the members and services of `line`. papers, bound: days with every blocking document, with a membership in force;
# absent: suspended or gone; low: the standing of the month before is below the least.
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
low AS MATERIALIZED (
  SELECT member_id, range_agg(days) AS days FROM (
    SELECT s.member_id, s.score, daterange((s.month + interval '1 month')::date,
           (lead(s.month) OVER (PARTITION BY s.member_id ORDER BY s.month) + interval '1 month')::date) AS days
    FROM network_standing s JOIN who USING (member_id)) AS judged
  WHERE score < {LEAST_SCORE} GROUP BY 1),
"""

# For the members, services and districts of `line`. able: days with approved coverage, and the least capacity among
# them; crowded: days on which promises of all customers together take more than is covered. Only places where all that
# was ever taken is more than the least capacity are looked at day by day; `{used}` says how that sum is made.
ABILITY = """
place AS MATERIALIZED (SELECT DISTINCT member_id, service_id, district_id FROM line),
able AS MATERIALIZED (
  SELECT member_id, service_id, district_id, range_agg(v.period) AS days, min(v.capacity) AS least
  FROM place JOIN network_coverage v USING (member_id, service_id, district_id)
  WHERE v.status = 'approved' GROUP BY 1, 2, 3),
tight AS MATERIALIZED (
  SELECT able.member_id, able.service_id, able.district_id FROM able {used} WHERE used.total > able.least),
tide AS (
  SELECT member_id, service_id, district_id, lower(v.period) AS day, v.capacity AS change
  FROM tight JOIN network_coverage v USING (member_id, service_id, district_id) WHERE v.status = 'approved'
  UNION ALL
  SELECT member_id, service_id, district_id, upper(v.period), -v.capacity
  FROM tight JOIN network_coverage v USING (member_id, service_id, district_id)
  WHERE v.status = 'approved' AND NOT upper_inf(v.period)
  UNION ALL
  SELECT member_id, service_id, district_id, lower(c.period), -c.quantity
  FROM tight JOIN network_commitment c USING (member_id, service_id, district_id)
  UNION ALL
  SELECT member_id, service_id, district_id, upper(c.period), c.quantity
  FROM tight JOIN network_commitment c USING (member_id, service_id, district_id) WHERE NOT upper_inf(c.period)),
level AS (
  SELECT member_id, service_id, district_id, day, sum(sum(change)) OVER w AS free, lead(day) OVER w AS until
  FROM tide GROUP BY 1, 2, 3, 4 WINDOW w AS (PARTITION BY member_id, service_id, district_id ORDER BY day)),
crowded AS MATERIALIZED (
  SELECT member_id, service_id, district_id, range_agg(daterange(day, until)) AS days
  FROM level WHERE free < 0 GROUP BY 1, 2, 3),
"""

# For a few promises each place is looked up; for the whole book all that is taken is summed once.
USED_HERE = """CROSS JOIN LATERAL (
  SELECT sum(c.quantity) AS total FROM network_commitment c WHERE c.member_id = able.member_id
  AND c.service_id = able.service_id AND c.district_id = able.district_id) AS used"""
USED_ANYWHERE = """JOIN (
  SELECT member_id, service_id, district_id, sum(quantity) AS total FROM network_commitment GROUP BY 1, 2, 3) AS used
  USING (member_id, service_id, district_id)"""

# What each line of `line` can do and when: `fit`.
FIT = """
fit AS (
  SELECT line.id, line.promise_id, line.role, line.quantity, line.days - f.absent AS days, line.days * f.absent AS absent,
         line.signed * f.bound AS signed, f.papers, f.low, f.able, f.crowded
  FROM line JOIN {fitness} AS f USING (member_id, service_id, district_id)),
"""
# The days of every member, service and district that has a line.
DAYS = """
SELECT place.member_id, place.service_id, place.district_id, papers.days AS papers,
       coalesce(bound.days, '{}'::datemultirange) AS bound, coalesce(absent.days, '{}'::datemultirange) AS absent,
       coalesce(low.days, '{}'::datemultirange) AS low, coalesce(able.days, '{}'::datemultirange) AS able,
       coalesce(crowded.days, '{}'::datemultirange) AS crowded,
       coalesce(bound.days, '{}'::datemultirange) * papers.days - coalesce(absent.days, '{}'::datemultirange)
       - coalesce(low.days, '{}'::datemultirange) AS good,
       coalesce(able.days, '{}'::datemultirange) - coalesce(low.days, '{}'::datemultirange)
       - coalesce(crowded.days, '{}'::datemultirange) AS sound
FROM place JOIN papers USING (member_id, service_id) LEFT JOIN bound USING (member_id)
LEFT JOIN absent USING (member_id) LEFT JOIN low USING (member_id)
LEFT JOIN able USING (member_id, service_id, district_id) LEFT JOIN crowded USING (member_id, service_id, district_id)
"""
