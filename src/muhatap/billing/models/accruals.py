"""What each side earned: one row per promise or backing and period, with the jobs that prove it."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muhatap.backing.models import Backing, ProjectAgreement
from muhatap.contracts.models import CustomerContract, Promise
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.models import Row
from muhatap.kernel.money import MinorUnitsField, QuantityField, UnitPriceField
from muhatap.operations.models import Job
from muhatap.parties.models import Party


class AccrualStatus(models.TextChoices):
    """Whether an accrual stands on a document yet."""

    OPEN = "open", _("accrued")
    TAKEN = "taken", _("on a document")


class Accrual(Row):
    """What both kinds of accruals have in common.

    `period` is the time served, `month` (its first day) the run that took it: work confirmed late keeps its own
    period and price and goes into a later month. A fixed line counts `days` of the `of_days` days of its month.
    """

    period = DateRangeField()
    month = models.DateField()
    quantity = QuantityField()
    unit_price = UnitPriceField()
    days = models.IntegerField(null=True)
    of_days = models.IntegerField(null=True)
    net = MinorUnitsField()
    # Work confirmed after the month was run once comes as a further part of the same line.
    part = models.IntegerField(default=1)
    currency = models.CharField(max_length=3, default="TRY")
    status = models.CharField(max_length=10, choices=AccrualStatus.choices, default=AccrualStatus.OPEN)
    accrued_at = models.DateTimeField()

    class Meta:
        abstract = True


@tracked
class CustomerAccrual(Accrual):
    """What a customer owes for a promise and a period."""

    wall = wall.scoped(customer=wall.by("customer"))

    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(CustomerContract, on_delete=models.PROTECT, related_name="accruals")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="accruals")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promise", "period", "month", "part"], name="customer_accrual_once"),
            ExclusionConstraint(
                name="customer_accrual_apart",
                expressions=[("promise", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(days__isnull=False),
            ),
            models.CheckConstraint(condition=Q(net__gte=0), name="customer_accrual_not_negative"),
            models.CheckConstraint(
                condition=Q(days__isnull=True, of_days__isnull=True) | Q(days__gte=1, days__lte=F("of_days")),
                name="customer_accrual_days",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "month"], name="customer_accrual_customer"),
            models.Index(fields=["contract", "month", "status"], name="customer_accrual_contract"),
            models.Index(fields=["month"], name="customer_accrual_month"),
        ]


@tracked
class MemberAccrual(Accrual):
    """What a member earned by a backing in a period."""

    wall = wall.scoped(member=wall.by("member"))

    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    project_agreement = models.ForeignKey(ProjectAgreement, on_delete=models.PROTECT, related_name="accruals")
    backing = models.ForeignKey(Backing, on_delete=models.PROTECT, related_name="accruals")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["backing", "period", "month", "part"], name="member_accrual_once"),
            ExclusionConstraint(
                name="member_accrual_apart",
                expressions=[("backing", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(days__isnull=False),
            ),
            models.CheckConstraint(condition=Q(net__gte=0), name="member_accrual_not_negative"),
            models.CheckConstraint(
                condition=Q(days__isnull=True, of_days__isnull=True) | Q(days__gte=1, days__lte=F("of_days")),
                name="member_accrual_days",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "month"], name="member_accrual_member"),
            models.Index(fields=["project_agreement", "month", "status"], name="member_accrual_agreement"),
            models.Index(fields=["month"], name="member_accrual_month"),
        ]


class CustomerAccrualJob(Row):
    """A job behind a customer's accrual: each job is billed once (INV-18)."""

    wall = wall.scoped(customer=wall.by("customer"))

    accrual = models.ForeignKey(CustomerAccrual, on_delete=models.PROTECT, related_name="jobs")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="customer_accrual")

    class Meta:
        indexes = [models.Index(fields=["customer", "accrual"], name="customer_accrual_jobs")]


class MemberAccrualJob(Row):
    """A job behind a member's accrual: each job is settled once, with one member (INV-19)."""

    wall = wall.scoped(member=wall.by("member"))

    accrual = models.ForeignKey(MemberAccrual, on_delete=models.PROTECT, related_name="jobs")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="member_accrual")

    class Meta:
        indexes = [models.Index(fields=["member", "accrual"], name="member_accrual_jobs")]


class RunStatus(models.TextChoices):
    """Where a month-end run stands."""

    RUNNING = "running", _("running")
    DONE = "done", _("done")


class MonthEndRun(Row):
    """One run over a month: begun, done subject by subject, finished; it may be run again at any time."""

    wall = wall.STAFF_ONLY

    month = models.DateField(db_index=True)
    status = models.CharField(max_length=10, choices=RunStatus.choices, default=RunStatus.RUNNING)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=120)
    finished_at = models.DateTimeField(null=True)


class Side(models.TextChoices):
    """Which side a subject of the run stands on."""

    CUSTOMER = "customer", _("customer")
    MEMBER = "member", _("member")


class Outcome(models.TextChoices):
    """What a run did for a subject."""

    WAITING = "waiting", _("waiting")
    ACCRUED = "accrued", _("accrued")
    NOTHING_NEW = "nothing_new", _("nothing new")
    REFUSED = "refused", _("refused")


class MonthEndResult(Row):
    """What a run did for one contract or project agreement (INV-26)."""

    wall = wall.STAFF_ONLY

    run = models.ForeignKey(MonthEndRun, on_delete=models.CASCADE, related_name="results")
    side = models.CharField(max_length=10, choices=Side.choices)
    # The pk of the contract or of the project agreement; both are agreements.
    subject_id = models.BigIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.WAITING)
    accruals = models.IntegerField(default=0)
    net = MinorUnitsField(default=0)
    message = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "side", "subject_id"], name="month_end_subject_once")]
