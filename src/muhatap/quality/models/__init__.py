"""Templates, audits, findings and actions: step 9 of the spine."""

from muhatap.quality.models.audits import (
    AUDIT_LIFECYCLE,
    Audit,
    AuditAnswer,
    AuditKind,
    AuditOutcome,
    AuditPhoto,
    AuditReport,
    AuditResult,
    AuditStatus,
    Reader,
)
from muhatap.quality.models.findings import (
    FINDING_LIFECYCLE,
    Action,
    Finding,
    FindingStatus,
    Severity,
)
from muhatap.quality.models.templates import Template, TemplateKind

__all__ = [
    "AUDIT_LIFECYCLE",
    "FINDING_LIFECYCLE",
    "Action",
    "Audit",
    "AuditAnswer",
    "AuditKind",
    "AuditOutcome",
    "AuditPhoto",
    "AuditReport",
    "AuditResult",
    "AuditStatus",
    "Finding",
    "FindingStatus",
    "Reader",
    "Severity",
    "Template",
    "TemplateKind",
]
