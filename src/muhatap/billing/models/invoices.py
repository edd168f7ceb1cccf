"""Invoices to customers and the money received for them."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muhatap.billing.models.accruals import CustomerAccrual
from muhatap.contracts.models import CustomerContract
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row, StoredFile
from muhatap.kernel.money import MinorUnitsField, QuantityField, UnitPriceField
from muhatap.parties.models import Party


class InvoiceStatus(models.TextChoices):
    """Where an invoice stands."""

    DRAFT = "draft", pgettext_lazy("document", "Draft")
    ISSUED = "issued", _("Issued")
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    PAID = "paid", _("Paid")


_MY_INVOICES = wall.where(
    "customer_id = {party} AND sent_at IS NOT NULL",
    lambda actor: Q(customer_id=actor.party_id, sent_at__isnull=False),
    update=("status", "answered_at", "answered_by", "rejection"),
)
_OF_MY_INVOICES = wall.where(
    "customer_id = {party} AND invoice_id IN (SELECT i.id FROM billing_invoice i WHERE i.sent_at IS NOT NULL)",
    lambda actor: Q(customer_id=actor.party_id, invoice__sent_at__isnull=False),
)


@tracked
class Invoice(Row):
    """An invoice to a customer for one contract and month.

    `payable` = net + vat - withheld, minor units; the 16-character number comes at issue (VUK GT 509).
    """

    wall = wall.scoped(customer=_MY_INVOICES)

    number = models.CharField(max_length=16, blank=True)
    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="invoices")
    contract = models.ForeignKey(CustomerContract, on_delete=models.PROTECT, related_name="invoices")
    month = models.DateField()
    period = DateRangeField()
    currency = models.CharField(max_length=3, default="TRY")
    profile = models.CharField(max_length=20, blank=True)
    type_code = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=10, choices=InvoiceStatus.choices, default=InvoiceStatus.DRAFT)
    net = MinorUnitsField(default=0)
    vat = MinorUnitsField(default=0)
    withheld = MinorUnitsField(default=0)
    payable = MinorUnitsField(default=0)
    made_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    issued_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)
    rejection = models.CharField(max_length=1000, blank=True)
    paid_on = models.DateField(null=True)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    xml = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="invoice_number_once"),
            models.UniqueConstraint(
                fields=["contract", "month"], condition=Q(status="draft"), name="one_draft_invoice_a_month"
            ),
            models.CheckConstraint(condition=Q(payable=F("net") + F("vat") - F("withheld")), name="invoice_adds_up"),
            models.CheckConstraint(condition=Q(status="draft") | ~Q(number=""), name="invoice_issued_has_number"),
        ]
        indexes = [
            models.Index(fields=["customer", "month"], name="invoice_customer"),
            models.Index(fields=["status", "due_on"], name="invoice_status"),
            models.Index(fields=["month", "id"], name="invoice_month"),
        ]

    def __str__(self) -> str:
        return self.number


INVOICES = Lifecycle(
    "billing.Invoice",
    {
        InvoiceStatus.DRAFT: {InvoiceStatus.ISSUED},
        InvoiceStatus.ISSUED: {InvoiceStatus.SENT},
        InvoiceStatus.SENT: {InvoiceStatus.ACCEPTED, InvoiceStatus.REJECTED, InvoiceStatus.PAID},
        InvoiceStatus.ACCEPTED: {InvoiceStatus.PAID},
        InvoiceStatus.REJECTED: {InvoiceStatus.SENT},
    },
)


@tracked
class InvoiceLine(Row):
    """One accrual on an invoice, with its tax and why it was withheld from or not."""

    wall = wall.scoped(customer=_OF_MY_INVOICES)

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    accrual = models.OneToOneField(CustomerAccrual, on_delete=models.PROTECT, related_name="line")
    position = models.IntegerField()
    text = models.CharField(max_length=300)
    description = models.CharField(max_length=300, blank=True)
    quantity = QuantityField()
    unit = models.CharField(max_length=3)
    unit_price = UnitPriceField()
    net = MinorUnitsField()
    vat_rate = models.DecimalField(max_digits=5, decimal_places=2)
    vat = MinorUnitsField()
    withholding_code = models.CharField(max_length=3, blank=True)
    withheld = MinorUnitsField(default=0)
    why = models.CharField(max_length=30, blank=True)

    class Meta:
        indexes = [models.Index(fields=["customer", "invoice"], name="invoice_line_customer")]


@tracked
class Receipt(Row):
    """Money received from a customer."""

    wall = wall.scoped(customer=wall.by("customer"))

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="receipts")
    amount = MinorUnitsField()
    currency = models.CharField(max_length=3, default="TRY")
    received_on = models.DateField()
    reference = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_positive"),
            models.UniqueConstraint(fields=["customer", "reference"], name="receipt_reference_once"),
        ]
        indexes = [
            models.Index(fields=["customer", "received_on"], name="receipt_customer"),
            models.Index(fields=["received_on", "id"], name="receipt_day"),
        ]


class ReceiptAllocation(Row):
    """What of a receipt pays which invoice."""

    wall = wall.scoped(customer=wall.by("customer"))

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="allocations")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="allocations")
    amount = MinorUnitsField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_allocation_positive"),
            models.UniqueConstraint(fields=["receipt", "invoice"], name="receipt_allocation_once"),
        ]
        indexes = [models.Index(fields=["customer", "invoice"], name="receipt_allocation_customer")]
