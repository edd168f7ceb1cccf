"""A list page: search, filters in the URL, order, keyset pages, export of what is shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.http import HttpResponse
from django.utils.functional import Promise as LazyText
from django.utils.http import urlencode
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from muhatap.faces.web.pages import PageRequest, render
from muhatap.kernel.lists import PAGE, ListPage, ListQuery
from muhatap.kernel.money import Money

T = TypeVar("T")
Text = str | LazyText
MOST_EXPORTED = 50_000
# A spreadsheet runs what begins with one of these; blanks and controls before it do not help (OWASP CSV injection).
DANGEROUS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, label, the order it can be sorted by, and whether it holds numbers."""

    key: str
    label: Text
    sort: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter in the URL: key, label and its options (value, label)."""

    key: str
    label: Text
    options: Sequence[tuple[str, Text]]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: text, Money, Decimal, date or datetime; a line under it; a pill's tone; a link."""

    value: Any
    sub: str = ""
    tone: str = ""
    url: str = ""

    @property
    def kind(self) -> str:
        """How the cell is shown."""
        if self.tone:
            return "pill"
        if isinstance(self.value, Money):
            return "money"
        if isinstance(self.value, datetime):
            return "moment"
        if isinstance(self.value, date):
            return "day"
        if isinstance(self.value, (int, Decimal)):
            return "number"
        return "link" if self.url else "text"


@dataclass(frozen=True, slots=True)
class ListSpec:
    """Everything a list page is made of."""

    title: Text
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    actions: Sequence[dict[str, Any]] = ()
    empty: dict[str, Any] = field(default_factory=dict)


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
    template: str = "web/list.html",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show a list, or export it (`?export=csv|xlsx`)."""
    spec = ListSpec(title, columns, filters, actions, empty or {})
    query = query_of(request, filters)
    if (kind := request.GET.get("export", "")) in {"csv", "xlsx"}:
        return _export(kind, spec, query, read, cells)
    found = read(query)
    rows = [{"url": url(row) if url else "", "cells": list(cells(row))} for row in found.rows]
    whole = {
        "page_title": title,
        "search": query.search,
        "filters": [_filter(request, entry) for entry in filters],
        "filtered": bool(query.search or query.filters),
        "columns": [_column(request, column, found.sort) for column in columns],
        "rows": rows,
        "next_url": _link(request, after=found.next, before="") if found.next else "",
        "previous_url": _link(request, before=found.previous, after="") if found.previous else "",
        "export_urls": {kind: _link(request, export=kind, after="", before="") for kind in ("csv", "xlsx")},
        "total": found.total,
        "empty": spec.empty,
        "actions": list(actions),
        **(context or {}),
    }
    return render(request, template, whole)


def query_of(request: PageRequest, filters: Sequence[Filter]) -> ListQuery:
    """What the URL asks of the list; unknown values are ignored."""
    chosen = {}
    for entry in filters:
        value = request.GET.get(entry.key, "")
        if value and value in {str(option) for option, _ in entry.options}:
            chosen[entry.key] = value
    get = request.GET.get
    return ListQuery(
        search=get("q", "")[:100],
        filters=chosen,
        sort=get("sort", ""),
        after=get("after", ""),
        before=get("before", ""),
    )


def _link(request: PageRequest, **changes: str) -> str:
    values: dict[str, str] = {key: str(value) for key, value in request.GET.items() if key != "export"}
    values.update(changes)
    return "?" + urlencode({key: value for key, value in values.items() if value})


def _filter(request: PageRequest, entry: Filter) -> dict[str, Any]:
    now = request.GET.get(entry.key, "")
    options = [
        {
            "value": str(value),
            "label": label,
            "selected": str(value) == now,
            "url": _link(request, **{entry.key: str(value), "after": "", "before": ""}),
        }
        for value, label in entry.options
    ]
    return {"key": entry.key, "label": entry.label, "options": options, "value": now}


def _column(request: PageRequest, column: Column, sort: str) -> dict[str, Any]:
    mine = sort.lstrip("-") == column.sort and bool(column.sort)
    falling = mine and sort.startswith("-")
    turned = column.sort if falling or not mine else f"-{column.sort}"
    return {
        "label": column.label,
        "numeric": column.numeric,
        "sorted": ("desc" if falling else "asc") if mine else "",
        "sort_url": _link(request, sort=turned, after="", before="") if column.sort else "",
    }


def _export(
    kind: str,
    spec: ListSpec,
    query: ListQuery,
    read: Callable[[ListQuery], ListPage[T]],
    cells: Callable[[T], Sequence[Cell]],
) -> HttpResponse:
    """Every row the list would show page by page, as a file."""
    lines: list[list[Any]] = [[str(column.label) for column in spec.columns]]
    after = ""
    while len(lines) <= MOST_EXPORTED:
        found = read(ListQuery(query.search, query.filters, query.sort, after=after, limit=PAGE * 20))
        lines += [[plain(cell) for cell in cells(row)] for row in found.rows]
        after = found.next
        if not after:
            break
    if kind == "csv":
        return _download(_csv(lines), "text/csv; charset=utf-8", f"{spec.title}.csv")
    return _download(
        _xlsx(lines), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", f"{spec.title}.xlsx"
    )


def plain(cell: Cell) -> Any:
    """A cell's value for a spreadsheet: numbers stay numbers, text cannot become a formula."""
    value = cell.value
    if isinstance(value, Money):
        return value.major
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, Decimal)):
        return value
    text = str(value)
    stripped = text.lstrip(" \t\r\n\x00\u00a0\u200b\ufeff")
    return f"'{text}" if stripped.startswith(DANGEROUS) else text


def _csv(lines: list[list[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(lines: list[list[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in lines:
        row = []
        for value in line:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"
            row.append(cell)
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _download(data: bytes, media_type: str, name: str) -> HttpResponse:
    from urllib.parse import quote

    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
