"""Findings and what the member does about them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row, StoredFile
from muhatap.parties.models import Location, Party
from muhatap.quality.models.audits import Audit


class Severity(models.TextChoices):
    """How heavy a finding is."""

    MINOR = "minor", _("minor")
    MAJOR = "major", _("major")
    CRITICAL = "critical", _("critical")


class FindingStatus(models.TextChoices):
    """Where a finding stands."""

    OPEN = "open", _("open")
    CAUSE = "cause", _("cause named")
    PLANNED = "planned", _("action planned")
    DONE = "done", _("action done")
    VERIFIED = "verified", _("verified")
    CLOSED = "closed", _("closed")


@tracked
class Finding(Row):
    """Something an audit found wrong: what, how heavy, who must correct it, until when."""

    # Before the audit is published nobody outside knows of it.
    wall = wall.scoped(
        customer=wall.by("customer", when="published_at IS NOT NULL"),
        member=wall.by("member", when="published_at IS NOT NULL", update=("status", "cause", "cause_at")),
    )

    number = models.CharField(max_length=20, unique=True)
    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="findings")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.CharField(max_length=60, blank=True)
    item_id = models.CharField(max_length=20)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    title_tr = models.CharField(max_length=500)
    title_en = models.CharField(max_length=500)
    text = models.CharField(max_length=2000, blank=True)
    status = models.CharField(max_length=10, choices=FindingStatus.choices, default=FindingStatus.OPEN)
    due_on = models.DateField()
    published_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=2000, blank=True)
    cause_at = models.DateTimeField(null=True)
    # The same point failed at the same place within 90 days before.
    repeats = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="repeated_by")
    check_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audit", "unit", "item_id"], name="finding_once_per_item")]
        indexes = [
            models.Index(fields=["customer", "due_on"], name="finding_customer"),
            models.Index(fields=["member", "due_on"], name="finding_member"),
            models.Index(fields=["status", "due_on"], name="finding_waiting"),
            models.Index(fields=["location", "item_id"], name="finding_location"),
        ]

    def __str__(self) -> str:
        return self.number


FINDING_LIFECYCLE = Lifecycle(
    "quality.Finding",
    {
        FindingStatus.OPEN: {FindingStatus.CAUSE},
        FindingStatus.CAUSE: {FindingStatus.PLANNED},
        FindingStatus.PLANNED: {FindingStatus.DONE},
        # Evidence that does not convince goes back; a recurrence after verification too.
        FindingStatus.DONE: {FindingStatus.VERIFIED, FindingStatus.PLANNED},
        FindingStatus.VERIFIED: {FindingStatus.CLOSED, FindingStatus.PLANNED},
    },
)


@tracked
class Action(Row):
    """What the member does about a finding, until when, and the evidence that it is done."""

    wall = wall.scoped(
        customer=wall.by("customer"),
        member=wall.by("member", insert=True, update=("done_at", "done_note", "evidence_id")),
    )

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="actions")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=2000)
    due_on = models.DateField()
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_note = models.CharField(max_length=2000, blank=True)
    evidence = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "due_on"], name="action_customer"),
            models.Index(fields=["member", "due_on"], name="action_member"),
        ]
