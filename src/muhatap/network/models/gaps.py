"""Gaps of the network itself: what nobody can deliver in a district, and whom we ask to come and deliver it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muhatap.catalogue.models import Service
from muhatap.contracts.models import Promise
from muhatap.demand.models import Basis
from muhatap.kernel import wall
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row
from muhatap.kernel.money import QuantityField, UnitPriceField
from muhatap.network.models.applications import Invitation
from muhatap.parties.models import District, Party


class NetworkGapStatus(models.TextChoices):
    """Whether a gap of the network is being worked on."""

    OPEN = "open", _("open")
    INVITING = "inviting", _("companies invited")
    CLOSED = "closed", _("closed")
    GIVEN_UP = "given_up", _("given up")


ALIVE = (NetworkGapStatus.OPEN, NetworkGapStatus.INVITING)


class NetworkGap(Row):
    """A service nobody can deliver in a district; the price band comes from customers' prices and stays at the desk."""

    wall = wall.STAFF_ONLY

    number = models.CharField(max_length=20, unique=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField()
    unit = models.CharField(max_length=3)
    # Blank: noted by hand, before anything was promised.
    basis = models.CharField(max_length=15, choices=Basis.choices, blank=True)
    wanted_from = models.DateField()
    # What a member may cost per unit: at our target margin and at its floor.
    price_least = UnitPriceField(null=True)
    price_most = UnitPriceField(null=True)
    status = models.CharField(max_length=10, choices=NetworkGapStatus.choices, default=NetworkGapStatus.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    # Who closed it by becoming able; none: given up.
    closed_by_member = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["status", "opened_at"], name="network_gap_status")]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="network_gap_quantity"),
            models.UniqueConstraint(
                fields=["service", "district", "basis"],
                condition=Q(status__in=["open", "inviting"]),
                name="network_gap_once",
            ),
        ]


NETWORK_GAP_LIFECYCLE = Lifecycle(
    "network.NetworkGap",
    {
        NetworkGapStatus.OPEN: {
            NetworkGapStatus.INVITING,
            NetworkGapStatus.CLOSED,
            NetworkGapStatus.GIVEN_UP,
        },
        NetworkGapStatus.INVITING: {NetworkGapStatus.CLOSED, NetworkGapStatus.GIVEN_UP},
        NetworkGapStatus.GIVEN_UP: {NetworkGapStatus.OPEN},
    },
)


class NetworkGapPromise(Row):
    """A promise in a gap, until somebody can deliver it."""

    wall = wall.STAFF_ONLY

    gap = models.ForeignKey(NetworkGap, on_delete=models.PROTECT, related_name="promises")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="+")
    covered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["promise"], condition=Q(covered_at__isnull=True), name="network_gap_promise_once"
            )
        ]


class NetworkGapInvitation(Row):
    """A company invited because of a gap."""

    wall = wall.STAFF_ONLY

    gap = models.ForeignKey(NetworkGap, on_delete=models.PROTECT, related_name="invitations")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="gaps")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gap", "invitation"], name="network_gap_invitation_once")]
