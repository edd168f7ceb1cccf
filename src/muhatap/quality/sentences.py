"""How the facts of this package read in a timeline; placeholders are the fact's own values."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from muhatap.kernel.events import Fact
from muhatap.quality.events import (
    ActionDone,
    ActionPlanned,
    ActionReturned,
    AuditCancelled,
    AuditPlanned,
    AuditPublished,
    AuditReportRead,
    AuditReviewed,
    AuditStarted,
    AuditSubmitted,
    CauseNamed,
    FindingClosed,
    FindingOpened,
    FindingVerified,
)

SENTENCES: dict[type[Fact], LazyText] = {
    ActionDone: _("An action was reported as done"),
    ActionPlanned: _("An action is due %(due_on)s"),
    ActionReturned: _("The evidence did not convince"),
    AuditCancelled: _("The audit was cancelled: %(reason)s"),
    AuditPlanned: _("The audit was planned for %(planned_on)s"),
    AuditPublished: _("The audit was published"),
    AuditReportRead: _("The report was read"),
    AuditReviewed: _("A second person accepted the audit"),
    AuditStarted: _("The audit began"),
    AuditSubmitted: _("The audit is complete: %(score)s points, grade %(grade)s"),
    CauseNamed: _("The member named the cause"),
    FindingClosed: _("A finding is closed"),
    FindingOpened: _("A finding was opened, due %(due_on)s"),
    FindingVerified: _("A correction was verified"),
}
