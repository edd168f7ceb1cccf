"""The tax of a document: who withholds, above which limit, and what is given back."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from muhatap.billing.rules import (
    TaxableLine,
    TaxClass,
    TaxedDocument,
    TaxProfile,
    TaxRefused,
    WhyWithheld,
    WithheldBy,
    WithholdingRule,
    rule_on,
    tax,
    tax_given_back,
)

DAY = date(2026, 10, 31)
LIMIT_2024, LIMIT_2025, LIMIT_2026 = 690_000, 990_000, 1_200_000
A, B, B13, N = (TaxProfile(tax_class) for tax_class in TaxClass)
BOTH, ONLY_B, ONLY_B13 = WithheldBy.A_AND_B, WithheldBy.B, WithheldBy.B13


def rule(code: str, tenths: int, withheld_by: WithheldBy = BOTH, **more: object) -> WithholdingRule:
    """A row of the table valid since 2021."""
    row = WithholdingRule(code, tenths, 10, withheld_by, valid_from=date(2021, 3, 1))
    return replace(row, **more)  # type: ignore[arg-type]


TABLE = (
    rule("601", 4, ONLY_B, threshold_for_a=500_000_000),
    rule("602", 9, ONLY_B),
    rule("603", 7, ONLY_B),
    rule("604", 5, ONLY_B),
    rule("605", 5, ONLY_B),
    rule("606", 9),
    rule("607", 9),
    rule("612", 9),
    rule("613", 9),
    rule("614", 5, released_when_passed_on=True),
    rule("616", 5, ONLY_B13),
)


def document(
    *lines: TaxableLine,
    seller: TaxProfile = A,
    buyer: TaxProfile = A,
    day: date = DAY,
    table: tuple[WithholdingRule, ...] = TABLE,
    limit: int = LIMIT_2026,
    rest_of_job: int = 0,
) -> TaxedDocument:
    """The tax of a document of the fixed cast."""
    return tax(
        lines,
        seller=seller,
        buyer=buyer,
        service_date=day,
        rules=table,
        limit=limit,
        rest_of_job=rest_of_job,
    )


def line(net: int, code: str | None = "612", rate: int = 20, **more: object) -> TaxableLine:
    """A line of so many kuruş."""
    return replace(TaxableLine(net, Decimal(rate), code), **more)  # type: ignore[arg-type]


# code, VAT percent, withheld kuruş out of 100,000.00 net for buyers of class A, B, B13, N
ROWS = [
    ("601", 20, (0, 800_000, 800_000, 0)),
    ("602", 20, (0, 1_800_000, 1_800_000, 0)),
    ("603", 20, (0, 1_400_000, 1_400_000, 0)),
    ("604", 10, (0, 500_000, 500_000, 0)),
    ("605", 20, (0, 1_000_000, 1_000_000, 0)),
    ("606", 20, (1_800_000, 1_800_000, 1_800_000, 0)),
    ("607", 20, (1_800_000, 1_800_000, 1_800_000, 0)),
    ("612", 20, (1_800_000, 1_800_000, 1_800_000, 0)),
    ("613", 20, (1_800_000, 1_800_000, 1_800_000, 0)),
    ("614", 20, (1_000_000, 1_000_000, 1_000_000, 0)),
    ("616", 20, (0, 0, 1_000_000, 0)),
    (None, 20, (0, 0, 0, 0)),
]


@pytest.mark.parametrize(("code", "rate", "withheld"), ROWS)
def test_each_service_is_withheld_by_the_buyers_the_communique_names(
    code: str | None, rate: int, withheld: tuple[int, int, int, int]
) -> None:
    for buyer, expected in zip((A, B, B13, N), withheld, strict=True):
        taxed = document(line(10_000_000, code, rate), buyer=buyer)
        assert taxed.vat == 100_000 * rate
        assert taxed.withheld == expected
        assert taxed.payable == 10_000_000 + 100_000 * rate - expected


@pytest.mark.parametrize("seller", [B, B13])
@pytest.mark.parametrize("buyer", [A, B, B13, N])
@pytest.mark.parametrize("code", [row[0] for row in ROWS if row[0]])
def test_a_designated_seller_is_never_withheld_from(code: str, buyer: TaxProfile, seller: TaxProfile) -> None:
    taxed = document(line(100_000_000_00, code), seller=seller, buyer=buyer)
    assert taxed.withheld == 0
    assert taxed.lines[0].why is WhyWithheld.SELLER_DESIGNATED


def test_building_works_are_withheld_by_class_a_from_five_million_with_vat() -> None:
    assert document(line(416_666_666, "601")).gross == 499_999_999
    assert document(line(416_666_666, "601")).withheld == 0
    assert document(line(416_666_667, "601")).gross == 500_000_000
    assert document(line(416_666_667, "601")).withheld == 33_333_333


def test_the_threshold_of_building_works_looks_at_the_whole_job() -> None:
    assert document(line(100_000_000, "601"), rest_of_job=379_999_999).withheld == 0
    assert document(line(100_000_000, "601"), rest_of_job=380_000_000).withheld == 8_000_000


def test_the_worked_chain_of_customer_prime_and_member() -> None:
    customer = document(line(10_000_000))
    assert (customer.vat, customer.withheld, customer.payable) == (2_000_000, 1_800_000, 10_200_000)
    member = document(line(8_500_000))
    assert (member.vat, member.withheld, member.payable) == (1_700_000, 1_530_000, 8_670_000)


def test_the_communiques_example_of_three_thousand_at_eighteen_percent() -> None:
    taxed = document(line(300_000, "614", 18), limit=100_000)
    assert (taxed.vat, taxed.withheld, taxed.payable) == (54_000, 27_000, 327_000)


def test_the_communiques_example_of_two_hundred_thousand_given_back() -> None:
    back = tax_given_back(20_000_000, vat_rate=Decimal(20), original=rule_on(TABLE, "603", DAY))
    assert (back.vat, back.withheld, back.vat_collected) == (4_000_000, 2_800_000, 1_200_000)
    assert back.payable == 21_200_000


def test_a_price_given_back_that_was_not_withheld_carries_its_whole_vat() -> None:
    back = tax_given_back(20_000_000, vat_rate=Decimal(20), original=None)
    assert (back.withheld, back.payable) == (0, 24_000_000)
    assert back.why is WhyWithheld.ORIGINAL_NOT_WITHHELD


@pytest.mark.parametrize("limit", [LIMIT_2024, LIMIT_2025, LIMIT_2026])
def test_a_job_at_the_limit_is_not_withheld_and_one_kurus_above_it_wholly(limit: int) -> None:
    at_limit = document(line(limit * 5 // 6), limit=limit)
    assert at_limit.gross == limit
    assert at_limit.withheld == 0
    assert at_limit.lines[0].why is WhyWithheld.WITHIN_LIMIT
    above = document(line(limit * 5 // 6 + 1), limit=limit)
    assert above.gross == limit + 1
    assert above.withheld == round(above.vat * 9 / 10)
    assert above.lines[0].why is WhyWithheld.WITHHELD


def test_the_same_job_is_withheld_under_the_limit_of_2025_and_not_under_that_of_2026() -> None:
    assert document(line(900_000), limit=LIMIT_2025).withheld == 162_000
    assert document(line(900_000), limit=LIMIT_2026).withheld == 0


def test_splitting_a_job_does_not_escape_the_limit() -> None:
    assert document(line(500_000)).withheld == 0
    assert document(line(500_000), rest_of_job=600_000).withheld == 0
    assert document(line(500_000), rest_of_job=600_001).withheld == 90_000
    assert document(line(500_000), line(500_001)).withheld == 180_000


def test_only_the_withheld_part_of_a_mixed_invoice_is_compared_with_the_limit() -> None:
    taxed = document(line(500_000), line(50_000_000, "604", 10), line(50_000_000, None))
    assert [each.why for each in taxed.lines] == [
        WhyWithheld.WITHIN_LIMIT,
        WhyWithheld.BUYER_DOES_NOT_WITHHOLD,
        WhyWithheld.NOT_IN_TABLE,
    ]
    assert taxed.withheld == 0


def test_a_price_difference_follows_its_original_whatever_the_limit() -> None:
    withheld = document(line(10_000, original_withheld=True))
    assert (withheld.vat, withheld.withheld, withheld.payable) == (2_000, 1_800, 10_200)
    free = document(line(50_000_000, original_withheld=False))
    assert free.withheld == 0
    assert free.lines[0].why is WhyWithheld.ORIGINAL_NOT_WITHHELD


def test_a_price_difference_does_not_lift_another_line_over_the_limit() -> None:
    taxed = document(line(900_000), line(900_000, original_withheld=True))
    assert [each.withheld for each in taxed.lines] == [0, 162_000]


def test_a_shuttle_passed_on_whole_is_withheld_only_from_the_actual_carrier() -> None:
    customer = document(line(10_000_000, "614", passed_on=True))
    assert (customer.withheld, customer.lines[0].why) == (0, WhyWithheld.PASSED_ON)
    member = document(line(8_500_000, "614"))
    assert (member.withheld, member.payable) == (850_000, 9_350_000)


def test_cleaning_passed_on_is_withheld_at_both_tiers() -> None:
    assert document(line(10_000_000, passed_on=True)).withheld == 1_800_000


def test_a_buyer_in_force_majeure_does_not_withhold_unless_the_seller_is_in_it_too() -> None:
    struck = replace(A, force_majeure=True)
    spared = document(line(10_000_000), buyer=struck)
    assert (spared.withheld, spared.lines[0].why) == (0, WhyWithheld.BUYER_IN_FORCE_MAJEURE)
    assert document(line(10_000_000), buyer=struck, seller=struck).withheld == 1_800_000


def test_a_line_without_vat_is_not_withheld() -> None:
    taxed = document(line(10_000_000, "612", 0))
    assert (taxed.vat, taxed.withheld, taxed.lines[0].why) == (0, 0, WhyWithheld.NO_VAT)


def test_the_ratio_is_that_of_the_day_of_the_service() -> None:
    change = date(2026, 7, 1)
    table = (rule("603", 5, ONLY_B, valid_to=change), rule("603", 7, ONLY_B, valid_from=change))
    before = document(line(10_000_000, "603"), buyer=B, table=table, day=change - timedelta(days=1))
    after = document(line(10_000_000, "603"), buyer=B, table=table, day=change)
    assert (before.withheld, after.withheld) == (1_000_000, 1_400_000)


def test_a_row_that_nobody_withholds_reads_like_no_row() -> None:
    taxed = document(line(10_000_000, "699"), buyer=B13, table=(rule("699", 5, WithheldBy.NONE),))
    assert (taxed.withheld, taxed.lines[0].why) == (0, WhyWithheld.NOT_IN_TABLE)


def test_half_a_kurus_rounds_up_on_each_line() -> None:
    taxed = document(line(1_000_003, "604", 10), line(5, None, 10), buyer=B, limit=0)
    assert [each.vat for each in taxed.lines] == [100_000, 1]
    assert document(line(1_000_050, "604", 10), buyer=B, limit=0).withheld == 50_003


@pytest.mark.parametrize(
    ("lines", "terms", "names"),
    [
        ([line(-1)], {}, {"amount": -1}),
        ([line(1, rate=101)], {}, {"rate": Decimal(101)}),
        ([line(1, rate=-1)], {}, {"rate": Decimal(-1)}),
        ([line(1, "999")], {}, {"code": "999", "day": DAY}),
        ([line(1)], {"seller": N}, {}),
        ([line(1)], {"limit": -1}, {}),
        ([line(1)], {"rest_of_job": -1}, {}),
        ([line(1)], {"table": TABLE + TABLE}, {"code": "612", "day": DAY}),
        ([line(1)], {"day": date(2021, 2, 28)}, {"code": "612", "day": date(2021, 2, 28)}),
    ],
)
def test_what_cannot_be_taxed_is_refused_by_name(
    lines: list[TaxableLine], terms: dict[str, object], names: dict[str, object]
) -> None:
    with pytest.raises(TaxRefused) as refused:
        document(*lines, **terms)  # type: ignore[arg-type]
    assert refused.value.values == names


def test_a_refusal_says_its_reason_with_the_values_in_it() -> None:
    with translation.override("en"), pytest.raises(TaxRefused) as refused:
        rule_on(TABLE, "699", DAY)
    assert refused.value.message == "The withholding table has no code 699 on 2026-10-31."


def test_a_ratio_above_one_and_an_empty_period_are_refused() -> None:
    for wrong in ({"numerator": 11}, {"numerator": 0}, {"valid_to": date(2021, 3, 1)}):
        with pytest.raises(TaxRefused):
            rule("612", 9, **wrong)


kurus = st.integers(min_value=0, max_value=10**13)
a_line = st.builds(
    TaxableLine,
    net=kurus,
    vat_rate=st.sampled_from([Decimal(0), Decimal(1), Decimal(10), Decimal(18), Decimal(20)]),
    withholding_code=st.sampled_from([None, *(row.code for row in TABLE)]),
    passed_on=st.booleans(),
    original_withheld=st.sampled_from([None, True, False]),
)
a_party = st.builds(TaxProfile, st.sampled_from([TaxClass.A, TaxClass.B, TaxClass.B13]), st.booleans())


@given(st.lists(a_line, max_size=8), a_party, a_party, kurus)
def test_a_document_is_the_exact_sum_of_its_lines(
    lines: list[TaxableLine], seller: TaxProfile, buyer: TaxProfile, limit: int
) -> None:
    taxed = document(*lines, seller=seller, buyer=buyer, limit=limit)
    assert [each.net for each in taxed.lines] == [each.net for each in lines]
    for each in taxed.lines:
        assert 0 <= each.withheld <= each.vat <= each.net
        assert each.payable + each.withheld == each.gross
        assert (each.withheld > 0) <= (each.why is WhyWithheld.WITHHELD)
    assert taxed.payable + taxed.withheld == taxed.gross == taxed.net + taxed.vat
    assert taxed.payable == sum(each.payable for each in taxed.lines)


@given(kurus, st.sampled_from(TABLE), st.sampled_from([Decimal(1), Decimal(10), Decimal(20)]))
def test_giving_everything_back_leaves_only_the_withheld_vat_behind(
    net: int, row: WithholdingRule, rate: Decimal
) -> None:
    paid = document(TaxableLine(net, rate, row.code, original_withheld=True), buyer=B13)
    back = tax_given_back(net, vat_rate=rate, original=row)
    assert back.payable == paid.payable
    assert back.withheld == paid.withheld


@given(st.lists(kurus, min_size=1, max_size=6))
def test_adding_a_line_never_lowers_what_is_withheld(nets: list[int]) -> None:
    fewer = document(*(line(net) for net in nets[:-1]))
    more = document(*(line(net) for net in nets))
    assert more.withheld >= fewer.withheld
