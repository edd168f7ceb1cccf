"""A list page: search, filters in the address, order, columns, kept views, keyset pages, several at once, export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from muhatap.accounts import reads as accounts
from muhatap.faces.web.bulk import acts_on
from muhatap.faces.web.lists.asking import COLUMNS, chosen_columns, filter_chip, heading, kept, link, query_of
from muhatap.faces.web.lists.export import export
from muhatap.faces.web.lists.parts import Cell, Column, Filter, Text
from muhatap.faces.web.pages import PageRequest, render
from muhatap.kernel.lists import ListPage, ListQuery

T = TypeVar("T")


def listing(
    request: PageRequest,
    *,
    title: Text,
    columns: Sequence[Column],
    read: Callable[[ListQuery], ListPage[T]],
    cells: Callable[[T], Sequence[Cell]],
    url: Callable[[T], str] | None = None,
    filters: Sequence[Filter] = (),
    actions: Sequence[dict[str, Any]] = (),
    empty: dict[str, Any] | None = None,
    key: Callable[[T], int | str] | None = None,
    template: str = "web/list.html",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show a list, or export it (`?export=csv|xlsx`). With a `key` of its rows, several can be done at once."""
    query = query_of(request, filters)
    places = chosen_columns(request, columns)
    shown = [columns[place] for place in places]

    def shown_cells(row: T) -> list[Cell]:
        return [cell for place, cell in enumerate(cells(row)) if place in places]

    if (kind := request.GET.get("export", "")) in {"csv", "xlsx"}:
        return export(kind, title=title, columns=shown, query=query, read=read, cells=shown_cells)
    found = read(query)
    acts = [{"label": act.label, "url": reverse("bulk", args=[act.key])} for act in acts_on(request)] if key else []
    whole = {
        "page_title": title,
        "columns": [heading(request, column, found.sort) for column in shown],
        "rows": [_row(row, shown_cells, url, key if acts else None) for row in found.rows],
        "acts": acts,
        "empty": empty or {},
        "actions": list(actions),
        "choice": _column_choice(request, columns, places),
        **_bar(request, query, filters),
        **_around(request, found),
        **(context or {}),
    }
    return render(request, template, whole)


def _row(
    row: T, cells: Callable[[T], list[Cell]], url: Callable[[T], str] | None, key: Callable[[T], int | str] | None
) -> dict[str, Any]:
    return {"url": url(row) if url else "", "cells": cells(row), "pick": str(key(row)) if key else ""}


def _bar(request: PageRequest, query: ListQuery, filters: Sequence[Filter]) -> dict[str, Any]:
    """What stands above the rows: the search, the filters, the kept views."""
    return {
        "search": query.search,
        "filters": [filter_chip(request, entry) for entry in filters],
        "filtered": bool(query.search or query.filters),
        "views": _views(request, filters),
        "list_address": request.get_full_path(),
    }


def _around(request: PageRequest, found: ListPage[Any]) -> dict[str, Any]:
    """How many rows there are, the pages before and after, and the same rows as a file."""
    return {
        "total": found.total,
        "next_url": link(request, after=found.next, before="") if found.next else "",
        "previous_url": link(request, before=found.previous, after="") if found.previous else "",
        "export_urls": {kind: link(request, export=kind, after="", before="") for kind in ("csv", "xlsx")},
    }


def _column_choice(request: PageRequest, columns: Sequence[Column], places: list[int]) -> dict[str, Any]:
    """The columns to tick, the first one always shown; none where there is nothing to choose."""
    rest = [(column, place in places) for place, column in enumerate(columns) if place]
    chosen = COLUMNS in request.GET
    return {
        "columns": [{"key": column.key, "label": column.label, "on": on} for column, on in rest],
        "chosen": chosen,
        "reset_url": link(request, **{COLUMNS: ""}) if chosen else "",
    }


def _views(request: PageRequest, filters: Sequence[Filter]) -> dict[str, Any] | None:
    """The views of this list one keeps or is shown, and where the present one can be kept."""
    try:
        new = reverse("view_new")
    except NoReverseMatch:  # a face without logins keeps nothing
        return None
    now = kept(request, filters)
    rows = accounts.list_views(request.actor, page=request.path)
    shown: list[dict[str, Any]] = [
        {"name": row.name, "url": f"{row.page}?{row.query}", "active": bool(now) and row.query == now, "row": row}
        for row in rows
    ]
    asked = urlencode({"page": request.path, "query": now})
    return {
        "mine": [one for one in shown if one["row"].mine],
        "shared": [one for one in shown if not one["row"].mine],
        "active": next((one["name"] for one in shown if one["active"]), ""),
        "new_url": f"{new}?{asked}" if now else "",
        "manage_url": f"{reverse('views')}?{urlencode({'page': request.path})}" if any(r.mine for r in rows) else "",
    }
