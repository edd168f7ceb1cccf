"""Projects at the desk: which contract they deliver, who leads them, and who is expert in what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from muhatap.backing import reads as backing
from muhatap.backing.permissions import BackingPermission
from muhatap.contracts import commands, reads
from muhatap.contracts.permissions import ContractPermission
from muhatap.demand import reads as demand
from muhatap.faces.web import (
    Cell,
    Column,
    Filter,
    Group,
    Item,
    PageRequest,
    Tile,
    TileValue,
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import choice_field, many_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.timeline import happened

NAVIGATION = [
    Item(
        group=Group.CUSTOMER,
        label=gettext_lazy("Projects"),
        url="projects",
        order=50,
        permission=ContractPermission.SEE,
        icon="briefcase",
    ),
    Item(
        group=Group.SETTINGS,
        label=gettext_lazy("Expertise"),
        url="expertise",
        order=40,
        permission=ContractPermission.EXPERTISE,
        icon="star",
    ),
]


@page(ContractPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """All projects, newest first."""
    return listing(
        request,
        title=_("Projects"),
        columns=[
            Column("code", _("Code"), sort="code"),
            Column("name", _("Project"), sort="name"),
            Column("customer", _("Customer"), sort="customer"),
            Column("state", _("State"), sort="status"),
            Column("manager", _("Manager")),
            Column("deputy", _("Deputy")),
            Column("starts", _("Starts"), sort="starts"),
        ],
        read=lambda query: reads.projects(request.actor, query=query),
        cells=lambda row: [
            Cell(row.code),
            Cell(row.name, sub=row.contract_number),
            Cell(row.customer),
            Cell(row.status_name, tone=row.tone),
            Cell(row.manager or _("nobody yet")),
            Cell(row.deputy or "—"),
            Cell(row.starts_on),
        ],
        url=lambda row: reverse("project", args=[row.id]),
        filters=[
            Filter("status", _("State"), reads.ProjectStatus.choices),
            Filter("manager", _("Manager"), [("me", _("me")), ("none", _("nobody yet"))]),
        ],
        empty={
            "sentence": _("A project opens by itself when a customer contract is signed."),
            "action_label": _("Open the contracts"),
            "action_url": reverse("contracts"),
        },
    )


@page(ContractPermission.SEE)
def show(request: PageRequest, project_id: int) -> HttpResponse:
    """A project with its people, its classes of service, and the contract behind it."""
    it = reads.project(request.actor, project_id=project_id)
    may = request.actor.may(ContractPermission.ASSIGN)
    url = reverse("project_assign", args=[project_id])
    actions = [{"label": _("Coordination"), "url": reverse("coordination", args=[project_id])}]
    if may and it.manager_id:
        actions.append({"label": _("Change the people"), "url": url})
    context = {
        "record": _record(it, request),
        "it": it,
        "promises": reads.promises(request.actor, contract_id=it.row.contract_id),
        "spine": steps(9 if it.row.status == "running" else 5),
        "next": _next(it, request.actor),
        "actions": actions,
        "back": {"label": _("Projects"), "url": reverse("projects")},
        "entries": happened(request.actor, project_id=project_id),
    }
    return render(request, "desk/projects/show.html", context)


def _next(it: reads.ProjectView, actor: Actor) -> dict[str, Any] | None:
    """First its people, then members behind every promise, then the start at each location."""
    if it.manager_id is None:
        return {
            "sentence": _("Give the project a manager and a deputy who know its classes of service."),
            "label": _("Assign"),
            "url": reverse("project_assign", args=[it.row.id]),
        }
    if it.row.status != "preparing":
        return None
    if actor.may(BackingPermission.SEE) and backing.gaps_of(actor, contract_id=it.row.contract_id):
        return {
            "sentence": _("Choose the members who deliver each promise."),
            "label": _("Open the contract"),
            "url": reverse("contract", args=[it.row.contract_id]),
        }
    return start_step(it.row.id)


def start_step(project_id: int) -> dict[str, Any]:
    """What follows when every promise is backed: each location is made ready for its first day."""
    return {
        "sentence": _("Every promise is backed. Make each location ready for its first day."),
        "label": _("Prepare the start"),
        "url": reverse("coordination", args=[project_id]),
    }


def _record(it: reads.ProjectView, request: PageRequest) -> dict[str, Any]:
    row, language = it.row, request.actor.language
    facts: list[dict[str, Any]] = [
        {"label": _("Contract"), "value": row.contract_number, "url": reverse("contract", args=[row.contract_id])},
        {"label": _("Manager"), "value": row.manager or _("nobody yet"), "tone": "" if row.manager else "bad"},
        {"label": _("Deputy"), "value": row.deputy or "—"},
        {"label": _("Starts"), "value": formats.day(row.starts_on, language)},
        {"label": _("Classes of service"), "value": ", ".join(it.categories) or "—"},
    ]
    if it.uncovered and it.manager_id:
        facts.append({"label": _("Nobody is expert in"), "value": ", ".join(it.uncovered), "tone": "warn"})
    return {
        "title": row.name,
        "number": row.code,
        "subtitle": _("%(locations)d locations · %(promises)d promises")
        % {"locations": it.locations, "promises": it.promises},
        "state": {"tone": row.tone, "text": row.status_name},
        "facts": facts,
    }


class AssignForm(forms.Form):
    """Who leads, and who stands in."""

    manager_id = choice_field(gettext_lazy("Manager"), whole_number=True)
    deputy_id = choice_field(gettext_lazy("Deputy"), whole_number=True, required=False)


def _choices(experts: list[reads.Expert]) -> list[tuple[int, str]]:
    found = []
    for one in experts:
        load = ngettext("%(count)d project", "%(count)d projects", one.projects) % {"count": one.projects}
        knows = ", ".join(one.category_names) or _("no expertise written down")
        found.append((one.user_id, f"{one.name} · {knows} · {load}"))
    return found


@page(ContractPermission.ASSIGN)
def assign(request: PageRequest, project_id: int) -> HttpResponse:
    """Give a project its manager and deputy."""
    it = reads.project(request.actor, project_id=project_id)
    experts = reads.experts(request.actor, project_id=project_id)
    fitting = [one.user_id for one in experts if one.fits]
    start = {
        "manager_id": it.manager_id or (fitting[0] if fitting else None),
        "deputy_id": it.deputy_id or (fitting[1] if len(fitting) > 1 else None),
    }
    form = AssignForm(request.POST or None, initial=start)
    choices = _choices(experts)
    form.fields["manager_id"].choices = choices  # type: ignore[attr-defined]
    form.fields["deputy_id"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]
    url = reverse("project", args=[project_id])
    return submit(
        request,
        form,
        lambda data: commands.assign_project(request.actor, project_id=project_id, **data),
        done=url,
        said=_("The project has its people."),
        context={
            "page_title": _("Manager and deputy"),
            "page_sub": f"{it.row.code} · {', '.join(it.categories)}",
            "cancel_url": url,
            "back": {"label": it.row.code, "url": url},
            "spine": steps(5),
        },
    )


@page(ContractPermission.EXPERTISE)
def expertise(request: PageRequest) -> HttpResponse:
    """Who of the desk is expert in which classes of service."""
    people = reads.people_with_expertise(request.actor)
    context = {"page_title": _("Expertise"), "page_sub": _("Who may lead which projects"), "people": people}
    return render(request, "desk/projects/expertise.html", context)


class ExpertiseForm(forms.Form):
    """The classes of service somebody knows."""

    categories = many_field(gettext_lazy("Expert in"), required=False)


@page(ContractPermission.EXPERTISE)
def expertise_of(request: PageRequest, user_id: int) -> HttpResponse:
    """Write down in what somebody is expert."""
    people = reads.people_with_expertise(request.actor)
    one = next((found for found in people if found.user_id == user_id), None)
    if one is None:
        raise commands.NotExpert(_("There is no such person at the desk."))
    form = ExpertiseForm(request.POST or None, initial={"categories": list(one.categories)})
    form.fields["categories"].choices = demand.category_choices(request.actor)  # type: ignore[attr-defined]
    return submit(
        request,
        form,
        lambda data: commands.set_expertise(request.actor, user_id=user_id, **data),
        done=reverse("expertise"),
        said=_("Saved."),
        context={
            "page_title": one.name,
            "page_sub": _("Expertise"),
            "cancel_url": reverse("expertise"),
            "back": {"label": _("Expertise"), "url": reverse("expertise")},
        },
    )


def _without_manager(actor: Actor) -> TileValue:
    found = reads.projects(actor, query=ListQuery(filters={"manager": "none"}, limit=1))
    count = found.total or 0
    return TileValue(str(count), "", "bad" if count else "ok")


HOME = [
    Tile(
        label=gettext_lazy("Projects without a manager"),
        value=_without_manager,
        url="projects",
        query="manager=none",
        permission=ContractPermission.ASSIGN,
        order=45,
    )
]

routes = [
    path("projects/", index, name="projects"),
    path("projects/<int:project_id>/", show, name="project"),
    path("projects/<int:project_id>/people/", assign, name="project_assign"),
    path("expertise/", expertise, name="expertise"),
    path("expertise/<int:user_id>/", expertise_of, name="expertise_of"),
]
