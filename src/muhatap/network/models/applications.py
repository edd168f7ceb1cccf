"""Companies that want to become members: invited or on their own, with what they must still bring."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muhatap.catalogue.models import Category, DocumentType, Service
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row
from muhatap.kernel.money import MinorUnitsField
from muhatap.kernel.text import Fold
from muhatap.parties.models import District, Party, Province


class Invitation(Row):
    """A company is asked to apply, because a service is missing in a district."""

    wall = wall.scoped(public=wall.by_token("token"))

    token = models.CharField(max_length=64, unique=True)
    company_name = models.CharField(max_length=200, blank=True)
    email = models.EmailField()
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="+")
    message = models.TextField(blank=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")


class ApplicationStatus(models.TextChoices):
    """Where an application stands."""

    RECEIVED = "received", _("received")
    REVIEW = "review", _("in review")
    CONDITIONS = "conditions", _("conditions stated")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Application(Row):
    """A company wants to become a member; followed by whoever holds its link."""

    wall = wall.scoped(public=wall.by_token("token", insert=True))

    number = models.CharField(max_length=20, unique=True)
    token = models.CharField(max_length=64, unique=True)
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, null=True, related_name="applications")
    company_name = models.CharField(max_length=200)
    tax_number = models.CharField(max_length=11)
    tax_office = models.CharField(max_length=80)
    contact_name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20)
    email = models.EmailField()
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=300, blank=True)
    services = ArrayField(models.CharField(max_length=60))
    provinces = ArrayField(models.CharField(max_length=2), default=list)
    workers = models.IntegerField()
    about = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=ApplicationStatus.choices, default=ApplicationStatus.RECEIVED)
    score = models.IntegerField(null=True)
    received_at = models.DateTimeField()
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=500, blank=True)
    member = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="applications")

    class Meta:
        indexes = [
            models.Index(fields=["status", "received_at"], name="application_status"),
            GinIndex(OpClass(Fold("company_name"), name="gin_trgm_ops"), name="application_company"),
        ]


APPLICATION_LIFECYCLE = Lifecycle(
    "network.Application",
    {
        ApplicationStatus.RECEIVED: {
            ApplicationStatus.REVIEW,
            ApplicationStatus.REFUSED,
            ApplicationStatus.WITHDRAWN,
        },
        ApplicationStatus.REVIEW: {
            ApplicationStatus.CONDITIONS,
            ApplicationStatus.APPROVED,
            ApplicationStatus.REFUSED,
            ApplicationStatus.WITHDRAWN,
        },
        ApplicationStatus.CONDITIONS: {
            ApplicationStatus.APPROVED,
            ApplicationStatus.REFUSED,
            ApplicationStatus.WITHDRAWN,
        },
    },
)


class Asks(models.TextChoices):
    """What a condition asks for."""

    SENTENCE = "sentence", _("something we look at")
    DOCUMENT = "document", _("a valid document")
    STANDING = "standing", _("a standing")
    AMOUNT = "amount", _("at most an amount a month")


class Effect(models.TextChoices):
    """What an unmet condition keeps from happening, from the day after it was due."""

    NO_WORK = "no_work", _("no new work")
    NO_PAYMENT = "no_payment", _("no payment")
    NOTE = "note", _("only to be known")


@tracked
class Condition(Row):
    """A dated rule for an applicant or member: what it asks, for which work, until when, and what happens else.

    What an applicant was asked for stays with the member it becomes. Amounts in kuruş, for one line of work a month.
    """

    wall = wall.scoped(
        member=wall.by("member"),
        public=wall.where(
            "application_id IN (SELECT a.id FROM network_application a WHERE a.token = {token})",
            lambda actor: Q(pk__isnull=False),
        ),
    )

    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="conditions")
    member = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="conditions")
    asks = models.CharField(max_length=10, choices=Asks.choices, default=Asks.SENTENCE)
    document_type = models.ForeignKey(DocumentType, on_delete=models.PROTECT, null=True, related_name="+")
    least_score = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    most_monthly = MinorUnitsField(null=True)
    text = models.CharField(max_length=300)
    effect = models.CharField(max_length=10, choices=Effect.choices, default=Effect.NOTE)
    before_approval = models.BooleanField(default=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    province = models.ForeignKey(Province, on_delete=models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    # Only work worth more than this a month.
    above = MinorUnitsField(null=True)
    # The last day on which it may be open without an effect, and the first day on which it no longer holds.
    due_on = models.DateField()
    until = models.DateField(null=True)
    met_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["member", "due_on"], name="condition_member"),
            models.Index(fields=["application", "due_on"], name="condition_application"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False) | Q(member__isnull=False), name="condition_of_somebody"
            ),
            models.CheckConstraint(
                condition=(
                    Q(asks="sentence")
                    | Q(asks="document", document_type__isnull=False)
                    | Q(asks="standing", least_score__isnull=False)
                    | Q(asks="amount", most_monthly__isnull=False)
                ),
                name="condition_asks_for_something",
            ),
        ]
