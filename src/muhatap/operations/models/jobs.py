"""Jobs: what a member delivers on a day, who was there, what it left as evidence, and what went otherwise."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muhatap.backing.models import Backing
from muhatap.catalogue.models import Service
from muhatap.contracts.models import Promise
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row, StoredFile
from muhatap.kernel.money import QuantityField
from muhatap.parties.models import Location, Party


class JobStatus(models.TextChoices):
    """Where a job stands."""

    PLANNED = "planned", _("planned")
    ACCEPTED = "accepted", _("accepted by the member")
    DECLINED = "declined", _("declined by the member")
    STARTED = "started", _("started")
    DONE = "done", _("done")
    CONFIRMED = "confirmed", _("confirmed")
    DISPUTED = "disputed", _("disputed")
    MISSED = "missed", _("missed")
    CANCELLED = "cancelled", _("cancelled")


_MEMBER_WRITES = ("status", "lead_id", "started_at", "done_at", "done_quantity", "checklist", "note")
_CUSTOMER_WRITES = ("status", "accepted_quantity", "confirmed_at", "confirmed_by_id", "dispute")


@tracked
class Job(Row):
    """One planned delivery of a service at a location on a day; it knows no price."""

    wall = wall.scoped(
        customer=wall.by("customer", update=_CUSTOMER_WRITES), member=wall.by("member", update=_MEMBER_WRITES)
    )

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="jobs")
    backing = models.ForeignKey(Backing, on_delete=models.PROTECT, related_name="jobs")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    window_from = models.TimeField(null=True)
    window_until = models.TimeField(null=True)
    planned_quantity = QuantityField()
    done_quantity = QuantityField(null=True)
    accepted_quantity = QuantityField(null=True)
    unit = models.CharField(max_length=3)
    status = models.CharField(max_length=10, choices=JobStatus.choices, default=JobStatus.PLANNED)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # Keys of the checklist's points that are done; the points themselves stand in the service's checklist.
    checklist = models.JSONField(default=list)
    note = models.CharField(max_length=1000, blank=True)
    dispute = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            # A rerun of the planning can never double a delivery.
            models.UniqueConstraint(fields=["backing", "day"], name="job_once_per_backing_and_day"),
            models.CheckConstraint(condition=Q(planned_quantity__gt=0), name="job_quantity_positive"),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | (Q(accepted_quantity__isnull=False) & Q(confirmed_at__isnull=False)),
                name="job_confirmed_with_quantity",
            ),
            models.CheckConstraint(
                condition=Q(accepted_quantity__isnull=True) | Q(accepted_quantity__gte=0),
                name="job_accepted_not_negative",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "day"], name="job_customer"),
            models.Index(fields=["member", "day"], name="job_member"),
            models.Index(fields=["location", "day"], name="job_location"),
            models.Index(fields=["day", "status"], name="job_day"),
            models.Index(fields=["promise", "day"], name="job_promise"),
        ]

    def __str__(self) -> str:
        return self.number


JOB_LIFECYCLE = Lifecycle(
    "operations.Job",
    {
        JobStatus.PLANNED: {
            JobStatus.ACCEPTED,
            JobStatus.DECLINED,
            JobStatus.STARTED,
            JobStatus.DONE,
            JobStatus.MISSED,
            JobStatus.CANCELLED,
        },
        JobStatus.ACCEPTED: {
            JobStatus.DECLINED,
            JobStatus.STARTED,
            JobStatus.DONE,
            JobStatus.MISSED,
            JobStatus.CANCELLED,
        },
        JobStatus.DECLINED: {JobStatus.ACCEPTED, JobStatus.MISSED, JobStatus.CANCELLED},
        JobStatus.STARTED: {JobStatus.DONE, JobStatus.MISSED},
        JobStatus.DONE: {JobStatus.CONFIRMED, JobStatus.DISPUTED},
        JobStatus.DISPUTED: {JobStatus.CONFIRMED},
        # A delivery nobody had noticed can still be proven by the desk.
        JobStatus.MISSED: {JobStatus.DONE},
    },
)


class PresenceMethod(models.TextChoices):
    """How somebody proved to be at the location."""

    QR = "qr", _("QR code of the location")
    PIN = "pin", _("code of the location")
    POSITION = "position", _("position")
    DESK = "desk", _("by phone to the desk")


class Presence(Row):
    """Somebody of the member was at the location: when, proven how, how far away (metres)."""

    wall = wall.scoped(customer=wall.by("customer"), member=wall.by("member", insert=True), append_only=True)

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="presences")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    method = models.CharField(max_length=10, choices=PresenceMethod.choices)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    distance_m = models.IntegerField(null=True)
    photo = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["customer", "at"], name="presence_customer"),
            models.Index(fields=["member", "at"], name="presence_member"),
        ]


class PhotoKind(models.TextChoices):
    """What a photo of a job shows."""

    BEFORE = "before", _("before")
    AFTER = "after", _("after")
    PROBLEM = "problem", _("problem")


class JobPhoto(Row):
    """A photo left as evidence of a job."""

    wall = wall.scoped(customer=wall.by("customer"), member=wall.by("member", insert=True), append_only=True)

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="photos")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=PhotoKind.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["customer", "at"], name="job_photo_customer"),
            models.Index(fields=["member", "at"], name="job_photo_member"),
        ]


class ExceptionKind(models.TextChoices):
    """How a delivery was not as planned."""

    DECLINED = "declined", _("member cannot come")
    LATE = "late", _("late")
    MISSED = "missed", _("nobody came")
    SHORT = "short", _("less than planned")
    DISPUTED = "disputed", _("disputed")
    BY_DESK = "by_desk", _("recorded by the desk")
    CANCELLED = "cancelled", _("cancelled")


class JobException(Row):
    """A delivery that was not as planned, and why."""

    wall = wall.scoped(
        customer=wall.by("customer", insert=True), member=wall.by("member", insert=True), append_only=True
    )

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="exceptions")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ExceptionKind.choices)
    reason = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["customer", "at"], name="job_exception_customer"),
            models.Index(fields=["member", "at"], name="job_exception_member"),
            models.Index(fields=["job", "kind"], name="job_exception_job"),
        ]
