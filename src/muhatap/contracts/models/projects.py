"""The project that delivers a contract, and who is expert in what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from muhatap.agreements.models import Agreement
from muhatap.catalogue.models import Category
from muhatap.contracts.models.contracts import CustomerContract
from muhatap.kernel import wall
from muhatap.kernel.history import tracked
from muhatap.kernel.lifecycle import Lifecycle
from muhatap.kernel.models import Row
from muhatap.parties.models import Party


class ProjectStatus(models.TextChoices):
    """Where a project stands."""

    PREPARING = "preparing", _("in preparation")
    RUNNING = "running", _("running")
    CLOSED = "closed", _("closed")


@tracked
class Project(Row):
    """Delivering one contract: its manager and deputy are expert in the class of service."""

    wall = wall.scoped(customer=wall.by("customer"))

    contract = models.OneToOneField(CustomerContract, on_delete=models.PROTECT, related_name="project")
    customer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="projects")
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="managed_projects"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="deputised_projects"
    )
    status = models.CharField(max_length=10, choices=ProjectStatus.choices, default=ProjectStatus.PREPARING)
    starts_on = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["customer", "status"], name="project_customer"),
            models.Index(fields=["manager", "status"], name="project_manager"),
        ]

    def __str__(self) -> str:
        return self.code


class Position(models.TextChoices):
    """As what somebody looks after a project."""

    MANAGER = "manager", _("project manager")
    DEPUTY = "deputy", _("deputy project manager")


class ProjectContact(Row):
    """Who of the desk looks after a party under an agreement.

    Colleagues stand behind the wall, so the name and the way to reach them are copied for each party.
    """

    wall = wall.scoped(customer=wall.by("party"), member=wall.by("party"))

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="contacts")
    project_code = models.CharField(max_length=20)
    position = models.CharField(max_length=10, choices=Position.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["party", "position"], name="project_contact_party")]
        constraints = [models.UniqueConstraint(fields=["agreement", "position"], name="project_contact_once")]


class Expertise(Row):
    """A class of service somebody of the desk is expert in."""

    wall = wall.STAFF_ONLY

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expertise")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "category"], name="expertise_once")]


PROJECT_LIFECYCLE = Lifecycle(
    "contracts.Project",
    {
        ProjectStatus.PREPARING: {ProjectStatus.RUNNING, ProjectStatus.CLOSED},
        ProjectStatus.RUNNING: {ProjectStatus.CLOSED},
    },
)
