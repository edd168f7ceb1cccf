"""Findings and actions as each side meets them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.operations.reads.names import language
from muhatap.quality.models import Action, AuditPhoto, Finding, FindingStatus, Severity
from muhatap.quality.permissions import QualityPermission

WITH_MEMBER = (FindingStatus.OPEN, FindingStatus.CAUSE, FindingStatus.PLANNED)
UNSETTLED = (*WITH_MEMBER, FindingStatus.DONE)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in a list."""

    id: int
    number: str
    severity: str
    severity_label: str
    title: str
    location: str
    customer: str
    member: str
    audit_id: int
    audit_number: str
    status: str
    status_label: str
    due_on: date
    overdue: bool
    repeated: bool

    @property
    def tone(self) -> str:
        """The colour of the state: overdue ones are red, settled ones green."""
        if self.overdue:
            return "bad"
        return {"verified": "ok", "closed": "ok"}.get(self.status, "warn")

    @property
    def severity_tone(self) -> str:
        """The colour of the severity."""
        return {"critical": "bad", "major": "warn"}.get(self.severity, "none")


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action on a finding."""

    id: int
    text: str
    due_on: date
    created_at: datetime
    done_at: datetime | None
    done_note: str
    evidence_id: str | None
    verified_at: datetime | None
    returned_at: datetime | None
    verdict: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with its cause, actions and photos."""

    row: FindingRow
    text: str
    unit: str
    cause: str
    cause_at: datetime | None
    check_on: date | None
    closed_at: datetime | None
    published_at: datetime | None
    repeats: str
    actions: tuple[ActionRow, ...]
    photos: tuple[str, ...]
    # Known at the desk alone: a customer is not told whose work it was.
    member_id: int | None

    @property
    def open_action(self) -> ActionRow | None:
        """The action that is being worked on or waits for our check."""
        return self.actions[-1] if self.actions else None


def _found(actor: Actor) -> Any:
    rows = Finding.objects.visible_to(actor).select_related("location")
    if actor.at_desk:
        return rows.select_related("customer", "member", "audit")
    return rows.filter(published_at__isnull=False)


def _row(actor: Actor, finding: Any) -> FindingRow:
    desk = actor.at_desk
    return FindingRow(
        id=finding.pk,
        number=finding.number,
        severity=finding.severity,
        severity_label=finding.get_severity_display(),
        title=finding.title_tr if language(actor) == "tr" else finding.title_en,
        location=finding.location.name if finding.location else "",
        customer=finding.customer.short_name if desk and finding.customer else "",
        member=finding.member.short_name if desk and finding.member else "",
        audit_id=finding.audit_id,
        audit_number=finding.audit.number if desk else "",
        status=finding.status,
        status_label=finding.get_status_display(),
        due_on=finding.due_on,
        overdue=finding.status in UNSETTLED and finding.due_on < actor.today,
        repeated=finding.repeats_id is not None,
    )


def findings(actor: Actor, *, query: ListQuery) -> ListPage[FindingRow]:
    """Findings, the first due first."""
    ask(actor, QualityPermission.SEE)
    states = {
        "waiting": Q(status__in=UNSETTLED),
        "overdue": Q(status__in=UNSETTLED, due_on__lt=actor.today),
        "member": Q(status__in=WITH_MEMBER),
        "verify": Q(status=FindingStatus.DONE),
    }
    desk = ["customer__short_name", "member__short_name", "audit__number"] if actor.at_desk else []
    return paginate(
        _found(actor),
        query,
        make=lambda finding: _row(actor, finding),
        sorts={"due": "due_on", "number": "number"},
        default="due",
        search=["number", "title_tr", "title_en", "location__name", *desk],
        filters={
            "state": lambda rows, value: rows.filter(states.get(value, Q(status=value))),
            "severity": lambda rows, value: rows.filter(severity=value),
            "audit": lambda rows, value: rows.filter(audit_id=value) if value.isdigit() else rows,
        },
    )


def findings_of(actor: Actor, *, audit_id: int) -> list[FindingRow]:
    """The findings of an audit."""
    ask(actor, QualityPermission.SEE)
    return [_row(actor, one) for one in _found(actor).filter(audit_id=audit_id).order_by("pk")]


def findings_waiting(actor: Actor) -> list[FindingRow]:
    """Findings that wait for the actor's side: a member's to correct, ours to verify or to close."""
    ask(actor, QualityPermission.SEE)
    ours = Q(status=FindingStatus.DONE) | Q(status=FindingStatus.VERIFIED, check_on__lte=actor.today)
    mine = ours if actor.at_desk else Q(status__in=WITH_MEMBER)
    return [_row(actor, one) for one in _found(actor).filter(mine).order_by("due_on", "pk")[:30]]


def finding(actor: Actor, *, finding_id: int) -> FindingView:
    """One finding with its cause, actions and photos."""
    ask(actor, QualityPermission.SEE)
    found = _found(actor).get(pk=finding_id)
    repeats = Finding.objects.visible_to(actor).filter(pk=found.repeats_id).first() if found.repeats_id else None
    actions = Action.objects.visible_to(actor).filter(finding=found).order_by("pk")
    return FindingView(
        row=_row(actor, found),
        text=found.text,
        unit=found.unit,
        member_id=found.member_id if actor.at_desk else None,
        cause=found.cause,
        cause_at=found.cause_at,
        check_on=found.check_on,
        closed_at=found.closed_at,
        published_at=found.published_at,
        repeats=repeats.number if repeats else "",
        actions=tuple(
            ActionRow(
                one.pk,
                one.text,
                one.due_on,
                one.created_at,
                one.done_at,
                one.done_note,
                str(one.evidence_id) if one.evidence_id else None,
                one.verified_at,
                one.returned_at,
                one.verdict,
            )
            for one in actions
        ),
        photos=_photos(actor, found),
    )


def _photos(actor: Actor, finding: Finding) -> tuple[str, ...]:
    """Photos of the finding: ours from the audit; in a portal those of its report."""
    if actor.at_desk:
        rows = AuditPhoto.objects.filter(audit_id=finding.audit_id, unit=finding.unit, item_id=finding.item_id)
        return tuple(str(one) for one in rows.order_by("pk").values_list("file_id", flat=True))
    from muhatap.quality.models import AuditReport

    report = AuditReport.objects.visible_to(actor).filter(audit_id=finding.audit_id).first()
    told = [row for row in report.content["findings"] if row["id"] == finding.pk] if report else []
    return tuple(told[0]["photos"]) if told else ()


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """How many findings stand where."""

    open: int
    overdue: int
    to_verify: int
    critical: int


def finding_counts(actor: Actor) -> FindingCounts:
    """How many findings wait, are overdue, wait for our check, are critical and unsettled."""
    ask(actor, QualityPermission.SEE)
    rows = _found(actor)
    waiting = rows.filter(status__in=UNSETTLED)
    return FindingCounts(
        open=waiting.count(),
        overdue=waiting.filter(due_on__lt=actor.today).count(),
        to_verify=rows.filter(status=FindingStatus.DONE).count(),
        critical=waiting.filter(severity=Severity.CRITICAL).count(),
    )


def finding_of(actor: Actor, *, action_id: int) -> int:
    """The finding an action belongs to."""
    ask(actor, QualityPermission.SEE)
    found: Action = Action.objects.visible_to(actor).get(pk=action_id)
    return found.finding_id
