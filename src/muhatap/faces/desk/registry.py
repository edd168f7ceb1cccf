"""Registries at the desk: documents members must hold, codes of VAT withholding, KPIs. Read only, with their source."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.catalogue import reads
from muhatap.catalogue.permissions import CataloguePermission
from muhatap.faces.web import Cell, Column, Filter, Group, Item, PageRequest, listing, page

NAVIGATION = [
    Item(
        group=Group.SETTINGS,
        label=gettext_lazy("Document types"),
        url="document_types",
        order=40,
        permission=CataloguePermission.SEE,
        icon="certificate",
    ),
    Item(
        group=Group.SETTINGS,
        label=gettext_lazy("VAT withholding"),
        url="withholding_codes",
        order=50,
        permission=CataloguePermission.SEE,
        icon="receipt-tax",
    ),
    Item(
        group=Group.SETTINGS,
        label=gettext_lazy("KPIs"),
        url="kpis",
        order=60,
        permission=CataloguePermission.SEE,
        icon="gauge",
    ),
]
BUYERS = {
    "A": gettext_lazy("VAT payers"),
    "A+B": gettext_lazy("VAT payers and designated buyers"),
    "B": gettext_lazy("designated buyers"),
    "B13": gettext_lazy("public bodies (other services)"),
}


@page(CataloguePermission.SEE)
def document_types(request: PageRequest) -> HttpResponse:
    """Every kind of document members must hold, and the law that asks for it."""
    return listing(
        request,
        title=_("Document types"),
        columns=[
            Column("name", _("Document"), sort="name"),
            Column("level", _("Held by"), sort="level"),
            Column("law", _("Law")),
            Column("validity", _("Valid for")),
            Column("duty", _("When missing")),
            Column("services", _("Services"), numeric=True),
        ],
        read=lambda query: reads.document_types(request.actor, query=query),
        cells=lambda row: [
            Cell(row.name),
            Cell(row.level),
            Cell(row.law or "—"),
            Cell(_("%(days)d days") % {"days": row.validity_days} if row.validity_days else _("no end")),
            Cell(_("blocks") if row.blocks else _("warns"), tone="bad" if row.blocks else "warn"),
            Cell(row.services),
        ],
        filters=[
            Filter("level", _("Held by"), reads.level_choices(request.actor)),
            Filter("duty", _("When missing"), [("blocks", _("blocks")), ("warns", _("warns"))]),
        ],
    )


@page(CataloguePermission.SEE)
def withholding_codes(request: PageRequest) -> HttpResponse:
    """The codes of partial VAT withholding."""
    return listing(
        request,
        title=_("VAT withholding"),
        columns=[
            Column("code", _("Code"), sort="code"),
            Column("name", _("Name"), sort="name"),
            Column("ratio", _("Ratio")),
            Column("buyers", _("Who withholds")),
            Column("threshold", _("VAT payers from"), numeric=True),
            Column("source", _("Source")),
        ],
        read=lambda query: reads.withholding_codes(request.actor, query=query),
        cells=lambda row: [
            Cell(row.code),
            Cell(row.name),
            Cell(row.ratio or "—"),
            Cell(str(BUYERS.get(row.buyers, row.buyers or "—"))),
            Cell(row.threshold if row.threshold is not None else "—"),
            Cell(f"KDVGUT {row.section}" if row.section else row.source),
        ],
        filters=[
            Filter(
                "buyers",
                _("Who withholds"),
                [(one, BUYERS.get(one, one)) for one, _name in reads.buyers_choices(request.actor)],
            )
        ],
    )


@page(CataloguePermission.SEE)
def kpis(request: PageRequest) -> HttpResponse:
    """Measures of performance with their target."""
    return listing(
        request,
        title=_("KPIs"),
        columns=[
            Column("name", _("Measure"), sort="name"),
            Column("family", _("For"), sort="family"),
            Column("target", _("Target")),
        ],
        read=lambda query: reads.kpis(request.actor, query=query),
        cells=lambda row: [Cell(row.name), Cell(row.family), Cell(row.target)],
    )


routes = [
    path("document-types/", document_types, name="document_types"),
    path("withholding-codes/", withholding_codes, name="withholding_codes"),
    path("kpis/", kpis, name="kpis"),
]
