"""The list of all applications."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from muhatap.faces.desk.applications.parts import TONES
from muhatap.faces.web import Cell, Column, Filter, PageRequest, listing, page
from muhatap.network import reads
from muhatap.network.permissions import NetworkPermission


@page(NetworkPermission.REVIEW)
def index(request: PageRequest) -> HttpResponse:
    """All applications, newest first."""

    def cells(row: reads.ApplicationRow) -> list[Cell]:
        return [
            Cell(row.number),
            Cell(row.company_name, sub=row.place),
            Cell(row.services),
            Cell(row.workers),
            Cell(row.status_name, tone=TONES[row.status]),
            Cell(row.received_at),
        ]

    states = [(state.value, state.label) for state in reads.ApplicationStatus]
    return listing(
        request,
        title=_("Applications"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("company", _("Company"), sort="company"),
            Column("services", _("Services")),
            Column("workers", _("Workers"), numeric=True),
            Column("state", _("State")),
            Column("received", _("Received"), sort="received"),
        ],
        read=lambda query: reads.applications(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("application", args=[row.application_id]),
        filters=[Filter("status", _("State"), [("waiting", _("waiting for us")), *states])],
        actions=[{"label": _("Invite a company"), "url": reverse("application_invite"), "primary": True}],
        empty={
            "sentence": _("Companies that want to deliver for you apply on the public page or by invitation."),
            "action_label": _("Invite a company"),
            "action_url": reverse("application_invite"),
        },
    )
