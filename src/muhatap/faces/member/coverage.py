"""Where the member can deliver what, and how much of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import Group, Item, PageRequest, page, render, submit
from muhatap.faces.web.capacity import calendar_of
from muhatap.faces.web.fields import choice_field, day_field, number_field
from muhatap.faces.web.importing import import_page
from muhatap.faces.web.lists.export import download
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.network import commands, reads
from muhatap.network.permissions import NetworkPermission

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Coverage"),
    url="coverage",
    order=30,
    permission=NetworkPermission.SEE,
    icon="map-pin",
)
TONES = {"approved": "ok", "proposed": "warn", "refused": "bad"}


@page(NetworkPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """Everything stated, with its state."""
    actor = request.actor
    rows = reads.coverage_of(actor, member_id=actor.party_id or 0)
    context = {
        "record": {
            "title": _("Coverage"),
            "subtitle": _("where you deliver, and how much for all our customers together"),
        },
        "capacity": calendar_of(request, actor.party_id or 0, "?"),
        "coverage": [(row, TONES[row.status]) for row in rows],
        "actions": [
            {"label": _("Add coverage"), "url": reverse("coverage_new"), "icon": "plus"},
            {"label": _("From a file"), "url": reverse("coverage_import")},
            {"label": _("As a file"), "url": reverse("coverage_export")},
        ]
        if actor.may(NetworkPermission.OFFER)
        else [],
        "spine": steps(5),
    }
    return render(request, "member/coverage/index.html", context)


class CoverageForm(forms.Form):
    """Where, what, how much."""

    service_id = choice_field(gettext_lazy("Service"), blank=gettext_lazy("Choose a service"))
    district_id = choice_field(gettext_lazy("District"), blank=gettext_lazy("Choose a district"), whole_number=True)
    capacity = number_field(
        gettext_lazy("Capacity"), help_text=gettext_lazy("In the unit of the service, for all customers together.")
    )
    valid_from = day_field(gettext_lazy("From"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, known in (
            ("service_id", reads.service_choices(actor)),
            ("district_id", reads.district_choices(actor)),
        ):
            field = self.fields[name]
            field.choices = [*field.choices, *known]  # type: ignore[attr-defined]


@page(NetworkPermission.OFFER)
def new(request: PageRequest) -> HttpResponse:
    """Propose a coverage."""
    actor = request.actor

    def run(data: dict[str, Any]) -> Any:
        district = data.pop("district_id")
        return commands.propose_coverage(actor, member_id=actor.party_id or 0, district_ids=[district], **data)

    return submit(
        request,
        CoverageForm(actor, request.POST or None, initial={"valid_from": actor.today}),
        run,
        done=reverse("coverage"),
        said=_("We look at it and let you know."),
        context={
            "page_title": _("Add coverage"),
            "submit_label": _("Propose"),
            "cancel_url": reverse("coverage"),
            "back": {"label": _("Coverage"), "url": reverse("coverage")},
            "spine": steps(5),
        },
    )


@page(NetworkPermission.OFFER)
def export(request: PageRequest) -> HttpResponse:
    """The coverage as a file."""
    data = reads.coverage_file(request.actor, member_id=request.actor.party_id or 0)
    return download(data, "text/csv; charset=utf-8", _("coverage") + ".csv")


@page(NetworkPermission.OFFER)
def take_file(request: PageRequest) -> HttpResponse:
    """Propose coverage from a file."""
    actor = request.actor
    return import_page(
        request,
        lambda data, look: commands.import_coverage(actor, member_id=actor.party_id or 0, data=data, dry_run=look),
        done=reverse("coverage"),
        context={
            "page_title": _("Coverage from a file"),
            "back": {"label": _("Coverage"), "url": reverse("coverage")},
            "spine": steps(5),
        },
    )


routes = [
    path("coverage/", index, name="coverage"),
    path("coverage/new/", new, name="coverage_new"),
    path("coverage/export/", export, name="coverage_export"),
    path("coverage/import/", take_file, name="coverage_import"),
]
