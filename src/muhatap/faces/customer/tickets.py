"""Tickets for the customer: one counterparty for every question, complaint and incident."""

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
    Tile,
    TileValue,
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
    permission=May.OPEN_TICKET,
    icon="ticket",
)
SERVICE = 9


@page(May.OPEN_TICKET)
def index(request: PageRequest) -> HttpResponse:
    """Own tickets, the latest first."""

    def cells(row: reads.TicketRow) -> list[Cell]:
        status = _("with us") if row.status == "routed" else row.status_label
        return [
            Cell(row.number),
            Cell(row.subject, sub=row.kind_label),
            Cell(row.location),
            Cell(status, tone=row.tone),
            Cell(row.due_at),
            Cell(row.opened_at),
        ]

    return listing(
        request,
        title=_("Tickets"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("subject", _("Subject")),
            Column("location", _("Location")),
            Column("state", _("State")),
            Column("due", _("Answer by"), sort="due"),
            Column("opened", _("Opened"), sort="opened"),
        ],
        read=lambda query: reads.tickets(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("ticket", args=[row.id]),
        filters=[
            Filter(
                "status", _("State"), [("waiting", _("waiting")), ("answered", _("answered")), ("closed", _("closed"))]
            )
        ],
        actions=[{"label": _("Open a ticket"), "url": reverse("ticket_new"), "primary": True}],
        empty={
            "sentence": _("Ask, report or complain here; we answer, whoever delivers."),
            "action_label": _("Open a ticket"),
            "action_url": reverse("ticket_new"),
        },
    )


class TicketForm(forms.Form):
    """A new ticket."""

    kind = choice_field(gettext_lazy("What is it?"), reads.TicketKind.choices)
    location_id = choice_field(gettext_lazy("Location"), required=False, whole_number=True)
    subject = text_field(gettext_lazy("In a few words"))
    text = text_field(gettext_lazy("What happened, or what do you need?"), most=4000, lines=6)


@page(May.OPEN_TICKET)
def new(request: PageRequest) -> HttpResponse:
    """Open a ticket."""
    actor = request.actor
    form = TicketForm(request.POST or None, initial=request.GET.dict())
    form.fields["location_id"].choices = [("", "—"), *reads.own_locations(actor)]  # type: ignore[attr-defined]
    return submit(
        request,
        form,
        lambda data: commands.open_ticket(actor, **data),
        done=lambda pk: reverse("ticket", args=[pk]),
        said=_("We have it. You see here until when we answer."),
        context={
            "page_title": _("Open a ticket"),
            "submit_label": _("Send"),
            "cancel_url": reverse("tickets"),
            "autosave": "ticket",
        },
    )


class WriteForm(forms.Form):
    """What the customer adds."""

    text = text_field(gettext_lazy("Message"), most=4000, lines=4)


@page(May.OPEN_TICKET)
def show(request: PageRequest, ticket_id: int) -> HttpResponse:
    """One ticket."""
    actor = request.actor
    view = reads.ticket(actor, ticket_id=ticket_id)
    row = view.row
    answered = row.status == "answered"
    context = {
        "record": {
            "title": row.subject,
            "number": row.number,
            "state": {"tone": row.tone, "text": _("with us") if row.status == "routed" else row.status_label},
            "facts": [
                {"label": _("Kind"), "value": row.kind_label},
                {"label": _("Location"), "value": row.location or "—"},
                {"label": _("Opened"), "value": formats.moment(row.opened_at, actor.language)},
                {"label": _("Answer by"), "value": formats.moment(row.due_at, actor.language)},
            ],
        },
        "spine": steps(SERVICE),
        "next": {
            "sentence": _("We answered. Is it settled?"),
            "label": _("It is settled"),
            "url": reverse("ticket_close", args=[ticket_id]),
            "method": "post",
        }
        if answered
        else None,
        "actions": [{"label": _("Write again"), "url": reverse("ticket_write", args=[ticket_id])}]
        if row.status != "closed"
        else [],
        "back": {"label": _("Tickets"), "url": reverse("tickets")},
        "it": view,
        "entries": [
            {"at": one.at, "title": one.author, "text": one.text, "icon": "message"} for one in reversed(view.messages)
        ],
    }
    return render(request, "customer/tickets/show.html", context)


@page(May.OPEN_TICKET)
def write(request: PageRequest, ticket_id: int) -> HttpResponse:
    """Write into an own ticket."""
    here = reverse("ticket", args=[ticket_id])
    return submit(
        request,
        WriteForm(request.POST or None),
        lambda data: commands.write_again(request.actor, ticket_id=ticket_id, **data),
        done=here,
        said=_("Sent."),
        context={
            "page_title": _("Write again"),
            "page_sub": reads.ticket(request.actor, ticket_id=ticket_id).row.subject,
            "submit_label": _("Send"),
            "cancel_url": here,
        },
    )


@page(May.OPEN_TICKET)
def close(request: PageRequest, ticket_id: int) -> HttpResponse:
    """Say that a ticket is settled."""
    return act(
        request,
        lambda: commands.close_ticket(request.actor, ticket_id=ticket_id),
        done=reverse("ticket", args=[ticket_id]),
        said=_("Thank you. The ticket is closed."),
    )


def _open(actor: Actor) -> TileValue:
    rows = reads.waiting_tickets(actor, most=500)
    return TileValue(str(len(rows)), "", "none")


HOME = [Tile(gettext_lazy("Open tickets"), _open, "tickets", May.OPEN_TICKET, order=50, query="status=waiting")]

routes = [
    path("tickets/", index, name="tickets"),
    path("tickets/new/", new, name="ticket_new"),
    path("tickets/<int:ticket_id>/", show, name="ticket"),
    path("tickets/<int:ticket_id>/write/", write, name="ticket_write"),
    path("tickets/<int:ticket_id>/close/", close, name="ticket_close"),
]
