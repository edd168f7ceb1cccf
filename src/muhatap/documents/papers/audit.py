"""The audit report a customer receives the same day, in the order in which it is read."""

from datetime import date
from decimal import Decimal

import segno

from muhatap.documents.inputs import (
    ActionLine,
    AuditReport,
    FindingLine,
    Grade,
    Point,
    Sampling,
    Section,
    Verdict,
)
from muhatap.documents.papers.parts import Pairs, Sheet, people, photos, signatures
from muhatap.documents.wording import Language
from muhatap.kernel import formats as write

VERDICT_TONES = {Verdict.PASSED: "ok", Verdict.CONDITIONAL: "warn", Verdict.FAILED: "bad"}
GRADE_TONES = {Grade.CRITICAL: "bad", Grade.MAJOR: "warn", Grade.MINOR: "plain"}
GOOD, FAIR = Decimal(85), Decimal(70)
"""Percent from which a bar is drawn green or amber; a drawing aid, the verdict is the auditor's."""


def render_audit_report(report: AuditReport, language: Language) -> bytes:
    """The PDF of an audit report. Raises: PaperNotMade for an image that is none."""
    sheet = Sheet(report.head, language)
    t = sheet.t
    heavy = [each for each in report.findings if each.grade is not Grade.MINOR]
    light = [each for each in report.findings if each.grade is Grade.MINOR]
    sheet.values = {
        "verdict": {
            "tone": VERDICT_TONES[report.verdict],
            "word": t[f"verdict_{report.verdict.value}"],
            "score": sheet.percent(report.score),
            "band": report.band,
            "change": _change(sheet, report),
        },
        "facts": _facts(sheet, report),
        "best": [_point(sheet, point) for point in report.best],
        "worst": [_point(sheet, point) for point in report.worst],
        "findings": [_finding(sheet, each) for each in heavy],
        "minor": [[each.text, each.owner, sheet.day(each.due)] for each in light],
        "sections": [_section(sheet, each) for each in report.sections if each.score is not None],
        "actions": [_action(sheet, each, report.head.made_on) for each in report.last_actions],
        "answers": [_answers(sheet, each) for each in report.sections if each.answers],
        "samplings": [_sampling(sheet, each) for each in report.samplings],
        "signatures": signatures(sheet, report.signatures),
        "page_address": report.page_address,
        "code": _code(sheet, report.page_address) if report.page_address else "",
        "logo": sheet.image(report.customer_logo) if report.customer_logo else "",
    }
    return sheet.press("audit_report", kind=t["audit_report"], heading=f"{report.location} · {report.service}")


def _facts(sheet: Sheet, report: AuditReport) -> Pairs:
    t = sheet.t
    return [
        [t["customer"], report.customer.name],
        [t["location"], report.location],
        [t["service"], report.service],
        [t["audited_at"], write.moment(report.audited_at, sheet.language)],
        [t["auditor"], people([report.auditor])],
        [t["template"], report.template],
    ]


def _sampling(sheet: Sheet, each: Sampling) -> list[str]:
    counts = [str(count) for count in (each.lot, each.sample, each.acceptance, each.found)]
    return [each.what, *counts, sheet.t["accepted"] if each.accepted else sheet.t["rejected"]]


def _change(sheet: Sheet, report: AuditReport) -> str:
    if report.last_score is None:
        return sheet.t["first_audit"]
    change = report.score - report.last_score
    sign = "+" if change > 0 else ""
    return f"{sign}{sheet.quantity(change)} {sheet.t['points']}"


def _point(sheet: Sheet, point: Point) -> list[str]:
    return [point.text, sheet.percent(point.score)]


def _finding(sheet: Sheet, finding: FindingLine) -> dict[str, object]:
    return {
        "grade": sheet.t[finding.grade.value],
        "tone": GRADE_TONES[finding.grade],
        "text": finding.text,
        "owner": finding.owner,
        "due": sheet.day(finding.due),
        "photos": photos(sheet, [finding.photo] if finding.photo else []),
    }


def _tone(score: Decimal) -> str:
    return "ok" if score >= GOOD else "warn" if score >= FAIR else "bad"


def _section(sheet: Sheet, section: Section) -> dict[str, object]:
    score = section.score if section.score is not None else Decimal(0)
    return {
        "name": section.name,
        "share": float(score),
        "tone": _tone(score),
        "score": sheet.percent(score),
        "weight": sheet.percent(section.weight) if section.weight is not None else "",
    }


def _action(sheet: Sheet, action: ActionLine, today: date) -> list[str]:
    if action.closed_on:
        state, tone = f"{sheet.t['closed_on']} {sheet.day(action.closed_on)}", "ok"
    elif action.due < today:
        state, tone = sheet.t["overdue"], "bad"
    else:
        state, tone = sheet.t["open"], "warn"
    return [action.text, action.owner, sheet.day(action.due), state, tone]


def _answers(sheet: Sheet, section: Section) -> dict[str, object]:
    """Exceptions open, the rest counted and listed small."""
    exceptions = [each for each in section.answers if each.exception]
    fine = [each for each in section.answers if not each.exception]
    return {
        "name": section.name,
        "exceptions": [[each.question, each.answer, each.note] for each in exceptions],
        "counted": f"{len(fine)}/{len(section.answers)} {sheet.t['answers_in_order']}",
        "fine": [f"{each.question} {each.answer}" for each in fine],
    }


def _code(sheet: Sheet, address: str) -> str:
    """A QR code of the live page, drawn as lines and not as dots, so that it prints sharp."""
    matrix = segno.make(address, error="m", micro=False).matrix
    dots = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark]
    side = len(matrix)
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"'
    svg = f'<svg {box}><path d="{"".join(dots)}"/></svg>'
    sheet.files["code.svg"] = svg.encode()
    return "code.svg"
