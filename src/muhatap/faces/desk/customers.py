"""Customers at the desk: who they are, whom to speak to, where they are, what they asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.backing.permissions import BackingPermission
from muhatap.contracts import reads as contracts
from muhatap.contracts.permissions import ContractPermission
from muhatap.demand import reads as demand
from muhatap.demand.permissions import DemandPermission
from muhatap.faces.desk.portal_people import logins
from muhatap.faces.desk.story import story_of
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
from muhatap.faces.web.fields import choice_field, text_field
from muhatap.kernel.actors import Actor
from muhatap.kernel.lists import ListQuery
from muhatap.parties import commands, reads
from muhatap.parties.permissions import PartiesPermission

NAVIGATION = Item(
    group=Group.CUSTOMER,
    label=gettext_lazy("Customers"),
    url="customers",
    order=40,
    permission=PartiesPermission.SEE,
    icon="building",
)


@page(PartiesPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """All customers."""
    actor = request.actor
    may_write = actor.may(PartiesPermission.WRITE)
    new_url = reverse("customer_new")
    empty: dict[str, Any] = {"sentence": _("Customers are registered from their first request, or here.")}
    if may_write:
        empty |= {"action_label": _("Register a customer"), "action_url": new_url}
    return listing(
        request,
        title=_("Customers"),
        columns=[
            Column("name", _("Name"), sort="name"),
            Column("tax_number", _("VKN / TCKN")),
            Column("place", _("Place")),
            Column("phone", _("Phone")),
            Column("locations", _("Locations"), sort="locations", numeric=True),
        ],
        read=lambda query: reads.customers(actor, query=query),
        cells=lambda row: [
            Cell(row.short_name, sub=row.name),
            Cell(row.tax_number or "—"),
            Cell(row.place or "—"),
            Cell(row.phone or "—"),
            Cell(row.locations),
        ],
        url=lambda row: reverse("customer", args=[row.id]),
        filters=[Filter("province", _("Province"), reads.province_choices(actor))],
        actions=[{"label": _("Register a customer"), "url": new_url, "primary": True}] if may_write else [],
        empty=empty,
    )


@page(PartiesPermission.SEE)
def show(request: PageRequest, party_id: int) -> HttpResponse:
    """A customer with its requests, contracts, locations, people and everything that happened."""
    actor = request.actor
    it = reads.customer(actor, party_id=party_id)
    chosen = request.GET.get("tab", "overview")
    chosen = chosen if chosen in TABS else "overview"
    actions = []
    if actor.may(PartiesPermission.WRITE):
        actions = [
            {"label": _("Change"), "url": reverse("customer_change", args=[party_id])},
            {"label": _("Add a contact"), "url": reverse("contact_new", args=[party_id])},
            {"label": _("Register a location"), "url": reverse("location_new", args=[party_id])},
        ]
    if actor.may(BackingPermission.SEE):
        actions.append({"label": _("Exit plan"), "url": reverse("customer_exit", args=[party_id])})
    context = {
        "record": {
            "title": it.short_name,
            "number": it.tax_number,
            "subtitle": it.place,
            "facts": _facts(it) if chosen == "overview" else [],
        },
        "it": it,
        "tab": chosen,
        "tabs": _tabs(it, chosen),
        "actions": actions,
        "back": {"label": _("Customers"), "url": reverse("customers")},
        **(story_of(request, party_id) if chosen == "timeline" else _content(actor, it, chosen)),
    }
    return render(request, "desk/customers/show.html", context)


TABS = ("overview", "locations", "people", "timeline")


def _tabs(it: reads.PartyView, chosen: str) -> list[dict[str, Any]]:
    url = reverse("customer", args=[it.id])
    labels = {
        "overview": (_("Overview"), None),
        "locations": (_("Locations"), len(it.locations)),
        "people": (_("People"), len(it.contacts)),
        "timeline": (_("Timeline"), None),
    }
    return [
        {"label": label, "url": f"{url}?tab={key}", "active": key == chosen, "count": count}
        for key, (label, count) in labels.items()
    ]


def _content(actor: Actor, it: reads.PartyView, chosen: str) -> dict[str, Any]:
    """What the open tab shows."""
    if chosen == "locations":
        return {"places": _places(it, actor)}
    if chosen == "people":
        return {"people": _people(it), "logins": logins(actor, it.id)}
    found: dict[str, Any] = {}
    if actor.may(DemandPermission.SEE):
        found["requests"] = demand.requests_of(actor, customer_id=it.id)
    if actor.may(ContractPermission.SEE):
        found["contracts"] = contracts.contracts(actor, query=ListQuery(), customer_id=it.id).rows
    return found


def _facts(it: reads.PartyView) -> list[tuple[str, str]]:
    facts = [
        (_("Registered name"), it.name),
        (_("VKN / TCKN"), it.tax_number),
        (_("Tax office"), it.tax_office),
        (_("Class for VAT withholding"), f"{it.tax_class} · {it.tax_class_name}"),
        (_("Phone"), it.phone),
        (_("E-mail"), it.email),
        (_("Address"), ", ".join(part for part in (it.address, it.place) if part)),
    ]
    return [(label, value) for label, value in facts if value]


def _people(it: reads.PartyView) -> dict[str, Any]:
    return {
        "columns": [_("Name"), _("Role"), _("Phone"), _("E-mail")],
        "rows": [
            {"cells": [{"text": one.name, "sub": one.title}, one.role, one.phone, one.email]} for one in it.contacts
        ],
    }


def _places(it: reads.PartyView, actor: Actor) -> dict[str, Any]:
    columns = [_("Code"), _("Name"), _("Place"), {"label": _("Area"), "numeric": True}]
    rows = []
    for one in it.locations:
        area = f"{formats.qty(one.area_m2, actor.language)} m²" if one.area_m2 else ""
        cells = [one.code, one.name, f"{one.district}, {one.province}", area]
        rows.append({"url": reverse("location", args=[one.id]), "cells": cells})
    return {"columns": columns, "rows": rows}


class PartyForm(forms.Form):
    """Master data of a company."""

    name = text_field(gettext_lazy("Registered name"))
    short_name = text_field(gettext_lazy("Short name"), most=80, required=False)
    tax_number = text_field(gettext_lazy("VKN / TCKN"), most=20, required=False, inputmode="numeric")
    tax_office = text_field(gettext_lazy("Tax office"), most=80, required=False)
    tax_class = choice_field(gettext_lazy("Class for VAT withholding"), reads.TAX_CLASSES)
    einvoice_registered = forms.BooleanField(
        label=gettext_lazy("Registered for e-invoices"), required=False, initial=True
    )
    phone = text_field(gettext_lazy("Phone"), most=30, required=False, inputmode="tel")
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    address = text_field(gettext_lazy("Address"), most=300, required=False)
    district_id = choice_field(
        gettext_lazy("District"), blank=gettext_lazy("Choose a district"), required=False, whole_number=True
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = self.fields["district_id"]
        districts.choices = [*districts.choices, *reads.district_choices(actor)]  # type: ignore[attr-defined]
        self.groups = [
            {"title": _("Company"), "names": ["name", "short_name"]},
            {"title": _("Tax"), "names": ["tax_number", "tax_office", "tax_class", "einvoice_registered"]},
            {"title": _("How to reach it"), "names": ["phone", "email", "address", "district_id"]},
        ]


@page(PartiesPermission.WRITE)
def new(request: PageRequest) -> HttpResponse:
    """Register a customer."""
    return submit(
        request,
        PartyForm(request.actor, request.POST or None),
        lambda data: commands.register_party(request.actor, is_customer=True, **data),
        done=lambda party: reverse("customer", args=[party.pk]),
        said=_("The customer is registered."),
        context={
            "page_title": _("Register a customer"),
            "submit_label": _("Register"),
            "cancel_url": reverse("customers"),
            "autosave": "customer-new",
        },
    )


@page(PartiesPermission.WRITE)
def change(request: PageRequest, party_id: int) -> HttpResponse:
    """Change master data of a customer."""
    it = reads.customer(request.actor, party_id=party_id)
    start = {name: getattr(it, name) for name in PartyForm.base_fields}

    def run(data: dict[str, Any]) -> Any:
        data["short_name"] = data["short_name"] or it.short_name
        return commands.change_party(request.actor, party_id=party_id, **data)

    url = reverse("customer", args=[party_id])
    return submit(
        request,
        PartyForm(request.actor, request.POST or None, initial=start),
        run,
        done=url,
        said=_("Saved."),
        context={
            "page_title": _("Change the customer"),
            "page_sub": it.name,
            "cancel_url": url,
            "back": {"label": it.short_name, "url": url},
        },
    )


class ContactForm(forms.Form):
    """A person to speak to."""

    name = text_field(gettext_lazy("Name"), most=120)
    title = text_field(gettext_lazy("Position"), most=80, required=False)
    role = choice_field(gettext_lazy("Asked about"), reads.CONTACT_ROLES)
    phone = text_field(gettext_lazy("Phone"), most=30, required=False, inputmode="tel")
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)


@page(PartiesPermission.WRITE)
def contact(request: PageRequest, party_id: int) -> HttpResponse:
    """Add a person to speak to at a customer."""
    it = reads.customer(request.actor, party_id=party_id)
    url = reverse("customer", args=[party_id])
    return submit(
        request,
        ContactForm(request.POST or None),
        lambda data: commands.add_contact(request.actor, party_id=party_id, **data),
        done=url,
        said=_("The contact is added."),
        context={
            "page_title": _("Add a contact"),
            "page_sub": it.name,
            "submit_label": _("Add"),
            "cancel_url": url,
            "back": {"label": it.short_name, "url": url},
        },
    )


routes = [
    path("customers/", index, name="customers"),
    path("customers/new/", new, name="customer_new"),
    path("customers/<int:party_id>/", show, name="customer"),
    path("customers/<int:party_id>/change/", change, name="customer_change"),
    path("customers/<int:party_id>/contacts/new/", contact, name="contact_new"),
]
