"""The best plan of a round: what was asked, what the solver proved, and who is to serve which line at what cost."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row
from muhatap.kernel.money import MinorUnitsField
from muhatap.parties.models import Party
from muhatap.sourcing.models.rounds import Round, RoundLine


class PlanStatus(models.TextChoices):
    """Where a plan stands."""

    ASKED = "asked", _("asked for")
    COMPUTING = "computing", _("being computed")
    READY = "ready", _("ready")
    FAILED = "failed", _("given up")


PLAN_LIFECYCLE = Lifecycle(
    "sourcing.Plan",
    {
        PlanStatus.ASKED: {PlanStatus.COMPUTING, PlanStatus.FAILED},
        PlanStatus.COMPUTING: {PlanStatus.READY, PlanStatus.FAILED},
    },
)


@tracked
class Plan(Row):
    """One try at the best plan of a round. Amounts are of the contract's currency, over the whole term."""

    wall = wall.STAFF_ONLY

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="plans")
    number = models.IntegerField()
    status = models.CharField(max_length=12, choices=PlanStatus.choices, default=PlanStatus.ASKED)
    # Lines, allowed pairs, capacities and conditions, complete: the plan is a function of them and can be counted again.
    inputs = models.JSONField()
    inputs_sha256 = models.CharField(max_length=64)
    # The ranking of the round the inputs were taken from: after a later one the plan is out of date.
    ranked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    solver = models.CharField(max_length=60, blank=True)
    seed = models.IntegerField(default=1)
    seconds = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    word = models.CharField(max_length=12, blank=True)
    faults = models.JSONField(default=list)
    monthly_cost = MinorUnitsField(null=True)
    cost = MinorUnitsField(null=True)
    # What the solver lowered: the cost, the penalties of changed lines, and what lines without a member count as.
    objective = MinorUnitsField(null=True)
    bound = MinorUnitsField(null=True)
    # Choosing the cheapest one by one, for comparison.
    hand_cost = MinorUnitsField(null=True)
    hand_open = models.IntegerField(default=0)
    # The fewest conditions that would have to give way for every line to have a member.
    blocking = models.JSONField(default=list)
    # Penalty per changed line against lines changed and cost.
    curve = models.JSONField(default=list)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="plan_number_once")]


@tracked
class PlanLine(Row):
    """Who is to serve a line and why, and what every other member would cost."""

    wall = wall.STAFF_ONLY

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(RoundLine, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    monthly_cost = MinorUnitsField(null=True)
    cost = MinorUnitsField(null=True)
    next_member = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    # What the plan would cost more with the next best member in this line.
    next_extra = MinorUnitsField(null=True)
    why = models.CharField(max_length=20)
    # Whether the line would leave the member that has it now.
    changed = models.BooleanField(default=False)
    # Every member that could take the line, with its cost and what it would cost the plan.
    alternatives = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "line"], name="plan_line_once")]
