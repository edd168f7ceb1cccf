"""The questionnaire of members and what its answers say: a score, critical answers, a tier of risk."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parents[2] / "data" / "qualification.yaml"


class Tier(StrEnum):
    """How much risk a company is, from the lowest on."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Option:
    """A possible answer with its points (0 to 100); one that `fails` a critical question makes the risk high."""

    key: str
    points: int
    fails: bool
    tr: str
    en: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its weight inside its section."""

    key: str
    weight: int
    critical: bool
    tr: str
    en: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its weight in the whole."""

    key: str
    weight: int
    tr: str
    en: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A version of the questionnaire: its sections, the thresholds of the tiers, the hazardous kinds of work."""

    version: str
    low: int
    medium: int
    hazardous: frozenset[str]
    sections: tuple[Section, ...]

    def questions(self) -> dict[str, Question]:
        """Every question by its key, in order."""
        return {question.key: question for section in self.sections for question in section.questions}


@dataclass(frozen=True, slots=True)
class Assessment:
    """What answers say: the score (0 to 100), the score per section, critical questions that failed, the tier."""

    score: int
    sections: Mapping[str, int]
    failed: tuple[str, ...]
    hazardous: bool
    tier: Tier


@lru_cache(maxsize=1)
def questionnaire() -> Questionnaire:
    """The questionnaire that is asked now."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    sections = tuple(
        Section(one["key"], one["weight"], one["tr"], one["en"], tuple(_question(row) for row in one["questions"]))
        for one in raw["sections"]
    )
    return Questionnaire(raw["version"], raw["low"], raw["medium"], frozenset(raw["hazardous"]), sections)


def _question(row: Mapping[str, Any]) -> Question:
    options = tuple(
        Option(one["key"], one["points"], one.get("fails", False), one["tr"], one["en"]) for one in row["options"]
    )
    return Question(row["key"], row["weight"], row.get("critical", False), row["tr"], row["en"], options)


def unanswered(asked: Questionnaire, answers: Mapping[str, str]) -> list[str]:
    """The questions that have none of their own answers."""
    return [
        key
        for key, question in asked.questions().items()
        if answers.get(key) not in {option.key for option in question.options}
    ]


def assess(asked: Questionnaire, answers: Mapping[str, str], categories: Collection[str]) -> Assessment:
    """Score answers by the weights of questions and sections; the tier follows score, critical answers and hazard.

    A failed critical question is always a high risk; hazardous work lifts the risk by one step.
    """
    scores: dict[str, int] = {}
    failed: list[str] = []
    total = Decimal(0)
    for section in asked.sections:
        points = Decimal(0)
        for question in section.questions:
            chosen = next(option for option in question.options if option.key == answers[question.key])
            points += chosen.points * question.weight
            if question.critical and chosen.fails:
                failed.append(question.key)
        share = points / sum(question.weight for question in section.questions)
        scores[section.key] = _whole(share)
        total += share * section.weight
    score = _whole(total / sum(section.weight for section in asked.sections))
    hazardous = bool(asked.hazardous & set(categories))
    return Assessment(score, scores, tuple(failed), hazardous, tier_of(asked, score, bool(failed), hazardous))


def tier_of(asked: Questionnaire, score: int, failed: bool, hazardous: bool) -> Tier:
    """The tier of risk of a score."""
    if failed or score < asked.medium:
        return Tier.HIGH
    calm = score >= asked.low
    if hazardous:
        return Tier.MEDIUM if calm else Tier.HIGH
    return Tier.LOW if calm else Tier.MEDIUM


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
