"""What the member has to do before a service starts."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import Group, Item, PageRequest, Waiting, act, formats, page, render
from muhatap.kernel.actors import Actor
from muhatap.operations import commands, reads
from muhatap.operations.permissions import OperationsPermission as May

NAVIGATION = Item(
    group=Group.FIELD, label=gettext_lazy("Starts"), url="starts", order=30, permission=May.DO_TASK, icon="rocket"
)


@page(May.DO_TASK)
def starts(request: PageRequest) -> HttpResponse:
    """Tasks before starts that wait for the member."""
    actor = request.actor
    context = {"page_title": _("Tasks before the start"), "tasks": reads.my_start_tasks(actor)}
    return render(request, "member/jobs/starts.html", context)


@page(May.DO_TASK)
def task(request: PageRequest, task_id: int) -> HttpResponse:
    """Say that a task before a start is done."""
    return act(
        request,
        lambda: commands.do_start_task(request.actor, task_id=task_id, note=request.POST.get("note", "")),
        done=reverse("starts"),
        said=_("Noted."),
    )


def waiting(actor: Actor) -> list[Waiting]:
    """Tasks before starts that wait for the member."""
    if not actor.may(May.DO_TASK):
        return []
    return [
        Waiting(
            tone="bad" if one.late else "warn",
            kind=_("Start"),
            title=one.title,
            detail=one.location,
            when=formats.ago(one.due_on, actor.now, actor.language),
            url=reverse("starts"),
            action=_("Look at it"),
            urgency=70 if one.late else 40,
        )
        for one in reads.my_start_tasks(actor)
    ]


WAITING = waiting

routes = [
    path("starts/", starts, name="starts"),
    path("starts/tasks/<int:task_id>/", task, name="start_task"),
]
