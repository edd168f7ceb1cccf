"""Tickets at the desk: who asks what, whom we ask, what we answer."""

from __future__ import annotations

from typing import Any

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
from muhatap.faces.web.fields import choice_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.operations import commands, reads
from muhatap.operations.permissions import OperationsPermission as May

NAVIGATION = Item(
    group=Group.FIELD,
    label=gettext_lazy("Tickets"),
    url="tickets",
    order=30,
    permission=May.SEE,
    icon="ticket",
)
SERVICE = 9
HOPS = {
    "customer": gettext_lazy("with the customer"),
    "member": gettext_lazy("with the member"),
    "own": gettext_lazy("our note"),
}


@page(May.SEE)
def index(request: PageRequest) -> HttpResponse:
    """Tickets, the latest first."""

    def cells(row: reads.TicketRow) -> list[Cell]:
        return [
            Cell(row.number),
            Cell(row.subject, sub=row.kind_label),
            Cell(row.customer, sub=row.location),
            Cell(_("late") if row.overdue else row.status_label, tone=row.tone),
            Cell(row.member),
            Cell(row.due_at),
            Cell(row.opened_at),
        ]

    return listing(
        request,
        title=_("Tickets"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("subject", _("Subject")),
            Column("customer", _("Customer")),
            Column("state", _("State")),
            Column("member", _("With")),
            Column("due", _("Answer by"), sort="due"),
            Column("opened", _("Opened"), sort="opened"),
        ],
        read=lambda query: reads.tickets(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("ticket", args=[row.id]),
        filters=[
            Filter("status", _("State"), [("waiting", _("waiting")), *reads.TicketStatus.choices]),
            Filter("kind", _("Kind"), list(reads.TicketKind.choices)),
        ],
        empty={
            "sentence": _("Customers open tickets in their portal; they arrive here."),
            "action_label": _("Open the customers"),
            "action_url": reverse("customers"),
        },
    )


def _next(view: reads.TicketView, may: bool) -> dict[str, Any] | None:
    row = view.row
    if not may or row.status not in ("open", "routed"):
        return None
    return {
        "sentence": _("Answer the customer in our name, after asking the member where it is needed."),
        "label": _("Answer"),
        "url": reverse("ticket_answer", args=[row.id]),
        "waits_for": row.member if row.status == "routed" else "",
    }


@page(May.SEE)
def show(request: PageRequest, ticket_id: int) -> HttpResponse:
    """One ticket with both hops."""
    actor = request.actor
    view = reads.ticket(actor, ticket_id=ticket_id)
    row = view.row
    may = actor.may(May.ANSWER_TICKET)
    context = {
        "record": {
            "title": row.subject,
            "number": row.number,
            "state": {"tone": row.tone, "text": row.status_label},
            "facts": [
                {"label": _("Kind"), "value": row.kind_label},
                {"label": _("Customer"), "value": row.customer},
                {"label": _("Location"), "value": row.location or "—"},
                {"label": _("Answer by"), "value": formats.moment(row.due_at, actor.language)},
                {"label": _("With the member"), "value": row.member or "—"},
            ],
        },
        "spine": steps(SERVICE),
        "next": _next(view, may),
        "actions": [
            *(
                [{"label": _("Ask a member"), "url": reverse("ticket_route", args=[ticket_id])}]
                if may and row.status in ("open", "routed")
                else []
            )
        ],
        "back": {"label": _("Tickets"), "url": reverse("tickets")},
        "it": view,
        "entries": [
            {"at": one.at, "title": one.author, "text": one.text, "who": HOPS[one.hop], "icon": "message"}
            for one in reversed(view.messages)
        ],
        "may_close": actor.may(May.OPEN_TICKET) and row.status in ("open", "answered"),
    }
    return render(request, "desk/tickets/show.html", context)


class AnswerForm(forms.Form):
    """What we write."""

    text = text_field(gettext_lazy("Message"), most=4000, lines=6)


@page(May.ANSWER_TICKET)
def answer(request: PageRequest, ticket_id: int) -> HttpResponse:
    """Answer the customer."""
    row = reads.ticket(request.actor, ticket_id=ticket_id).row
    here = reverse("ticket", args=[ticket_id])
    return submit(
        request,
        AnswerForm(request.POST or None),
        lambda data: commands.answer_ticket(request.actor, ticket_id=ticket_id, **data),
        done=here,
        said=_("The answer is in the customer's portal."),
        context={
            "page_title": _("Answer the customer"),
            "page_sub": row.subject,
            "submit_label": _("Answer"),
            "cancel_url": here,
            "autosave": f"ticket-answer-{ticket_id}",
        },
    )


class RouteForm(AnswerForm):
    """Whom we ask, in which words."""

    member_id = choice_field(gettext_lazy("Member"), whole_number=True)
    field_order = ["member_id", "text"]


@page(May.ANSWER_TICKET)
def route(request: PageRequest, ticket_id: int) -> HttpResponse:
    """Ask a member."""
    row = reads.ticket(request.actor, ticket_id=ticket_id).row
    here = reverse("ticket", args=[ticket_id])
    form = RouteForm(request.POST or None)
    form.fields["member_id"].choices = reads.members_at(request.actor, ticket_id=ticket_id)  # type: ignore[attr-defined]
    form.fields["text"].help_text = _("The member reads this, not the customer's own words.")
    return submit(
        request,
        form,
        lambda data: commands.route_ticket(request.actor, ticket_id=ticket_id, **data),
        done=here,
        said=_("The member was asked."),
        context={
            "page_title": _("Ask a member"),
            "page_sub": row.subject,
            "submit_label": _("Ask"),
            "cancel_url": here,
        },
    )


@page(May.OPEN_TICKET)
def close(request: PageRequest, ticket_id: int) -> HttpResponse:
    """Close a ticket."""
    return act(
        request,
        lambda: commands.close_ticket(request.actor, ticket_id=ticket_id),
        done=reverse("ticket", args=[ticket_id]),
        said=_("Closed."),
    )


def _waiting(actor: Actor) -> TileValue:
    rows = reads.waiting_tickets(actor, most=500)
    late = sum(1 for row in rows if row.overdue)
    return TileValue(str(len(rows)), _("%(count)d late") % {"count": late}, "bad" if late else "none")


HOME = [Tile(gettext_lazy("Open tickets"), _waiting, "tickets", May.ANSWER_TICKET, order=35, query="status=waiting")]


def waiting(actor: Actor) -> list[Waiting]:
    """Tickets that wait for an answer."""
    if not actor.may(May.ANSWER_TICKET):
        return []
    return [
        Waiting(
            tone=row.tone,
            kind=row.kind_label,
            title=row.subject,
            detail=f"{row.customer} · {row.location}" if row.location else row.customer,
            when=formats.ago(row.due_at, actor.now, actor.language),
            url=reverse("ticket", args=[row.id]),
            action=_("Answer"),
            urgency=85 if row.overdue else 50,
        )
        for row in reads.waiting_tickets(actor)
    ]


WAITING = waiting

routes = [
    path("tickets/", index, name="tickets"),
    path("tickets/<int:ticket_id>/", show, name="ticket"),
    path("tickets/<int:ticket_id>/answer/", answer, name="ticket_answer"),
    path("tickets/<int:ticket_id>/route/", route, name="ticket_route"),
    path("tickets/<int:ticket_id>/close/", close, name="ticket_close"),
]
