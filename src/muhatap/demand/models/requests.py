"""Somebody asks for a service: the request and every contact with the one who asked."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _

from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row
from muhatap.kernel.text import Fold
from muhatap.parties.models import District, Party


class Source(models.TextChoices):
    """How a request reached us."""

    WEB = "web", _("web form")
    PORTAL = "portal", _("customer portal")
    PHONE = "phone", _("phone")
    EMAIL = "email", _("e-mail")
    VISIT = "visit", _("in person")


class Channel(models.TextChoices):
    """How somebody was spoken to."""

    PHONE = "phone", _("phone")
    EMAIL = "email", _("e-mail")
    MEETING = "meeting", _("meeting")


class LostReason(models.TextChoices):
    """Why a request did not become a contract."""

    PRICE = "price", _("price")
    COMPETITOR = "competitor", _("another supplier chosen")
    NO_BUDGET = "no_budget", _("no budget")
    NOT_OFFERED = "not_offered", _("we do not offer this")
    NO_ANSWER = "no_answer", _("no answer")
    NOT_GENUINE = "not_genuine", _("not a genuine request")
    OTHER = "other", _("other")


class RequestStatus(models.TextChoices):
    """Where a request stands."""

    NEW = "new", _("new")
    ASSIGNED = "assigned", _("assigned")
    IN_CONTACT = "in_contact", _("in contact")
    VISITING = "visiting", _("visiting")
    PROPOSING = "proposing", _("proposing")
    WON = "won", _("won")
    LOST = "lost", _("lost")
    MERGED = "merged", _("merged")


@tracked
class Request(Row):
    """A wish for services, from whom and where, with the clock of the first response."""

    wall = wall.scoped(
        customer=wall.by("customer", insert=True),
        public=wall.by_token("token", insert=True),
    )

    number = models.CharField(max_length=20, unique=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="requests")
    company_name = models.CharField(max_length=200)
    contact_name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    tax_number = models.CharField(max_length=11, blank=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    # Keys of catalogue categories.
    categories = ArrayField(models.CharField(max_length=40), default=list)
    received_at = models.DateTimeField()
    first_response_due = models.DateTimeField()
    first_response_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=12, choices=RequestStatus.choices, default=RequestStatus.NEW)
    lost_reason = models.CharField(max_length=20, choices=LostReason.choices, blank=True)
    lost_note = models.CharField(max_length=500, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    token = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        indexes = [
            GinIndex(OpClass(Fold("company_name"), name="gin_trgm_ops"), name="request_company"),
            models.Index(fields=["status", "first_response_due"], name="request_waiting"),
            models.Index(fields=["received_at"], name="request_received"),
            models.Index(fields=["phone"], name="request_phone"),
            models.Index(fields=["tax_number"], name="request_tax_number"),
        ]

    def __str__(self) -> str:
        return self.number


class RequestContact(Row):
    """A contact with the one who asked: when, how, what was said."""

    wall = wall.STAFF_ONLY

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="contacts")
    at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    text = models.TextField(blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")


REQUEST_LIFECYCLE = Lifecycle(
    "demand.Request",
    {
        RequestStatus.NEW: {RequestStatus.ASSIGNED, RequestStatus.LOST, RequestStatus.MERGED},
        RequestStatus.ASSIGNED: {RequestStatus.IN_CONTACT, RequestStatus.LOST, RequestStatus.MERGED},
        RequestStatus.IN_CONTACT: {
            RequestStatus.VISITING,
            RequestStatus.PROPOSING,
            RequestStatus.LOST,
            RequestStatus.MERGED,
        },
        RequestStatus.VISITING: {RequestStatus.PROPOSING, RequestStatus.LOST},
        RequestStatus.PROPOSING: {RequestStatus.WON, RequestStatus.LOST},
    },
)
