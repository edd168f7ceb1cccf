"""Audits: of a location's service and of a member, their answers and the projections that leave the house."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muhatap.contracts.models import Promise
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row, StoredFile
from muhatap.parties.models import Location, Party
from muhatap.quality.models.templates import Template


class AuditKind(models.TextChoices):
    """What is audited."""

    SERVICE = "service", _("service at a location")
    MEMBER = "member", _("member")
    READINESS = "readiness", _("readiness of a location")


class AuditStatus(models.TextChoices):
    """Where an audit stands."""

    PLANNED = "planned", _("planned")
    IN_PROGRESS = "in_progress", _("in progress")
    SUBMITTED = "submitted", _("submitted")
    REVIEWED = "reviewed", _("reviewed")
    PUBLISHED = "published", _("published")
    CANCELLED = "cancelled", _("cancelled")


class AuditResult(models.TextChoices):
    """What an audit concludes."""

    PASS = "pass", _("passed")
    FAIL = "fail", _("failed")
    INCOMPLETE = "incomplete", _("incomplete")


# Before it is published only the date of an announced audit is known outside.
_SHOWN = "(announced OR status = 'published') AND status <> 'cancelled'"


def _seen(column: str) -> wall.Door:
    return wall.where(
        f"{column} = {{party}} AND {_SHOWN}",
        lambda actor: (
            Q(**{column: actor.party_id})
            & (Q(announced=True) | Q(status=AuditStatus.PUBLISHED))
            & ~Q(status=AuditStatus.CANCELLED)
        ),
    )


class Audit(Row):
    """One audit: who looks at what, when, with which template; nothing of its result."""

    wall = wall.scoped(customer=_seen("customer_id"), member=_seen("member_id"))

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=AuditKind.choices)
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, null=True, related_name="+")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, null=True, related_name="+")
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="audits")
    auditor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    planned_on = models.DateField()
    announced = models.BooleanField(default=True)
    status = models.CharField(max_length=12, choices=AuditStatus.choices, default=AuditStatus.PLANNED)
    started_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    # The clock of unreported audits: the report is due on the day of the audit.
    report_due_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(customer__isnull=False) | Q(member__isnull=False), name="audit_of_somebody"
            )
        ]
        indexes = [
            models.Index(fields=["customer", "planned_on"], name="audit_customer"),
            models.Index(fields=["member", "planned_on"], name="audit_member"),
            models.Index(fields=["status", "report_due_at"], name="audit_unreported"),
            models.Index(fields=["location", "planned_on"], name="audit_location"),
        ]

    def __str__(self) -> str:
        return self.number


AUDIT_LIFECYCLE = Lifecycle(
    "quality.Audit",
    {
        AuditStatus.PLANNED: {AuditStatus.IN_PROGRESS, AuditStatus.CANCELLED},
        AuditStatus.IN_PROGRESS: {AuditStatus.SUBMITTED, AuditStatus.CANCELLED},
        AuditStatus.SUBMITTED: {AuditStatus.REVIEWED, AuditStatus.PUBLISHED},
        AuditStatus.REVIEWED: {AuditStatus.PUBLISHED},
    },
)


@tracked
class AuditOutcome(Row):
    """What an audit found out: raw and reported score (percent, one decimal), grade and result."""

    wall = wall.STAFF_ONLY

    audit = models.OneToOneField(Audit, on_delete=models.PROTECT, primary_key=True, related_name="outcome")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    # The template as it was on the day: later versions change nothing here.
    snapshot = models.JSONField()
    header = models.JSONField(default=dict)
    units = models.JSONField(default=list)
    lot_size = models.IntegerField(null=True)
    raw_score = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    score = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    grade = models.CharField(max_length=4, blank=True)
    result = models.CharField(max_length=10, choices=AuditResult.choices, blank=True)
    sections = models.JSONField(default=list)
    conclusion = models.TextField(blank=True)
    internal_note = models.TextField(blank=True)
    review_note = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")


@tracked
class AuditAnswer(Row):
    """The answer to one point of an audit."""

    wall = wall.STAFF_ONLY

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="answers")
    # One of several vehicles or persons, where the template repeats; blank otherwise.
    unit = models.CharField(max_length=60, blank=True)
    item_id = models.CharField(max_length=20)
    value = models.CharField(max_length=2000, blank=True)
    note = models.CharField(max_length=2000, blank=True)
    answered_at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audit", "unit", "item_id"], name="audit_answer_once")]


class AuditPhoto(Row):
    """A photo or document that proves an answer."""

    wall = wall.STAFF_ONLY

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="photos")
    unit = models.CharField(max_length=60, blank=True)
    item_id = models.CharField(max_length=20)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["audit", "item_id"], name="audit_photo_item")]


class Reader(models.TextChoices):
    """For whom a projection of an audit is made."""

    CUSTOMER = "customer", _("customer report")
    MEMBER = "member", _("member notice")
    INTERNAL = "internal", _("internal note")


class AuditReport(Row):
    """One projection of an audit: what one reader is told, frozen when published."""

    wall = wall.scoped(
        customer=wall.by("customer", update=("read_at", "read_by_id")),
        member=wall.by("member", update=("read_at", "read_by_id")),
    )

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="reports")
    audience = models.CharField(max_length=10, choices=Reader.choices)
    # At most one of the two is set: a projection has one reader.
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, null=True, related_name="+")
    content = models.JSONField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "audience"], name="audit_report_once"),
            models.CheckConstraint(
                condition=Q(customer__isnull=True) | Q(member__isnull=True), name="audit_report_one_reader"
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "published_at"], name="audit_report_customer"),
            models.Index(fields=["member", "published_at"], name="audit_report_member"),
        ]
