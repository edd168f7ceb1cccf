"""The terms of project agreements beside those of their contracts, and the gaps that follow from what lies apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from muhatap.backing import rules
from muhatap.backing.models import DAILY, Gap, GapStatus
from muhatap.backing.sets.gaps import ENDLESS_DAYS, TIMES, GapMove, times_of
from muhatap.backing.sets.pieces import OWED
from muhatap.kernel.periods import Period

_SCOPE = """
SELECT DISTINCT p.basis, p.pattern, p.period FROM backing_backing b JOIN contracts_promise p ON p.id = b.promise_id
WHERE b.project_agreement_id = ANY(%(agreements)s)
"""

# A clock the customer was promised and the member did not promise, or promised slower.
_WEAKER = """(p.response_minutes < coalesce(b.response_minutes, 2147483647)
  OR p.attend_minutes < coalesce(b.attend_minutes, 2147483647) OR p.fix_minutes < coalesce(b.fix_minutes, 2147483647))"""

_BONDS = f"""
WITH {TIMES}, line AS (
  SELECT b.project_agreement_id AS id, {_WEAKER} AS weaker,
         b.quantity * coalesce(t.times, 1) * 12 * 100 AS yearly, p.id AS promise_id, b.id AS backing_id,
         greatest(%(today)s, lower(b.period)) AS day
  FROM backing_backing b JOIN contracts_promise p ON p.id = b.promise_id
  LEFT JOIN times t ON t.basis = p.basis AND t.pattern = p.pattern AND t.start = lower(p.period)
  WHERE b.project_agreement_id = ANY(%(agreements)s) AND b.role = 'primary' AND b.status IN ('planned', 'in_force')
    AND (upper_inf(b.period) OR upper(b.period) > %(today)s)),
total AS (
  SELECT line.id, count(*) AS lines, round(coalesce(sum(pp.unit_price * yearly), 0))::bigint AS customer,
         round(coalesce(sum(bp.unit_price * yearly), 0))::bigint AS member, count(*) FILTER (WHERE weaker) AS weaker,
         round(coalesce(sum(pp.unit_price * yearly) FILTER (WHERE weaker), 0))::bigint AS weaker_customer
  FROM line
  LEFT JOIN contracts_promiseprice pp ON pp.promise_id = line.promise_id AND pp.period @> line.day
  LEFT JOIN backing_backingprice bp ON bp.backing_id = line.backing_id AND bp.period @> line.day
  GROUP BY 1)
SELECT b.agreement_id, lower(a.period), upper(a.period),
       a.status IN ('signed', 'active', 'suspended') AND o.status IN {OWED}
         AND (upper_inf(a.period) OR upper(a.period) > %(today)s),
       c.notice_days, c.payment_days, c.penalty_cap_percent, c.liability_cap, c.price_index, c.revision_month,
       b.notice_days, b.payment_days, b.penalty_cap_percent, b.liability_cap, b.price_index, b.revision_month,
       coalesce(t.lines, 0), coalesce(t.customer, 0), coalesce(t.member, 0), coalesce(t.weaker, 0),
       coalesce(t.weaker_customer, 0)
FROM backing_projectagreement b JOIN agreements_agreement a ON a.id = b.agreement_id
JOIN contracts_project p ON p.id = b.project_id JOIN contracts_customercontract c ON c.agreement_id = p.contract_id
JOIN agreements_agreement o ON o.id = c.agreement_id LEFT JOIN total t ON t.id = b.agreement_id
WHERE b.agreement_id = ANY(%(agreements)s)
"""

# Only where a term can lie apart is a look at the money worth it.
_APART = f"""
SELECT b.agreement_id FROM backing_projectagreement b
JOIN contracts_project p ON p.id = b.project_id JOIN contracts_customercontract c ON c.agreement_id = p.contract_id
WHERE b.notice_days > c.notice_days OR b.notice_days < %(lead)s OR c.payment_days > b.payment_days
   OR c.penalty_cap_percent IS NOT NULL OR b.liability_cap IS NOT NULL OR b.price_index <> ''
UNION
SELECT b.project_agreement_id FROM backing_backing b JOIN contracts_promise p ON p.id = b.promise_id
WHERE b.role = 'primary' AND b.status IN ('planned', 'in_force') AND {_WEAKER}
UNION
SELECT project_agreement_id FROM backing_gap WHERE project_agreement_id IS NOT NULL AND status <> 'closed'
"""


@dataclass(frozen=True, slots=True)
class Assumed:
    """What the house assumes: days to replace a member, a year's price revision in percent."""

    lead_days: int
    rise_percent: Decimal


@dataclass(frozen=True, slots=True)
class Bond:
    """A project agreement with both sides' terms; `counts`: it is signed, not over, and its contract is owed."""

    agreement_id: int
    period: Period
    counts: bool
    ours: rules.CustomerTerms
    theirs: rules.MemberTerms
    lines: rules.Lines

    def gaps(self, assumed: Assumed) -> list[rules.TermGap]:
        """Where the terms lie apart."""
        return rules.term_gaps(
            self.ours,
            self.theirs,
            self.lines,
            lead_days=assumed.lead_days,
            assumed_rise_percent=assumed.rise_percent,
        )


def bonds(agreement_ids: Sequence[int], *, today: date) -> list[Bond]:
    """Both sides' terms of project agreements, and what their lines come to in a year."""
    values: dict[str, Any] = {"agreements": list(agreement_ids), "today": today}
    with connection.cursor() as cursor:
        values |= times_of(_SCOPE, values)
        cursor.execute(_BONDS, values)
        return [
            Bond(
                row[0],
                Period(row[1], row[2]),
                row[3],
                rules.CustomerTerms(*row[4:10]),
                rules.MemberTerms(*row[10:16]),
                rules.Lines(*row[16:21]),
            )
            for row in cursor.fetchall()
        ]


def apart(assumed: Assumed) -> list[int]:
    """The project agreements whose terms may lie apart from their contract's, and those with gaps that stand."""
    with connection.cursor() as cursor:
        cursor.execute(_APART, {"lead": assumed.lead_days})
        return [row[0] for row in cursor.fetchall()]


def exchange_terms(agreement_ids: Sequence[int], assumed: Assumed, *, today: date, now: Any) -> list[GapMove]:
    """Bring the gaps between terms of some project agreements to what their terms say; returns what moved."""
    wanted = {
        (bond.agreement_id, gap.kind): (bond, gap)
        for bond in bonds(agreement_ids, today=today)
        if bond.counts
        for gap in bond.gaps(assumed)
    }
    standing = {
        (row.project_agreement_id, row.kind): row
        for row in Gap.objects.select_for_update()
        .filter(project_agreement__in=agreement_ids)
        .exclude(status=GapStatus.CLOSED)
        .order_by("pk")
    }
    moves = [*_close(standing, set(wanted), now), *_change(standing, wanted)]
    opened = [
        _blank(bond, gap, now)
        for key, (bond, gap) in sorted(wanted.items(), key=lambda pair: pair[0])
        if key not in standing
    ]
    Gap.objects.bulk_create(opened)
    return [*moves, *(_move("opened", row) for row in opened)]


def _move(what: str, row: Any) -> GapMove:
    period = Period.of(row.period)
    return GapMove(what, row.pk, None, row.kind, period.start, period.end, row.project_agreement_id)


def _close(standing: dict[Any, Any], wanted: set[Any], now: Any) -> list[GapMove]:
    gone = [row for key, row in standing.items() if key not in wanted]
    for row in gone:
        row.status, row.closed_at = GapStatus.CLOSED, now
    Gap.objects.bulk_update(gone, ["status", "closed_at"])
    return [_move("closed", row) for row in gone]


def _terms_of(bond: Bond, gap: rules.TermGap) -> dict[str, Any]:
    end = bond.period.end or bond.period.start + timedelta(days=ENDLESS_DAYS)
    days = (end - bond.period.start).days
    return {"period": bond.period.range(), "days": days, "amount": gap.amount, "facts": dict(gap.facts)}


def _change(standing: dict[Any, Any], wanted: dict[Any, tuple[Bond, rules.TermGap]]) -> list[GapMove]:
    changed = []
    for key, row in standing.items():
        if key not in wanted:
            continue
        terms = _terms_of(*wanted[key])
        if any(getattr(row, name) != value for name, value in terms.items()):
            for name, value in terms.items():
                setattr(row, name, value)
            changed.append(row)
    Gap.objects.bulk_update(changed, ["period", "days", "amount", "facts"])
    return [_move("changed", row) for row in changed]


def _blank(bond: Bond, gap: rules.TermGap, now: Any) -> Gap:
    if gap.kind in DAILY:
        raise ValueError(f"{gap.kind} is found by the proof, day by day")
    return Gap(
        project_agreement_id=bond.agreement_id, kind=gap.kind, grade="full", opened_at=now, **_terms_of(bond, gap)
    )
