"""A customer contract: the financial terms around its promises."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muhatap.agreements.models import Agreement
from muhatap.demand.models import Proposal, Request
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.models import Row
from muhatap.kernel.money import MinorUnitsField
from muhatap.parties.models import Party


class BillingCycle(models.TextChoices):
    """How often a contract is billed."""

    MONTHLY = "monthly", _("monthly")
    QUARTERLY = "quarterly", _("quarterly")


class Index(models.TextChoices):
    """What a price follows."""

    FIXED = "", _("fixed price")
    CPI = "cpi", _("consumer prices (TÜFE)")
    PPI = "ppi", _("producer prices (Yİ-ÜFE)")
    WAGE = "wage", _("minimum wage")
    MIXED = "mixed", _("mixed formula")


SHOWN = wall.where(
    # Behind the wall itself: only agreements shown to the customer count.
    "customer_id = {party} AND agreement_id IN (SELECT a.id FROM agreements_agreement a)",
    lambda actor: Q(customer_id=actor.party_id, agreement__shown=True),
)


@tracked
class CustomerContract(Row):
    """An agreement with a customer and its financial terms."""

    wall = wall.scoped(customer=SHOWN)

    agreement = models.OneToOneField(
        Agreement, on_delete=models.PROTECT, primary_key=True, related_name="customer_contract"
    )
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contracts")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, null=True, related_name="contracts")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, null=True, related_name="contracts")
    billing_cycle = models.CharField(max_length=10, choices=BillingCycle.choices, default=BillingCycle.MONTHLY)
    # Day of the month the invoice is due to be issued; the last day of a shorter month.
    billing_day = models.IntegerField(default=1)
    in_arrears = models.BooleanField(default=True)
    payment_days = models.IntegerField(default=30)
    # The parties agreed expressly on more than 60 days without gross unfairness (TTK 1530/5).
    long_payment_agreed = models.BooleanField(default=False)
    notice_days = models.IntegerField(default=60)
    auto_renew = models.BooleanField(default=True)
    # Last day on which either side can object to the renewal.
    renewal_deadline = models.DateField(null=True)
    statement_approval = models.BooleanField(default=False)
    members_visible = models.BooleanField(default=False)
    # The customer was told that delivery runs through the network and that we stay its sole counterpart.
    network_notice = models.BooleanField(default=False)
    # Yearly late interest in percent; none: the rate of TTK 1530/7 that holds on the day.
    late_interest_rate = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    purchase_order = models.CharField(max_length=60, blank=True)
    # The most the customer may charge as penalty, in percent of a month's price of what failed; none: no penalty agreed.
    penalty_cap_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    # The most we answer for (kuruş); none: without limit.
    liability_cap = MinorUnitsField(null=True)
    # What the prices follow, and the month of the year in which they are revised.
    price_index = models.CharField(max_length=6, choices=Index.choices, blank=True, default=Index.FIXED)
    revision_month = models.IntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["customer"], name="contract_customer")]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(proposal__isnull=False), name="one_contract_per_proposal"
            ),
            models.CheckConstraint(condition=Q(payment_days__gte=0), name="contract_payment_days"),
            models.CheckConstraint(condition=Q(billing_day__gte=1, billing_day__lte=31), name="contract_billing_day"),
            models.CheckConstraint(
                condition=Q(revision_month__isnull=True) | Q(revision_month__gte=1, revision_month__lte=12),
                name="contract_revision_month",
            ),
        ]

    def __str__(self) -> str:
        return str(self.agreement_id)
