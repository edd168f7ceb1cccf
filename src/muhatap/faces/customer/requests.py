"""A customer's requests in its portal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.demand import commands, reads
from muhatap.demand.permissions import DemandPermission
from muhatap.faces.web import Cell, Column, Group, Item, PageRequest, formats, listing, page, render, submit
from muhatap.faces.web.fields import many_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor

NAVIGATION = Item(
    group=Group.CUSTOMER,
    label=gettext_lazy("Our requests"),
    url="requests",
    order=10,
    permission=DemandPermission.CUSTOMER_SEE,
    icon="inbox",
)
STEP_OF = {"visiting": 2, "proposing": 3, "won": 4}


@page(DemandPermission.CUSTOMER_SEE)
def index(request: PageRequest) -> HttpResponse:
    """The customer's requests."""
    may_ask = request.actor.may(DemandPermission.CUSTOMER_ASK)
    new_url = reverse("request_new")
    empty: dict[str, Any] = {"sentence": _("Whatever you need, ask here; we call you back.")}
    if may_ask:
        empty |= {"action_label": _("Ask for a service"), "action_url": new_url}
    return listing(
        request,
        title=_("Our requests"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("subject", _("Subject")),
            Column("state", _("State")),
            Column("received", _("Received"), sort="received"),
        ],
        read=lambda query: reads.own_requests(request.actor, query=query),
        cells=lambda row: [
            Cell(row.number),
            Cell(row.subject, sub=", ".join(row.categories)),
            Cell(row.status_name, tone=row.tone),
            Cell(row.received_at),
        ],
        url=lambda row: reverse("request", args=[row.id]),
        actions=[{"label": _("Ask for a service"), "url": new_url, "primary": True}] if may_ask else [],
        empty=empty,
    )


@page(DemandPermission.CUSTOMER_SEE)
def show(request: PageRequest, request_id: int) -> HttpResponse:
    """One of the customer's requests."""
    actor = request.actor
    it = reads.own_request(actor, request_id=request_id)
    facts = [
        (_("Services"), ", ".join(it.categories)),
        (_("Received"), formats.moment(it.received_at, actor.language)),
    ]
    context = {
        "record": {
            "title": it.subject,
            "number": it.number,
            "state": {"tone": it.tone, "text": it.status_name},
            "facts": [(label, value) for label, value in facts if value],
        },
        "it": it,
        "spine": steps(STEP_OF.get(it.status, 1)),
        "back": {"label": _("Our requests"), "url": reverse("requests")},
    }
    return render(request, "customer/requests/show.html", context)


class AskForm(forms.Form):
    """What is asked for."""

    categories = many_field(gettext_lazy("Which services?"), required=False)
    subject = text_field(gettext_lazy("What do you need, in a few words?"))
    text = text_field(gettext_lazy("Anything else we should know"), most=4000, required=False, lines=5)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["categories"].choices = reads.category_choices(actor)  # type: ignore[attr-defined]


@page(DemandPermission.CUSTOMER_ASK)
def new(request: PageRequest) -> HttpResponse:
    """Ask for a service."""
    return submit(
        request,
        AskForm(request.actor, request.POST or None),
        lambda data: commands.ask_from_portal(request.actor, **data),
        done=lambda made: reverse("request", args=[made.pk]),
        said=_("Your request arrived; we call you back."),
        context={
            "page_title": _("Ask for a service"),
            "submit_label": _("Send request"),
            "cancel_url": reverse("requests"),
            "autosave": "own-request-new",
        },
    )


routes = [
    path("requests/", index, name="requests"),
    path("requests/new/", new, name="request_new"),
    path("requests/<int:request_id>/", show, name="request"),
]
