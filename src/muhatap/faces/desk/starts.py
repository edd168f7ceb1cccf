"""Starts at the desk: which are coming, what keeps each gate closed, going live; the coordination of a project."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.documents.making import operations as papers
from muhatap.faces.web import (
    Cell,
    Column,
    Filter,
    Group,
    Item,
    PageRequest,
    Tile,
    TileValue,
    Waiting,
    act,
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import day_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.timeline import happened
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
PREPARATION, START, SERVICE = 7, 8, 9
# Days before a start from which it waits on the home page.
MONTH = 30


def address_of(name: str, *args: object) -> str:
    """The address of a page of another noun, blank while this face has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def blocker_words(kinds: dict[str, int]) -> str:
    """What a start waits for, in a few words."""
    words = {
        "agreement": _("signatures"),
        "backing": _("members"),
        "document": _("documents"),
        "condition": _("conditions"),
        "task": _("tasks"),
    }
    return ", ".join(f"{words[kind]} {count}" for kind, count in kinds.items() if kind in words)


def _away(day: date, actor: Actor) -> str:
    """How far a day lies away, where that says more than the day itself."""
    said = formats.ago(day, actor.now, actor.language)
    return "" if said == formats.day(day, actor.language) else said


@page(May.SEE)
def index(request: PageRequest) -> HttpResponse:
    """Every start, the next first."""

    def cells(row: reads.StartRow) -> list[Cell]:
        return [
            Cell(row.location, sub=row.customer),
            Cell(row.project),
            Cell(row.go_live_on, sub=_away(row.go_live_on, request.actor)),
            Cell(row.status_label, tone=row.tone),
            Cell(_("%(done)d of %(all)d tasks") % {"done": row.done, "all": row.tasks}),
            Cell(blocker_words(row.blockers) if row.status == "preparing" else ""),
        ]

    return listing(
        request,
        title=_("Starts"),
        columns=[
            Column("location", _("Location"), sort="location"),
            Column("project", _("Project")),
            Column("day", _("Agreed day"), sort="day"),
            Column("state", _("State")),
            Column("ready", _("Ready")),
            Column("waits", _("Waits for")),
        ],
        read=lambda query: reads.start_plans(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("start", args=[row.id]),
        filters=[Filter("status", _("State"), list(reads.StartStatus.choices))],
        empty={
            "sentence": _("A start plan per location appears here when a customer contract is signed."),
            "action_label": _("Open the contracts"),
            "action_url": reverse("contracts"),
        },
    )


def _next(view: reads.StartView, gate: reads.Gate, actor: Actor) -> dict[str, Any] | None:
    row = view.row
    if row.status == "live":
        if view.protocol_id:
            return None
        return {
            "sentence": _("The service runs. Make the hand-over protocol for the signatures on site."),
            "label": _("Make the protocol"),
            "url": reverse("start_protocol", args=[row.id]),
            "method": "post",
        }
    if row.status != "preparing":
        return None
    standing = [one for one in gate.reasons if one.kind == "date" or not gate.overridden]
    return {
        "sentence": _("Start the service at %(location)s on %(day)s.")
        % {"location": row.location, "day": formats.day(row.go_live_on, actor.language)},
        "label": _("Go live"),
        "url": reverse("start_live", args=[row.id]),
        "method": "post",
        "disabled_reason": [one.text for one in standing],
    }


def _facts(view: reads.StartView, actor: Actor) -> list[dict[str, Any]]:
    row = view.row
    contract = address_of("contract", row.contract_id)
    facts = [
        {"label": _("Agreed day"), "value": formats.day(row.go_live_on, actor.language)},
        {"label": _("Live since"), "value": formats.moment(row.live_at, actor.language) if row.live_at else "—"},
        {"label": _("Project"), "value": row.project, "url": reverse("coordination", args=[row.project_id])},
        {"label": _("Address"), "value": view.address or "—"},
    ]
    if contract:
        facts.append({"label": _("Contract"), "value": _("Open the contract"), "url": contract})
    return facts


@page(May.SEE)
def show(request: PageRequest, plan_id: int) -> HttpResponse:
    """One start: the gate with every reason, tasks by side, the override."""
    actor = request.actor
    view = reads.start_plan(actor, plan_id=plan_id)
    gate = reads.gate(actor, plan_id=plan_id)
    row = view.row
    may_start = actor.may(May.START) and row.status == "preparing"
    blocked = [one for one in gate.reasons if one.kind != "date"]
    actions = []
    if may_start:
        actions.append({"label": _("Another day"), "url": reverse("start_move", args=[plan_id])})
        if blocked and not (view.override and view.override.agreed_at):
            actions.append({"label": _("Ask for an override"), "url": reverse("start_override", args=[plan_id])})
    if view.protocol_id:
        actions.append({"label": _("Hand-over protocol"), "url": reverse("file", args=[view.protocol_id])})
    actions.append({"label": _("QR code"), "url": reverse("start_code", args=[plan_id])})
    context = {
        "record": {
            "title": row.location,
            "number": row.customer,
            "state": {"tone": row.tone, "text": row.status_label},
            "subtitle": _("%(percent)d%% ready") % {"percent": row.ready_percent},
            "facts": _facts(view, actor),
        },
        "spine": steps(SERVICE if row.status == "live" else START if row.days_left <= 0 else PREPARATION),
        "next": _next(view, gate, actor) if actor.may(May.START) else None,
        "actions": actions,
        "back": {"label": _("Starts"), "url": reverse("starts")},
        "entries": happened(request.actor, plan_id=plan_id),
        "it": view,
        "gate": gate,
        "may_do": actor.may(May.DO_TASK) and row.status == "preparing",
        "may_agree": view.override is not None
        and view.override.agreed_at is None
        and actor.may(May.OVERRIDE)
        and view.override.asked_by_id != actor.user_id,
    }
    return render(request, "desk/starts/show.html", context)


@page(May.START)
def live(request: PageRequest, plan_id: int) -> HttpResponse:
    """Go live."""
    here = reverse("start", args=[plan_id])
    return act(
        request,
        lambda: commands.go_live(request.actor, plan_id=plan_id),
        done=here,
        said=_("The service has started; its jobs are planned for 60 days."),
    )


@page(May.DO_TASK)
def task(request: PageRequest, plan_id: int, task_id: int) -> HttpResponse:
    """Say that a task is done."""
    return act(
        request,
        lambda: commands.do_start_task(
            request.actor, task_id=task_id, plan_id=plan_id, note=request.POST.get("note", "")
        ),
        done=reverse("start", args=[plan_id]) + "#tasks",
        said=_("Noted."),
    )


class MoveForm(forms.Form):
    """Another day for a start."""

    go_live_on = day_field(gettext_lazy("New day of the start"))


@page(May.START)
def move(request: PageRequest, plan_id: int) -> HttpResponse:
    """Agree on another day."""
    row = reads.start_plan(request.actor, plan_id=plan_id).row
    here = reverse("start", args=[plan_id])
    return submit(
        request,
        MoveForm(request.POST or None, initial={"go_live_on": row.go_live_on}),
        lambda data: commands.move_start(request.actor, plan_id=plan_id, **data),
        done=here,
        said=_("The start was moved; open tasks moved along."),
        context={"page_title": _("Another day for the start"), "page_sub": row.location, "cancel_url": here},
    )


class OverrideForm(forms.Form):
    """Why a service must start in spite of the gate."""

    reason = text_field(gettext_lazy("Why must the service start in spite of this?"), most=500, lines=4)


@page(May.START)
def override(request: PageRequest, plan_id: int) -> HttpResponse:
    """Ask for a start in spite of the gate."""
    row = reads.start_plan(request.actor, plan_id=plan_id).row
    here = reverse("start", args=[plan_id])
    return submit(
        request,
        OverrideForm(request.POST or None),
        lambda data: commands.ask_override(request.actor, plan_id=plan_id, **data),
        done=here,
        said=_("Asked. A second person has to agree."),
        context={
            "page_title": _("Start in spite of the gate"),
            "page_sub": row.location,
            "submit_label": _("Ask for the override"),
            "cancel_url": here,
        },
    )


@page(May.OVERRIDE)
def agree(request: PageRequest, plan_id: int) -> HttpResponse:
    """Agree to an override."""
    return act(
        request,
        lambda: commands.agree_override(request.actor, plan_id=plan_id),
        done=reverse("start", args=[plan_id]),
        said=_("Agreed. The service may start on its day."),
    )


@page(May.START)
def protocol(request: PageRequest, plan_id: int) -> HttpResponse:
    """Make the hand-over protocol."""
    return act(
        request,
        lambda: papers.make_handover(request.actor, plan_id=plan_id),
        done=reverse("start", args=[plan_id]),
        said=_("The hand-over protocol was made."),
    )


@page(May.SEE)
def code(request: PageRequest, plan_id: int) -> HttpResponse:
    """The QR code for the entrance, to print."""
    view = reads.start_plan(request.actor, plan_id=plan_id)
    context = {
        "page_title": view.row.location,
        "it": view,
        "code": papers.check_in_picture(view.check_in_code),
        "back": {"label": view.row.location, "url": reverse("start", args=[plan_id])},
    }
    return render(request, "desk/starts/code.html", context)


@page(May.START)
def make(request: PageRequest, project_id: int) -> HttpResponse:
    """Make the start plans of a project."""
    return act(
        request,
        lambda: commands.make_start_plans(request.actor, project_id=project_id),
        done=reverse("coordination", args=[project_id]),
        said=_("Every location has its start plan."),
    )


@page(May.SEE)
def coordination(request: PageRequest, project_id: int) -> HttpResponse:
    """What a project needs in the next two weeks."""
    actor = request.actor
    view = reads.coordination(actor, project_id=project_id)
    context = {
        "record": {
            "title": view.name,
            "number": view.code,
            "subtitle": view.customer,
            "facts": [
                {"label": _("Project manager"), "value": view.manager or "—"},
                {"label": _("Deputy"), "value": view.deputy or "—"},
                {"label": _("Jobs in the next 14 days"), "value": formats.qty(view.jobs_planned, actor.language)},
            ],
        },
        "spine": steps(START if view.starts else SERVICE),
        "actions": [
            {"label": _("Advise a member"), "url": reverse("advice_new") + f"?project={project_id}", "icon": "message"},
        ]
        if actor.may(May.ADVISE)
        else [],
        "back": {"label": view.code, "url": reverse("project", args=[project_id])},
        "it": view,
        "may_start": actor.may(May.START),
    }
    return render(request, "desk/starts/coordination.html", context)


def _coming(actor: Actor) -> TileValue:
    rows = reads.open_starts(actor, most=500)
    bad = sum(1 for row in rows if row.tone == "bad")
    detail = _("%(count)d in danger") % {"count": bad} if bad else _("nothing in danger")
    return TileValue(str(len(rows)), detail, "bad" if bad else "none")


HOME = [Tile(gettext_lazy("Starts to come"), _coming, "starts", May.START, order=40, query="status=preparing")]


def waiting(actor: Actor) -> list[Waiting]:
    """Starts that are due or in danger."""
    if not actor.may(May.START):
        return []
    found = []
    for row in reads.open_starts(actor):
        if row.days_left > MONTH:
            break
        found.append(
            Waiting(
                tone=row.tone,
                kind=_("Start"),
                title=f"{row.location} · {row.customer}",
                detail=blocker_words(row.blockers) or _("ready"),
                when=formats.ago(row.go_live_on, actor.now, actor.language),
                url=reverse("start", args=[row.id]),
                action=_("Look at it"),
                urgency=90 - row.days_left if row.tone == "bad" else 40 - row.days_left,
            )
        )
    return found


WAITING = waiting

routes = [
    path("starts/", index, name="starts"),
    path("starts/<int:plan_id>/", show, name="start"),
    path("starts/<int:plan_id>/live/", live, name="start_live"),
    path("starts/<int:plan_id>/tasks/<int:task_id>/", task, name="start_task"),
    path("starts/<int:plan_id>/move/", move, name="start_move"),
    path("starts/<int:plan_id>/override/", override, name="start_override"),
    path("starts/<int:plan_id>/override/agree/", agree, name="start_override_agree"),
    path("starts/<int:plan_id>/protocol/", protocol, name="start_protocol"),
    path("starts/<int:plan_id>/code/", code, name="start_code"),
    path("projects/<int:project_id>/starts/", make, name="starts_make"),
    path("projects/<int:project_id>/coordination/", coordination, name="coordination"),
]
