"""Advice to members at the desk."""

from __future__ import annotations

from django import forms
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
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import choice_field, day_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.timeline import happened
from muhatap.operations import commands, reads
from muhatap.operations.permissions import OperationsPermission as May

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Advice"),
    url="advice_list",
    order=60,
    permission=May.ADVISE,
    icon="heart-handshake",
)
PREPARATION = 7


def state(row: reads.AdviceRow) -> tuple[str, str]:
    """How an advice stands: (tone, words)."""
    if row.closed_at:
        return "ok", _("closed")
    if row.due:
        return "warn", _("follow-up due")
    return "none", _("read") if row.seen_at else _("not read yet")


@page(May.ADVISE)
def index(request: PageRequest) -> HttpResponse:
    """Advice, the latest first."""

    def cells(row: reads.AdviceRow) -> list[Cell]:
        tone, words = state(row)
        return [
            Cell(row.topic, sub=row.project),
            Cell(row.member),
            Cell(words, tone=tone),
            Cell(row.follow_up_on),
            Cell(row.given_by),
            Cell(row.given_at),
        ]

    return listing(
        request,
        title=_("Advice to members"),
        columns=[
            Column("topic", _("Topic")),
            Column("member", _("Member")),
            Column("state", _("State")),
            Column("follow_up", _("Follow-up"), sort="follow_up"),
            Column("by", _("Given by")),
            Column("given", _("Given"), sort="given"),
        ],
        read=lambda query: reads.advice_list(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("advice", args=[row.id]),
        filters=[
            Filter("state", _("State"), [("open", _("open")), ("due", _("follow-up due")), ("closed", _("closed"))])
        ],
        actions=[{"label": _("Advise a member"), "url": reverse("advice_new"), "primary": True}],
        empty={
            "sentence": _("What we advise a member, what was agreed and what became of it stands here."),
            "action_label": _("Advise a member"),
            "action_url": reverse("advice_new"),
        },
    )


class AdviceForm(forms.Form):
    """An advice."""

    member_id = choice_field(gettext_lazy("Member"), whole_number=True)
    project_id = choice_field(gettext_lazy("Project"), required=False, whole_number=True)
    topic = text_field(gettext_lazy("Topic"))
    text = text_field(gettext_lazy("What we recommend"), most=4000, lines=6)
    agreed_actions = text_field(gettext_lazy("What was agreed"), most=4000, lines=4, required=False)
    follow_up_on = day_field(gettext_lazy("We look at it again on"), required=False)


@page(May.ADVISE)
def new(request: PageRequest) -> HttpResponse:
    """Advise a member."""
    actor = request.actor
    start = {"project_id": request.GET.get("project"), "member_id": request.GET.get("member")}
    form = AdviceForm(request.POST or None, initial=start)
    form.fields["member_id"].choices = reads.members(actor)  # type: ignore[attr-defined]
    form.fields["project_id"].choices = [("", "—"), *reads.projects(actor)]  # type: ignore[attr-defined]
    return submit(
        request,
        form,
        lambda data: commands.give_advice(actor, **data),
        done=lambda pk: reverse("advice", args=[pk]),
        said=_("The advice is in the member's portal."),
        context={
            "page_title": _("Advise a member"),
            "submit_label": _("Give the advice"),
            "cancel_url": reverse("advice_list"),
            "autosave": "advice",
        },
    )


@page(May.ADVISE)
def show(request: PageRequest, advice_id: int) -> HttpResponse:
    """One advice."""
    actor = request.actor
    row = reads.advice(actor, advice_id=advice_id)
    tone, words = state(row)
    context = {
        "record": {
            "title": row.topic,
            "number": row.member,
            "state": {"tone": tone, "text": words},
            "facts": [
                {"label": _("Project"), "value": row.project or "—"},
                {"label": _("Given by"), "value": row.given_by or "—"},
                {"label": _("Given"), "value": formats.moment(row.given_at, actor.language)},
                {
                    "label": _("Read by the member"),
                    "value": formats.moment(row.seen_at, actor.language) if row.seen_at else "—",
                },
                {
                    "label": _("Follow-up"),
                    "value": formats.day(row.follow_up_on, actor.language) if row.follow_up_on else "—",
                },
            ],
        },
        "spine": steps(PREPARATION),
        "next": None
        if row.closed_at
        else {
            "sentence": _("Look with the member at what became of it and write it down."),
            "label": _("Write down the outcome"),
            "url": reverse("advice_close", args=[advice_id]),
        },
        "back": {"label": _("Advice to members"), "url": reverse("advice_list")},
        "entries": happened(request.actor, advice_id=advice_id),
        "it": row,
    }
    return render(request, "desk/advice/show.html", context)


class OutcomeForm(forms.Form):
    """What became of an advice."""

    outcome = text_field(gettext_lazy("What became of it?"), most=1000, lines=4)


@page(May.ADVISE)
def close(request: PageRequest, advice_id: int) -> HttpResponse:
    """Write down what became of an advice."""
    here = reverse("advice", args=[advice_id])
    return submit(
        request,
        OutcomeForm(request.POST or None),
        lambda data: commands.close_advice(request.actor, advice_id=advice_id, **data),
        done=here,
        said=_("Written down."),
        context={
            "page_title": _("Outcome of the advice"),
            "page_sub": reads.advice(request.actor, advice_id=advice_id).topic,
            "cancel_url": here,
        },
    )


def waiting(actor: Actor) -> list[Waiting]:
    """Advice whose follow-up has come."""
    if not actor.may(May.ADVISE):
        return []
    return [
        Waiting(
            tone="warn",
            kind=_("Advice"),
            title=row.topic,
            detail=row.member,
            when=formats.ago(row.follow_up_on, actor.now, actor.language) if row.follow_up_on else "",
            url=reverse("advice", args=[row.id]),
            action=_("Look at it"),
            urgency=20,
        )
        for row in reads.advice_due(actor)
    ]


WAITING = waiting

routes = [
    path("advice/", index, name="advice_list"),
    path("advice/new/", new, name="advice_new"),
    path("advice/<int:advice_id>/", show, name="advice"),
    path("advice/<int:advice_id>/close/", close, name="advice_close"),
]
