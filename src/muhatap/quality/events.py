"""What quality announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from muhatap.kernel.events import Fact


@dataclass(frozen=True)
class AuditPlanned(Fact):
    """An audit was planned for a day."""

    audit_id: int
    planned_on: date


@dataclass(frozen=True)
class AuditStarted(Fact):
    """The auditor has begun."""

    audit_id: int


@dataclass(frozen=True)
class AuditSubmitted(Fact):
    """An audit is complete: score in percent, grade and result."""

    audit_id: int
    member_id: int | None
    location_id: int | None
    score: Decimal | None
    grade: str
    result: str


@dataclass(frozen=True)
class AuditReviewed(Fact):
    """A second person accepted an audit."""

    audit_id: int


@dataclass(frozen=True)
class AuditPublished(Fact):
    """An audit was reported to its readers."""

    audit_id: int
    customer_id: int | None
    member_id: int | None
    on_time: bool


@dataclass(frozen=True)
class AuditReportRead(Fact):
    """A reader opened a report for the first time."""

    report_id: int
    audit_id: int


@dataclass(frozen=True)
class AuditCancelled(Fact):
    """An audit will not take place."""

    audit_id: int
    reason: str


@dataclass(frozen=True)
class FindingOpened(Fact):
    """An audit found something wrong."""

    finding_id: int
    audit_id: int
    member_id: int | None
    severity: str
    due_on: date


@dataclass(frozen=True)
class CauseNamed(Fact):
    """The member named the cause of a finding."""

    finding_id: int


@dataclass(frozen=True)
class ActionPlanned(Fact):
    """The member said what it will do, until when."""

    action_id: int
    finding_id: int
    due_on: date


@dataclass(frozen=True)
class ActionDone(Fact):
    """The member says an action is done and shows the evidence."""

    action_id: int
    finding_id: int


@dataclass(frozen=True)
class ActionReturned(Fact):
    """The evidence of an action did not convince."""

    action_id: int
    finding_id: int


@dataclass(frozen=True)
class FindingVerified(Fact):
    """Somebody of ours saw that a finding is corrected."""

    finding_id: int


@dataclass(frozen=True)
class FindingClosed(Fact):
    """A finding is closed."""

    finding_id: int
    member_id: int | None
