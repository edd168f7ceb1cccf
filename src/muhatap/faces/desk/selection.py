"""The selection ledger of a round at the desk: every award with everything that was compared."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from muhatap.faces.web import Cell, Column, PageRequest, formats, page, render
from muhatap.faces.web.lists.export import export
from muhatap.faces.web.spine import steps
from muhatap.kernel.lists import ListPage, ListQuery
from muhatap.sourcing import reads
from muhatap.sourcing.permissions import SourcingPermission

KINDS = (("xlsx", "Excel"), ("csv", "CSV"))


@page(SourcingPermission.SEE)
def ledger(request: PageRequest, round_id: int) -> HttpResponse:
    """Who was chosen, against whom, at which price, by whom and why; and how much of everything one member has."""
    it = reads.selection(request.actor, round_id=round_id)
    if request.GET.get("export") in {"csv", "xlsx"}:
        return _exported(it, request.GET["export"])
    context = {
        "it": it,
        "record": {
            "title": _("Selection ledger"),
            "number": it.number,
            "subtitle": f"{it.customer} · {it.contract_number}",
        },
        "share_columns": [
            _("Member"),
            {"label": _("Lines"), "numeric": True},
            {"label": _("A month"), "numeric": True},
            {"label": _("Share of the round"), "numeric": True},
            {"label": _("Everywhere, a month"), "numeric": True},
            {"label": _("Share of everything awarded"), "numeric": True},
        ],
        "share_rows": [_share(one, request.actor.language) for one in it.shares],
        "actions": [
            {"label": name, "url": f"?export={kind}", "icon": "download"} for kind, name in KINDS if it.choices
        ],
        "spine": steps(5),
        "back": {"label": it.number, "url": reverse("round", args=[round_id])},
    }
    return render(request, "desk/quotes/ledger.html", context)


def _share(one: reads.ShareView, language: str) -> dict[str, Any]:
    return {
        "cells": [
            {"text": one.member, "url": reverse("member", args=[one.member_id])},
            {"kind": "number", "text": one.lines},
            {"kind": "money", "text": one.monthly},
            {"text": formats.percent(one.share, language), "numeric": True},
            {"kind": "money", "text": one.everywhere},
            {"text": formats.percent(one.everywhere_share, language), "numeric": True},
        ]
    }


def _exported(it: reads.SelectionView, kind: str) -> HttpResponse:
    """One row per award and member compared, for a spreadsheet."""

    def cells(row: tuple[reads.ChoiceView, reads.ComparedView]) -> list[Cell]:
        choice, one = row
        reasons = "; ".join(f"{reason.kind_name}: {reason.text}" for reason in one.reasons)
        chosen = (choice.reason, choice.decided_by, choice.decided_at) if one.chosen else ("", "", "")
        values = (
            choice.title, choice.sub, choice.quantity, choice.unit, one.member,
            one.rank if one.rank is not None else _("does not fit"), _("yes") if one.chosen else "",
            one.score if one.score is not None else "", one.unit_price if one.unit_price is not None else "",
            one.monthly or "", one.price_from, reasons, *chosen,
        )  # fmt: skip
        return [Cell(value) for value in values]

    names = (
        _("Line"), _("Place"), _("Quantity"), _("Unit"), _("Member"), _("Rank"), _("Chosen"), _("Score"),
        _("Unit price"), _("A month"), _("Where the price is from"), _("Reasons"), _("Why not the first"),
        _("Decided by"), _("Decided at"),
    )  # fmt: skip
    rows = [(choice, one) for choice in it.choices for one in choice.compared]
    return export(
        kind,
        title=f"{_('Selection ledger')} {it.number}",
        columns=[Column(str(place), name) for place, name in enumerate(names)],
        query=ListQuery(),
        read=lambda query: ListPage(rows),
        cells=cells,
    )


routes = [path("rounds/<int:round_id>/ledger/", ledger, name="round_ledger")]
