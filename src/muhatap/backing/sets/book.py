"""The proof of the whole book: most promises are covered whole and need one look; only the others are cut to pieces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from muhatap.backing.sets.fitness import ABILITY, DAYS, FITNESS, SIGNED, USED_ANYWHERE
from muhatap.backing.sets.gaps import ENDLESS_DAYS, EXCHANGE, TIMES, WANTED, GapMove, times_of
from muhatap.backing.sets.pieces import OWED, REST_PIECES

# The book is proven in parts that share no promise, so that several can be proven at once.
_PART = "({id} %% %(parts)s = %(part)s)"

# On which days a member may deliver a service (membership, documents, standing, absences), and on which it can in a
# district (coverage that is not taken by more than it holds).
_FIT = f"""
CREATE TEMP TABLE proof_fit ON COMMIT DROP AS
WITH line AS (
  SELECT DISTINCT b.member_id, b.service_id, l.district_id FROM backing_backing b
  JOIN parties_location l ON l.id = b.location_id
  WHERE b.status <> 'cancelled' AND {_PART.format(id="b.promise_id")}),
{FITNESS}{ABILITY.format(used=USED_ANYWHERE).rstrip().rstrip(",")}
{DAYS}
"""

# Promises with a member that costs more than the customer pays, on some day.
_LOSS = f"""
CREATE TEMP TABLE proof_loss ON COMMIT DROP AS
SELECT DISTINCT b.promise_id AS id FROM backing_backing b
JOIN backing_backingprice c ON c.backing_id = b.id
JOIN contracts_promiseprice p ON p.promise_id = b.promise_id AND p.period && c.period AND c.unit_price > p.unit_price
WHERE b.role = 'primary' AND b.status <> 'cancelled' AND {_PART.format(id="b.promise_id")}
"""

# A promise is covered whole when members that may deliver on all its days add up to it, or when each alone suffices
# and their days leave no hole, and no member behind it is short of coverage or costs more than the promise brings:
# whatever else stands behind it then changes nothing.
_OWED = f"""
CREATE TEMP TABLE proof_owed ON COMMIT DROP AS
WITH placed AS MATERIALIZED (  -- no planner can guess how well member, service and district go together
  SELECT b.promise_id, b.member_id, b.service_id, l.district_id, b.quantity, b.period, b.project_agreement_id
  FROM backing_backing b JOIN parties_location l ON l.id = b.location_id
  WHERE b.status <> 'cancelled' AND b.role = 'primary' AND {_PART.format(id="b.promise_id")})
SELECT p.id, p.customer_id, p.quantity, p.period, p.basis, p.pattern,
       coalesce(found.covered, false) AND loss.id IS NULL AS covered
FROM contracts_promise p
JOIN agreements_agreement c ON c.id = p.contract_id AND c.status IN {OWED}
LEFT JOIN proof_loss loss ON loss.id = p.id
LEFT JOIN (
  SELECT id, bool_and(sound) AND (
           coalesce(sum(share) FILTER (WHERE good AND days @> promised) >= quantity, false)
           OR coalesce(range_agg(days) FILTER (WHERE good AND share >= quantity) @> promised, false)) AS covered
  FROM (
    SELECT p.id, p.quantity, p.period AS promised, b.quantity AS share, b.period AS days,
           {SIGNED} AND a.period @> (b.period * p.period) AND f.good @> (b.period * p.period) AS good,
           f.sound @> (b.period * p.period) AS sound
    FROM placed b
    JOIN contracts_promise p ON p.id = b.promise_id
    JOIN agreements_agreement a ON a.id = b.project_agreement_id
    JOIN proof_fit f ON f.member_id = b.member_id AND f.service_id = b.service_id AND f.district_id = b.district_id
    ) AS behind
  GROUP BY id, quantity, promised) found ON found.id = p.id
WHERE {_PART.format(id="p.id")}
"""

_REST = "SELECT id, customer_id, quantity, period, basis, pattern FROM proof_owed WHERE NOT covered"

_SEGMENTS = f"""
CREATE TEMP TABLE proof_segment ON COMMIT DROP AS
WITH scope AS MATERIALIZED ({_REST}), {REST_PIECES} SELECT * FROM segment
"""

# Covers of promises that are covered whole: one row each; promises nobody owes any more have none.
_UNCOVER = f"""
DELETE FROM backing_promisecover c
WHERE {_PART.format(id="c.promise_id")}
  AND NOT EXISTS (SELECT 1 FROM proof_owed o WHERE o.id = c.promise_id
                  AND (NOT o.covered OR (o.period = c.period AND c.covered)))
"""
_COVER = """
INSERT INTO backing_promisecover (promise_id, customer_id, period, covered)
SELECT o.id, o.customer_id, o.period, true FROM proof_owed o
WHERE o.covered AND NOT EXISTS (SELECT 1 FROM backing_promisecover c WHERE c.promise_id = o.id)
"""

_GRADES = """
SELECT grade, sum(count)::bigint FROM (
  SELECT 'full' AS grade, count(*) FROM proof_owed WHERE covered AND period @> %(day)s
  UNION ALL
  SELECT grade, count(*) FROM proof_segment WHERE days @> %(day)s GROUP BY grade) AS both_parts
GROUP BY grade HAVING sum(count) > 0
"""


_TABLES = {"proof_fit": _FIT, "proof_loss": _LOSS, "proof_owed": _OWED, "proof_segment": _SEGMENTS}


@dataclass(frozen=True, slots=True)
class Book:
    """The whole book: how many promises are owed, how many have each grade today, and which gaps moved."""

    promises: int
    graded: dict[str, int]
    moves: list[GapMove]


def prove_all(*, today: date, now: Any, part: int = 0, parts: int = 1) -> Book:
    """Bring all gaps and covers to what the proof of every owed promise says, or those of one part of the book."""
    which = {"part": part, "parts": parts}
    with transaction.atomic(), connection.cursor() as cursor:
        # No planner can guess how many pieces come out; sorting them in memory saves a third.
        cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '128MB'; SET LOCAL jit = off")
        if parts > 1:  # each part has a core of its own
            cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        for table, statement in _TABLES.items():
            cursor.execute(statement, which)
            cursor.execute(f"ANALYZE {table}")
        values: dict[str, Any] = {"today": today, "now": now, "endless": ENDLESS_DAYS} | which | times_of(_REST, {})
        change = EXCHANGE.format(
            standing=_PART.format(id="g.promise_id"), covers="c.promise_id IN (SELECT id FROM scope)"
        )
        cursor.execute(
            f"WITH scope AS MATERIALIZED ({_REST}), segment AS MATERIALIZED (SELECT * FROM proof_segment),"
            f" {TIMES}, {WANTED}, {change}",
            values,
        )
        moves = [GapMove(*row) for row in cursor.fetchall()]
        cursor.execute(_UNCOVER, which)
        cursor.execute(_COVER)
        cursor.execute(_GRADES, {"day": today})
        graded = dict(cursor.fetchall())
        cursor.execute("SELECT count(*) FROM proof_owed")
        promises: int = cursor.fetchone()[0]
        cursor.execute(f"DROP TABLE {', '.join(_TABLES)}")
        for setting in ("enable_nestloop", "work_mem", "jit", "max_parallel_workers_per_gather"):
            cursor.execute(f"SET LOCAL {setting} TO DEFAULT")
    return Book(promises, graded, moves)
