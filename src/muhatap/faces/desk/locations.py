"""Locations at the desk: the sites of customers."""

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
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import choice_field, number_field, text_field
from muhatap.kernel.actors import Actor
from muhatap.kernel.timeline import happened
from muhatap.parties import commands, reads
from muhatap.parties.permissions import PartiesPermission

NAVIGATION = Item(
    group=Group.CUSTOMER,
    label=gettext_lazy("Locations"),
    url="locations",
    order=50,
    permission=PartiesPermission.SEE,
    icon="map-pin",
)


@page(PartiesPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """All locations."""
    actor = request.actor
    return listing(
        request,
        title=_("Locations"),
        columns=[
            Column("name", _("Name"), sort="name"),
            Column("customer", _("Customer"), sort="customer"),
            Column("district", _("District")),
            Column("province", _("Province"), sort="province"),
            Column("area", _("Area (m²)"), numeric=True),
        ],
        read=lambda query: reads.locations(actor, query=query),
        cells=lambda row: [
            Cell(row.name, sub=row.code),
            Cell(row.customer),
            Cell(row.district),
            Cell(row.province),
            Cell(row.area_m2 if row.area_m2 is not None else "—"),
        ],
        url=lambda row: reverse("location", args=[row.id]),
        filters=[Filter("province", _("Province"), reads.province_choices(actor))],
        empty={
            "sentence": _("Locations are registered with their customer."),
            "action_label": _("Open the customers"),
            "action_url": reverse("customers"),
        },
    )


@page(PartiesPermission.SEE)
def show(request: PageRequest, location_id: int) -> HttpResponse:
    """A location."""
    actor = request.actor
    it = reads.location(actor, location_id=location_id)
    facts: list[dict[str, Any]] = [
        {"label": _("Customer"), "value": it.row.customer, "url": reverse("customer", args=[it.row.customer_id])},
        {"label": _("Address"), "value": it.address},
        {"label": _("District"), "value": f"{it.row.district}, {it.row.province}"},
        {"label": _("Area"), "value": f"{formats.qty(it.row.area_m2, actor.language)} m²" if it.row.area_m2 else ""},
        {"label": _("Opening hours"), "value": it.opening_hours},
        {"label": _("Access"), "value": it.access_notes},
        {"label": _("Contact on site"), "value": " · ".join(filter(None, [it.row.contact_name, it.contact_phone]))},
        {"label": _("Check-in code"), "value": it.check_in_code, "sub": _("stands as QR code at the entrance")},
    ]
    change = {"label": _("Change"), "url": reverse("location_change", args=[location_id])}
    context = {
        "record": {
            "title": it.row.name,
            "number": it.row.code,
            "subtitle": f"{it.row.district}, {it.row.province}",
            "facts": [fact for fact in facts if fact["value"]],
        },
        "actions": [change] if actor.may(PartiesPermission.WRITE) else [],
        "back": {"label": it.row.customer, "url": reverse("customer", args=[it.row.customer_id])},
        "entries": happened(request.actor, location_id=location_id),
    }
    return render(request, "web/record.html", context)


class LocationForm(forms.Form):
    """What is known of a site."""

    name = text_field(gettext_lazy("Name"), most=120)
    code = text_field(
        gettext_lazy("Code"), most=20, required=False, help_text=gettext_lazy("Blank: the next free code.")
    )
    district_id = choice_field(gettext_lazy("District"), whole_number=True)
    address = text_field(gettext_lazy("Address"), most=300, required=False)
    area_m2 = number_field(gettext_lazy("Area"), unit="m²", decimals=0, required=False)
    opening_hours = text_field(gettext_lazy("Opening hours"), most=120, required=False)
    access_notes = text_field(gettext_lazy("Access"), most=300, required=False)
    contact_name = text_field(gettext_lazy("Contact on site"), most=120, required=False)
    contact_phone = text_field(gettext_lazy("Phone on site"), most=30, required=False, inputmode="tel")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district_id"].choices = [("", _("Choose a district")), *reads.district_choices(actor)]  # type: ignore[attr-defined]
        self.groups = [
            {"title": _("Where"), "names": ["name", "code", "district_id", "address"]},
            {"title": _("What a visitor needs"), "names": ["area_m2", "opening_hours", "access_notes"]},
            {"title": _("Whom to ask"), "names": ["contact_name", "contact_phone"]},
        ]

    def clean_area_m2(self) -> int | None:
        area = self.cleaned_data["area_m2"]
        return None if area is None else int(area)


@page(PartiesPermission.WRITE)
def new(request: PageRequest, party_id: int) -> HttpResponse:
    """Register a location of a customer."""
    party = reads.party(request.actor, party_id=party_id)
    url = reverse("customer", args=[party_id])
    return submit(
        request,
        LocationForm(request.actor, request.POST or None),
        lambda data: commands.register_location(request.actor, customer_id=party_id, **data),
        done=url,
        said=_("The location is registered."),
        context={
            "page_title": _("Register a location"),
            "page_sub": party.name,
            "submit_label": _("Register"),
            "cancel_url": url,
            "back": {"label": party.short_name, "url": url},
            "autosave": f"location-new-{party_id}",
        },
    )


@page(PartiesPermission.WRITE)
def change(request: PageRequest, location_id: int) -> HttpResponse:
    """Change what is known of a location."""
    it = reads.location(request.actor, location_id=location_id)
    start = {
        "name": it.row.name,
        "code": it.row.code,
        "district_id": it.district_id,
        "address": it.address,
        "area_m2": it.row.area_m2,
        "opening_hours": it.opening_hours,
        "access_notes": it.access_notes,
        "contact_name": it.row.contact_name,
        "contact_phone": it.contact_phone,
    }
    url = reverse("location", args=[location_id])
    return submit(
        request,
        LocationForm(request.actor, request.POST or None, initial=start),
        lambda data: commands.change_location(request.actor, location_id=location_id, **data),
        done=url,
        said=_("Saved."),
        context={
            "page_title": _("Change the location"),
            "page_sub": f"{it.row.code} · {it.row.name}",
            "cancel_url": url,
            "back": {"label": it.row.name, "url": url},
        },
    )


routes = [
    path("locations/", index, name="locations"),
    path("locations/<int:location_id>/", show, name="location"),
    path("locations/<int:location_id>/change/", change, name="location_change"),
    path("customers/<int:party_id>/locations/new/", new, name="location_new"),
]
