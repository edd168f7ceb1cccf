"""Audits at the desk: lists, the record, the sheet on a phone, the clock of unreported ones."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.errors import Forbidden
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.operations.reads.names import language
from muhatap.quality.models import Audit, AuditPhoto, AuditStatus
from muhatap.quality.permissions import QualityPermission
from muhatap.quality.reads.sheet import Sheet, load_sheet
from muhatap.quality.rules import content, scoring

RESULT_TONES = {"pass": "ok", "fail": "bad", "incomplete": "warn"}
UNREPORTED = (AuditStatus.SUBMITTED, AuditStatus.REVIEWED)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An audit in a list at the desk; score in percent."""

    id: int
    number: str
    kind: str
    kind_label: str
    title: str
    customer: str
    member: str
    location: str
    auditor: str
    auditor_id: int | None
    planned_on: date
    announced: bool
    status: str
    status_label: str
    score: Decimal | None
    grade: str
    result: str
    result_label: str
    report_due_at: datetime | None
    overdue: bool
    findings: int

    @property
    def tone(self) -> str:
        """The colour of the state: an unreported audit is red once its day is over."""
        if self.overdue:
            return "bad"
        return {"submitted": "warn", "reviewed": "warn", "in_progress": "warn", "published": "ok"}.get(
            self.status, "none"
        )

    @property
    def result_tone(self) -> str:
        """The colour of the result."""
        return RESULT_TONES.get(self.result, "none")


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A projection of an audit: who has it and whether it was read."""

    id: int
    audience: str
    label: str
    file_id: str | None
    published_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section with its score."""

    key: str
    title: str
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class AuditView:
    """An audit as the desk meets it."""

    row: AuditRow
    location_id: int | None
    member_id: int | None
    customer_id: int | None
    started_at: datetime | None
    submitted_at: datetime | None
    published_at: datetime | None
    raw_score: Decimal | None
    conclusion: str
    internal_note: str
    review_note: str
    cancelled_reason: str
    units: tuple[str, ...]
    sections: tuple[SectionRow, ...]
    reports: tuple[ReportRow, ...]
    repeats: bool
    header: tuple[content.HeaderField, ...]
    sampled: str


def at_desk(actor: Actor) -> None:
    """Sheets and results before publication are the desk's alone. Raises: Forbidden."""
    ask(actor, QualityPermission.SEE)
    if not actor.at_desk:
        raise Forbidden(str(QualityPermission.SEE))


def _found(actor: Actor) -> Any:
    return (
        Audit.objects.visible_to(actor)
        .select_related("template", "customer", "member", "location", "auditor", "outcome")
        .annotate(finding_count=Count("findings"))
    )


def _row(actor: Actor, audit: Any) -> AuditRow:
    outcome = getattr(audit, "outcome", None)
    due = audit.report_due_at
    return AuditRow(
        id=audit.pk,
        number=audit.number,
        kind=audit.kind,
        kind_label=audit.get_kind_display(),
        title=audit.template.title,
        customer=audit.customer.short_name if audit.customer else "",
        member=audit.member.short_name if audit.member else "",
        location=audit.location.name if audit.location else "",
        auditor=audit.auditor.name if audit.auditor else "",
        auditor_id=audit.auditor_id,
        planned_on=audit.planned_on,
        announced=audit.announced,
        status=audit.status,
        status_label=audit.get_status_display(),
        score=outcome.score if outcome else None,
        grade=outcome.grade if outcome else "",
        result=outcome.result if outcome else "",
        result_label=str(outcome.get_result_display()) if outcome and outcome.result else "",
        report_due_at=due,
        overdue=audit.status in UNREPORTED and due is not None and due <= actor.now,
        findings=audit.finding_count,
    )


def audits(actor: Actor, *, query: ListQuery) -> ListPage[AuditRow]:
    """Audits, the latest first."""
    at_desk(actor)
    states = {
        "unreported": Q(status__in=UNREPORTED),
        "overdue": Q(status__in=UNREPORTED, report_due_at__lte=actor.now),
        "due": Q(status=AuditStatus.PLANNED, planned_on__lte=actor.today),
        "mine": Q(auditor_id=actor.user_id, status__in=[AuditStatus.PLANNED, AuditStatus.IN_PROGRESS]),
    }
    return paginate(
        _found(actor),
        query,
        make=lambda audit: _row(actor, audit),
        sorts={"day": "planned_on", "number": "number", "score": "outcome__score"},
        default="-day",
        search=["number", "location__name", "member__short_name", "customer__short_name"],
        filters={
            "state": lambda rows, value: rows.filter(states.get(value, Q(status=value))),
            "kind": lambda rows, value: rows.filter(kind=value),
            "result": lambda rows, value: rows.filter(outcome__result=value),
        },
    )


def unreported(actor: Actor) -> list[AuditRow]:
    """Audits whose report has not left the house, the most overdue first."""
    at_desk(actor)
    rows = _found(actor).filter(status__in=UNREPORTED).order_by("report_due_at", "pk")
    return [_row(actor, audit) for audit in rows]


def my_audits(actor: Actor) -> list[AuditRow]:
    """Audits the actor has to do today or is doing."""
    at_desk(actor)
    mine = Q(status=AuditStatus.IN_PROGRESS) | Q(status=AuditStatus.PLANNED, planned_on__lte=actor.today)
    rows = _found(actor).filter(mine, auditor_id=actor.user_id).order_by("planned_on", "pk")
    return [_row(actor, audit) for audit in rows]


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _reports(audit: Audit) -> tuple[ReportRow, ...]:
    return tuple(
        ReportRow(
            one.pk,
            one.audience,
            one.get_audience_display(),
            str(one.file_id) if one.file_id else None,
            one.published_at,
            one.read_at,
        )
        for one in audit.reports.order_by("pk")
    )


def audit(actor: Actor, *, audit_id: int) -> AuditView:
    """One audit at the desk."""
    at_desk(actor)
    found = _found(actor).get(pk=audit_id)
    outcome = getattr(found, "outcome", None)
    template = content.read(outcome.snapshot if outcome else found.template.content)
    scores = {one["key"]: one["score"] for one in outcome.sections} if outcome else {}
    sampling = template.sampling
    return AuditView(
        row=_row(actor, found),
        location_id=found.location_id,
        member_id=found.member_id,
        customer_id=found.customer_id,
        started_at=found.started_at,
        submitted_at=found.submitted_at,
        published_at=found.published_at,
        raw_score=outcome.raw_score if outcome else None,
        conclusion=outcome.conclusion if outcome else "",
        internal_note=outcome.internal_note if outcome else "",
        review_note=outcome.review_note if outcome else "",
        cancelled_reason=found.cancelled_reason,
        units=tuple(outcome.units) if outcome else (),
        sections=tuple(
            SectionRow(
                one.key, one.title.said(language(actor)), Decimal(scores[one.key]) if scores.get(one.key) else None
            )
            for one in template.sections
        ),
        reports=_reports(found),
        repeats=bool(template.repeat_per),
        header=template.header,
        sampled=sampling.unit if sampling else "",
    )


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A point on the sheet: how it is answered, what was answered, what it still lacks."""

    id: str
    text: str
    type: str
    critical: bool
    na_allowed: bool
    severity: str
    limits: str
    unit: str
    evidence: str
    value: str
    note: str
    photos: tuple[str, ...]
    photos_needed: int
    best: str
    failed: bool
    lacks: tuple[str, ...]
    answered: bool


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A section on the sheet with how many of its points are complete."""

    key: str
    title: str
    items: tuple[ItemRow, ...]
    complete: int


@dataclass(frozen=True, slots=True)
class SheetView:
    """The sheet of one unit of an audit as it stands; the score counts what is answered so far."""

    audit_id: int
    number: str
    title: str
    place: str
    units: tuple[str, ...]
    unit: str
    sections: tuple[SheetSection, ...]
    score: Decimal | None
    total: int
    complete: int
    sample: str


def _best(item: content.Item) -> str:
    """A reading within the limits; blank for what is no reading."""
    limits = item.limits
    if item.type != content.NUMBER or limits is None:
        return ""
    low = None if limits.low is None or limits.low.startswith("@") else limits.low
    high = None if limits.high is None or limits.high.startswith("@") else limits.high
    if limits.unit == "%" and high is None:
        return "100"
    return low or (high if high is not None and Decimal(high) < 0 else "0")


def _limits(limits: content.Limits | None) -> str:
    if limits is None:
        return ""
    low = None if limits.low is None or limits.low.startswith("@") else limits.low
    high = None if limits.high is None or limits.high.startswith("@") else limits.high
    if low is not None and high is not None:
        return f"{low} – {high} {limits.unit}"
    if low is not None:
        return f"≥ {low} {limits.unit}"
    return f"≤ {high} {limits.unit}" if high is not None else limits.unit


def _item(whole: Sheet, unit: str, item: content.Item, said: str, photos: tuple[str, ...]) -> ItemRow:
    given = whole.answers[unit].get(item.id)
    judged = whole.judged(unit, item)
    return ItemRow(
        id=item.id,
        text=item.text.said(said),
        type=item.type,
        critical=item.critical,
        na_allowed=item.na_allowed,
        severity=item.severity,
        limits=_limits(item.limits),
        unit=item.limits.unit if item.limits else "",
        evidence=item.evidence,
        value=given.value if given else "",
        note=given.note if given else "",
        photos=photos,
        photos_needed=item.min_photos,
        best=_best(item),
        failed=judged.failed,
        lacks=scoring.missing(item, given, whole.references),
        answered=judged.answered,
    )


def sheet(actor: Actor, *, audit_id: int, unit: str = "") -> SheetView:
    """The sheet of an audit in progress, for the phone."""
    at_desk(actor)
    found = Audit.objects.visible_to(actor).select_related("template", "location", "member").get(pk=audit_id)
    whole = load_sheet(actor, found)
    here = unit if unit in whole.units else whole.units[0]
    files: dict[str, list[str]] = defaultdict(list)
    for photo in AuditPhoto.objects.filter(audit=found, unit=here).order_by("pk"):
        files[photo.item_id].append(str(photo.file_id))
    said = language(actor)
    sections = []
    for section in whole.content.sections:
        asked = [one for one in section.items if scoring.shown(one, whole.header, whole.answers[here])]
        items = tuple(_item(whole, here, one, said, tuple(files[one.id])) for one in asked)
        done = sum(1 for item in items if not item.lacks)
        sections.append(SheetSection(section.key, section.title.said(said), items, done))
    place = found.location.name if found.location else found.member.short_name if found.member else ""
    return SheetView(
        audit_id=found.pk,
        number=found.number,
        title=found.template.title,
        place=place,
        units=tuple(unit for unit in whole.units if unit),
        unit=here,
        sections=tuple(sections),
        score=whole.score().reported,
        total=sum(len(section.items) for section in sections),
        complete=sum(section.complete for section in sections),
        sample=f"{whole.sample.n} / {whole.lot_size} · Ac {whole.sample.ac}" if whole.sample else "",
    )
