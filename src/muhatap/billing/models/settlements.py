"""Settlements (hakediş) with members and payments to them."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muhatap.backing.models import ProjectAgreement
from muhatap.billing.models.accruals import MemberAccrual
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row, StoredFile
from muhatap.kernel.money import MinorUnitsField, QuantityField, UnitPriceField
from muhatap.parties.models import Party


class SettlementStatus(models.TextChoices):
    """Where a settlement stands."""

    DRAFT = "draft", pgettext_lazy("document", "Draft")
    SENT = "sent", _("Sent to the member")
    AGREED = "agreed", _("Agreed")
    OBJECTED = "objected", _("Objected")
    APPROVED = "approved", _("Approved")
    PAID = "paid", _("Paid")


_MY_SETTLEMENTS = wall.where(
    "member_id = {party} AND sent_at IS NOT NULL",
    lambda actor: Q(member_id=actor.party_id, sent_at__isnull=False),
    update=("status", "agreed_at", "answered_by", "objection", "objected_at"),
)
_OF_MY_SETTLEMENTS = wall.where(
    "member_id = {party} AND settlement_id IN (SELECT s.id FROM billing_settlement s WHERE s.sent_at IS NOT NULL)",
    lambda actor: Q(member_id=actor.party_id, settlement__sent_at__isnull=False),
)


@tracked
class Settlement(Row):
    """What a member earned by one project agreement in a month, less what is netted and retained.

    `net` is the invoice base; `payable` = net + vat - withheld - deductions - retention, minor units.
    """

    wall = wall.scoped(member=_MY_SETTLEMENTS)

    number = models.CharField(max_length=20, unique=True)
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="settlements")
    project_agreement = models.ForeignKey(ProjectAgreement, on_delete=models.PROTECT, related_name="settlements")
    month = models.DateField()
    period = DateRangeField()
    currency = models.CharField(max_length=3, default="TRY")
    status = models.CharField(max_length=10, choices=SettlementStatus.choices, default=SettlementStatus.DRAFT)
    gross = MinorUnitsField(default=0)
    net = MinorUnitsField(default=0)
    vat = MinorUnitsField(default=0)
    withheld = MinorUnitsField(default=0)
    deductions = MinorUnitsField(default=0)
    retention_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    retention = MinorUnitsField(default=0)
    payable = MinorUnitsField(default=0)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)
    objection = models.CharField(max_length=1000, blank=True)
    objected_at = models.DateTimeField(null=True)
    # What the member is told after an objection, when the settlement comes back.
    answer = models.CharField(max_length=1000, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=120, blank=True)
    # The sentence that keeps the right to a penalty (TBK 179/2); empty where nothing was reserved.
    reservation = models.CharField(max_length=500, blank=True)
    invoice_until = models.DateField(null=True)
    due_on = models.DateField(null=True)
    paid_at = models.DateField(null=True)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project_agreement", "month"],
                condition=Q(status="draft"),
                name="one_draft_settlement_a_month",
            ),
            models.CheckConstraint(
                condition=Q(payable=F("net") + F("vat") - F("withheld") - F("deductions") - F("retention")),
                name="settlement_adds_up",
            ),
            models.CheckConstraint(condition=Q(payable__gte=0), name="settlement_not_negative"),
        ]
        indexes = [
            models.Index(fields=["member", "month"], name="settlement_member"),
            models.Index(fields=["status", "due_on"], name="settlement_status"),
            models.Index(fields=["month", "id"], name="settlement_month"),
        ]

    def __str__(self) -> str:
        return self.number


SETTLEMENTS = Lifecycle(
    "billing.Settlement",
    {
        SettlementStatus.DRAFT: {SettlementStatus.SENT},
        SettlementStatus.SENT: {SettlementStatus.AGREED, SettlementStatus.OBJECTED},
        SettlementStatus.OBJECTED: {SettlementStatus.DRAFT},
        SettlementStatus.AGREED: {SettlementStatus.APPROVED},
        SettlementStatus.APPROVED: {SettlementStatus.PAID},
    },
)


@tracked
class SettlementLine(Row):
    """One accrual on a settlement, with its tax."""

    wall = wall.scoped(member=_OF_MY_SETTLEMENTS)

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="lines")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    accrual = models.OneToOneField(MemberAccrual, on_delete=models.PROTECT, related_name="line")
    position = models.IntegerField()
    text = models.CharField(max_length=300)
    quantity = QuantityField()
    unit = models.CharField(max_length=3)
    unit_price = UnitPriceField()
    net = MinorUnitsField()
    vat_rate = models.DecimalField(max_digits=5, decimal_places=2)
    vat = MinorUnitsField()
    withholding_code = models.CharField(max_length=3, blank=True)
    withheld = MinorUnitsField(default=0)

    class Meta:
        indexes = [models.Index(fields=["member", "settlement"], name="settlement_line_member")]


class DeductionKind(models.TextChoices):
    """Why something is netted when paying; none of these changes the invoice base."""

    PENALTY = "penalty", _("Penalty")
    ADVANCE = "advance", _("Advance given before")
    DAMAGE = "damage", _("Damage")
    WAGES = "wages", _("Wages paid for the member")


@tracked
class SettlementDeduction(Row):
    """An amount netted when paying, with its ground."""

    wall = wall.scoped(member=_OF_MY_SETTLEMENTS)

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="netted")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=DeductionKind.choices)
    text = models.CharField(max_length=200)
    ground = models.CharField(max_length=300)
    amount = MinorUnitsField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="deduction_positive")]
        indexes = [models.Index(fields=["member", "settlement"], name="deduction_member")]


@tracked
class Payment(Row):
    """Money paid to a member through a bank."""

    wall = wall.scoped(member=wall.by("member"))

    number = models.CharField(max_length=20, unique=True)
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="payments")
    amount = MinorUnitsField()
    currency = models.CharField(max_length=3, default="TRY")
    paid_on = models.DateField()
    iban = models.CharField(max_length=26)
    reference = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_positive"),
            # The bank's reference names one movement of money: entered twice, it is refused.
            models.UniqueConstraint(fields=["member", "reference"], name="payment_reference_once"),
        ]
        indexes = [
            models.Index(fields=["member", "paid_on"], name="payment_member"),
            models.Index(fields=["paid_on", "id"], name="payment_day"),
        ]


class PaymentAllocation(Row):
    """What of a payment settles which settlement."""

    wall = wall.scoped(member=wall.by("member"))

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="allocations")
    amount = MinorUnitsField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_allocation_positive"),
            models.UniqueConstraint(fields=["payment", "settlement"], name="payment_allocation_once"),
        ]
        indexes = [models.Index(fields=["member", "settlement"], name="payment_allocation_member")]
