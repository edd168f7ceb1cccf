"""Choosing members for promises: rounds, candidates with their reasons, awards."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from muhatap.contracts.models import CustomerContract, Promise
from muhatap.kernel import wall
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row
from muhatap.kernel.money import MinorUnitsField, UnitPriceField
from muhatap.parties.models import Party


class RoundStatus(models.TextChoices):
    """Where a round stands."""

    OPEN = "open", _("choosing")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class Round(Row):
    """Members are chosen for promises of one contract until a day."""

    wall = wall.STAFF_ONLY

    number = models.CharField(max_length=20, unique=True)
    contract = models.ForeignKey(CustomerContract, on_delete=models.PROTECT, related_name="rounds")
    status = models.CharField(max_length=12, choices=RoundStatus.choices, default=RoundStatus.OPEN)
    deadline = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ranked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["status", "deadline"], name="round_status")]


ROUND_LIFECYCLE = Lifecycle("sourcing.Round", {RoundStatus.OPEN: {RoundStatus.CLOSED, RoundStatus.CANCELLED}})


class LineStatus(models.TextChoices):
    """Where a line of a round stands."""

    OPEN = "open", _("to choose")
    NOBODY = "nobody", _("nobody fits")
    AWARDED = "awarded", _("awarded")
    DROPPED = "dropped", _("dropped")


class RoundLine(Row):
    """A promise members are compared for."""

    wall = wall.STAFF_ONLY

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="lines")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=LineStatus.choices, default=LineStatus.OPEN)
    position = models.IntegerField(default=0)
    # What is missing where nobody fits: reasons by kind with how many members they stop.
    missing = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "promise"], name="round_line_once")]
        indexes = [models.Index(fields=["promise", "status"], name="round_line_promise")]


LINE_LIFECYCLE = Lifecycle(
    "sourcing.RoundLine",
    {
        LineStatus.OPEN: {LineStatus.NOBODY, LineStatus.AWARDED, LineStatus.DROPPED},
        LineStatus.NOBODY: {LineStatus.OPEN, LineStatus.DROPPED},
        LineStatus.AWARDED: {LineStatus.OPEN},
    },
)


class Candidate(Row):
    """A member judged for a line, with every reason for and against it."""

    wall = wall.STAFF_ONLY

    line = models.ForeignKey(RoundLine, on_delete=models.CASCADE, related_name="candidates")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    fits = models.BooleanField()
    reasons = models.JSONField()
    rank = models.IntegerField(null=True)
    unit_price = UnitPriceField(null=True)
    monthly_cost = MinorUnitsField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "member"], name="candidate_once"),
            models.UniqueConstraint(fields=["line", "rank"], name="candidate_rank_once"),
        ]


class Award(Row):
    """The member chosen for a line: who decided, and why when it was not the first in rank."""

    wall = wall.STAFF_ONLY

    line = models.OneToOneField(RoundLine, on_delete=models.PROTECT, related_name="award")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="awards")
    rank = models.IntegerField()
    unit_price = UnitPriceField()
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
