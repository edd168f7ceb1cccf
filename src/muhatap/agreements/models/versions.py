"""Frozen versions: what exactly was agreed, with its hash and its paper."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muhatap.agreements.models.agreements import CUSTOMER_KINDS, MEMBER_KINDS, Agreement, Kind
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row, StoredFile
from muhatap.parties.models import Party


class VersionStatus(models.TextChoices):
    """Where a version stands."""

    FROZEN = "frozen", _("frozen")
    SENT = "sent", _("out for signature")
    SIGNED = "signed", _("signed")
    DROPPED = "dropped", _("dropped")


def _shown_of(kinds: tuple[Kind, ...]) -> wall.Door:
    # The inner select stands behind the wall itself, so that a version appears with its agreement alone.
    return wall.where(
        "party_id = {party} AND shown AND agreement_id IN (SELECT a.id FROM agreements_agreement a)",
        lambda actor: Q(party_id=actor.party_id, shown=True, agreement__shown=True, agreement__kind__in=kinds),
    )


@tracked
class AgreementVersion(Row):
    """A version of an agreement: its snapshot as canonical JSON with SHA-256, the paper made from exactly that."""

    wall = wall.scoped(customer=_shown_of(CUSTOMER_KINDS), member=_shown_of(MEMBER_KINDS))

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    status = models.CharField(max_length=10, choices=VersionStatus.choices, default=VersionStatus.FROZEN)
    shown = models.BooleanField(default=False)
    effective_on = models.DateField()
    reason = models.CharField(max_length=500, blank=True)
    snapshot = models.JSONField(encoder=DjangoJSONEncoder)
    sha256 = models.CharField(max_length=64)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    sealed_pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["party", "agreement"], name="agreement_version_party")]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_once"),
            # One version at a time is on its way to being signed.
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(status__in=["frozen", "sent"]),
                name="agreement_one_open_version",
            ),
        ]


VERSION_LIFECYCLE = Lifecycle(
    "agreements.AgreementVersion",
    {
        VersionStatus.FROZEN: {VersionStatus.SENT, VersionStatus.DROPPED},
        VersionStatus.SENT: {VersionStatus.SIGNED, VersionStatus.DROPPED},
    },
)
