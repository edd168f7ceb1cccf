"""Projects, who leads them, and who is expert in what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from muhatap.accounts.models import User
from muhatap.catalogue.models import Category
from muhatap.contracts import rules
from muhatap.contracts.models import Expertise, Project, ProjectStatus, Promise
from muhatap.contracts.permissions import ContractPermission
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.periods import Period
from muhatap.kernel.text import TurkishOrder

_TONES = {ProjectStatus.PREPARING: "warn", ProjectStatus.RUNNING: "ok", ProjectStatus.CLOSED: "none"}


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project as a list shows it."""

    id: int
    code: str
    name: str
    customer: str
    contract_id: int
    contract_number: str
    manager: str
    deputy: str
    status: str
    status_name: str
    tone: str
    starts_on: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project with its classes of service and those nobody of its people is expert in."""

    row: ProjectRow
    customer_id: int
    manager_id: int | None
    deputy_id: int | None
    manager_email: str
    manager_phone: str
    categories: tuple[str, ...]
    uncovered: tuple[str, ...]
    promises: int
    locations: int


@dataclass(frozen=True, slots=True)
class Expert:
    """Somebody of the desk with the classes of service they know, and how many running projects they lead."""

    user_id: int
    name: str
    categories: tuple[str, ...]
    category_names: tuple[str, ...]
    projects: int
    fits: bool


def _row(found: Any) -> ProjectRow:
    status = ProjectStatus(found.status)
    return ProjectRow(
        id=found.pk,
        code=found.code,
        name=found.name,
        customer=found.customer.short_name,
        contract_id=found.contract_id,
        contract_number=found.contract.agreement.number,
        manager=found.manager.name if found.manager else "",
        deputy=found.deputy.name if found.deputy else "",
        status=found.status,
        status_name=str(status.label),
        tone=_TONES[status],
        starts_on=found.starts_on,
        last_day=Period.of(found.contract.agreement.period).last_day,
    )


def _projects(actor: Actor) -> Any:
    # Joined, a colleague behind the wall is nobody to a portal; asked for one by one it would be an error.
    rows: Any = Project.objects.visible_to(actor)
    return rows.select_related("customer", "contract__agreement", "manager", "deputy")


def projects(actor: Actor, *, query: ListQuery) -> ListPage[ProjectRow]:
    """Projects; filters `status` and `mine` (the actor leads or stands in)."""
    ask(actor, ContractPermission.SEE)
    me = Q(manager_id=actor.user_id) | Q(deputy_id=actor.user_id)
    return paginate(
        _projects(actor),
        query,
        make=_row,
        sorts={
            "code": "code",
            "customer": TurkishOrder("customer__short_name"),
            "name": TurkishOrder("name"),
            "starts": "starts_on",
            "status": "status",
        },
        default="-code",
        search=("code", "name", "customer__name", "manager__name"),
        filters={
            "status": lambda found, value: found.filter(status=value),
            "manager": lambda found, value: (
                found.filter(manager=None) if value == "none" else found.filter(me) if value == "me" else found
            ),
        },
    )


def project(actor: Actor, *, project_id: int) -> ProjectView:
    """One project with its people and classes of service (the desk)."""
    ask(actor, ContractPermission.SEE)
    return _view(actor, _projects(actor).get(pk=project_id))


def project_of(actor: Actor, *, contract_id: int) -> ProjectView | None:
    """The project of a contract; none before it is signed."""
    ask(actor, ContractPermission.SEE)
    found = _projects(actor).filter(contract_id=contract_id).first()
    return None if found is None else _view(actor, found)


def _view(actor: Actor, found: Any) -> ProjectView:
    counted: Any = Promise.objects.visible_to(actor).filter(contract_id=found.contract_id)
    totals = counted.aggregate(promises=Count("pk"), locations=Count("location", distinct=True))
    names = _category_names()
    needed = list(counted.order_by().values_list("service__category_id", flat=True).distinct())
    held = _expertise([found.manager_id, found.deputy_id]) if actor.at_desk else {}
    missing = rules.uncovered(needed, *held.values()) if found.manager_id else sorted(needed)
    manager = found.manager if actor.at_desk else None
    return ProjectView(
        row=_row(found),
        customer_id=found.customer_id,
        manager_id=found.manager_id,
        deputy_id=found.deputy_id,
        manager_email=manager.email if manager else "",
        manager_phone=manager.phone if manager else "",
        categories=tuple(names[key] for key in sorted(needed)),
        uncovered=tuple(names[key] for key in missing),
        promises=totals["promises"],
        locations=totals["locations"],
    )


def _category_names() -> dict[str, str]:
    return {category.pk: category.name for category in Category.objects.order_by("position")}


def _expertise(user_ids: Collection[int | None]) -> dict[int, set[str]]:
    held: dict[int, set[str]] = {}
    rows = Expertise.objects.filter(user_id__in=[one for one in user_ids if one is not None])
    for user_id, category in rows.values_list("user_id", "category_id"):
        held.setdefault(user_id, set()).add(category)
    return held


def experts(actor: Actor, *, project_id: int) -> list[Expert]:
    """People of the desk for a project: those who know one of its classes first, the less busy before the busy."""
    ask(actor, ContractPermission.ASSIGN)
    found: Any = Project.objects.visible_to(actor).get(pk=project_id)
    needed = set(Promise.objects.filter(contract_id=found.contract_id).values_list("service__category_id", flat=True))
    people = _people(needed)
    return sorted(people, key=lambda one: (not one.fits, one.projects, one.name))


def people_with_expertise(actor: Actor) -> list[Expert]:
    """Everybody of the desk with the classes of service they know, by name."""
    ask(actor, ContractPermission.SEE)
    return sorted(_people(set()), key=lambda one: one.name)


def _people(needed: set[str]) -> list[Expert]:
    names = _category_names()
    running = Q(managed_projects__status__in=[ProjectStatus.PREPARING, ProjectStatus.RUNNING])
    users: Any = User.objects.filter(audience=Audience.DESK.value, is_active=True).annotate(
        led=Count("managed_projects", filter=running, distinct=True)
    )
    rows = list(users.order_by("name", "pk"))
    held = _expertise([row.pk for row in rows])
    return [
        Expert(
            user_id=row.pk,
            name=row.name,
            categories=tuple(sorted(held.get(row.pk, ()))),
            category_names=tuple(names[key] for key in names if key in held.get(row.pk, ())),
            projects=row.led,
            fits=bool(needed & held.get(row.pk, set())),
        )
        for row in rows
    ]
