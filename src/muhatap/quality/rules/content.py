"""What a template says after `audit-template/1` (see data/audit_templates/SCHEMA.md), read into values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

PASS_FAIL, SCORE, NUMBER, PHOTO, TEXT = "pass_fail", "score_0_4", "number", "photo", "text"
TYPES = (PASS_FAIL, SCORE, NUMBER, PHOTO, TEXT)
SCORED = (PASS_FAIL, SCORE, NUMBER)
EVIDENCE = (
    "none",
    "note_on_fail",
    "photo_on_fail",
    "photo_always",
    "document_always",
    "reading_photo_always",
)
SEVERITIES = ("minor", "major", "critical")
NOT_APPLICABLE = "na"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    tr: str
    en: str

    def said(self, language: str) -> str:
        """The text in a language: Turkish for `tr`, English otherwise."""
        return self.tr if language.startswith("tr") else self.en


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which values a reading is good; a limit may be a reference such as `@sampling.ac`."""

    unit: str
    low: str | None = None
    high: str | None = None
    warn_low: str | None = None
    warn_high: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """An item is asked only when a header field (`hdr.<key>`) or another item has a value."""

    field: str
    equals: object


@dataclass(frozen=True, slots=True)
class Item:
    """One point of an audit."""

    id: str
    text: Words
    type: str
    weight: Decimal
    critical: bool
    na_allowed: bool
    evidence: str
    severity: str
    limits: Limits | None = None
    min_photos: int = 0
    document_key: str = ""
    show_if: Condition | None = None
    measure: str = ""

    @property
    def counts(self) -> bool:
        """Whether the answer counts for the score."""
        return self.weight > 0 and self.type in SCORED


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an audit with its weight in percent of the whole."""

    key: str
    title: Words
    weight: Decimal
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A grade and the score (percent) it begins at."""

    key: str
    least: Decimal


@dataclass(frozen=True, slots=True)
class HeaderField:
    """Something asked before the items."""

    key: str
    type: str
    label: Words
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SamplingRule:
    """How large a sample of the units in scope is inspected."""

    unit: str
    standard: str
    level: str
    aql: Decimal
    inspection: str


@dataclass(frozen=True, slots=True)
class Content:
    """A whole template."""

    key: str
    version: int
    kind: str
    category: str
    subject: str
    repeat_per: str
    title: Words
    purpose: Words
    minutes: int
    max_na_percent: Decimal
    pass_mark: Decimal
    section_floor: Decimal | None
    critical_cap: Decimal | None
    bands: tuple[Band, ...]
    create_on: frozenset[str]
    due_days: Mapping[str, int]
    effectiveness_days: Mapping[str, int]
    sampling: SamplingRule | None
    header: tuple[HeaderField, ...]
    signatures: tuple[tuple[str, bool], ...]
    sections: tuple[Section, ...]

    def items(self) -> dict[str, Item]:
        """Every item by its id, in order."""
        return {item.id: item for section in self.sections for item in section.items}


def _words(value: Mapping[str, str]) -> Words:
    return Words(tr=str(value["tr"]), en=str(value["en"]))


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _limits(value: Mapping[str, Any] | None) -> Limits | None:
    if not value:
        return None

    def bound(name: str) -> str | None:
        return None if value.get(name) is None else str(value[name])

    return Limits(str(value.get("unit", "")), bound("min"), bound("max"), bound("warn_min"), bound("warn_max"))


def _item(value: Mapping[str, Any]) -> Item:
    condition = value.get("show_if")
    return Item(
        id=str(value["id"]),
        text=_words(value["text"]),
        type=value["type"],
        weight=Decimal(str(value["weight"])),
        critical=bool(value["critical"]),
        na_allowed=bool(value["na_allowed"]),
        evidence=value["evidence"],
        severity=value["severity"],
        limits=_limits(value.get("limits")),
        min_photos=int(value.get("min_photos", 0)),
        document_key=str(value.get("document_key") or ""),
        show_if=Condition(condition["field"], condition["equals"]) if condition else None,
        measure=str(value.get("measure") or ""),
    )


def _section(value: Mapping[str, Any]) -> Section:
    items = tuple(_item(item) for item in value["items"])
    return Section(str(value["key"]), _words(value["title"]), Decimal(str(value["weight"])), items)


def _sampling(value: Mapping[str, Any] | None) -> SamplingRule | None:
    if not value:
        return None
    aql = Decimal(str(value["aql"]))
    return SamplingRule(value["unit"], value["standard"], value["level"], aql, value["inspection"])


def read(data: Mapping[str, Any]) -> Content:
    """A validated template as values (`template.problems` says whether it is one)."""
    scoring, findings = data["scoring"], data.get("findings") or {}
    critical = scoring.get("critical_fail")
    return Content(
        key=data["key"],
        version=int(data["version"]),
        kind=data["kind"],
        category=data.get("service") or "",
        subject=data["subject"],
        repeat_per=data.get("repeat_per") or "",
        title=_words(data["title"]),
        purpose=_words(data["purpose"]),
        minutes=int(data.get("estimated_minutes", 0)),
        max_na_percent=Decimal(str(scoring["max_na_pct"])),
        pass_mark=Decimal(str(scoring["pass_mark"])),
        section_floor=_number(scoring.get("section_floor")),
        critical_cap=_number(critical["score_cap"]) if critical else None,
        bands=tuple(Band(str(band["key"]), Decimal(str(band["min"]))) for band in scoring["bands"]),
        create_on=frozenset(findings.get("create_on", ())),
        due_days=dict(findings.get("due_days", {})),
        effectiveness_days=dict(findings.get("effectiveness_check_days", {})),
        sampling=_sampling(data.get("sampling")),
        header=tuple(
            HeaderField(one["key"], one["type"], _words(one["label"]), tuple(map(str, one.get("options", ()))))
            for one in data.get("header_fields", ())
        ),
        signatures=tuple((one["role"], bool(one["required"])) for one in data.get("signatures", ())),
        sections=tuple(_section(one) for one in data["sections"]),
    )
