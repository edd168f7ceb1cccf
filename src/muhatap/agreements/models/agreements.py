"""The agreement itself, and the library of clauses it is made from."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row
from muhatap.kernel.text import Fold
from muhatap.parties.models import Party


class Kind(models.TextChoices):
    """What an agreement is about."""

    CUSTOMER = "customer", _("customer contract")
    MEMBERSHIP = "membership", _("membership agreement")
    PROJECT = "project", _("project agreement")


class Status(models.TextChoices):
    """Where an agreement stands."""

    DRAFT = "draft", _("draft")
    SENT = "sent", _("out for signature")
    SIGNED = "signed", _("signed")
    ACTIVE = "active", _("in force")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")
    TERMINATED = "terminated", _("terminated")
    WITHDRAWN = "withdrawn", _("withdrawn")


class FlowDown(models.TextChoices):
    """Whether a clause of a customer contract goes on to the members' agreements."""

    MUST_FLOW = "must_flow", _("must flow down")
    ADAPT = "adapt", _("flows down adapted")
    PRIME_ONLY = "prime_only", _("stays with us")
    MUST_NOT_FLOW = "must_not_flow", _("must not flow down")


# One company may be customer and member: each portal meets the agreements of its own side alone.
CUSTOMER_KINDS = (Kind.CUSTOMER,)
MEMBER_KINDS = (Kind.MEMBERSHIP, Kind.PROJECT)


def _shown_of(kinds: tuple[Kind, ...]) -> wall.Door:
    listed = ", ".join(f"'{kind.value}'" for kind in kinds)
    return wall.where(
        f"party_id = {{party}} AND shown AND kind IN ({listed})",
        lambda actor: Q(party_id=actor.party_id, shown=True, kind__in=kinds),
    )


@tracked
class Agreement(Row):
    """What the prime and another party sign; shown to that party once it is its turn."""

    wall = wall.scoped(customer=_shown_of(CUSTOMER_KINDS), member=_shown_of(MEMBER_KINDS))

    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.CharField(max_length=20, unique=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="agreements")
    title = models.CharField(max_length=200)
    period = DateRangeField()
    currency = models.CharField(max_length=3, default="TRY")
    language = models.CharField(max_length=2, default="tr")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    shown = models.BooleanField(default=False)
    # Renews by itself for this many months at its end; none: it ends.
    renews_months = models.IntegerField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    activated_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["party", "status"], name="agreement_party"),
            models.Index(fields=["kind", "status"], name="agreement_kind"),
            GinIndex(OpClass(Fold("title"), name="gin_trgm_ops"), name="agreement_title"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(renews_months__isnull=True) | Q(renews_months__gt=0),
                name="agreement_renews_positive",
            ),
            models.CheckConstraint(condition=Q(period__isempty=False), name="agreement_has_days"),
        ]

    def __str__(self) -> str:
        return self.number


class Clause(Row):
    """A version of a clause of the library, in Turkish and English."""

    wall = wall.REFERENCE

    key = models.CharField(max_length=60)
    version = models.IntegerField()
    position = models.IntegerField()
    title_tr = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    text_tr = models.TextField()
    text_en = models.TextField()
    kinds = ArrayField(models.CharField(max_length=10, choices=Kind.choices))
    # An agreement of these kinds without it cannot be sent.
    required = models.BooleanField(default=False)
    flow_down = models.CharField(max_length=15, choices=FlowDown.choices)
    # The provisions of law the text rests on.
    law = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="clause_version_once")]

    @property
    def title(self) -> str:
        """The title in the active language."""
        return self.title_en if (get_language() or "tr").startswith("en") else self.title_tr


@tracked
class AgreementClause(Row):
    """A clause taken into an agreement, with its text as agreed there; the party reads it in the frozen version."""

    wall = wall.STAFF_ONLY

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="clauses")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="+")
    position = models.IntegerField()
    heading = models.CharField(max_length=200)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "clause"], name="agreement_clause_once")]


AGREEMENT_LIFECYCLE = Lifecycle(
    "agreements.Agreement",
    {
        Status.DRAFT: {Status.SENT, Status.WITHDRAWN},
        Status.SENT: {Status.DRAFT, Status.SIGNED, Status.WITHDRAWN},
        Status.SIGNED: {Status.ACTIVE, Status.TERMINATED},
        Status.ACTIVE: {Status.SUSPENDED, Status.ENDED, Status.TERMINATED},
        Status.SUSPENDED: {Status.ACTIVE, Status.ENDED, Status.TERMINATED},
    },
)
