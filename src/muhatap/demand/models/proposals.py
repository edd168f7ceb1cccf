"""What we offer: versions of a proposal, its lines, and prices and costs in tables of their own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muhatap.catalogue.models import Service
from muhatap.demand.models.needs import Basis, Need
from muhatap.demand.models.requests import Request
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row, StoredFile
from muhatap.kernel.money import QuantityField, UnitPriceField
from muhatap.parties.models import Location, Party


class ProposalStatus(models.TextChoices):
    """Where a proposal stands."""

    DRAFT = "draft", _("draft")
    APPROVAL = "approval", _("in approval")
    SENT = "sent", _("sent")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    EXPIRED = "expired", _("expired")
    SUPERSEDED = "superseded", _("superseded")


# A draft is ours alone: the customer meets a proposal from the moment it is sent.
HIDDEN = (ProposalStatus.DRAFT, ProposalStatus.APPROVAL)
_HIDDEN_SQL = ", ".join(f"'{status.value}'" for status in HIDDEN)


@tracked
class Proposal(Row):
    """A version of an offer to a customer, valid until a day."""

    wall = wall.scoped(
        customer=wall.where(
            f"customer_id = {{party}} AND status NOT IN ({_HIDDEN_SQL})",
            lambda actor: Q(customer_id=actor.party_id) & ~Q(status__in=HIDDEN),
            update=("status", "answered_at", "answered_by_id", "answer_note"),
        ),
    )

    number = models.CharField(max_length=20)
    version = models.IntegerField(default=1)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="proposals")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=ProposalStatus.choices, default=ProposalStatus.DRAFT)
    title = models.CharField(max_length=200)
    valid_until = models.DateField()
    currency = models.CharField(max_length=3, default="TRY")
    notes = models.TextField(blank=True)
    created_at = models.DateTimeField()
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answer_note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "version"], name="proposal_version_once")]
        indexes = [models.Index(fields=["status", "valid_until"], name="proposal_waiting")]

    def __str__(self) -> str:
        return self.number


_LINE_OF_SHOWN = wall.where(
    "customer_id = {party} AND proposal_id IN (SELECT p.id FROM demand_proposal p)",
    lambda actor: Q(customer_id=actor.party_id) & ~Q(proposal__status__in=HIDDEN),
)


@tracked
class ProposalLine(Row):
    """One line of a proposal: what, where, how much, when and how well; no price in it."""

    # The inner select is itself behind the wall, so that lines appear with their proposal.
    wall = wall.scoped(customer=_LINE_OF_SHOWN)

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="lines")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, null=True, related_name="proposal_lines")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField()
    unit = models.CharField(max_length=3)
    basis = models.CharField(max_length=15, choices=Basis.choices)
    pattern = models.CharField(max_length=200, blank=True)
    window_from = models.TimeField(null=True)
    window_until = models.TimeField(null=True)
    standard = models.CharField(max_length=500, blank=True)
    position = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "position"], name="proposal_line_position_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="proposal_line_quantity_positive"),
        ]


@tracked
class ProposalLinePrice(Row):
    """What the customer would pay for one unit of a line."""

    wall = wall.scoped(
        customer=wall.where(
            "customer_id = {party} AND line_id IN (SELECT l.id FROM demand_proposalline l)",
            lambda actor: Q(customer_id=actor.party_id) & ~Q(line__proposal__status__in=HIDDEN),
        ),
    )

    line = models.OneToOneField(ProposalLine, on_delete=models.PROTECT, related_name="price")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    unit_price = UnitPriceField()


@tracked
class ProposalLineCost(Row):
    """What one unit of a line is expected to cost us, and where that figure comes from."""

    wall = wall.STAFF_ONLY

    line = models.OneToOneField(ProposalLine, on_delete=models.PROTECT, related_name="cost")
    unit_cost = UnitPriceField()
    source = models.CharField(max_length=200)


@tracked
class ProposalApproval(Row):
    """A proposal below the margin floor: who asked for it, why, and what was decided."""

    wall = wall.STAFF_ONLY

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="approval")
    margin_percent = models.DecimalField(max_digits=7, decimal_places=2)
    floor_percent = models.DecimalField(max_digits=7, decimal_places=2)
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    note = models.CharField(max_length=500, blank=True)


PROPOSAL_LIFECYCLE = Lifecycle(
    "demand.Proposal",
    {
        ProposalStatus.DRAFT: {ProposalStatus.APPROVAL, ProposalStatus.SENT, ProposalStatus.SUPERSEDED},
        ProposalStatus.APPROVAL: {ProposalStatus.DRAFT, ProposalStatus.SENT, ProposalStatus.SUPERSEDED},
        ProposalStatus.SENT: {
            ProposalStatus.ACCEPTED,
            ProposalStatus.REFUSED,
            ProposalStatus.EXPIRED,
            ProposalStatus.SUPERSEDED,
        },
        ProposalStatus.REFUSED: {ProposalStatus.SUPERSEDED},
        ProposalStatus.EXPIRED: {ProposalStatus.SUPERSEDED},
    },
)
