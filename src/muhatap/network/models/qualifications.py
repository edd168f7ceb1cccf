"""What companies answered to the questionnaire, how it was scored, and when they are asked again."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.models import Row
from muhatap.network.models.applications import Application
from muhatap.parties.models import Party


class Tier(models.TextChoices):
    """How much risk a company is."""

    LOW = "low", _("low risk")
    MEDIUM = "medium", _("medium risk")
    HIGH = "high", _("high risk")


@tracked
class Qualification(Row):
    """Answers to a version of the questionnaire with their score; they count once the desk confirms them."""

    wall = wall.scoped(
        member=wall.by("member", insert=True),
        public=wall.where(
            "application_id IN (SELECT a.id FROM network_application a WHERE a.token = {token})",
            lambda actor: Q(pk__isnull=False),
            insert=True,
        ),
    )

    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="qualifications")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="qualifications")
    version = models.CharField(max_length=20)
    answers = models.JSONField()
    score = models.IntegerField()
    tier = models.CharField(max_length=10, choices=Tier.choices)
    # Critical questions whose answer fails.
    failed = ArrayField(models.CharField(max_length=40), default=list)
    answered_at = models.DateTimeField()
    answered_by = models.CharField(max_length=120)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # Why the desk corrected what the answers gave.
    reason = models.CharField(max_length=500, blank=True)
    reassess_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["member", "answered_at"], name="qualification_member"),
            models.Index(fields=["application", "answered_at"], name="qualification_application"),
            models.Index(fields=["reassess_on"], name="qualification_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False) | Q(member__isnull=False), name="qualification_of_somebody"
            ),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name="qualification_score"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(reassess_on__isnull=False), name="qualification_asked_again"
            ),
        ]
