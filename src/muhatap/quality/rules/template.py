"""The validator of templates: everything `audit-template/1` demands, every breach named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from muhatap.quality.rules import content

SCHEMA = "audit-template/1"
KINDS = ("service", "member", "startup", "survey")
SUBJECTS = ("location", "vehicle", "member")
HEADER_TYPES = ("bool", "choice", "text", "number", "date")
CREATE_ON = ("fail", "score_0", "score_1", "limit_breach")
ROOT_KEYS = frozenset(
    {"schema", "key", "version", "kind", "service", "subject", "title", "purpose", "estimated_minutes"}
    | {"scoring", "findings", "sampling", "repeat_per", "header_fields", "signatures", "respondent"}
    | {"anonymous", "sections"}
)
ITEM_KEYS = frozenset(
    {"id", "text", "type", "weight", "critical", "na_allowed", "evidence", "severity", "limits"}
    | {"min_photos", "document_key", "show_if", "measure"}
)
WHOLE = Decimal(100)


def problems(data: Any) -> list[str]:
    """Everything that keeps data from being a template, as `place: what is wrong`; empty when it is one."""
    if not isinstance(data, Mapping):
        return ["template: not a mapping"]
    return [*_root(data), *_scoring(data.get("scoring")), *_findings(data), *_header(data), *_sections(data)]


def _words(value: Any, place: str) -> Iterator[str]:
    if not isinstance(value, Mapping) or not all(str(value.get(language) or "").strip() for language in ("tr", "en")):
        yield f"{place}: needs tr and en"


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _root(data: Mapping[str, Any]) -> Iterator[str]:
    for unknown in sorted(set(data) - ROOT_KEYS):
        yield f"{unknown}: unknown key"
    if data.get("schema") != SCHEMA:
        yield f"schema: must be {SCHEMA}"
    if not str(data.get("key") or "").isidentifier():
        yield "key: must be a name"
    if not isinstance(data.get("version"), int) or data["version"] < 1:
        yield "version: must be a whole number from 1"
    if data.get("kind") not in KINDS:
        yield f"kind: one of {', '.join(KINDS)}"
    if data.get("subject") not in SUBJECTS:
        yield f"subject: one of {', '.join(SUBJECTS)}"
    yield from _words(data.get("title"), "title")
    yield from _words(data.get("purpose"), "purpose")
    sample = data.get("sampling")
    if sample is not None and set(sample) != {"unit", "standard", "level", "aql", "inspection"}:
        yield "sampling: needs unit, standard, level, aql, inspection"
    for signature in data.get("signatures", ()):
        if set(signature) != {"role", "required"}:
            yield "signatures: each needs role and required"


def _scoring(scoring: Any) -> Iterator[str]:
    if not isinstance(scoring, Mapping):
        yield "scoring: missing"
        return
    if scoring.get("method") != "weighted_sections":
        yield "scoring.method: must be weighted_sections"
    if scoring.get("na") != "excluded":
        yield "scoring.na: must be excluded"
    for name in ("max_na_pct", "pass_mark"):
        value = _decimal(scoring.get(name))
        if value is None or not 0 <= value <= WHOLE:
            yield f"scoring.{name}: a percentage"
    floor = scoring.get("section_floor")
    if floor is not None and (_decimal(floor) is None or not 0 <= Decimal(str(floor)) <= WHOLE):
        yield "scoring.section_floor: a percentage or nothing"
    critical = scoring.get("critical_fail")
    if critical is not None and (critical.get("result") != "fail" or _decimal(critical.get("score_cap")) is None):
        yield "scoring.critical_fail: needs result fail and a score_cap"
    bands = [_decimal(band.get("min")) for band in scoring.get("bands", ())]
    if not bands or None in bands or bands != sorted(bands, reverse=True) or bands[-1] != 0:  # type: ignore[type-var]
        yield "scoring.bands: from the highest down to 0"


def _findings(data: Mapping[str, Any]) -> Iterator[str]:
    findings = data.get("findings")
    if findings is None:
        if data.get("kind") != "survey":
            yield "findings: missing"
        return
    for unknown in sorted(set(findings.get("create_on", ())) - set(CREATE_ON)):
        yield f"findings.create_on: unknown {unknown}"
    for name in ("due_days", "effectiveness_check_days"):
        days = findings.get(name) or {}
        if set(days) != set(content.SEVERITIES) or not all(isinstance(v, int) and v >= 0 for v in days.values()):
            yield f"findings.{name}: whole days per severity"


def _header(data: Mapping[str, Any]) -> Iterator[str]:
    for one in data.get("header_fields", ()):
        place = f"header_fields.{one.get('key')}"
        if one.get("type") not in HEADER_TYPES:
            yield f"{place}: type is one of {', '.join(HEADER_TYPES)}"
        if one.get("type") == "choice" and not one.get("options"):
            yield f"{place}: a choice needs options"
        yield from _words(one.get("label"), place)


def _sections(data: Mapping[str, Any]) -> Iterator[str]:
    sections = data.get("sections")
    if not sections:
        yield "sections: missing"
        return
    weights = [_decimal(section.get("weight")) for section in sections]
    if None in weights or sum(weight for weight in weights if weight is not None) != WHOLE:
        yield "sections: weights must sum to 100"
    seen: set[str] = set()
    known = {f"hdr.{one.get('key')}" for one in data.get("header_fields", ())}
    for section in sections:
        yield from _words(section.get("title"), f"section {section.get('key')}")
        if not section.get("items"):
            yield f"section {section.get('key')}: has no items"
        for item in section.get("items", ()):
            place = f"item {item.get('id')}"
            if item.get("id") in seen:
                yield f"{place}: id is used twice"
            condition = item.get("show_if")
            if condition and condition.get("field") not in known | seen:
                yield f"{place}: show_if asks for something unknown"
            seen.add(str(item.get("id")))
            yield from _item(item, place)


def _item(item: Mapping[str, Any], place: str) -> Iterator[str]:
    for unknown in sorted(set(item) - ITEM_KEYS):
        yield f"{place}: unknown key {unknown}"
    yield from _words(item.get("text"), place)
    if item.get("type") not in content.TYPES:
        yield f"{place}: type is one of {', '.join(content.TYPES)}"
    if item.get("evidence") not in content.EVIDENCE:
        yield f"{place}: evidence is one of {', '.join(content.EVIDENCE)}"
    if item.get("severity") not in content.SEVERITIES:
        yield f"{place}: severity is one of {', '.join(content.SEVERITIES)}"
    weight = _decimal(item.get("weight"))
    if weight is None or weight < 0:
        yield f"{place}: weight must not be negative"
    elif weight > 0 and item.get("type") not in content.SCORED:
        yield f"{place}: {item.get('type')} cannot have a weight"
    for flag in ("critical", "na_allowed"):
        if not isinstance(item.get(flag), bool):
            yield f"{place}: {flag} is true or false"
    if item.get("type") == content.PHOTO and not item.get("min_photos"):
        yield f"{place}: needs min_photos"
    if item.get("type") == content.NUMBER and not item.get("limits"):
        yield f"{place}: needs limits"
    yield from _limits(item.get("limits") or {}, place)


def _limits(limits: Mapping[str, Any], place: str) -> Iterator[str]:
    for name in ("min", "max", "warn_min", "warn_max"):
        value = limits.get(name)
        if value is not None and _decimal(value) is None and not str(value).startswith("@"):
            yield f"{place}: limit {name} is a number or a reference"
    low, high = _decimal(limits.get("min")), _decimal(limits.get("max"))
    if low is not None and high is not None and low > high:
        yield f"{place}: limits are turned round"
