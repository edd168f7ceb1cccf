"""Advice, and the coordination of a project on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from muhatap.contracts.models import Project
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.operations.models import Advice, Job, JobStatus, StartPlan, StartStatus, Ticket, TicketStatus
from muhatap.operations.permissions import OperationsPermission
from muhatap.operations.reads import jobs, starts, tickets
from muhatap.parties.models import Party


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """An advice in a list."""

    id: int
    member_id: int
    member: str
    project: str
    topic: str
    text: str
    agreed_actions: str
    follow_up_on: date | None
    given_at: datetime
    given_by: str
    seen_at: datetime | None
    outcome: str
    closed_at: datetime | None
    due: bool


def _rows(actor: Actor) -> Any:
    rows = Advice.objects.visible_to(actor)
    return rows.select_related("member", "project", "given_by") if actor.at_desk else rows


def _row(actor: Actor, advice: Any) -> AdviceRow:
    desk = actor.at_desk
    return AdviceRow(
        id=advice.pk,
        member_id=advice.member_id,
        member=advice.member.short_name if desk else "",
        project=advice.project.name if desk and advice.project else "",
        topic=advice.topic,
        text=advice.text,
        agreed_actions=advice.agreed_actions,
        follow_up_on=advice.follow_up_on,
        given_at=advice.given_at,
        given_by=advice.given_by.name if desk and advice.given_by else "",
        seen_at=advice.seen_at,
        outcome=advice.outcome,
        closed_at=advice.closed_at,
        due=advice.closed_at is None and advice.follow_up_on is not None and advice.follow_up_on <= actor.today,
    )


def advice_list(actor: Actor, *, query: ListQuery) -> ListPage[AdviceRow]:
    """Advice, the latest first."""
    ask(actor, OperationsPermission.SEE)
    today = actor.today
    filters = {
        "open": Q(closed_at__isnull=True),
        "due": Q(closed_at__isnull=True, follow_up_on__lte=today),
        "closed": Q(closed_at__isnull=False),
    }
    return paginate(
        _rows(actor),
        query,
        make=lambda advice: _row(actor, advice),
        sorts={"given": "given_at", "follow_up": "follow_up_on"},
        default="-given",
        search=["topic", "text", "member__short_name"] if actor.at_desk else ["topic", "text"],
        filters={"state": lambda rows, value: rows.filter(filters.get(value, Q()))},
    )


def advice(actor: Actor, *, advice_id: int) -> AdviceRow:
    """One advice."""
    ask(actor, OperationsPermission.SEE)
    return _row(actor, _rows(actor).get(pk=advice_id))


def advice_due(actor: Actor) -> list[AdviceRow]:
    """Advice whose follow-up has come (for a member: advice it has not read)."""
    ask(actor, OperationsPermission.SEE)
    rows = _rows(actor).filter(closed_at__isnull=True)
    rows = rows.filter(follow_up_on__lte=actor.today) if actor.at_desk else rows.filter(seen_at__isnull=True)
    return [_row(actor, one) for one in rows.order_by("follow_up_on", "pk")[:20]]


def members(actor: Actor) -> list[tuple[int, str]]:
    """The members that can be advised."""
    ask(actor, OperationsPermission.ADVISE)
    rows = Party.objects.visible_to(actor).filter(is_member=True).order_by("short_name")
    return list(rows.values_list("pk", "short_name"))


def projects(actor: Actor) -> list[tuple[int, str]]:
    """The projects an advice can belong to."""
    ask(actor, OperationsPermission.ADVISE)
    rows = Project.objects.visible_to(actor).order_by("code")
    return [(row.pk, f"{row.code} · {row.name}") for row in rows]


@dataclass(frozen=True, slots=True)
class Coordination:
    """What a project needs in the next two weeks."""

    project_id: int
    name: str
    code: str
    customer: str
    contract_id: int
    manager: str
    deputy: str
    starts: tuple[starts.StartRow, ...]
    trouble: tuple[jobs.JobRow, ...]
    tickets: tuple[tickets.TicketRow, ...]
    advice: tuple[AdviceRow, ...]
    jobs_planned: int


def coordination(actor: Actor, *, project_id: int) -> Coordination:
    """Starts, jobs in trouble, waiting tickets and open advice of one project."""
    ask(actor, OperationsPermission.SEE)
    project = Project.objects.visible_to(actor).select_related("customer", "manager", "deputy").get(pk=project_id)
    plans = StartPlan.objects.filter(project=project, status=StartStatus.PREPARING).values_list("pk", flat=True)
    of_project = Job.objects.filter(promise__contract_id=project.contract_id)
    bad = of_project.filter(
        day__gte=actor.today - timedelta(days=14),
        day__lte=actor.today + timedelta(days=14),
        status__in=[JobStatus.MISSED, JobStatus.DECLINED, JobStatus.DISPUTED],
    )
    waiting = Ticket.objects.filter(
        customer_id=project.customer_id, status__in=[TicketStatus.OPEN, TicketStatus.ROUTED]
    ).values_list("pk", flat=True)
    return Coordination(
        project_id=project.pk,
        name=project.name,
        code=project.code,
        customer=project.customer.short_name,
        contract_id=project.contract_id,
        manager=project.manager.name if project.manager else "",
        deputy=project.deputy.name if project.deputy else "",
        starts=tuple(starts.rows_of(actor, list(plans))),
        trouble=tuple(jobs.rows_of(actor, list(bad.order_by("day", "pk").values_list("pk", flat=True)[:30]))),
        tickets=tuple(tickets.rows_of(actor, list(waiting[:30]))),
        advice=tuple(
            _row(actor, one)
            for one in _rows(actor).filter(project=project, closed_at__isnull=True).order_by("-given_at")[:20]
        ),
        jobs_planned=of_project.filter(
            day__gte=actor.today, day__lt=actor.today + timedelta(days=14), status__in=jobs.OPEN
        ).count(),
    )
