"""Questions the desk asks the member about a ticket."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import Cell, Column, Group, Item, PageRequest, listing, page, submit
from muhatap.faces.web.fields import text_field
from muhatap.operations import commands, reads
from muhatap.operations.permissions import OperationsPermission as May

NAVIGATION = Item(
    group=Group.FIELD,
    label=gettext_lazy("Questions"),
    url="tickets",
    order=40,
    permission=May.ANSWER_TICKET,
    icon="ticket",
)


@page(May.ANSWER_TICKET)
def tickets(request: PageRequest) -> HttpResponse:
    """Questions the desk has asked."""

    def cells(row: reads.TicketRow) -> list[Cell]:
        return [Cell(row.number), Cell(row.location or "—"), Cell(row.kind_label), Cell(row.opened_at)]

    return listing(
        request,
        title=_("Questions to you"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("location", _("Location")),
            Column("kind", _("Kind")),
            Column("opened", _("Opened"), sort="opened"),
        ],
        read=lambda query: reads.tickets(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("ticket", args=[row.id]),
        empty={"sentence": _("When we have a question about a location, it appears here.")},
    )


class ReplyForm(forms.Form):
    """What the member answers."""

    text = text_field(gettext_lazy("Your answer"), most=4000, lines=4)


@page(May.ANSWER_TICKET)
def ticket(request: PageRequest, ticket_id: int) -> HttpResponse:
    """One question with the answer of the member."""
    view = reads.ticket(request.actor, ticket_id=ticket_id)
    context = {
        "page_title": _("Question %(number)s") % {"number": view.row.number},
        "page_sub": view.row.location,
        "messages_shown": [
            {"at": one.at, "title": one.author, "text": one.text, "icon": "message"} for one in reversed(view.messages)
        ],
        "submit_label": _("Answer"),
        "back": {"label": _("Questions to you"), "url": reverse("tickets")},
    }
    return submit(
        request,
        ReplyForm(request.POST or None),
        lambda data: commands.reply_to_desk(request.actor, ticket_id=ticket_id, **data),
        done=reverse("ticket", args=[ticket_id]),
        said=_("Sent."),
        template="member/jobs/ticket.html",
        context=context,
    )


routes = [
    path("questions/", tickets, name="tickets"),
    path("questions/<int:ticket_id>/", ticket, name="ticket"),
]
