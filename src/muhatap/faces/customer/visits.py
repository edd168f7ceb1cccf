"""Visits to the customer in its portal: when we come, and the report to confirm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.demand import commands, reads
from muhatap.demand.permissions import DemandPermission
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
from muhatap.faces.web.fields import text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor

NAVIGATION = Item(
    group=Group.CUSTOMER,
    label=gettext_lazy("Visits"),
    url="visits",
    order=20,
    permission=DemandPermission.CUSTOMER_SEE,
    icon="calendar",
)


@page(DemandPermission.CUSTOMER_SEE)
def index(request: PageRequest) -> HttpResponse:
    """The visits to the customer."""
    return listing(
        request,
        title=_("Visits"),
        columns=[
            Column("planned", _("When"), sort="planned"),
            Column("place", _("Place")),
            Column("request", _("Request")),
            Column("state", _("State")),
        ],
        read=lambda query: reads.own_visits(request.actor, query=query),
        cells=lambda row: [
            Cell(row.planned_at),
            Cell(row.place),
            Cell(row.request_number),
            Cell(row.status_name, tone=row.tone),
        ],
        url=lambda row: reverse("visit", args=[row.id]),
        filters=[Filter("status", _("State"), reads.VISIT_STATUSES)],
        empty={
            "sentence": _("We visit you to write down together what you need."),
            "action_label": _("Ask for an offer"),
            "action_url": reverse("request_new"),
        },
    )


@page(DemandPermission.CUSTOMER_SEE)
def show(request: PageRequest, visit_id: int) -> HttpResponse:
    """A visit, and its report once it was sent."""
    actor = request.actor
    it = reads.own_visit(actor, visit_id=visit_id)
    visit = it.visit
    facts = [
        (_("When"), formats.moment(visit.planned_at, actor.language)),
        (_("Place"), visit.place),
        (_("Planned length"), formats.duration(visit.minutes_planned, actor.language)),
        (_("Whom we met"), it.met),
        (_("Confirmed by"), visit.confirmed_by),
        (_("Confirmed"), formats.moment(visit.confirmed_at, actor.language) if visit.confirmed_at else ""),
    ]
    actions = []
    if visit.report_id:
        url = reverse("file", args=[visit.report_id])
        actions = [{"label": _("Report (PDF)"), "url": url, "icon": "file-text"}]
    context = {
        "record": {
            "title": _("Our visit to you"),
            "number": visit.request_number,
            "subtitle": formats.day(visit.planned_at, actor.language),
            "state": {"tone": visit.tone, "text": visit.status_name},
            "facts": [(label, value) for label, value in facts if value],
        },
        "it": it,
        "needs": it.needs,
        "spine": steps(2),
        "next": _next(it.visit.status, visit_id, actor),
        "actions": actions,
        "back": {"label": _("Visits"), "url": reverse("visits")},
    }
    return render(request, "customer/visits/show.html", context)


def _next(status: str, visit_id: int, actor: Actor) -> dict[str, Any] | None:
    if status != "reported":
        return None
    sentence = _("Read what we wrote down; confirm it, or write what has to be corrected.")
    if not actor.may(DemandPermission.CUSTOMER_CONFIRM):
        return {
            "sentence": sentence,
            "label": _("Confirm the report"),
            "disabled_reason": _("Your role does not confirm reports."),
        }
    return {"sentence": sentence, "label": _("Confirm the report"), "url": reverse("visit_confirm", args=[visit_id])}


class ConfirmForm(forms.Form):
    """The customer's word on the report."""

    correction = text_field(
        gettext_lazy("What has to be corrected?"),
        most=4000,
        required=False,
        lines=5,
        help_text=gettext_lazy("Blank: everything is right. What you write is kept beside the report."),
    )


@page(DemandPermission.CUSTOMER_CONFIRM)
def confirm(request: PageRequest, visit_id: int) -> HttpResponse:
    """Confirm the report of a visit, with corrections where needed."""
    it = reads.own_visit(request.actor, visit_id=visit_id)
    url = reverse("visit", args=[visit_id])
    return submit(
        request,
        ConfirmForm(request.POST or None),
        lambda data: commands.confirm_visit(request.actor, visit_id=visit_id, **data),
        done=url,
        said=_("Thank you; the report is confirmed."),
        context={
            "page_title": _("Confirm the report"),
            "page_sub": it.visit.request_number,
            "submit_label": _("Confirm"),
            "cancel_url": url,
            "back": {"label": _("Visit"), "url": url},
            "spine": steps(2),
        },
    )


def waiting(actor: Actor) -> list[Waiting]:
    """Reports to confirm."""
    if not actor.may(DemandPermission.CUSTOMER_CONFIRM):
        return []
    return [
        Waiting(
            tone="warn",
            kind=_("visit report"),
            title=_("Confirm the report of our visit"),
            detail=f"{visit.request_number} · {visit.place}",
            when=formats.day(visit.planned_at, actor.language),
            url=reverse("visit", args=[visit.id]),
            action=_("Read"),
            urgency=50,
        )
        for visit in reads.to_confirm(actor)
    ]


WAITING = waiting

routes = [
    path("visits/", index, name="visits"),
    path("visits/<int:visit_id>/", show, name="visit"),
    path("visits/<int:visit_id>/confirm/", confirm, name="visit_confirm"),
]
