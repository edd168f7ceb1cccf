"""The customer's own locations in its portal."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import Cell, Column, Group, Item, PageRequest, formats, listing, page, render
from muhatap.parties import reads
from muhatap.parties.permissions import PartiesPermission

NAVIGATION = Item(
    group=Group.CUSTOMER,
    label=gettext_lazy("Our locations"),
    url="locations",
    order=50,
    permission=PartiesPermission.CUSTOMER_SEE,
    icon="map-pin",
)


@page(PartiesPermission.CUSTOMER_SEE)
def index(request: PageRequest) -> HttpResponse:
    """The customer's locations."""
    return listing(
        request,
        title=_("Our locations"),
        columns=[
            Column("name", _("Name"), sort="name"),
            Column("code", _("Code"), sort="code"),
            Column("district", _("District")),
            Column("province", _("Province"), sort="province"),
        ],
        read=lambda query: reads.locations(request.actor, query=query),
        cells=lambda row: [Cell(row.name), Cell(row.code), Cell(row.district), Cell(row.province)],
        url=lambda row: reverse("location", args=[row.id]),
        empty={
            "sentence": _("The places where we deliver for you stand here."),
            "action_label": _("Ask for an offer"),
            "action_url": reverse("request_new"),
        },
    )


@page(PartiesPermission.CUSTOMER_SEE)
def show(request: PageRequest, location_id: int) -> HttpResponse:
    """One of the customer's locations."""
    actor = request.actor
    it = reads.location(actor, location_id=location_id)
    facts: list[dict[str, Any]] = [
        {"label": _("Address"), "value": it.address},
        {"label": _("District"), "value": f"{it.row.district}, {it.row.province}"},
        {"label": _("Area"), "value": f"{formats.qty(it.row.area_m2, actor.language)} m²" if it.row.area_m2 else ""},
        {"label": _("Opening hours"), "value": it.opening_hours},
        {"label": _("Access"), "value": it.access_notes},
        {"label": _("Contact on site"), "value": " · ".join(filter(None, [it.row.contact_name, it.contact_phone]))},
        {"label": _("Check-in code"), "value": it.check_in_code, "sub": _("stands as QR code at the entrance")},
    ]
    context = {
        "record": {
            "title": it.row.name,
            "number": it.row.code,
            "subtitle": f"{it.row.district}, {it.row.province}",
            "facts": [fact for fact in facts if fact["value"]],
        },
        "back": {"label": _("Our locations"), "url": reverse("locations")},
    }
    return render(request, "web/record.html", context)


routes = [
    path("locations/", index, name="locations"),
    path("locations/<int:location_id>/", show, name="location"),
]
