"""Services at the desk: what we sell, how it is priced, what it needs. Read only: it comes with the product."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.catalogue import reads
from muhatap.catalogue.permissions import CataloguePermission
from muhatap.faces.desk.parameters import exact_percent
from muhatap.faces.web import Cell, Column, Filter, Group, Item, PageRequest, listing, page, render

NAVIGATION = Item(
    group=Group.SETTINGS,
    label=gettext_lazy("Services"),
    url="services",
    order=30,
    permission=CataloguePermission.SEE,
    icon="list-details",
)
SEARCH = [reads.search]


@page(CataloguePermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """Every service we sell."""
    return listing(
        request,
        title=_("Services"),
        columns=[
            Column("name", _("Service"), sort="name"),
            Column("category", _("Category"), sort="category"),
            Column("pricing", _("Price")),
            Column("withholding", _("VAT withholding")),
            Column("mode", _("Sold as")),
            Column("documents", _("Documents"), numeric=True),
        ],
        read=lambda query: reads.services(request.actor, query=query),
        cells=lambda row: [
            Cell(row.name),
            Cell(row.category),
            Cell(row.pricing, sub=row.unit),
            Cell(row.withholding or _("none")),
            Cell(_("direct contract of the member") if row.direct else _("our own service")),
            Cell(row.documents),
        ],
        url=lambda row: reverse("service", args=[row.key]),
        filters=[
            Filter("category", _("Category"), reads.category_choices(request.actor)),
            Filter(
                "mode", _("Sold as"), [("resale", _("our own service")), ("direct", _("direct contract of the member"))]
            ),
        ],
    )


def _vat(found: reads.ServiceView, language: str) -> str:
    if found.vat_percent is None:
        return found.vat_name
    return f"{exact_percent(found.vat_percent, language)} · {found.vat_name}"


@page(CataloguePermission.SEE)
def show(request: PageRequest, key: str) -> HttpResponse:
    """A service with its tax treatment and the documents a member needs for it."""
    found = reads.service(request.actor, key=key)
    rows = [
        {
            "cells": [
                name,
                law or "—",
                {"kind": "pill", "tone": "bad" if blocks else "warn", "text": _("blocks") if blocks else _("warns")},
            ]
        }
        for name, law, blocks in found.documents
    ]
    context = {
        "record": {
            "title": found.row.name,
            "subtitle": found.row.category,
            "facts": [
                (_("Price"), f"{found.row.pricing} · {found.row.unit}"),
                (_("VAT"), _vat(found, request.actor.language)),
                (_("VAT withholding"), found.withholding_ratio or _("none")),
                (_("Sold as"), _("direct contract of the member") if found.row.direct else _("our own service")),
            ],
        },
        "columns": [_("Document"), _("Law"), _("When missing")],
        "rows": rows,
        "back": {"label": _("Services"), "url": reverse("services")},
    }
    return render(request, "desk/services/show.html", context)


routes = [
    path("services/", index, name="services"),
    path("services/<str:key>/", show, name="service"),
]
