"""Start plans: where each stands, what is open, what the hand-over protocol says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from muhatap.contracts.models import Promise
from muhatap.demand.rules.prices import unit_words
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.calendars import OPENS
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.text import TurkishOrder
from muhatap.operations.models import Side, StartPlan, StartStatus, StartTask
from muhatap.operations.permissions import OperationsPermission
from muhatap.operations.reads import names

# Days before a start from which an open point is red.
SOON = 3


@dataclass(frozen=True, slots=True)
class StartRow:
    """A start in a list; `blockers` counts by kind what the gate said when it was last looked at."""

    id: int
    location: str
    customer: str
    project_id: int
    project: str
    contract_id: int
    go_live_on: date
    status: str
    status_label: str
    live_at: datetime | None
    tasks: int
    done: int
    blockers: dict[str, int]
    days_left: int

    @property
    def tone(self) -> str:
        """Green when live, red when the agreed day has come or is three days off with something in the way."""
        if self.status == StartStatus.LIVE:
            return "ok"
        if self.status == StartStatus.CANCELLED:
            return "none"
        waits = bool(set(self.blockers) - {"date"})
        if not waits:
            return "ok" if self.days_left >= 0 else "warn"
        return "bad" if self.days_left <= SOON else "warn"

    @property
    def ready_percent(self) -> int:
        """How many percent of the tasks are done, rounded down."""
        return 100 * self.done // self.tasks if self.tasks else 0


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task of a start; `mine` when the actor's side has to do it."""

    id: int
    plan_id: int
    location: str
    title: str
    side: str
    side_label: str
    member_id: int | None
    member: str
    required: bool
    due_on: date
    done_at: datetime | None
    done_by: str
    note: str
    mine: bool
    late: bool


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """What starts at the location, in the words of the contract."""

    service: str
    quantity: Decimal
    unit: str
    standard: str


@dataclass(frozen=True, slots=True)
class Override:
    """A start in spite of the gate."""

    reason: str
    asked_by: str
    asked_by_id: int | None
    asked_at: datetime
    agreed_by: str
    agreed_at: datetime | None


@dataclass(frozen=True, slots=True)
class StartView:
    """A start with its tasks."""

    row: StartRow
    address: str
    check_in_code: str
    tasks: tuple[TaskRow, ...]
    promises: tuple[PromiseLine, ...]
    override: Override | None
    protocol_id: str | None
    checked_at: datetime | None


def _rows(actor: Actor) -> Any:
    return (
        StartPlan.objects.visible_to(actor)
        .select_related("location")
        .annotate(
            all_tasks=Count("tasks", distinct=True),
            done_tasks=Count("tasks", filter=Q(tasks__done_at__isnull=False), distinct=True),
        )
    )


def _row(actor: Actor, plan: Any) -> StartRow:
    desk = actor.at_desk
    counted = plan.blockers.get("tasks") if not desk else None
    return StartRow(
        id=plan.pk,
        location=plan.location.name,
        customer=plan.customer.short_name if desk else "",
        project_id=plan.project_id,
        project=plan.project.name if desk else "",
        contract_id=plan.contract_id,
        go_live_on=plan.go_live_on,
        status=plan.status,
        status_label=plan.get_status_display(),
        live_at=plan.live_at,
        tasks=counted or plan.all_tasks,
        done=plan.blockers.get("done", plan.done_tasks) if counted else plan.done_tasks,
        blockers=plan.blockers.get("kinds", {}),
        days_left=(plan.go_live_on - actor.today).days,
    )


def start_plans(actor: Actor, *, query: ListQuery) -> ListPage[StartRow]:
    """Starts, the next first."""
    ask(actor, OperationsPermission.SEE)
    rows = _rows(actor)
    if actor.at_desk:
        rows = rows.select_related("customer", "project")
    return paginate(
        rows,
        query,
        make=lambda plan: _row(actor, plan),
        sorts={"day": "go_live_on", "location": TurkishOrder("location__name")},
        default="day",
        search=["location__name", "customer__short_name"] if actor.at_desk else ["location__name"],
        filters={
            "status": lambda found, value: found.filter(status=value),
            "project": lambda found, value: found.filter(project_id=value) if value.isdigit() else found,
        },
    )


def open_starts(actor: Actor, *, most: int = 50) -> list[StartRow]:
    """Starts that have not happened yet, the next first."""
    ask(actor, OperationsPermission.SEE)
    rows = _rows(actor).filter(status=StartStatus.PREPARING)
    if actor.at_desk:
        rows = rows.select_related("customer", "project")
    return [_row(actor, plan) for plan in rows.order_by("go_live_on", "pk")[:most]]


def _tasks(actor: Actor, found: Any) -> tuple[TaskRow, ...]:
    rows = list(found)
    members = names.parties(actor, [row.member_id for row in rows])
    people = names.users(actor, [row.done_by_id for row in rows])
    side = Side.PRIME if actor.at_desk else Side(actor.audience.value)
    return tuple(
        TaskRow(
            id=row.pk,
            plan_id=row.plan_id,
            location=row.plan.location.name,
            title=row.title,
            side=row.side,
            side_label=row.get_side_display(),
            member_id=row.member_id,
            member=members.get(row.member_id, "") if row.member_id else "",
            required=row.required,
            due_on=row.due_on,
            done_at=row.done_at,
            done_by=people.get(row.done_by_id, "") if row.done_by_id else "",
            note=row.note,
            mine=row.side == side,
            late=row.done_at is None and row.due_on < actor.today,
        )
        for row in rows
    )


def start_plan(actor: Actor, *, plan_id: int) -> StartView:
    """One start with its tasks, promises and override."""
    ask(actor, OperationsPermission.SEE)
    rows = _rows(actor)
    if actor.at_desk:
        rows = rows.select_related("customer", "project", "override")
    plan = rows.get(pk=plan_id)
    tasks = (
        StartTask.objects.visible_to(actor)
        .filter(plan_id=plan_id)
        .select_related("plan__location")
        .order_by("position", "pk")
    )
    return StartView(
        row=_row(actor, plan),
        address=plan.location.address,
        check_in_code=plan.location.check_in_code,
        tasks=_tasks(actor, tasks),
        promises=_promises(actor, plan),
        override=_override(actor, plan) if actor.at_desk else None,
        protocol_id=str(plan.protocol_id) if plan.protocol_id else None,
        checked_at=plan.checked_at,
    )


def _promises(actor: Actor, plan: StartPlan) -> tuple[PromiseLine, ...]:
    rows = Promise.objects.visible_to(actor).filter(contract_id=plan.contract_id, location_id=plan.location_id)
    return tuple(
        PromiseLine(row.service.name, row.quantity, unit_words(row.unit, row.basis), row.standard)
        for row in rows.select_related("service").order_by("position")
    )


def _override(actor: Actor, plan: StartPlan) -> Override | None:
    override = getattr(plan, "override", None)
    if override is None:
        return None
    people = names.users(actor, [override.asked_by_id, override.agreed_by_id])
    return Override(
        reason=override.reason,
        asked_by=people.get(override.asked_by_id, ""),
        asked_by_id=override.asked_by_id,
        asked_at=override.asked_at,
        agreed_by=people.get(override.agreed_by_id, ""),
        agreed_at=override.agreed_at,
    )


def my_start_tasks(actor: Actor) -> tuple[TaskRow, ...]:
    """Open tasks before starts that the actor's side has to do, the most urgent first."""
    ask(actor, OperationsPermission.SEE)
    side = Side.PRIME if actor.at_desk else Side(actor.audience.value)
    found = (
        StartTask.objects.visible_to(actor)
        .filter(side=side, done_at__isnull=True, plan__status=StartStatus.PREPARING)
        .select_related("plan__location")
        .order_by("due_on", "position", "pk")
    )
    return _tasks(actor, found)


def rows_of(actor: Actor, plan_ids: Sequence[int]) -> list[StartRow]:
    """Some starts as rows, the next first."""
    ask(actor, OperationsPermission.SEE)
    rows = _rows(actor).filter(pk__in=plan_ids)
    rows = rows.select_related("customer", "project") if actor.at_desk else rows
    return [_row(actor, plan) for plan in rows.order_by("go_live_on", "pk")]


@dataclass(frozen=True, slots=True)
class HandoverView:
    """What the hand-over protocol of a start says."""

    plan_id: int
    customer_id: int
    member_ids: tuple[int, ...]
    location: str
    address: str
    services: tuple[PromiseLine, ...]
    starts_at: datetime
    tasks: tuple[TaskRow, ...]
    manager: str
    contact: str
    project_code: str
    # Whether the contract lets the customer know who delivers.
    members_named: bool


def handover(actor: Actor, *, plan_id: int) -> HandoverView:
    """The content of the hand-over protocol of a start: all tasks with their answers, what starts, who signs."""
    ask(actor, OperationsPermission.START)
    plan = (
        StartPlan.objects.visible_to(actor).select_related("location", "project__manager", "contract").get(pk=plan_id)
    )
    found = StartTask.objects.filter(plan=plan).select_related("plan__location").order_by("position", "pk")
    members = dict.fromkeys(task.member_id for task in found if task.member_id is not None)
    begins = plan.live_at or datetime.combine(plan.go_live_on, OPENS, ISTANBUL)
    return HandoverView(
        plan_id=plan.pk,
        customer_id=plan.customer_id,
        member_ids=tuple(members),
        location=plan.location.name,
        address=plan.location.address,
        services=_promises(actor, plan),
        starts_at=begins,
        tasks=_tasks(actor, found),
        manager=plan.project.manager.name if plan.project.manager else "",
        contact=plan.location.contact_name,
        project_code=plan.project.code,
        members_named=plan.contract.members_visible,
    )
