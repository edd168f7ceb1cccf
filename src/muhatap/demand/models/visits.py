"""We go and look: visits, the survey forms asked there and their answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from muhatap.catalogue.models import Category
from muhatap.demand.models.requests import Request
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row, StoredFile
from muhatap.parties.models import Party


class VisitStatus(models.TextChoices):
    """Where a visit stands."""

    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    REPORTED = "reported", _("reported")
    CONFIRMED = "confirmed", _("confirmed")
    CANCELLED = "cancelled", _("cancelled")


@tracked
class Visit(Row):
    """A visit to the customer: planned, held, reported, and confirmed by the customer with its corrections."""

    wall = wall.scoped(
        customer=wall.by("customer", update=("status", "confirmed_at", "confirmed_by_id", "correction")),
    )

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="visits")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    minutes_planned = models.IntegerField(default=60)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=VisitStatus.choices, default=VisitStatus.PLANNED)
    met = models.CharField(max_length=300, blank=True)
    notes = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    correction = models.TextField(blank=True)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    report = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["planned_at"], name="visit_planned")]


class SurveyForm(Row):
    """A version of the questions asked at a visit about one category of services."""

    wall = wall.REFERENCE

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="survey_forms")
    version = models.IntegerField()
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["category", "version"], name="survey_form_once")]


class SurveyAnswer(Row):
    """What was found out at a visit about one category, by the questions of one version of its form."""

    wall = wall.scoped(customer=wall.by("customer"))

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="answers")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    form_version = models.IntegerField()
    answers = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "category"], name="survey_answer_once")]


VISIT_LIFECYCLE = Lifecycle(
    "demand.Visit",
    {
        VisitStatus.PLANNED: {VisitStatus.HELD, VisitStatus.CANCELLED},
        VisitStatus.HELD: {VisitStatus.REPORTED},
        VisitStatus.REPORTED: {VisitStatus.CONFIRMED},
    },
)
