"""Members: companies that deliver for the prime, their membership agreement and their standing."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from muhatap.agreements.models import Agreement
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row
from muhatap.parties.models import Party


class MemberStatus(models.TextChoices):
    """Where a member stands."""

    APPROVED = "approved", _("approved")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    LEFT = "left", _("left")
    BLACKLISTED = "blacklisted", _("blacklisted")


@tracked
class Member(Row):
    """A company of the network. Approved: taken in; active: its membership agreement is signed."""

    wall = wall.scoped(member=wall.by("party"))

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True, related_name="membership")
    status = models.CharField(max_length=12, choices=MemberStatus.choices, default=MemberStatus.APPROVED)
    joined_on = models.DateField()
    activated_on = models.DateField(null=True)
    suspended_from = models.DateField(null=True)
    suspended_until = models.DateField(null=True)
    suspended_reason = models.CharField(max_length=300, blank=True)
    left_on = models.DateField(null=True)
    left_reason = models.CharField(max_length=300, blank=True)
    about = models.TextField(blank=True)
    workers = models.IntegerField(null=True)


MEMBER_LIFECYCLE = Lifecycle(
    "network.Member",
    {
        MemberStatus.APPROVED: {MemberStatus.ACTIVE, MemberStatus.LEFT, MemberStatus.BLACKLISTED},
        MemberStatus.ACTIVE: {MemberStatus.SUSPENDED, MemberStatus.LEFT, MemberStatus.BLACKLISTED},
        MemberStatus.SUSPENDED: {MemberStatus.ACTIVE, MemberStatus.LEFT, MemberStatus.BLACKLISTED},
    },
)


class MembershipAgreement(Row):
    """The general agreement of a member with the prime."""

    wall = wall.scoped(
        member=wall.where(
            "member_id = {party} AND agreement_id IN (SELECT a.id FROM agreements_agreement a WHERE a.shown)",
            lambda actor: models.Q(member_id=actor.party_id, agreement__shown=True),
        )
    )

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, primary_key=True, related_name="membership")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="membership_agreements")
    notice_days = models.IntegerField(default=60)
    payment_days = models.IntegerField(default=30)

    class Meta:
        indexes = [models.Index(fields=["member", "agreement"], name="membership_member")]


class Standing(Row):
    """How a member did in a month, frozen; a month without activity has none."""

    wall = wall.scoped(member=wall.by("member"), append_only=True)

    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="standings")
    month = models.DateField()
    score = models.DecimalField(max_digits=5, decimal_places=1)
    grade = models.CharField(max_length=1)
    observations = models.IntegerField()
    inputs = models.JSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "month"], name="standing_once")]
