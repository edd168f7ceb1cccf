"""Survey forms: what a visit asks about a category, read from their content and checked against answers.

Content: `sections`, each with `title_tr`, `title_en` and `questions`; a question has `id`, `kind`, `tr`, `en`, and may
have `unit`, `required`, `options` (id, tr, en) and `service` (which the number counts for, to propose a need).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from muhatap.kernel.errors import Refusal

KINDS = frozenset({"number", "text", "yes_no", "choice", "choices"})
MOST_TEXT = 2000
FEWEST_OPTIONS = 2


class SurveyIncomplete(Refusal):
    """A question that must be answered is not."""


class WrongAnswer(Refusal):
    """An answer does not fit its question."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question in the language of the reader."""

    id: str
    kind: str
    text: str
    unit: str = ""
    required: bool = False
    options: tuple[tuple[str, str], ...] = ()
    service: str = ""


@dataclass(frozen=True, slots=True)
class SurveySection:
    """A heading and its questions."""

    title: str
    questions: tuple[Question, ...] = field(default=())


def sections_of(content: Mapping[str, Any], language: str) -> tuple[SurveySection, ...]:
    """The sections of a form in a language (`tr` or `en`)."""
    key = "en" if language.startswith("en") else "tr"
    return tuple(
        SurveySection(
            title=section[f"title_{key}"],
            questions=tuple(
                Question(
                    id=raw["id"],
                    kind=raw["kind"],
                    text=raw[key],
                    unit=raw.get(f"unit_{key}", raw.get("unit", "")),
                    required=bool(raw.get("required", False)),
                    options=tuple((option["id"], option[key]) for option in raw.get("options", ())),
                    service=raw.get("service", ""),
                )
                for raw in section["questions"]
            ),
        )
        for section in content["sections"]
    )


def questions_of(content: Mapping[str, Any], language: str) -> Iterator[Question]:
    """Every question of a form in order."""
    for section in sections_of(content, language):
        yield from section.questions


def check_answers(
    content: Mapping[str, Any], given: Mapping[str, Any], language: str, *, prefix: str = ""
) -> dict[str, Any]:
    """The answers as they are kept: numbers as text without loss, choices by id, blanks left out.

    Raises: SurveyIncomplete, WrongAnswer (field: `prefix` + the question's id).
    """
    kept: dict[str, Any] = {}
    for question in questions_of(content, language):
        value = _value(question, given.get(question.id), prefix)
        if value in (None, "", []):
            if question.required:
                raise SurveyIncomplete(
                    _("Answer “%(question)s”.") % {"question": question.text}, field=prefix + question.id
                )
            continue
        kept[question.id] = value
    return kept


def _value(question: Question, raw: Any, prefix: str) -> Any:
    if raw is None or raw == "":
        return None
    wrong = WrongAnswer(
        _("This does not answer “%(question)s”.") % {"question": question.text}, field=prefix + question.id
    )
    if question.kind == "number":
        try:
            number = Decimal(str(raw))
        except InvalidOperation as error:
            raise wrong from error
        if not number.is_finite() or number < 0:
            raise wrong
        return f"{number:f}"
    if question.kind == "yes_no":
        if raw not in (True, False, "yes", "no"):
            raise wrong
        return "yes" if raw in (True, "yes") else "no"
    known = {option for option, _text in question.options}
    if question.kind == "choice":
        if raw not in known:
            raise wrong
        return raw
    if question.kind == "choices":
        if not isinstance(raw, (list, tuple)) or not set(raw) <= known:
            raise wrong
        return [option for option, _text in question.options if option in raw]
    return str(raw).strip()[:MOST_TEXT]


def answer_words(question: Question, value: Any) -> str:
    """An answer as people read it, in the active language."""
    if value is None or value == "":
        return "—"
    names = dict(question.options)
    if question.kind == "yes_no":
        return _("yes") if value == "yes" else _("no")
    if question.kind == "choice":
        return names.get(value, str(value))
    if question.kind == "choices":
        return ", ".join(names.get(option, option) for option in value)
    if question.kind == "number" and question.unit:
        return f"{value} {question.unit}"
    return str(value)


def problems_of(content: Any) -> list[str]:
    """What is wrong with a form's content: for those who write forms."""
    found: list[str] = []
    seen: set[str] = set()
    for section in content.get("sections", []):
        found += [f"section without {key}" for key in ("title_tr", "title_en") if not section.get(key)]
        for raw in section.get("questions", []):
            name = raw.get("id", "?")
            if name in seen:
                found.append(f"{name}: asked twice")
            seen.add(name)
            if raw.get("kind") not in KINDS:
                found.append(f"{name}: unknown kind {raw.get('kind')}")
            found += [f"{name}: no text in {key}" for key in ("tr", "en") if not raw.get(key)]
            if raw.get("kind") in {"choice", "choices"} and len(raw.get("options", [])) < FEWEST_OPTIONS:
                found.append(f"{name}: fewer than two options")
    return found if seen else ["no questions"]
