"""Set-based work of the month end: what each side has earned and not yet been accrued, for many subjects at once.

Fixed lines count the days from the location's start on that no accrual covers yet. Lines by quantity count the
confirmed jobs no accrual points to, at the price of their day; work confirmed late keeps its own month and price.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from muhatap.kernel.actors import Actor
from muhatap.kernel.periods import Period

# Agreements that were signed; what is only drafted or sent earns nothing.
SIGNED = "('signed', 'active', 'suspended', 'ended', 'terminated')"
FIXED = "('per_period', 'per_head')"

# From the day the service began at the location to the day the agreement ended (the first day without it).
_LIVE = "greatest(s.go_live_on, (s.live_at AT TIME ZONE 'Europe/Istanbul')::date)"
_SERVED = f"daterange({_LIVE}, CASE WHEN a.ended_on < {_LIVE} THEN {_LIVE} ELSE a.ended_on END)"

_CUSTOMER_FIXED = f"""
SELECT p.contract_id AS subject, p.customer_id AS party, p.id AS line, open_days.period, p.quantity,
       c.unit_price, upper(open_days.period) - lower(open_days.period) AS days,
       upper(%(month)s::daterange) - lower(%(month)s::daterange) AS of_days, 1 AS part, a.currency
FROM contracts_promise p
JOIN agreements_agreement a ON a.id = p.contract_id AND a.status IN {SIGNED}
JOIN contracts_promiseprice c ON c.promise_id = p.id AND c.period && %(month)s::daterange
JOIN operations_startplan s ON s.contract_id = p.contract_id AND s.location_id = p.location_id AND s.status = 'live'
CROSS JOIN LATERAL unnest(
  datemultirange(p.period * c.period * %(month)s::daterange
    * {_SERVED})
  - coalesce((SELECT range_agg(x.period) FROM billing_customeraccrual x
              WHERE x.promise_id = p.id AND x.days IS NOT NULL), datemultirange())) AS open_days(period)
WHERE p.basis IN {FIXED} AND p.delivery_mode = 'resale' AND p.contract_id = ANY(%(subjects)s)
"""

_MEMBER_FIXED = f"""
SELECT b.project_agreement_id AS subject, b.member_id AS party, b.id AS line, open_days.period, b.quantity,
       c.unit_price, upper(open_days.period) - lower(open_days.period) AS days,
       upper(%(month)s::daterange) - lower(%(month)s::daterange) AS of_days, 1 AS part, a.currency
FROM backing_backing b
JOIN contracts_promise p ON p.id = b.promise_id AND p.delivery_mode = 'resale'
JOIN agreements_agreement a ON a.id = b.project_agreement_id AND a.status IN {SIGNED}
JOIN backing_backingprice c ON c.backing_id = b.id AND c.period && %(month)s::daterange
JOIN operations_startplan s ON s.contract_id = p.contract_id AND s.location_id = p.location_id AND s.status = 'live'
CROSS JOIN LATERAL unnest(
  datemultirange(b.period * c.period * %(month)s::daterange
    * {_SERVED})
  - coalesce((SELECT range_agg(x.period) FROM billing_memberaccrual x
              WHERE x.backing_id = b.id AND x.days IS NOT NULL), datemultirange())) AS open_days(period)
WHERE b.basis IN {FIXED} AND b.role = 'primary' AND b.status IN ('in_force', 'ended')
  AND b.project_agreement_id = ANY(%(subjects)s)
"""

_JOB_MONTH = "daterange(date_trunc('month', j.day)::date, (date_trunc('month', j.day) + interval '1 month')::date)"

_CUSTOMER_JOBS = f"""
SELECT due.*, 1 + (SELECT count(*) FROM billing_customeraccrual x WHERE x.promise_id = due.line
                   AND x.period = due.period AND x.month = %(first)s)::int AS part
FROM (
  SELECT p.contract_id AS subject, p.customer_id AS party, p.id AS line, p.period * c.period * {_JOB_MONTH} AS period,
         sum(j.accepted_quantity) AS quantity, c.unit_price, array_agg(j.id ORDER BY j.day, j.id) AS jobs, a.currency
  FROM operations_job j
  JOIN contracts_promise p ON p.id = j.promise_id AND p.delivery_mode = 'resale' AND p.basis NOT IN {FIXED}
  JOIN agreements_agreement a ON a.id = p.contract_id
  JOIN contracts_promiseprice c ON c.promise_id = p.id AND c.period @> j.day
  WHERE j.status = 'confirmed' AND j.accepted_quantity > 0 AND j.day < upper(%(month)s::daterange)
    AND p.contract_id = ANY(%(subjects)s)
    AND NOT EXISTS (SELECT 1 FROM billing_customeraccrualjob x WHERE x.job_id = j.id)
  GROUP BY p.id, c.id, a.id, {_JOB_MONTH}) AS due
"""

_MEMBER_JOBS = f"""
SELECT due.*, 1 + (SELECT count(*) FROM billing_memberaccrual x WHERE x.backing_id = due.line
                   AND x.period = due.period AND x.month = %(first)s)::int AS part
FROM (
  SELECT b.project_agreement_id AS subject, b.member_id AS party, b.id AS line,
         b.period * c.period * {_JOB_MONTH} AS period,
         sum(j.accepted_quantity) AS quantity, c.unit_price, array_agg(j.id ORDER BY j.day, j.id) AS jobs, a.currency
  FROM operations_job j
  JOIN backing_backing b ON b.id = j.backing_id AND b.basis NOT IN {FIXED}
  JOIN contracts_promise p ON p.id = b.promise_id AND p.delivery_mode = 'resale'
  JOIN agreements_agreement a ON a.id = b.project_agreement_id
  JOIN backing_backingprice c ON c.backing_id = b.id AND c.period @> j.day
  WHERE j.status = 'confirmed' AND j.accepted_quantity > 0 AND j.day < upper(%(month)s::daterange)
    AND b.project_agreement_id = ANY(%(subjects)s)
    AND NOT EXISTS (SELECT 1 FROM billing_memberaccrualjob x WHERE x.job_id = j.id)
  GROUP BY b.id, c.id, a.id, {_JOB_MONTH}) AS due
"""


@dataclass(frozen=True, slots=True)
class _Side:
    """Where one side's accruals lie."""

    accruals: str
    jobs: str
    subject: str
    party: str
    line: str
    job_line: str
    fixed: str
    counted: str


CUSTOMER = _Side(
    "billing_customeraccrual", "billing_customeraccrualjob", "contract_id", "customer_id", "promise_id", "promise_id",
    _CUSTOMER_FIXED, _CUSTOMER_JOBS,
)  # fmt: skip
MEMBER = _Side(
    "billing_memberaccrual", "billing_memberaccrualjob", "project_agreement_id", "member_id", "backing_id",
    "backing_id", _MEMBER_FIXED, _MEMBER_JOBS,
)  # fmt: skip
SIDES = {"customer": CUSTOMER, "member": MEMBER}


@dataclass(frozen=True, slots=True)
class Earned:
    """What a subject (contract or project agreement) earned in one go: how many lines and their sum, minor units."""

    subject_id: int
    party_id: int
    currency: str
    lines: int
    net: int


def _columns(side: _Side) -> str:
    return (
        f"({side.subject}, {side.party}, {side.line}, period, month, quantity, unit_price, days, of_days, net, part,"
        " currency, status, accrued_at)"
    )


def _write_fixed(side: _Side) -> str:
    """Accrue fixed lines; the jobs confirmed in their days become their evidence."""
    return f"""
WITH due AS ({side.fixed}), made AS (
  INSERT INTO {side.accruals} {_columns(side)}
  SELECT subject, party, line, period, %(first)s, quantity, unit_price, days, of_days,
         round(quantity * unit_price * 100 * days / of_days)::bigint, part, currency, 'open', %(now)s
  FROM due
  RETURNING id, {side.subject} AS subject, {side.party} AS party, {side.line} AS line, period, currency, net
), evidence AS (
  INSERT INTO {side.jobs} (accrual_id, {side.party}, job_id)
  SELECT made.id, made.party, j.id FROM made
  JOIN operations_job j ON j.{side.job_line} = made.line AND j.status = 'confirmed' AND made.period @> j.day
  WHERE NOT EXISTS (SELECT 1 FROM {side.jobs} x WHERE x.job_id = j.id)
)
SELECT subject, party, currency, count(*), sum(net)::bigint FROM made GROUP BY 1, 2, 3 ORDER BY 1
"""


def _write_counted(side: _Side) -> str:
    """Accrue lines by accepted quantity, each with the jobs it counts."""
    return f"""
WITH due AS ({side.counted}), made AS (
  INSERT INTO {side.accruals} {_columns(side)}
  SELECT subject, party, line, period, %(first)s, quantity, unit_price, NULL, NULL,
         round(quantity * unit_price * 100)::bigint, part, currency, 'open', %(now)s
  FROM due
  RETURNING id, {side.subject} AS subject, {side.party} AS party, {side.line} AS line, period, unit_price, part,
            currency, net
), evidence AS (
  INSERT INTO {side.jobs} (accrual_id, {side.party}, job_id)
  SELECT made.id, made.party, unnest(due.jobs) FROM made
  JOIN due ON due.line = made.line AND due.period = made.period AND due.part = made.part
)
SELECT subject, party, currency, count(*), sum(net)::bigint FROM made GROUP BY 1, 2, 3 ORDER BY 1
"""


def accrue(actor: Actor, *, side: str, month: Period, subject_ids: Sequence[int]) -> list[Earned]:
    """Write what the subjects earned up to the end of a month and was not accrued before; all in three statements."""
    where = SIDES[side]
    found: dict[int, Earned] = {}
    for statement in (_write_fixed(where), _write_counted(where)):
        for subject, party, currency, lines, net in _rows(statement, month, subject_ids, actor.now):
            before = found.get(subject)
            found[subject] = Earned(
                subject,
                party,
                currency,
                lines + (before.lines if before else 0),
                net + (before.net if before else 0),
            )
    return [found[subject] for subject in sorted(found)]


def due(actor: Actor, *, side: str, month: Period, subject_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """What a run would accrue now per subject: lines and their sum, minor units. Changes nothing."""
    where = SIDES[side]
    statement = f"""
SELECT subject, count(*), sum(net)::bigint FROM (
  SELECT subject, round(quantity * unit_price * 100 * days / of_days) AS net FROM ({where.fixed}) AS fixed
  UNION ALL
  SELECT subject, round(quantity * unit_price * 100) FROM ({where.counted}) AS counted) AS due GROUP BY subject
"""
    return {subject: (lines, net) for subject, lines, net in _rows(statement, month, subject_ids, actor.now)}


def subjects(actor: Actor, *, side: str, month: Period) -> list[int]:
    """Contracts or project agreements that were signed and began before the month's end, by id."""
    if side == "customer":
        statement = (
            "SELECT c.agreement_id FROM contracts_customercontract c"
            " JOIN agreements_agreement a ON a.id = c.agreement_id"
            f" WHERE a.status IN {SIGNED} AND lower(a.period) < upper(%(month)s::daterange) ORDER BY 1"
        )
    else:
        statement = (
            "SELECT c.agreement_id FROM backing_projectagreement c JOIN agreements_agreement a ON a.id = c.agreement_id"
            f" WHERE a.status IN {SIGNED} AND lower(a.period) < upper(%(month)s::daterange) ORDER BY 1"
        )
    return [row[0] for row in _rows(statement, month, (), actor.now)]


def _rows(statement: str, month: Period, subject_ids: Sequence[int], now: datetime) -> list[tuple[Any, ...]]:
    values: dict[str, Any] = {
        "month": month.range(), "first": _first(month), "subjects": list(subject_ids), "now": now,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _first(month: Period) -> date:
    return month.start
