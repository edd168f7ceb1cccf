"""Reports as their readers open them, and the calendar of announced audits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.operations.reads.names import language
from muhatap.quality.models import Audit, AuditReport, AuditResult, AuditStatus, Severity
from muhatap.quality.permissions import QualityPermission


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """A report in a list; score in percent."""

    id: int
    audit_id: int
    number: str
    title: str
    location: str
    score: Decimal | None
    grade: str
    result: str
    result_label: str
    findings: int
    published_at: datetime
    read_at: datetime | None
    file_id: str | None

    @property
    def tone(self) -> str:
        """The colour of the result."""
        return {"pass": "ok", "fail": "bad"}.get(self.result, "warn")


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report with everything its reader is told, in the active language."""

    summary: ReportSummary
    audience: str
    audited_at: datetime | None
    last_score: Decimal | None
    pass_mark: Decimal
    best: tuple[dict[str, Any], ...]
    worst: tuple[dict[str, Any], ...]
    findings: tuple[dict[str, Any], ...]
    sections: tuple[dict[str, Any], ...]
    last_actions: tuple[dict[str, Any], ...]
    sampling: dict[str, Any] | None
    conclusion: str
    internal_note: str


@dataclass(frozen=True, slots=True)
class PlannedAudit:
    """An announced audit to come."""

    id: int
    number: str
    title: str
    location: str
    planned_on: date
    status_label: str


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _summary(actor: Actor, report: Any) -> ReportSummary:
    content = report.content
    result = content["result"]
    return ReportSummary(
        id=report.pk,
        audit_id=report.audit_id,
        number=content["number"],
        title=content["title"][language(actor)],
        location=report.location.name if report.location else "",
        score=_number(content["score"]),
        grade=content["grade"],
        result=result,
        result_label=str(AuditResult(result).label),
        findings=len(content["findings"]),
        published_at=report.published_at,
        read_at=report.read_at,
        file_id=str(report.file_id) if report.file_id else None,
    )


def _found(actor: Actor) -> Any:
    return AuditReport.objects.visible_to(actor).select_related("location")


def reports(actor: Actor, *, query: ListQuery) -> ListPage[ReportSummary]:
    """Reports made for the actor's side, the latest first."""
    ask(actor, QualityPermission.SEE)
    return paginate(
        _found(actor),
        query,
        make=lambda one: _summary(actor, one),
        sorts={"published": "published_at"},
        default="-published",
        search=["location__name", "content__number"],
        filters={
            "result": lambda rows, value: rows.filter(content__result=value),
            "read": lambda rows, value: rows.filter(read_at__isnull=value == "no"),
        },
    )


def unread_reports(actor: Actor) -> list[ReportSummary]:
    """Reports the actor's side has not opened yet."""
    ask(actor, QualityPermission.SEE)
    return [_summary(actor, one) for one in _found(actor).filter(read_at__isnull=True).order_by("-published_at")[:20]]


def _points(rows: list[dict[str, Any]], said: str) -> tuple[dict[str, Any], ...]:
    return tuple({"text": row["text"][said], "score": Decimal(row["score"])} for row in rows)


def _finding(row: dict[str, Any], said: str) -> dict[str, Any]:
    return {
        **row,
        "title": row["title"][said],
        "due_on": date.fromisoformat(row["due_on"]),
        "severity_label": str(Severity(row["severity"]).label),
    }


def _section(row: dict[str, Any], said: str) -> dict[str, Any]:
    return {
        "title": row["title"][said],
        "weight": Decimal(row["weight"]),
        "score": _number(row["score"]),
        "answers": [{**answer, "text": answer["text"][said]} for answer in row["answers"]],
    }


def _action(row: dict[str, Any]) -> dict[str, Any]:
    closed = row["closed_on"]
    return {
        **row,
        "due_on": date.fromisoformat(row["due_on"]),
        "closed_on": date.fromisoformat(closed) if closed else None,
    }


def report(actor: Actor, *, report_id: int) -> ReportView:
    """One report in the active language."""
    ask(actor, QualityPermission.SEE)
    found = _found(actor).get(pk=report_id)
    content, said = found.content, language(actor)

    return ReportView(
        summary=_summary(actor, found),
        audience=found.audience,
        audited_at=datetime.fromisoformat(content["audited_at"]) if content["audited_at"] else None,
        last_score=_number(content.get("last_score")),
        pass_mark=Decimal(content["pass_mark"]),
        best=_points(content["best"], said),
        worst=_points(content["worst"], said),
        findings=tuple(_finding(row, said) for row in content["findings"]),
        sections=tuple(_section(row, said) for row in content["sections"]),
        last_actions=tuple(_action(row) for row in content.get("last_actions", ())),
        sampling=content["sampling"],
        conclusion=content["conclusion"],
        internal_note=content.get("internal_note", ""),
    )


def coming_audits(actor: Actor) -> list[PlannedAudit]:
    """Announced audits at the actor's own places that have not been reported yet."""
    ask(actor, QualityPermission.SEE)
    waiting = [AuditStatus.PLANNED, AuditStatus.IN_PROGRESS, AuditStatus.SUBMITTED, AuditStatus.REVIEWED]
    rows = (
        Audit.objects.visible_to(actor)
        .filter(announced=True, status__in=waiting)
        .select_related("template", "location")
        .order_by("planned_on", "pk")
    )
    return [
        PlannedAudit(
            row.pk,
            row.number,
            row.template.title,
            row.location.name if row.location else "",
            row.planned_on,
            str(row.get_status_display()),
        )
        for row in rows
    ]
