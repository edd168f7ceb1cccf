"""Where a member owes less than we owe, sooner than we get, or for longer than we need: the gap and what it may cost.

Amounts are whole kuruş, half-up; a day is a 365th of twelve months.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

YEAR_MONTHS, YEAR_DAYS, HUNDRED = 12, 365, 100


@dataclass(frozen=True, slots=True)
class BondTerms:
    """The terms of a project agreement: days are calendar days, percents of a month, the limit of liability kuruş."""

    settlement_cycle: str = "monthly"
    payment_days: int = 30
    retention_percent: Decimal = Decimal(0)
    advance_percent: Decimal = Decimal(0)
    notice_days: int = 60
    penalty_cap_percent: Decimal | None = None
    liability_cap: int | None = None
    price_index: str = ""
    revision_month: int | None = None


@dataclass(frozen=True, slots=True)
class CustomerTerms:
    """What we agreed with the customer; none: no penalty, no limit of what we answer for, no month of revision."""

    notice_days: int
    payment_days: int
    penalty_cap_percent: Decimal | None = None
    liability_cap: int | None = None
    price_index: str = ""
    revision_month: int | None = None


@dataclass(frozen=True, slots=True)
class MemberTerms:
    """What a member agreed with us, in the same terms."""

    notice_days: int
    payment_days: int
    penalty_cap_percent: Decimal | None = None
    liability_cap: int | None = None
    price_index: str = ""
    revision_month: int | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """What an agreement backs, in a year (kuruş): at the customer's price and at the member's.

    `weaker`: lines whose clocks are slower than promised or not promised at all, and their customer's price.
    """

    count: int
    customer_year: int
    member_year: int
    weaker: int = 0
    weaker_year: int = 0


@dataclass(frozen=True, slots=True)
class TermGap:
    """Terms that lie apart: the kind, what it may cost (kuruş), and the numbers it is made of."""

    kind: str
    amount: int
    facts: dict[str, int | str] = field(default_factory=dict)


def term_gaps(
    ours: CustomerTerms, theirs: MemberTerms, lines: Lines, *, lead_days: int, assumed_rise_percent: Decimal
) -> list[TermGap]:
    """Compare both sides; `lead_days` is how long replacing a member takes, the rise is a year's price revision."""
    if not lines.count:
        return []
    found = [
        *_notice(ours, theirs, lines, lead_days),
        *_standard(ours, lines),
        *_penalty(ours, theirs, lines),
        *_liability(ours, theirs, lines),
        *_payment(ours, theirs, lines),
        *_indexation(ours, theirs, lines, assumed_rise_percent),
    ]
    return [TermGap(gap.kind, gap.amount, {"lines": lines.count, **gap.facts}) for gap in found]


def _kurus(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def _days(year: int, days: int) -> int:
    """What some days cost, from a year's amount."""
    return _kurus(Decimal(year) * days / YEAR_DAYS)


def _percent(year: int, percent: Decimal, months: int = 1) -> int:
    """A part of some months, from a year's amount."""
    return _kurus(year * months * percent / YEAR_MONTHS / HUNDRED)


def _notice(ours: CustomerTerms, theirs: MemberTerms, lines: Lines, lead_days: int) -> Iterator[TermGap]:
    """A customer that leaves sooner than the member may be sent away; a member that leaves sooner than is replaced."""
    bound = max(theirs.notice_days - ours.notice_days, 0)
    bare = max(lead_days - theirs.notice_days, 0)
    if bound or bare:
        amount = _days(lines.member_year, bound) + _days(lines.customer_year, bare)
        numbers = {"ours": ours.notice_days, "theirs": theirs.notice_days, "lead": lead_days}
        yield TermGap("notice", amount, {**numbers, "bound": bound, "bare": bare})


def _standard(ours: CustomerTerms, lines: Lines) -> Iterator[TermGap]:
    if lines.weaker:
        cap = ours.penalty_cap_percent or Decimal(0)
        yield TermGap("standard", _percent(lines.weaker_year, cap), {"weaker": lines.weaker})


def _penalty(ours: CustomerTerms, theirs: MemberTerms, lines: Lines) -> Iterator[TermGap]:
    """What the customer may charge for a month and we cannot pass on."""
    if ours.penalty_cap_percent is None:
        return
    passed_on = theirs.penalty_cap_percent or Decimal(0)
    kept = _percent(lines.customer_year, ours.penalty_cap_percent) - _percent(lines.member_year, passed_on)
    if kept > 0:
        yield TermGap("penalty", kept, {"ours": str(ours.penalty_cap_percent), "theirs": str(passed_on)})


def _liability(ours: CustomerTerms, theirs: MemberTerms, lines: Lines) -> Iterator[TermGap]:
    """What we answer for beyond the member; without a limit of ours, a year's price of the lines is counted."""
    if theirs.liability_cap is None:
        return
    owed = ours.liability_cap if ours.liability_cap is not None else lines.customer_year
    if owed > theirs.liability_cap:
        limit = "" if ours.liability_cap is None else ours.liability_cap
        yield TermGap("liability", owed - theirs.liability_cap, {"ours": limit, "theirs": theirs.liability_cap})


def _payment(ours: CustomerTerms, theirs: MemberTerms, lines: Lines) -> Iterator[TermGap]:
    """What is paid to the member before the customer pays: the days between, at the member's price."""
    days = ours.payment_days - theirs.payment_days
    if days > 0:
        numbers = {"ours": ours.payment_days, "theirs": theirs.payment_days, "days": days}
        yield TermGap("payment", _days(lines.member_year, days), {**numbers})


def _indexation(ours: CustomerTerms, theirs: MemberTerms, lines: Lines, rise: Decimal) -> Iterator[TermGap]:
    """The months in which the member's price has risen and the customer's has not, at the assumed rise."""
    if not theirs.price_index:
        return
    if not ours.price_index:
        months = YEAR_MONTHS
    elif theirs.revision_month is None or ours.revision_month is None:
        months = 0
    else:
        months = (ours.revision_month - theirs.revision_month) % YEAR_MONTHS
    if months or ours.price_index != theirs.price_index:
        numbers: dict[str, int | str] = {"ours": ours.price_index, "theirs": theirs.price_index, "months": months}
        yield TermGap("indexation", _percent(lines.member_year, rise, months), numbers)
