"""The pure rules of demand: patterns, prices, survey forms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from muhatap.catalogue.models import Category
from muhatap.demand.models import SurveyForm
from muhatap.demand.rules.patterns import (
    ON_DAYS,
    WrongPattern,
    check_pattern,
    choice_of,
    pattern_of,
    pattern_words,
    times_per_month,
)
from muhatap.demand.rules.prices import (
    PricedQuantity,
    WrongMargin,
    margin_percent,
    monthly_amount,
    price_at_margin,
    totals,
)
from muhatap.demand.rules.surveys import problems_of
from muhatap.demand.sets import SURVEYS, SurveyFormWrong, load_survey_forms

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("pattern", "times"),
    [
        ("", "1"),
        ("FREQ=DAILY", "365/12"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "261/12"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "27/12"),
        ("FREQ=MONTHLY", "1"),
        ("FREQ=MONTHLY;INTERVAL=3", "1/3"),
        ("FREQ=YEARLY", "1/12"),
        ("FREQ=YEARLY;INTERVAL=4", "1/48"),
        ("FREQ=DAILY;BYHOUR=7,15,23;BYMINUTE=0;BYSECOND=0", "1095/12"),
    ],
)
def test_how_often_a_pattern_falls_in_a_month(pattern: str, times: str) -> None:
    assert times_per_month(pattern, DAY) == round(Decimal(Fraction(times).numerator) / Fraction(times).denominator, 12)


@given(some.sets(some.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=6))
def test_chosen_days_come_back_as_they_were_chosen(days: set[str]) -> None:
    frequency, back = choice_of(pattern_of(ON_DAYS, days))
    assert (frequency, set(back)) == (ON_DAYS, days)


def test_seven_days_are_every_day_and_none_is_refused() -> None:
    assert pattern_of(ON_DAYS, ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]) == "FREQ=DAILY"
    with pytest.raises(WrongPattern):
        pattern_of(ON_DAYS, [])


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("", "continuously or on call"),
        ("FREQ=DAILY", "every day"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Mon–Fri"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "Mon, Thu"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "every two weeks, Wed"),
        ("FREQ=MONTHLY;INTERVAL=6", "every six months"),
        ("FREQ=YEARLY;INTERVAL=4", "every 4 years"),
        ("FREQ=YEARLY;BYMONTH=4,10;BYMONTHDAY=15", "2 times a year"),
        ("FREQ=DAILY;BYHOUR=22,1,4;BYMINUTE=0;BYSECOND=0", "3 times a day"),
    ],
)
def test_patterns_in_words(pattern: str, words: str) -> None:
    with translation.override("en"):
        assert pattern_words(pattern) == words


@pytest.mark.parametrize(
    "pattern", ["DAILY", "FREQ=SOMETIMES", "FREQ=DAILY;UNTIL=20270101", "FREQ=MONTHLY;BYMONTHDAY=99"]
)
def test_a_pattern_that_means_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(WrongPattern):
        check_pattern(pattern)


def test_a_third_of_a_month_is_right_to_the_kurus() -> None:
    line = PricedQuantity(Decimal("1011.91"), Decimal(24), "per_visit", times_per_month("FREQ=MONTHLY;INTERVAL=3", DAY))
    assert monthly_amount(line) == 8_095_28


@pytest.mark.parametrize(
    ("basis", "amount"),
    [
        ("per_period", 1_234_57),
        ("per_head", 1_234_57),
        ("time_material", 1_234_57),
        ("per_visit", 2_777_78),
        ("per_unit", 2_777_78),
    ],
)
def test_what_a_line_comes_to_in_a_month(basis: str, amount: int) -> None:
    line = PricedQuantity(Decimal("411.5233"), Decimal(3), basis, Decimal("2.25"))
    assert monthly_amount(line) == amount


@given(some.decimals(1, 100_000, places=2), some.integers(0, 90))
def test_the_price_at_a_margin_is_the_lowest_that_leaves_it(cost: Decimal, margin: int) -> None:
    price = price_at_margin(cost, Decimal(margin))
    kurus = Decimal("0.01")
    assert price * (100 - margin) >= cost * 100 > (price - kurus) * (100 - margin)


def test_a_margin_of_everything_has_no_price() -> None:
    with pytest.raises(WrongMargin):
        price_at_margin(Decimal(1), Decimal(100))


@pytest.mark.parametrize(
    ("price", "cost", "margin"),
    [
        (100_00, 88_00, "12.00"),
        (100_00, 88_01, "11.99"),
        (3, 1, "66.66"),
        (100, 150, "-50.00"),
        (3, 4, "-33.34"),
        (0, 5, None),
    ],
)
def test_a_margin_is_never_rounded_up(price: int, cost: int, margin: str | None) -> None:
    assert margin_percent(price, cost) == (None if margin is None else Decimal(margin))


@given(some.lists(some.tuples(some.integers(1, 10**9), some.integers(0, 10**9)), min_size=1))
def test_totals_are_the_sums_of_the_lines(pairs: list[tuple[int, int]]) -> None:
    prices, costs, margin = totals(pairs)
    assert (prices, costs) == (sum(p for p, _ in pairs), sum(c for _, c in pairs))
    assert margin == margin_percent(prices, costs)


def test_every_category_has_a_survey_form_without_faults(db: None) -> None:
    forms = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in SURVEYS.glob("*.yaml")}
    assert set(forms) == set(Category.objects.values_list("pk", flat=True))
    assert {name: problems_of(form) for name, form in forms.items()} == {name: [] for name in forms}


def test_loading_twice_loads_once(db: None) -> None:
    assert SurveyForm.objects.count() == 10
    assert load_survey_forms() == 0
    assert SurveyForm.objects.count() == 10


def test_a_published_version_never_changes(db: None, tmp_path: Path) -> None:
    form = yaml.safe_load((SURVEYS / "cleaning.yaml").read_text(encoding="utf-8"))
    form["sections"][0]["questions"][0]["tr"] = "Başka soru?"
    (tmp_path / "cleaning.yaml").write_text(yaml.safe_dump(form, allow_unicode=True), encoding="utf-8")
    with pytest.raises(SurveyFormWrong, match="raise the version"):
        load_survey_forms(tmp_path)
    form["version"] = 2
    (tmp_path / "cleaning.yaml").write_text(yaml.safe_dump(form, allow_unicode=True), encoding="utf-8")
    assert load_survey_forms(tmp_path) == 1


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"sections": []}, "no questions"),
        (
            {
                "sections": [
                    {
                        "title_tr": "A",
                        "title_en": "A",
                        "questions": [{"id": "x", "kind": "colour", "tr": "?", "en": "?"}],
                    }
                ]
            },
            "x: unknown kind colour",
        ),
        (
            {"sections": [{"title_tr": "A", "title_en": "A", "questions": [{"id": "x", "kind": "text", "tr": "?"}]}]},
            "x: no text in en",
        ),
        (
            {
                "sections": [
                    {
                        "title_tr": "A",
                        "title_en": "A",
                        "questions": [{"id": "x", "kind": "choice", "tr": "?", "en": "?", "options": []}],
                    }
                ]
            },
            "x: fewer than two options",
        ),
    ],
)
def test_faults_of_a_form_are_named(content: dict[str, object], problem: str) -> None:
    assert problems_of(content) == [problem]
