"""Margin at the desk: what a contract brings and what its members cost, by promise and month."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from muhatap.billing import reads
from muhatap.billing.permissions import BillingPermission
from muhatap.faces.web import Cell, Column, Filter, Group, Item, PageRequest, formats, listing, page, render
from muhatap.faces.web.spine import steps

NAVIGATION = Item(
    group=Group.MONEY,
    label=gettext_lazy("Margin"),
    url="margins",
    order=55,
    permission=BillingPermission.MARGIN,
    icon="chart-line",
)
THIN = 8


def _amounts(row: reads.MarginRow) -> list[Cell]:
    tone = "bad" if row.margin.minor < 0 else "warn" if row.percent is not None and row.percent < THIN else "ok"
    share = formats.percent(row.percent, get_language()) if row.percent is not None else _("no revenue")
    return [Cell(row.revenue), Cell(row.cost), Cell(row.margin), Cell(share, tone=tone)]


def _labels() -> list[dict[str, Any]]:
    labels = (_("Revenue"), _("Cost"), _("Margin"), _("Share"))
    return [{"label": label, "numeric": place < 3} for place, label in enumerate(labels)]  # noqa: PLR2004


@page(BillingPermission.MARGIN)
def index(request: PageRequest) -> HttpResponse:
    """Contracts with their margin."""
    actor = request.actor
    months = [(one.isoformat(), formats.month(one, actor.language)) for one in reads.open_months(actor)]
    return listing(
        request,
        title=_("Margin"),
        columns=[
            Column("number", _("Contract"), sort="number"),
            Column("customer", _("Customer")),
            Column("revenue", _("Revenue"), numeric=True),
            Column("cost", _("Cost"), numeric=True),
            Column("margin", _("Margin"), numeric=True),
            Column("share", _("Share")),
        ],
        read=lambda query: reads.margins(actor, query=query),
        cells=lambda row: [Cell(row.number), Cell(row.customer), *_amounts(row.margin)],
        url=lambda row: reverse("margin", args=[row.contract_id]),
        filters=[Filter("month", _("Month"), months)],
        empty={
            "sentence": _("Margins stand here once a month has been accrued."),
            "action_label": _("Open the month end"),
            "action_url": reverse("month_end"),
        },
    )


@page(BillingPermission.MARGIN)
def show(request: PageRequest, contract_id: int) -> HttpResponse:
    """The margin of one contract."""
    actor = request.actor
    it = reads.contract_margin(actor, contract_id=contract_id)
    total = it.total
    context = {
        "record": {
            "title": it.customer,
            "number": it.number,
            "subtitle": _("without VAT"),
            "facts": [
                (_("Revenue"), formats.money(total.revenue.minor, "TRY", actor.language)),
                (_("Cost"), formats.money(total.cost.minor, "TRY", actor.language)),
                (_("Margin"), formats.money(total.margin.minor, "TRY", actor.language)),
                (_("Share"), formats.percent(total.percent, actor.language) if total.percent is not None else "—"),
            ],
        },
        "spine": steps(11),
        "promise_columns": [{"label": _("Promise")}, *_labels()],
        "promises": [
            {"url": "", "cells": [Cell(row.location, sub=row.service), *_amounts(row)]} for row in it.promises
        ],
        "month_columns": [{"label": _("Month")}, *_labels()],
        "months": [
            {"url": "", "cells": [Cell(formats.month(row.month, actor.language) if row.month else ""), *_amounts(row)]}
            for row in it.months
        ],
        "back": {"label": _("Margin"), "url": reverse("margins")},
    }
    return render(request, "desk/margin/show.html", context)


routes = [path("margin/", index, name="margins"), path("margin/<int:contract_id>/", show, name="margin")]
