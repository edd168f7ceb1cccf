"""The catalogue: reference data with a source, the same for everybody."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language

from muhatap.kernel import wall
from muhatap.kernel.models import Row


class Named(Row):
    """Something with a Turkish and an English name."""

    name_tr = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_en if (get_language() or "tr").startswith("en") else self.name_tr

    def __str__(self) -> str:
        return self.name


class DeliveryMode(models.TextChoices):
    """How a service may be sold: resold, or contracted directly by the member where law forbids resale (5188)."""

    RESALE = "resale", "resale"
    DIRECT = "direct", "direct"


class Category(Named):
    """A category of services; project managers are expert in one or more."""

    wall = wall.REFERENCE

    key = models.CharField(max_length=40, primary_key=True)
    position = models.IntegerField()


class WithholdingCode(Named):
    """A code of partial VAT withholding with its ratio, who withholds, and since when (KDVGUT I/C-2.1.3)."""

    wall = wall.REFERENCE

    code = models.CharField(max_length=3, primary_key=True)
    numerator = models.IntegerField()
    denominator = models.IntegerField()
    # Classes of buyers that withhold: "A+B", "B", "B13", or nobody.
    buyers = models.CharField(max_length=10, blank=True)
    # Class A buyers withhold from this VAT-inclusive amount on (kuruş): building works, code 601.
    threshold_for_a = models.BigIntegerField(null=True)
    section = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    source = models.TextField(blank=True)


class DocumentType(Named):
    """A kind of document members must hold; one registry for services, audits, gates and payments."""

    wall = wall.REFERENCE

    key = models.CharField(max_length=60, primary_key=True)
    level = models.CharField(max_length=20)
    applies_to = models.CharField(max_length=200)
    validity_rule = models.CharField(max_length=300, blank=True)
    validity_days = models.IntegerField(null=True)
    law = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=400, blank=True)
    # A duty of law blocks new assignments and the start gate; a contract practice warns.
    blocks = models.BooleanField(default=False)
    monthly = models.BooleanField(default=False)


class Service(Named):
    """A service or product we sell, with its unit, pricing model, default pattern and withholding class."""

    wall = wall.REFERENCE

    key = models.CharField(max_length=60, primary_key=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="services")
    # UN/ECE unit code (C62 piece, MON month, MTK m2 …) for the e-invoice, and the words people use.
    unit = models.CharField(max_length=3)
    unit_words = models.CharField(max_length=60)
    pricing_model = models.CharField(max_length=40)
    rrule = models.CharField(max_length=200, blank=True)
    withholding = models.ForeignKey(WithholdingCode, on_delete=models.PROTECT, null=True)
    vat_parameter = models.CharField(max_length=100)
    delivery_mode = models.CharField(max_length=10, choices=DeliveryMode.choices, default=DeliveryMode.RESALE)


class ServiceDocument(Row):
    """A document type a member must hold to deliver a service."""

    wall = wall.REFERENCE

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="documents")
    document_type = models.ForeignKey(DocumentType, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "document_type"], name="service_document_once")]


class Kpi(Named):
    """A measure of performance with its target and the default penalty rule."""

    wall = wall.REFERENCE

    key = models.CharField(max_length=60, primary_key=True)
    service_family = models.CharField(max_length=60)
    formula = models.TextField()
    unit = models.CharField(max_length=40)
    target = models.CharField(max_length=40)
    direction = models.CharField(max_length=20)
    penalty_rule = models.TextField()
