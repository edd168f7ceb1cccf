"""The scorer, exactly after `audit-template/1`: section = Σ(w·v)/Σw, raw = Σ(W·section)/ΣW, half up to 0.1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from muhatap.kernel.money import half_up
from muhatap.quality.rules.content import (
    NOT_APPLICABLE,
    NUMBER,
    PASS_FAIL,
    PHOTO,
    SCORE,
    TEXT,
    Content,
    Item,
    Limits,
    Section,
)

PASS, FAIL, INCOMPLETE = "pass", "fail", "incomplete"
Answers = Mapping[str, "Given"]
WORST_FIRST = (INCOMPLETE, FAIL, PASS)
WARNED = Fraction(3, 4)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: `pass`, `fail`, `na`, 0 to 4, a number or a text; with its note and files."""

    value: str = ""
    note: str = ""
    photos: int = 0
    document_valid: bool | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What an answer means: value 0..1 where it counts, whether it fails, why a finding is opened."""

    value: Fraction | None = None
    answered: bool = False
    not_applicable: bool = False
    failed: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SectionScore:
    """The score of a section in percent, one decimal; none where nothing in it counts."""

    key: str
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class Score:
    """What an audit concludes: raw and reported score (percent), grade, result, and what failed."""

    raw: Decimal | None
    reported: Decimal | None
    grade: str
    result: str
    sections: tuple[SectionScore, ...]
    failed: tuple[str, ...]
    critical: tuple[str, ...]
    below_floor: tuple[str, ...]
    na_percent: Decimal


def tenth(value: Fraction) -> Decimal:
    """A value rounded half up to one decimal."""
    return (Decimal(half_up(value * 10)) / 10).quantize(Decimal("0.1"))


def shown(item: Item, header: Mapping[str, object], answers: Mapping[str, Given]) -> bool:
    """Whether an item is asked at all."""
    condition = item.show_if
    if condition is None:
        return True
    if condition.field.startswith("hdr."):
        return header.get(condition.field.removeprefix("hdr.")) == condition.equals
    given = answers.get(condition.field)
    return given is not None and given.value == str(condition.equals)


def _bound(limit: str | None, references: Mapping[str, Decimal]) -> tuple[Decimal | None, bool]:
    """A limit and whether it is known; a reference nobody can resolve is not."""
    if limit is None:
        return None, True
    if limit.startswith("@"):
        found = references.get(limit.removeprefix("@"))
        return found, found is not None
    return Decimal(limit), True


def _reading(value: Decimal, item: Item, limits: Limits, references: Mapping[str, Decimal]) -> Judged:
    bounds = [_bound(limit, references) for limit in (limits.low, limits.high, limits.warn_low, limits.warn_high)]
    if not all(known for _, known in bounds):
        return Judged(answered=True)
    low, high, warn_low, warn_high = (bound for bound, _ in bounds)
    if (low is not None and value < low) or (high is not None and value > high):
        return Judged(Fraction(0), answered=True, failed=True, reason="limit_breach")
    if item.measure == "nps":
        return Judged(Fraction(value) / 10, answered=True)
    if (warn_low is not None and value < warn_low) or (warn_high is not None and value > warn_high):
        return Judged(WARNED, answered=True)
    return Judged(Fraction(1), answered=True)


def number(value: str) -> Decimal | None:
    """A number as people type it (decimal comma or point); none when it is no number."""
    try:
        read = Decimal(value.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return read if read.is_finite() else None


def judge(item: Item, given: Given | None, references: Mapping[str, Decimal]) -> Judged:
    """What an answer to an item means."""
    if given is None:
        return Judged()
    if given.value == NOT_APPLICABLE:
        return Judged(answered=item.na_allowed, not_applicable=item.na_allowed)
    if item.type == PASS_FAIL and given.value in (PASS, FAIL):
        failed = given.value == FAIL
        return Judged(Fraction(0 if failed else 1), answered=True, failed=failed, reason="fail" if failed else "")
    if item.type == SCORE and given.value in ("0", "1", "2", "3", "4"):
        points = int(given.value)
        failed = points <= 1
        return Judged(Fraction(points, 4), answered=True, failed=failed, reason=f"score_{points}" if failed else "")
    if item.type == NUMBER and (value := number(given.value)) is not None:
        return _reading(value, item, item.limits or Limits(""), references)
    if item.type == PHOTO:
        return Judged(answered=given.photos >= item.min_photos)
    return Judged(answered=item.type == TEXT and (bool(given.value.strip()) or item.na_allowed))


def missing(item: Item, given: Given | None, references: Mapping[str, Decimal]) -> tuple[str, ...]:
    """What keeps an item from being closed: `answer`, `note`, `photo`, `document`, `expired`."""
    judged = judge(item, given, references)
    if item.type == TEXT and item.na_allowed:
        return ()
    if given is None or not judged.answered:
        return ("photo",) if item.type == PHOTO and given is not None else ("answer",)
    if judged.not_applicable:
        return ()
    lacks = []
    if item.evidence in ("note_on_fail", "photo_on_fail") and judged.failed and not given.note.strip():
        lacks.append("note")
    always = item.evidence in ("photo_always", "reading_photo_always")
    if (always or (item.evidence == "photo_on_fail" and judged.failed)) and given.photos < max(1, item.min_photos):
        lacks.append("photo")
    if item.evidence == "document_always" and given.photos < 1 and given.document_valid is None and not judged.failed:
        lacks.append("document")
    if given.document_valid is False and given.value == PASS:
        lacks.append("expired")
    return tuple(lacks)


def _grade(content: Content, score: Decimal | None) -> str:
    if score is None:
        return ""
    return next((band.key for band in content.bands if score >= band.least), "")


@dataclass(slots=True)
class _Sums:
    """What one section comes to: points and weights that count, weights asked and not applicable, failures."""

    points: Fraction = Fraction(0)
    weights: Fraction = Fraction(0)
    asked: Fraction = Fraction(0)
    not_applicable: Fraction = Fraction(0)
    failed: tuple[str, ...] = ()
    critical: tuple[str, ...] = ()


def _sum(section: Section, answers: Answers, header: Mapping[str, object], references: Mapping[str, Decimal]) -> _Sums:
    sums = _Sums()
    for item in section.items:
        if not shown(item, header, answers):
            continue
        judged = judge(item, answers.get(item.id), references)
        if judged.failed:
            sums.failed += (item.id,)
            sums.critical += (item.id,) if item.critical else ()
        if item.counts:
            weight = Fraction(item.weight)
            sums.asked += weight
            sums.not_applicable += weight if judged.not_applicable else 0
            if judged.value is not None:
                sums.points += weight * judged.value
                sums.weights += weight
    return sums


def score(
    content: Content, answers: Answers, *, header: Mapping[str, object], references: Mapping[str, Decimal]
) -> Score:
    """The score of one unit by the answers given so far."""
    parts = [(section, _sum(section, answers, header, references)) for section in content.sections]
    counted = [(section, sums) for section, sums in parts if sums.weights]
    weight_sum = sum((Fraction(section.weight) for section, _sums in counted), Fraction(0))
    total = sum((Fraction(section.weight) * sums.points / sums.weights for section, sums in counted), Fraction(0))
    raw = tenth(total / weight_sum * 100) if weight_sum else None
    sections = tuple(
        SectionScore(section.key, tenth(sums.points / sums.weights * 100) if sums.weights else None)
        for section, sums in parts
    )
    floor = content.section_floor
    below = [one.key for one in sections if one.score is not None and floor is not None and one.score < floor]
    asked = sum((sums.asked for _section, sums in parts), Fraction(0))
    left_out = sum((sums.not_applicable for _section, sums in parts), Fraction(0))
    return _concluded(
        content,
        raw=raw,
        na_percent=tenth(left_out / asked * 100) if asked else Decimal("0.0"),
        too_many_na=asked > 0 and left_out / asked * 100 > Fraction(content.max_na_percent),
        sections=sections,
        failed=[key for _section, sums in parts for key in sums.failed],
        critical=[key for _section, sums in parts for key in sums.critical],
        below=below,
    )


def _concluded(
    content: Content,
    *,
    raw: Decimal | None,
    na_percent: Decimal,
    too_many_na: bool,
    sections: tuple[SectionScore, ...],
    failed: Sequence[str],
    critical: Sequence[str],
    below: Sequence[str],
) -> Score:
    """Result order: incomplete, then fail (critical, section floor, below the pass mark), then pass."""
    capped = bool(critical) and content.critical_cap is not None
    reported = raw
    if raw is not None and capped and content.critical_cap is not None:
        reported = min(raw, content.critical_cap)
    result = PASS
    if capped or below or (raw is not None and raw < content.pass_mark):
        result = FAIL
    if too_many_na or raw is None:
        result = INCOMPLETE
    return Score(
        raw,
        reported,
        _grade(content, reported),
        result,
        sections,
        tuple(failed),
        tuple(critical),
        tuple(below),
        na_percent,
    )


def _mean(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [Fraction(value) for value in values if value is not None]
    return tenth(sum(known, Fraction(0)) / len(known)) if known else None


def combine(content: Content, units: Mapping[str, Score]) -> Score:
    """The audit of several units: the score is their mean, the result that of the worst unit."""
    scores = list(units.values())
    if len(scores) == 1:
        return scores[0]
    reported = _mean([one.reported for one in scores])
    return Score(
        raw=_mean([one.raw for one in scores]),
        reported=reported,
        grade=_grade(content, reported),
        result=min((one.result for one in scores), key=WORST_FIRST.index),
        sections=tuple(
            SectionScore(section.key, _mean([one.sections[index].score for one in scores]))
            for index, section in enumerate(content.sections)
        ),
        failed=tuple(f"{unit}:{item}" for unit, one in units.items() for item in one.failed),
        critical=tuple(f"{unit}:{item}" for unit, one in units.items() for item in one.critical),
        below_floor=tuple(f"{unit}:{key}" for unit, one in units.items() for key in one.below_floor),
        na_percent=_mean([one.na_percent for one in scores]) or Decimal("0.0"),
    )


def opens_finding(content: Content, judged: Judged) -> bool:
    """Whether an answer opens a finding by the template's rule."""
    return judged.failed and judged.reason in content.create_on
