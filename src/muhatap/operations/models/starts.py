"""How a service starts at a location: the plan, its tasks, and the gate it must pass."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from muhatap.contracts.models import CustomerContract, Project
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row, StoredFile
from muhatap.parties.models import Location, Party


class StartStatus(models.TextChoices):
    """Where the start at a location stands."""

    PREPARING = "preparing", _("preparing")
    LIVE = "live", _("live")
    CANCELLED = "cancelled", _("cancelled")


class Side(models.TextChoices):
    """Who does a task of the start plan."""

    PRIME = "prime", _("us")
    MEMBER = "member", _("member")
    CUSTOMER = "customer", _("customer")


# A member meets the plan through its own tasks in it; the inner select is itself behind the wall.
_PLAN_OF_MY_TASK = wall.where(
    "id IN (SELECT t.plan_id FROM operations_starttask t WHERE t.member_id = {party})",
    lambda actor: Q(pk__in=StartTask.objects.filter(member_id=actor.party_id).values("plan_id")),
)


@tracked
class StartPlan(Row):
    """What must be ready before the service starts at one location, and whether it has started."""

    wall = wall.scoped(customer=wall.by("customer"), member=_PLAN_OF_MY_TASK)

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="start_plans")
    contract = models.ForeignKey(CustomerContract, on_delete=models.PROTECT, related_name="start_plans")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    go_live_on = models.DateField()
    status = models.CharField(max_length=10, choices=StartStatus.choices, default=StartStatus.PREPARING)
    live_at = models.DateTimeField(null=True)
    # What the gate said when it was last looked at: kinds and how many, without a name or a price.
    blockers = models.JSONField(default=dict)
    checked_at = models.DateTimeField(null=True)
    protocol = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "location"], name="start_plan_once"),
            models.CheckConstraint(
                condition=~Q(status="live") | Q(live_at__isnull=False), name="start_plan_live_at_known"
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "go_live_on"], name="start_plan_customer"),
            models.Index(fields=["status", "go_live_on"], name="start_plan_waiting"),
        ]


START_LIFECYCLE = Lifecycle("operations.StartPlan", {StartStatus.PREPARING: {StartStatus.LIVE, StartStatus.CANCELLED}})


@tracked
class StartOverride(Row):
    """A start in spite of the gate: who asked and why, and the second person who agreed."""

    wall = wall.STAFF_ONLY

    plan = models.OneToOneField(StartPlan, on_delete=models.PROTECT, related_name="override")
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=models.F("asked_by")),
                name="start_override_second_person",
            )
        ]


_TASK_DONE = ("done_at", "done_by_id", "note")


@tracked
class StartTask(Row):
    """One thing that must be ready before the start, and whose task it is."""

    wall = wall.scoped(
        customer=wall.by("customer", update=_TASK_DONE, when="side = 'customer' OR member_id IS NULL"),
        member=wall.by("member", update=_TASK_DONE),
    )

    plan = models.ForeignKey(StartPlan, on_delete=models.PROTECT, related_name="tasks")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=40)
    title_tr = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    side = models.CharField(max_length=10, choices=Side.choices)
    # Without it the gate stays closed; the others may follow after the start.
    required = models.BooleanField(default=True)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    position = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "key", "member"], nulls_distinct=False, name="start_task_once"),
            models.CheckConstraint(condition=Q(member__isnull=True) | Q(side="member"), name="start_task_member_side"),
        ]
        indexes = [
            models.Index(fields=["customer", "due_on"], name="start_task_customer"),
            models.Index(fields=["member", "due_on"], name="start_task_member"),
        ]

    @property
    def title(self) -> str:
        """The title in the active language."""
        return self.title_en if (get_language() or "tr").startswith("en") else self.title_tr
