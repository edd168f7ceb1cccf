"""One audit, three projections: what the customer, the member and we ourselves are told; frozen as plain values.

Texts stand in both languages, so that a report reads in the language of whoever opens it.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from muhatap.kernel.actors import Actor
from muhatap.quality.models import (
    Action,
    Audit,
    AuditOutcome,
    AuditPhoto,
    AuditStatus,
    Finding,
    Reader,
)
from muhatap.quality.reads.sheet import Sheet, load_sheet
from muhatap.quality.rules import content, scoring

# How many of the best and the worst points open a report.
SHOWN_POINTS = 3


def _words(words: content.Words) -> dict[str, str]:
    return {"tr": words.tr, "en": words.en}


def _answer(sheet: Sheet, unit: str, item: content.Item, photos: list[str]) -> dict[str, Any]:
    given = sheet.answers[unit].get(item.id)
    judged = sheet.judged(unit, item)
    return {
        "id": item.id,
        "unit": unit,
        "text": _words(item.text),
        "type": item.type,
        "measure": item.limits.unit if item.limits else "",
        "value": given.value if given else "",
        "note": given.note if given else "",
        "failed": judged.failed,
        "not_applicable": judged.not_applicable,
        "critical": item.critical,
        "photos": photos,
    }


def _sections(sheet: Sheet, outcome: AuditOutcome, photos: dict[tuple[str, str], list[str]]) -> list[dict[str, Any]]:
    scores = {one["key"]: one["score"] for one in outcome.sections}
    return [
        {
            "key": section.key,
            "title": _words(section.title),
            "weight": str(section.weight),
            "score": scores.get(section.key),
            "answers": [
                _answer(sheet, unit, item, photos.get((unit, item.id), []))
                for unit in sheet.units
                for item in section.items
                if scoring.shown(item, sheet.header, sheet.answers[unit])
            ],
        }
        for section in sheet.content.sections
    ]


def _points(sheet: Sheet) -> list[tuple[Fraction, Decimal, content.Item]]:
    """Every scored point with its value, the heaviest first among equals."""
    found = []
    for unit in sheet.units:
        for item in sheet.shown(unit):
            judged = sheet.judged(unit, item)
            if item.counts and judged.value is not None:
                found.append((judged.value, item.weight, item))
    return found


def _best_and_worst(sheet: Sheet) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    points = _points(sheet)

    def shown(rows: Iterable[tuple[Fraction, Decimal, content.Item]]) -> list[dict[str, Any]]:
        return [{"text": _words(item.text), "score": str(scoring.tenth(value * 100))} for value, _weight, item in rows]

    best = sorted((row for row in points if row[0] > Fraction(1, 2)), key=lambda row: (-row[0], -row[1], row[2].id))
    worst = sorted((row for row in points if row[0] < 1), key=lambda row: (row[0], -row[1], row[2].id))
    return shown(best[:SHOWN_POINTS]), shown(worst[:SHOWN_POINTS])


def _findings(audit: Audit, photos: dict[tuple[str, str], list[str]]) -> list[dict[str, Any]]:
    order = {severity: place for place, severity in enumerate(reversed(content.SEVERITIES))}
    rows = sorted(Finding.objects.filter(audit=audit), key=lambda row: (order[row.severity], row.number))
    return [
        {
            "id": row.pk,
            "number": row.number,
            "severity": row.severity,
            "title": {"tr": row.title_tr, "en": row.title_en},
            "text": row.text,
            "due_on": row.due_on.isoformat(),
            "repeated": row.repeats_id is not None,
            "photos": photos.get((row.unit, row.item_id), []),
        }
        for row in rows
    ]


def _previous(audit: Audit) -> tuple[str | None, list[dict[str, Any]]]:
    """Score of the last published audit of the same kind at the same place, and its actions today."""
    rows = Audit.objects.filter(
        template__key=audit.template.key, status=AuditStatus.PUBLISHED, published_at__lt=audit.submitted_at
    )
    rows = rows.filter(location=audit.location, member=audit.member)
    last = rows.select_related("outcome").order_by("-published_at").first()
    if last is None:
        return None, []
    actions = Action.objects.filter(finding__audit=last).select_related("finding").order_by("pk")
    return str(last.outcome.score) if last.outcome.score is not None else None, [
        {
            "text": action.text,
            "due_on": action.due_on.isoformat(),
            "closed_on": action.verified_at.date().isoformat() if action.verified_at else None,
        }
        for action in actions
    ]


def projections(actor: Actor, audit: Audit, outcome: AuditOutcome) -> dict[Reader, dict[str, Any]]:
    """What each reader is told of a submitted audit; a reader there is none of gets none."""
    sheet = load_sheet(actor, audit)
    photos: dict[tuple[str, str], list[str]] = {}
    for photo in AuditPhoto.objects.filter(audit=audit).order_by("pk"):
        photos.setdefault((photo.unit, photo.item_id), []).append(str(photo.file_id))
    best, worst = _best_and_worst(sheet)
    last_score, last_actions = _previous(audit)
    sections = _sections(sheet, outcome, photos)
    base: dict[str, Any] = {
        "number": audit.number,
        "title": _words(sheet.content.title),
        "audited_at": audit.started_at.isoformat() if audit.started_at else None,
        "score": _text(outcome.score),
        "grade": outcome.grade,
        "result": outcome.result,
        "pass_mark": str(sheet.content.pass_mark),
        "units": list(outcome.units),
        "best": best,
        "worst": worst,
        "findings": _findings(audit, photos),
        "sections": sections,
        "conclusion": outcome.conclusion,
        "sampling": _sampling(sheet),
    }
    internal = {
        **base,
        "last_score": last_score,
        "last_actions": last_actions,
        "raw_score": _text(outcome.raw_score),
        "internal_note": outcome.internal_note,
        "review_note": outcome.review_note,
    }
    found = {Reader.INTERNAL: internal}
    if audit.customer_id is not None:
        found[Reader.CUSTOMER] = {**base, "last_score": last_score, "last_actions": last_actions}
    if audit.member_id is not None:
        # A member is told what it has to correct; how the place did under others is not its business.
        found[Reader.MEMBER] = base
    return found


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _sampling(sheet: Sheet) -> dict[str, Any] | None:
    """The sample that was drawn: lot, size, acceptance number and how many were rejected."""
    if sheet.sample is None or sheet.content.sampling is None:
        return None
    asked = [
        sheet.answers[unit][item.id].value
        for unit in sheet.units
        for item in sheet.content.items().values()
        if item.limits and item.limits.high == "@sampling.ac" and item.id in sheet.answers[unit]
    ]
    found = scoring.number(asked[0]) if asked else None
    return {
        "unit": sheet.content.sampling.unit,
        "standard": sheet.content.sampling.standard,
        "lot": sheet.lot_size,
        "n": sheet.sample.n,
        "ac": sheet.sample.ac,
        "found": None if found is None else int(found),
    }
