"""Project agreements, backings and their prices, and where promises are not backed: step 6 of the spine."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.fields.ranges import RangeStartsWith
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils.translation import gettext_lazy as _

from muhatap.agreements.models import Agreement
from muhatap.catalogue.models import Service
from muhatap.contracts.models import Index, Project, Promise
from muhatap.demand.models import Basis
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row
from muhatap.kernel.money import MinorUnitsField, QuantityField, UnitPriceField
from muhatap.parties.models import Location, Party


class SettlementCycle(models.TextChoices):
    """How often a member's deliveries are settled."""

    MONTHLY = "monthly", _("monthly")
    TWICE_A_MONTH = "twice_a_month", _("twice a month")


# What a member was not yet shown is none of its business: a draft may still change or go to another.
_SHOWN = wall.where(
    "member_id = {party} AND agreement_id IN (SELECT a.id FROM agreements_agreement a WHERE a.shown)",
    lambda actor: Q(member_id=actor.party_id, agreement__shown=True),
)


@tracked
class ProjectAgreement(Row):
    """What one member delivers for one project, on terms of its own."""

    wall = wall.scoped(member=_SHOWN)

    agreement = models.OneToOneField(
        Agreement, on_delete=models.PROTECT, primary_key=True, related_name="project_agreement"
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="project_agreements")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="project_agreements")
    settlement_cycle = models.CharField(max_length=15, choices=SettlementCycle.choices, default=SettlementCycle.MONTHLY)
    payment_days = models.IntegerField()
    retention_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    notice_days = models.IntegerField()
    # Paid in advance of the first settlement, in percent of a month.
    advance_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    # The most we may charge as penalty, in percent of a month's price of what failed; none: no penalty agreed.
    penalty_cap_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    # The most the member answers for (kuruş); none: without limit.
    liability_cap = MinorUnitsField(null=True)
    # What the prices follow, and the month of the year in which they are revised.
    price_index = models.CharField(max_length=6, choices=Index.choices, blank=True, default=Index.FIXED)
    revision_month = models.IntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member", "project"], name="project_agreement_member")]
        constraints = [
            models.CheckConstraint(
                condition=Q(revision_month__isnull=True) | Q(revision_month__gte=1, revision_month__lte=12),
                name="project_agreement_revision_month",
            )
        ]


class SubTierStatus(models.TextChoices):
    """Whether a subcontractor of a member may work."""

    DECLARED = "declared", _("declared")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    ENDED = "ended", _("ended")


@tracked
class SubTier(Row):
    """A company a member lets work for it under a project agreement; without approval it may not."""

    wall = wall.scoped(member=wall.by("member", insert=True))

    project_agreement = models.ForeignKey(ProjectAgreement, on_delete=models.PROTECT, related_name="sub_tiers")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    company_name = models.CharField(max_length=200)
    tax_number = models.CharField(max_length=11)
    work = models.CharField(max_length=300)
    since = models.DateField()
    status = models.CharField(max_length=10, choices=SubTierStatus.choices, default=SubTierStatus.DECLARED)
    reason = models.CharField(max_length=300, blank=True)
    declared_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member", "project_agreement"], name="sub_tier_member")]
        constraints = [
            models.UniqueConstraint(
                fields=["project_agreement", "tax_number"],
                condition=Q(status__in=["declared", "approved"]),
                name="sub_tier_once",
            )
        ]


SUB_TIER_LIFECYCLE = Lifecycle(
    "backing.SubTier",
    {
        SubTierStatus.DECLARED: {SubTierStatus.APPROVED, SubTierStatus.REFUSED},
        SubTierStatus.APPROVED: {SubTierStatus.ENDED},
    },
)


class BackingRole(models.TextChoices):
    """Whether a member delivers or stands by."""

    PRIMARY = "primary", _("primary")
    BACKUP = "backup", _("backup")


class BackingStatus(models.TextChoices):
    """Whether a backing is owed; what it is worth on a day is the proof's to say."""

    PLANNED = "planned", _("planned")
    IN_FORCE = "in_force", _("in force")
    ENDED = "ended", _("ended")
    CANCELLED = "cancelled", _("cancelled")


_SHOWN_LINE = wall.where(
    "member_id = {party} AND project_agreement_id IN (SELECT a.id FROM agreements_agreement a WHERE a.shown)",
    lambda actor: Q(member_id=actor.party_id, project_agreement__agreement__shown=True),
)


@tracked
class Backing(Row):
    """One line a member owes for a promise: how much of it, when, to which standard. The price lies apart."""

    wall = wall.scoped(member=_SHOWN_LINE)

    project_agreement = models.ForeignKey(ProjectAgreement, on_delete=models.PROTECT, related_name="backings")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="backings")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="backings")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField()
    unit = models.CharField(max_length=3)
    basis = models.CharField(max_length=15, choices=Basis.choices)
    pattern = models.CharField(max_length=200, blank=True)
    window_from = models.TimeField(null=True)
    window_until = models.TimeField(null=True)
    standard = models.TextField(blank=True)
    # Clocks in minutes: first answer, somebody on site, repaired; none: not promised by the member.
    response_minutes = models.IntegerField(null=True)
    attend_minutes = models.IntegerField(null=True)
    fix_minutes = models.IntegerField(null=True)
    # Not to be exceeded in a month (kuruş); none: whatever is delivered and accepted.
    monthly_limit = MinorUnitsField(null=True)
    period = DateRangeField()
    role = models.CharField(max_length=10, choices=BackingRole.choices, default=BackingRole.PRIMARY)
    status = models.CharField(max_length=10, choices=BackingStatus.choices, default=BackingStatus.PLANNED)
    position = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["member", "promise"], name="backing_member"),
            models.Index(fields=["promise", "role", "status"], name="backing_promise"),
            models.Index(fields=["project_agreement", "position"], name="backing_agreement"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="backing_quantity"),
            models.CheckConstraint(
                condition=Q(monthly_limit__isnull=True) | Q(monthly_limit__gt=0), name="backing_monthly_limit"
            ),
            ExclusionConstraint(
                name="backing_member_once",
                expressions=[
                    (F("promise"), RangeOperators.EQUAL),
                    (F("member"), RangeOperators.EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(status="cancelled"),
            ),
        ]


BACKING_LIFECYCLE = Lifecycle(
    "backing.Backing",
    {
        BackingStatus.PLANNED: {BackingStatus.IN_FORCE, BackingStatus.CANCELLED},
        BackingStatus.IN_FORCE: {BackingStatus.ENDED, BackingStatus.CANCELLED},
    },
)


@tracked
class BackingPrice(Row):
    """What the member is paid for a backing per unit, in a period."""

    wall = wall.scoped(
        member=wall.where(
            "member_id = {party} AND backing_id IN (SELECT b.id FROM backing_backing b WHERE b.member_id = {party})",
            lambda actor: Q(member_id=actor.party_id, backing__project_agreement__agreement__shown=True),
        )
    )

    backing = models.ForeignKey(Backing, on_delete=models.PROTECT, related_name="prices")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    unit_price = UnitPriceField()
    period = DateRangeField()

    class Meta:
        indexes = [models.Index(fields=["member", "backing"], name="backing_price_member")]
        constraints = [
            models.CheckConstraint(condition=Q(unit_price__gt=0), name="backing_price_positive"),
            ExclusionConstraint(
                name="backing_price_once",
                expressions=[
                    (F("backing"), RangeOperators.EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Grade(models.TextChoices):
    """How well a promise is backed on a day."""

    FULL = "full", _("fully backed")
    CONDITIONAL = "conditional", _("conditional")
    PARTIAL = "partial", _("partial")
    BACKUP = "backup", _("backup only")
    NONE = "none", _("not backed")


class GapKind(models.TextChoices):
    """What is missing."""

    COVERAGE = "coverage", _("member missing")
    SIGNATURE = "signature", _("signature missing")
    DOCUMENT = "document", _("document missing")
    CAPABILITY = "capability", _("member not able")
    CAPACITY = "capacity", _("member overcommitted")
    MARGIN = "margin", _("costs more than it brings")
    NOTICE = "notice", _("notice periods apart")
    STANDARD = "standard", _("weaker standard")
    PENALTY = "penalty", _("penalty not passed on")
    LIABILITY = "liability", _("liability not passed on")
    PAYMENT = "payment", _("paid before it is collected")
    INDEXATION = "indexation", _("price revisions apart")


# Those of a promise, day by day, and those between the terms of an agreement and of its contract.
DAILY = (
    GapKind.COVERAGE,
    GapKind.SIGNATURE,
    GapKind.DOCUMENT,
    GapKind.CAPABILITY,
    GapKind.CAPACITY,
    GapKind.MARGIN,
)


class GapStatus(models.TextChoices):
    """Whether a gap is being worked on."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    CLOSED = "closed", _("closed")


class Gap(Row):
    """Where a promise is not fully backed: what is missing, when, what it is worth, who sees to it."""

    wall = wall.STAFF_ONLY

    # What it is about: a promise, or the terms of a project agreement beside those of the contract.
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, null=True, related_name="gaps")
    project_agreement = models.ForeignKey(ProjectAgreement, on_delete=models.PROTECT, null=True, related_name="gaps")
    kind = models.CharField(max_length=12, choices=GapKind.choices)
    grade = models.CharField(max_length=12, choices=Grade.choices)
    period = DateRangeField()
    days = models.IntegerField()
    # What is at risk over the period (kuruş): what the unbacked quantity is worth to the customer, the loss, the exposure.
    amount = MinorUnitsField()
    status = models.CharField(max_length=10, choices=GapStatus.choices, default=GapStatus.OPEN)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    accepted_until = models.DateField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # The terms that lie apart, for words: numbers by name.
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["status", "promise"], name="gap_status"),
            GistIndex(fields=["period"], name="gap_period", condition=Q(status__in=["open", "accepted"])),
            models.Index(
                RangeStartsWith("period"), "id", name="gap_since", condition=Q(status__in=["open", "accepted"])
            ),
        ]
        constraints = [
            ExclusionConstraint(
                name="gap_once",
                expressions=[
                    (F("promise"), RangeOperators.EQUAL),
                    (F("kind"), RangeOperators.EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(status="closed"),
                # Whole sets are exchanged in one statement; how they meet counts when the transaction ends.
                deferrable=Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["project_agreement", "kind"], condition=~Q(status="closed"), name="gap_of_terms_once"
            ),
            models.CheckConstraint(
                condition=Q(promise__isnull=True) ^ Q(project_agreement__isnull=True), name="gap_about_one"
            ),
        ]


GAP_LIFECYCLE = Lifecycle(
    "backing.Gap",
    {
        GapStatus.OPEN: {GapStatus.ACCEPTED, GapStatus.CLOSED},
        GapStatus.ACCEPTED: {GapStatus.OPEN, GapStatus.CLOSED},
    },
)


class PromiseCover(Row):
    """What the customer may know of the proof: from when until when its promise is covered, and not by whom."""

    wall = wall.scoped(customer=wall.by("customer"))

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="cover")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    period = DateRangeField()
    covered = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["customer", "promise"], name="cover_customer")]
        constraints = [
            ExclusionConstraint(
                name="cover_once",
                expressions=[
                    (F("promise"), RangeOperators.EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
                deferrable=Deferrable.DEFERRED,
            )
        ]
