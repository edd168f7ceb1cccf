"""Starts for the customer: the countdown, what each still waits for, and the customer's own tasks."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import (
    Cell,
    Column,
    Filter,
    Group,
    Item,
    PageRequest,
    Waiting,
    act,
    formats,
    listing,
    page,
    render,
)
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.operations import commands, reads
from muhatap.operations.permissions import OperationsPermission as May

NAVIGATION = Item(
    group=Group.FIELD,
    label=gettext_lazy("Starts"),
    url="starts",
    order=10,
    permission=May.SEE,
    icon="rocket",
)
START, SERVICE = 8, 9


def waits_for(kinds: dict[str, int]) -> list[str]:
    """What a start still waits for, in sentences without names."""
    words = {
        "agreement": _("An agreement still has to be signed."),
        "backing": _("The delivery is not fully arranged yet."),
        "document": _("A document of the delivering company is being renewed."),
        "condition": _("The delivering company still has something to bring."),
        "task": _("Tasks of the preparation are open."),
    }
    return [words[kind] for kind in kinds if kind in words]


@page(May.SEE)
def index(request: PageRequest) -> HttpResponse:
    """Every start, the next first."""
    actor = request.actor

    def cells(row: reads.StartRow) -> list[Cell]:
        waits = waits_for(row.blockers) if row.status == "preparing" else []
        return [
            Cell(row.location),
            Cell(row.go_live_on, sub=formats.ago(row.go_live_on, actor.now, actor.language)),
            Cell(row.status_label, tone=row.tone),
            Cell(formats.percent(row.ready_percent, actor.language)),
            Cell(" ".join(waits) or (_("Nothing") if row.status == "preparing" else "")),
        ]

    return listing(
        request,
        title=_("Starts"),
        columns=[
            Column("location", _("Location"), sort="location"),
            Column("day", _("Agreed day"), sort="day"),
            Column("state", _("State")),
            Column("ready", _("Ready")),
            Column("waits", _("Waits for")),
        ],
        read=lambda query: reads.start_plans(actor, query=query),
        cells=cells,
        url=lambda row: reverse("start", args=[row.id]),
        filters=[Filter("status", _("State"), list(reads.StartStatus.choices))],
        empty={
            "sentence": _("When a contract is signed you see here how each location gets ready to start."),
            "action_label": _("Open the contracts"),
            "action_url": reverse("contracts"),
        },
    )


@page(May.SEE)
def show(request: PageRequest, plan_id: int) -> HttpResponse:
    """One start: days left, what it waits for, the tasks."""
    actor = request.actor
    view = reads.start_plan(actor, plan_id=plan_id)
    row = view.row
    preparing = row.status == "preparing"
    mine = [task for task in view.tasks if task.mine and task.done_at is None]
    facts = [
        {"label": _("Agreed day"), "value": formats.day_long(row.go_live_on, actor.language)},
        {"label": _("Days left"), "value": str(row.days_left) if preparing and row.days_left >= 0 else "—"},
        {"label": _("Live since"), "value": formats.moment(row.live_at, actor.language) if row.live_at else "—"},
        {"label": _("Ready"), "value": formats.percent(row.ready_percent, actor.language)},
    ]
    context = {
        "record": {
            "title": row.location,
            "state": {"tone": row.tone, "text": row.status_label},
            "subtitle": view.address,
            "facts": facts,
        },
        "spine": steps(START if preparing else SERVICE),
        "next": {"sentence": _("%(count)d tasks wait for you.") % {"count": len(mine)}} if mine and preparing else None,
        "actions": [{"label": _("Hand-over protocol"), "url": reverse("file", args=[view.protocol_id])}]
        if view.protocol_id
        else [],
        "back": {"label": _("Starts"), "url": reverse("starts")},
        "it": view,
        "waits": waits_for(row.blockers) if preparing else [],
        "may_do": preparing and actor.may(May.DO_TASK),
    }
    return render(request, "customer/starts/show.html", context)


@page(May.DO_TASK)
def task(request: PageRequest, plan_id: int, task_id: int) -> HttpResponse:
    """Say that an own task is done."""
    return act(
        request,
        lambda: commands.do_start_task(
            request.actor, task_id=task_id, plan_id=plan_id, note=request.POST.get("note", "")
        ),
        done=reverse("start", args=[plan_id]),
        said=_("Thank you, noted."),
    )


def waiting(actor: Actor) -> list[Waiting]:
    """Tasks before a start that wait for the customer."""
    if not actor.may(May.DO_TASK):
        return []
    return [
        Waiting(
            tone="bad" if task.late else "warn",
            kind=_("Start"),
            title=task.title,
            detail=task.location,
            when=formats.ago(task.due_on, actor.now, actor.language),
            url=reverse("start", args=[task.plan_id]),
            action=_("Look at it"),
            urgency=70 if task.late else 40,
        )
        for task in reads.my_start_tasks(actor)
    ]


WAITING = waiting

routes = [
    path("starts/", index, name="starts"),
    path("starts/<int:plan_id>/", show, name="start"),
    path("starts/<int:plan_id>/tasks/<int:task_id>/", task, name="start_task"),
]
