"""What members bring: documents, coverage with capacity, rate cards; and how much of the capacity is taken."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from muhatap.catalogue.models import DocumentType, Service
from muhatap.contracts.models import Promise
from muhatap.demand.models import Basis
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row, StoredFile
from muhatap.kernel.money import MinorUnitsField, QuantityField, UnitPriceField
from muhatap.parties.models import District, Party, Province


class DocumentStatus(models.TextChoices):
    """Whether a document counts; that it has run out is a matter of its period, not of its state."""

    UPLOADED = "uploaded", _("waiting for a check")
    VERIFIED = "verified", _("verified")
    REJECTED = "rejected", _("rejected")
    REPLACED = "replaced", _("replaced")


class RejectionReason(models.TextChoices):
    """Why a document does not count."""

    UNREADABLE = "unreadable", _("not readable")
    OTHER_COMPANY = "other_company", _("names another company")
    OTHER_DOCUMENT = "other_document", _("is another document")
    INCOMPLETE = "incomplete", _("pages or signatures are missing")
    OTHER_DAYS = "other_days", _("is valid on other days than stated")
    NOT_GENUINE = "not_genuine", _("the issuer does not know it")
    OTHER = "other", _("another reason")


@tracked
class Document(Row):
    """A document of a member with the days it is valid on."""

    wall = wall.scoped(member=wall.by("member", insert=True))

    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="documents")
    type = models.ForeignKey(DocumentType, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    period = DateRangeField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=DocumentStatus.choices, default=DocumentStatus.UPLOADED)
    rejection_code = models.CharField(max_length=20, choices=RejectionReason.choices, blank=True)
    rejection_reason = models.CharField(max_length=300, blank=True)
    uploaded_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["member", "type", "status"], name="document_member"),
            models.Index(fields=["status", "uploaded_at"], name="document_queue"),
        ]


DOCUMENT_LIFECYCLE = Lifecycle(
    "network.Document",
    {
        DocumentStatus.UPLOADED: {DocumentStatus.VERIFIED, DocumentStatus.REJECTED, DocumentStatus.REPLACED},
        DocumentStatus.VERIFIED: {DocumentStatus.REJECTED},
    },
)


class CoverageStatus(models.TextChoices):
    """Whether a coverage counts."""

    PROPOSED = "proposed", _("proposed")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


@tracked
class Coverage(Row):
    """A member can deliver a service in a district, up to a capacity in the service's unit."""

    wall = wall.scoped(member=wall.by("member", insert=True))

    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="coverage")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    capacity = QuantityField()
    unit = models.CharField(max_length=3)
    period = DateRangeField()
    status = models.CharField(max_length=12, choices=CoverageStatus.choices, default=CoverageStatus.PROPOSED)
    reason = models.CharField(max_length=300, blank=True)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["member", "service", "district"], name="coverage_member"),
            models.Index(fields=["service", "district", "status"], name="coverage_place"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gt=0), name="coverage_capacity"),
            ExclusionConstraint(
                name="coverage_once",
                expressions=[
                    (F("member"), RangeOperators.EQUAL),
                    (F("service"), RangeOperators.EQUAL),
                    (F("district"), RangeOperators.EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
                condition=Q(status="approved"),
            ),
        ]


COVERAGE_LIFECYCLE = Lifecycle(
    "network.Coverage",
    {CoverageStatus.PROPOSED: {CoverageStatus.APPROVED, CoverageStatus.REFUSED}},
)


@tracked
class RateCard(Row):
    """What a member asks for a service, in a province or everywhere."""

    wall = wall.scoped(member=wall.by("member", insert=True, update=("period",)))

    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="rate_cards")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(Province, on_delete=models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=15, choices=Basis.choices)
    unit_price = UnitPriceField()
    # At least so much a month for one place (kuruş).
    minimum = MinorUnitsField(null=True)
    # At night and on holidays: so much percent more, or a price of its own.
    night_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    night_price = UnitPriceField(null=True)
    holiday_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    holiday_price = UnitPriceField(null=True)
    period = DateRangeField()
    stated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "service"], name="rate_card_member")]
        constraints = [
            models.CheckConstraint(condition=Q(unit_price__gt=0), name="rate_card_price"),
            models.CheckConstraint(
                condition=(Q(night_percent__isnull=True) | Q(night_price__isnull=True))
                & (Q(holiday_percent__isnull=True) | Q(holiday_price__isnull=True)),
                name="rate_card_percent_or_price",
            ),
            ExclusionConstraint(
                name="rate_card_once",
                expressions=[
                    (F("member"), RangeOperators.EQUAL),
                    (F("service"), RangeOperators.EQUAL),
                    (Coalesce(F("province"), Value("")), RangeOperators.EQUAL),
                    (F("basis"), RangeOperators.EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Commitment(Row):
    """Capacity of a member that a promise takes, over all customers; the database refuses more than is covered.

    The member reads how much of its own is taken; what the promise is lies behind the promise's own wall.
    """

    wall = wall.scoped(member=wall.by("member"))

    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField()
    period = DateRangeField()

    class Meta:
        indexes = [
            GistIndex(fields=["member", "service", "district", "period"], name="commitment_place"),
            models.Index(fields=["member", "service"], name="commitment_member"),
            models.Index(fields=["promise", "member"], name="commitment_promise"),
        ]
