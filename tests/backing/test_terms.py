"""Terms of both sides laid side by side: which lie apart, and what that may cost."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from muhatap.backing.rules import CustomerTerms, Lines, MemberTerms, TermGap, term_gaps

# 1.000 ₺ a day at the member's price, 1.250 ₺ at the customer's.
LINES = Lines(count=3, customer_year=456_250_00, member_year=365_000_00)
RISE = Decimal(30)


def compared(ours: CustomerTerms, theirs: MemberTerms, lines: Lines = LINES, lead: int = 45) -> list[TermGap]:
    return term_gaps(ours, theirs, lines, lead_days=lead, assumed_rise_percent=RISE)


def test_the_same_terms_on_both_sides_leave_nothing_open() -> None:
    assert compared(CustomerTerms(60, 30), MemberTerms(60, 30)) == []


def test_a_customer_that_leaves_sooner_than_the_member_may_be_sent_away_costs_the_days_between() -> None:
    (gap,) = compared(CustomerTerms(30, 30), MemberTerms(90, 30))
    assert (gap.kind, gap.amount) == ("notice", 60_000_00)
    assert gap.facts == {"lines": 3, "ours": 30, "theirs": 90, "lead": 45, "bound": 60, "bare": 0}


def test_a_member_that_leaves_sooner_than_it_is_replaced_costs_the_bare_days() -> None:
    (gap,) = compared(CustomerTerms(60, 30), MemberTerms(60, 30), lead=90)
    assert (gap.kind, gap.amount, gap.facts["bare"]) == ("notice", 37_500_00, 30)


def test_slower_clocks_count_what_the_customer_may_charge_for_them() -> None:
    lines = Lines(count=3, customer_year=456_250_00, member_year=365_000_00, weaker=2, weaker_year=240_000_00)
    (gap,) = compared(CustomerTerms(60, 30), MemberTerms(60, 30), lines)
    assert (gap.kind, gap.amount, gap.facts) == ("standard", 0, {"lines": 3, "weaker": 2})
    kinds = {
        gap.kind: gap.amount
        for gap in compared(
            CustomerTerms(60, 30, penalty_cap_percent=Decimal(10)),
            MemberTerms(60, 30, penalty_cap_percent=Decimal(20)),
            lines,
        )
    }
    assert kinds == {"standard": 200_000}


def test_a_penalty_nobody_passes_on_is_kept() -> None:
    (gap,) = compared(CustomerTerms(60, 30, penalty_cap_percent=Decimal(10)), MemberTerms(60, 30))
    assert (gap.kind, gap.amount) == ("penalty", 380_208)
    (gap,) = compared(
        CustomerTerms(60, 30, penalty_cap_percent=Decimal(10)), MemberTerms(60, 30, penalty_cap_percent=Decimal(10))
    )
    assert gap.amount == 76_041
    assert gap.facts == {"lines": 3, "ours": "10", "theirs": "10"}


def test_what_the_member_does_not_answer_for_stays_with_us() -> None:
    (gap,) = compared(
        CustomerTerms(60, 30, liability_cap=5_000_000_00), MemberTerms(60, 30, liability_cap=1_000_000_00)
    )
    assert (gap.kind, gap.amount) == ("liability", 4_000_000_00)
    # Without a limit of ours, a year's price is what is counted.
    (gap,) = compared(CustomerTerms(60, 30), MemberTerms(60, 30, liability_cap=100_000_00))
    assert gap.amount == 456_250_00 - 100_000_00
    assert compared(CustomerTerms(60, 30, liability_cap=1), MemberTerms(60, 30)) == []


def test_paying_before_collecting_is_a_gap_of_days() -> None:
    (gap,) = compared(CustomerTerms(60, 75), MemberTerms(60, 30))
    assert (gap.kind, gap.amount, gap.facts["days"]) == ("payment", 45_000_00, 45)


def test_a_member_whose_price_rises_first_costs_the_months_between() -> None:
    (gap,) = compared(
        CustomerTerms(60, 30, price_index="cpi", revision_month=7),
        MemberTerms(60, 30, price_index="cpi", revision_month=1),
    )
    assert (gap.kind, gap.amount, gap.facts["months"]) == ("indexation", 54_750_00, 6)
    (gap,) = compared(CustomerTerms(60, 30), MemberTerms(60, 30, price_index="wage", revision_month=1))
    assert (gap.amount, gap.facts["months"]) == (109_500_00, 12)
    assert compared(CustomerTerms(60, 30, price_index="cpi"), MemberTerms(60, 30)) == []


def test_an_agreement_that_backs_nothing_has_no_gap() -> None:
    assert compared(CustomerTerms(30, 90), MemberTerms(90, 30), Lines(0, 0, 0)) == []


days = st.integers(0, 365)


@given(ours=days, theirs=days, lead=days, customer=st.integers(1, 10**9), member=st.integers(1, 10**9))
def test_longer_notice_of_the_customer_never_costs_more(
    ours: int, theirs: int, lead: int, customer: int, member: int
) -> None:
    def exposure(notice: int) -> int:
        found = compared(CustomerTerms(notice, 30), MemberTerms(theirs, 30), Lines(1, customer, member), lead)
        return sum(gap.amount for gap in found)

    assert exposure(ours + 1) <= exposure(ours)
    assert exposure(max(ours, theirs)) == exposure(10_000)
