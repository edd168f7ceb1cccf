"""The project that delivers a contract: opened when it is signed, led by people expert in its class of service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from muhatap.accounts.models import User
from muhatap.catalogue.models import Category
from muhatap.contracts.commands.contacts import show_people
from muhatap.contracts.events import (
    ContractSigned,
    ExpertiseSet,
    ProjectAssigned,
    ProjectOpened,
    PromiseMade,
)
from muhatap.contracts.models import CustomerContract, Expertise, Project, Promise
from muhatap.contracts.permissions import ContractPermission
from muhatap.kernel.actors import Actor, Audience, system
from muhatap.kernel.commands import command
from muhatap.kernel.errors import Refusal
from muhatap.kernel.events import announce, announce_all
from muhatap.kernel.numbering import next_number
from muhatap.kernel.periods import Period


class NotExpert(Refusal):
    """A project is led by somebody expert in its class of service."""


class SamePerson(Refusal):
    """Manager and deputy are two people."""


@command(ContractPermission.ASSIGN)
def open_project(actor: Actor, *, contract_id: int, signed_on: date) -> Project:
    """Open the project of a signed contract and make its promises known; a second call finds the first project."""
    contract: Any = (
        CustomerContract.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("agreement", "customer")
        .get(pk=contract_id)
    )
    found = Project.objects.filter(contract=contract).first()
    if found is not None:
        return found
    project = Project(
        contract=contract,
        customer_id=contract.customer_id,
        code=next_number("PR", signed_on.year),
        name=f"{contract.customer.short_name} · {contract.agreement.title}"[:200],
        starts_on=Period.of(contract.agreement.period).start,
    )
    project.save(force_insert=True)
    ids = {"contract_id": contract.pk, "customer_id": contract.customer_id}
    promises = Promise.objects.filter(contract=contract).order_by("position").values_list("pk", flat=True)
    announce_all(
        [
            ContractSigned(**ids, signed_on=signed_on),
            *(PromiseMade(promise_id=promise_id, **ids) for promise_id in promises),
            ProjectOpened(project_id=project.pk, **ids),
        ],
        by=actor,
    )
    return project


@command(ContractPermission.ASSIGN)
def assign_project(actor: Actor, *, project_id: int, manager_id: int, deputy_id: int | None = None) -> Project:
    """Give a project its manager and deputy, each expert in a class of service it delivers.

    Raises: NotExpert, SamePerson.
    """
    project: Any = Project.objects.visible_to(actor).select_for_update().get(pk=project_id)
    if deputy_id == manager_id:
        raise SamePerson(_("The deputy stands in for the manager: choose two people."), field="deputy_id")
    needed = set(Promise.objects.filter(contract_id=project.contract_id).values_list("service__category_id", flat=True))
    for field, user_id in (("manager_id", manager_id), ("deputy_id", deputy_id)):
        if user_id is not None:
            _check_expert(user_id, needed, field)
    project.manager_id = manager_id
    project.deputy_id = deputy_id
    project.save(update_fields=["manager", "deputy"])
    show_people(
        system(actor.now, name=actor.name),
        project_id=project.pk,
        agreement_id=project.contract_id,
        party_id=project.customer_id,
    )
    announce(
        ProjectAssigned(
            project_id=project.pk, contract_id=project.contract_id, manager_id=manager_id, deputy_id=deputy_id
        ),
        by=actor,
    )
    return project  # type: ignore[no-any-return]


def _check_expert(user_id: int, needed: set[str], field: str) -> None:
    """Refuse somebody who knows none of the classes of service. Raises: NotExpert."""
    user = User.objects.get(pk=user_id, audience=Audience.DESK.value, is_active=True)
    held = set(Expertise.objects.filter(user=user).values_list("category_id", flat=True))
    if not held & needed:
        names = ", ".join(category.name for category in Category.objects.filter(pk__in=needed).order_by("position"))
        raise NotExpert(
            _("%(name)s is not expert in %(classes)s. Choose somebody who is, or write the expertise down first.")
            % {"name": user.name, "classes": names},
            field=field,
        )


@command(ContractPermission.EXPERTISE)
def set_expertise(actor: Actor, *, user_id: int, categories: Sequence[str]) -> None:
    """Write down in which classes of service somebody of the desk is expert."""
    user = User.objects.get(pk=user_id, audience=Audience.DESK.value)
    known = list(Category.objects.filter(pk__in=categories).values_list("pk", flat=True))
    Expertise.objects.filter(user=user).exclude(category_id__in=known).delete()
    Expertise.objects.bulk_create([Expertise(user=user, category_id=key) for key in known], ignore_conflicts=True)
    announce(ExpertiseSet(user_id=user.pk, categories=tuple(sorted(known))), by=actor)
