"""The scorer, exactly: every rule of the schema with figures worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.quality.rules import content, scoring
from muhatap.quality.rules.sampling import Plan, plan
from muhatap.quality.rules.scoring import Given, Score
from muhatap.quality.rules.template import problems

WORDS = {"tr": "Metin", "en": "Text"}


def item(key: str, **changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "id": key,
        "text": WORDS,
        "type": "score_0_4",
        "weight": 1,
        "critical": False,
        "na_allowed": True,
        "evidence": "none",
        "severity": "minor",
    }
    return {**base, **changes}


def template(*sections: tuple[int, list[dict[str, Any]]], **scoring_changes: Any) -> dict[str, Any]:
    return {
        "schema": "audit-template/1",
        "key": "probe",
        "version": 1,
        "kind": "service",
        "service": "cleaning",
        "subject": "location",
        "title": WORDS,
        "purpose": WORDS,
        "scoring": {
            "method": "weighted_sections",
            "na": "excluded",
            "max_na_pct": 25,
            "pass_mark": 85,
            "section_floor": 60,
            "critical_fail": {"result": "fail", "score_cap": 59},
            "bands": [
                {"key": "A", "min": 95},
                {"key": "B", "min": 85},
                {"key": "C", "min": 70},
                {"key": "D", "min": 0},
            ],
            **scoring_changes,
        },
        "findings": {
            "create_on": ["fail", "score_0", "score_1", "limit_breach"],
            "due_days": {"critical": 1, "major": 7, "minor": 14},
            "effectiveness_check_days": {"critical": 14, "major": 30, "minor": 0},
        },
        "header_fields": [{"key": "armed", "type": "bool", "label": WORDS}],
        "sections": [
            {"key": chr(65 + place), "title": WORDS, "weight": weight, "items": items}
            for place, (weight, items) in enumerate(sections)
        ],
    }


def scored(data: dict[str, Any], answers: dict[str, str], **header: object) -> Score:
    assert problems(data) == []
    given_answers = {key: Given(value) for key, value in answers.items()}
    return scoring.score(content.read(data), given_answers, header=header, references={})


TWO = template((60, [item("A1", weight=3), item("A2")]), (40, [item("B1", type="pass_fail")]))


def test_sections_weigh_as_the_template_says_whatever_their_length() -> None:
    # A = (3·1 + 1·0.5)/4 = 87.5 %; raw = (60·0.875 + 40·1)/100 = 92.5.
    found = scored(TWO, {"A1": "4", "A2": "2", "B1": "pass"})
    assert (found.raw, found.reported, found.grade, found.result) == (Decimal("92.5"), Decimal("92.5"), "B", "pass")
    assert [section.score for section in found.sections] == [Decimal("87.5"), Decimal("100.0")]
    assert found.failed == ()


def test_not_applicable_leaves_numerator_and_denominator() -> None:
    # 1 of 5 weights is not applicable: 20 % of at most 25 %.
    found = scored(TWO, {"A1": "4", "A2": "na", "B1": "pass"})
    assert (found.raw, found.na_percent, found.result) == (Decimal("100.0"), Decimal("20.0"), "pass")


def test_a_section_without_any_answer_drops_out_and_the_rest_is_renormalised() -> None:
    data = template((60, [item("A1", weight=9)]), (40, [item("B1", type="pass_fail")]))
    found = scored(data, {"A1": "3", "B1": "na"})
    assert (found.raw, found.sections[1].score, found.result) == (Decimal("75.0"), None, "fail")


def test_too_much_not_applicable_is_incomplete_even_when_it_also_fails() -> None:
    data = template((60, [item("A1", weight=3, critical=True)]), (40, [item("B1", weight=2)]))
    found = scored(data, {"A1": "0", "B1": "na"})
    assert (found.na_percent, found.result) == (Decimal("40.0"), "incomplete")


def test_a_quarter_not_applicable_is_still_complete() -> None:
    data = template((60, [item("A1", weight=3)]), (40, [item("B1", weight=1)]))
    assert scored(data, {"A1": "4", "B1": "na"}).result == "pass"


def test_a_failed_critical_item_caps_the_reported_score_and_keeps_the_raw_one() -> None:
    data = template((60, [item("A1", weight=3), item("A2")]), (40, [item("B1", weight=9), item("B2", critical=True)]))
    found = scored(data, {"A1": "4", "A2": "4", "B1": "4", "B2": "1"})
    # B = (9 + 0.25)/10 = 92.5; raw = 60 + 40·0.925 = 97.
    assert (found.raw, found.reported, found.grade, found.result) == (Decimal("97.0"), Decimal(59), "D", "fail")
    assert found.critical == ("B2",)


def test_a_section_below_its_floor_fails_the_audit_though_the_total_passes() -> None:
    data = template((90, [item("A1")]), (10, [item("B1")]))
    found = scored(data, {"A1": "4", "B1": "2"})
    assert (found.raw, found.result, found.below_floor) == (Decimal("95.0"), "fail", ("B",))


def test_without_floor_and_critical_rule_only_the_pass_mark_counts() -> None:
    data = template((90, [item("A1")]), (10, [item("B1", critical=True)]), section_floor=None, critical_fail=None)
    found = scored(data, {"A1": "4", "B1": "0"})
    assert (found.raw, found.reported, found.result) == (Decimal("90.0"), Decimal("90.0"), "pass")


def test_the_score_is_rounded_half_up_to_a_tenth_before_it_is_compared() -> None:
    # 339 of 400 quarter points: 84.75 -> 84.8, still below 85; 84.95 -> 85.0 passes.
    data = template((100, [item("A1", weight=339), item("A2", weight=61)]))
    assert scored(data, {"A1": "4", "A2": "0"}).raw == Decimal("84.8")
    near = template((100, [item("A1", weight=1699), item("A2", weight=301)]))
    found = scored(near, {"A1": "4", "A2": "0"})
    assert (found.raw, found.grade, found.result) == (Decimal("85.0"), "B", "pass")


@pytest.mark.parametrize(
    ("reading", "value", "failed"),
    [
        ("3", "1", False),
        ("4", "1", False),
        ("4.5", "0.75", False),
        ("5", "0.75", False),
        ("5,1", "0", True),
        ("-1", "0", True),
    ],
)
def test_a_reading_counts_by_its_limits_and_its_warning_band(reading: str, value: str, failed: bool) -> None:
    one = content.read(
        template((100, [item("A1", type="number", limits={"min": 0, "max": 5, "warn_max": 4, "unit": "°C"})]))
    ).items()["A1"]
    judged = scoring.judge(one, Given(reading), {})
    assert judged.value is not None
    assert (Decimal(str(float(judged.value))), judged.failed) == (Decimal(str(float(value))), failed)


def test_an_unresolved_limit_informs_and_never_passes_silently() -> None:
    data = template(
        (100, [item("A1"), item("A2", weight=9, type="number", limits={"max": "@sampling.ac", "unit": "oda"})])
    )
    found = scored(data, {"A1": "3", "A2": "7"})
    assert (found.raw, found.failed) == (Decimal("75.0"), ())
    read = content.read(data)
    known = scoring.score(read, {"A1": Given("3"), "A2": Given("7")}, header={}, references={"sampling.ac": Decimal(1)})
    assert (known.raw, known.failed) == (Decimal("7.5"), ("A2",))


def test_a_recommendation_counts_a_tenth_per_point() -> None:
    data = template((100, [item("A1", type="number", measure="nps", limits={"min": 0, "max": 10, "unit": "puan"})]))
    assert scored(data, {"A1": "9"}).raw == Decimal("90.0")


def test_an_item_is_asked_only_under_its_condition() -> None:
    data = template((100, [item("A1"), item("A2", weight=9, show_if={"field": "hdr.armed", "equals": True})]))
    answers = {"A1": "4", "A2": "0"}
    assert scored(data, answers).raw == Decimal("100.0")
    assert scored(data, answers, armed=True).raw == Decimal("10.0")


def test_two_is_an_observation_and_opens_no_finding() -> None:
    read = content.read(TWO)
    judged = [scoring.judge(read.items()["A1"], Given(value), {}) for value in "01234"]
    assert [scoring.opens_finding(read, one) for one in judged] == [True, True, False, False, False]


def test_several_vehicles_score_their_mean_and_conclude_like_the_worst() -> None:
    read = content.read(TWO)
    units = {
        plate: scoring.score(read, {key: Given(value) for key, value in answers.items()}, header={}, references={})
        for plate, answers in {
            "34 ABC 1": {"A1": "4", "A2": "4", "B1": "pass"},
            "34 ABC 2": {"A1": "4", "A2": "2", "B1": "fail"},
        }.items()
    }
    found = scoring.combine(read, units)
    # 100 and 52.5: the mean is 76.25, half up 76.3.
    assert (found.raw, found.reported, found.grade, found.result) == (
        Decimal("76.3"),
        Decimal("76.3"),
        "C",
        "fail",
    )
    assert found.failed == ("34 ABC 2:B1",)


@pytest.mark.parametrize(
    ("evidence", "answer", "lacks"),
    [
        ("none", Given("fail"), ()),
        ("note_on_fail", Given("pass"), ()),
        ("note_on_fail", Given("fail"), ("note",)),
        ("photo_on_fail", Given("fail"), ("note", "photo")),
        ("photo_on_fail", Given("fail", "kırık", 1), ()),
        ("photo_always", Given("pass"), ("photo",)),
        ("photo_always", Given("na"), ()),
        ("reading_photo_always", Given("pass", photos=1), ()),
        ("document_always", Given("pass"), ("document",)),
        ("document_always", Given("pass", photos=1), ()),
        ("document_always", Given("pass", document_valid=True), ()),
        ("document_always", Given("pass", document_valid=False), ("expired",)),
        ("document_always", Given("fail", document_valid=False), ()),
        ("none", None, ("answer",)),
        ("none", Given("4"), ("answer",)),
    ],
)
def test_missing_evidence_blocks_closing(evidence: str, answer: Given | None, lacks: tuple[str, ...]) -> None:
    one = content.read(template((100, [item("A1", type="pass_fail", evidence=evidence)]))).items()["A1"]
    assert scoring.missing(one, answer, {}) == lacks


def test_photos_and_texts_block_while_they_are_missing() -> None:
    data = template(
        (
            100,
            [
                item("A1", type="photo", weight=0, min_photos=3, evidence="photo_always", na_allowed=False),
                item("A2", type="text", weight=0, na_allowed=False),
                item("A3", type="text", weight=0),
            ],
        )
    )
    items = content.read(data).items()
    assert scoring.missing(items["A1"], Given(photos=2), {}) == ("photo",)
    assert scoring.missing(items["A1"], Given(photos=3), {}) == ()
    assert scoring.missing(items["A2"], Given(" "), {}) == ("answer",)
    assert scoring.missing(items["A3"], None, {}) == ()


@given(st.lists(st.sampled_from(["0", "1", "2", "3", "4", "na"]), min_size=4, max_size=4))
def test_a_better_answer_never_lowers_the_score(answers: list[str]) -> None:
    data = content.read(template((60, [item("A1", weight=3), item("A2")]), (40, [item("B1"), item("B2", weight=2)])))
    keys = ["A1", "A2", "B1", "B2"]

    def raw(values: list[str]) -> Decimal | None:
        return scoring.score(
            data, {key: Given(value) for key, value in zip(keys, values, strict=True)}, header={}, references={}
        ).raw

    before = raw(answers)
    for place, value in enumerate(answers):
        if value in "0123":
            better = [*answers[:place], str(int(value) + 1), *answers[place + 1 :]]
            after = raw(better)
            assert before is not None
            assert after is not None
            assert before <= after <= 100


@pytest.mark.parametrize(
    ("lot", "level", "expected"),
    [
        (120, "S-4", Plan(13, 1, 2)),
        (120, "II", Plan(20, 2, 3)),
        (300, "I", Plan(20, 2, 3)),
        (60, "S-4", Plan(3, 0, 1)),
        (2, "S-4", Plan(2, 0, 1)),
        (0, "S-4", None),
    ],
)
def test_sample_sizes_are_those_of_the_table(lot: int, level: str, expected: Plan | None) -> None:
    assert plan(lot, level=level, aql=Decimal("4.0")) == expected
