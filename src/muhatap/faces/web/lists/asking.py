"""What an address asks of a list: words, filters, order, columns; and addresses that ask for something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from muhatap.faces.web.lists.parts import Column, Filter
from muhatap.faces.web.pages import PageRequest
from muhatap.kernel.lists import ListQuery

COLUMNS = "cols"
# Where one stands in a list and what one does with it; not how it looks.
PASSING = ("after", "before", "export")


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


def chosen_columns(request: PageRequest, columns: Sequence[Column]) -> list[int]:
    """The places of the columns to show: the chosen ones and always the first; all but the extra ones unless chosen."""
    asked = {key for value in request.GET.getlist(COLUMNS) for key in value.split(",")}
    known = asked & {column.key for column in columns}
    return [
        place
        for place, column in enumerate(columns)
        if place == 0 or (column.key in known if known else not column.extra)
    ]


def kept(request: PageRequest, filters: Sequence[Filter]) -> str:
    """How the list looks now, as a query to be kept: search, filters, order and columns, in a fixed order."""
    names = ["q", *(entry.key for entry in filters), "sort"]
    pairs = [(name, request.GET.get(name, "")) for name in names]
    columns = ",".join(request.GET.getlist(COLUMNS))
    return urlencode([(name, value) for name, value in [*pairs, (COLUMNS, columns)] if value])


def link(request: PageRequest, **changes: str) -> str:
    """The address of this list with some of its parameters changed; a blank one is left out."""
    values = [
        (key, value) for key, values in request.GET.lists() for value in values if key not in {"export", *changes}
    ]
    return "?" + urlencode([(key, value) for key, value in [*values, *changes.items()] if value])


def parameters(query: str) -> list[tuple[str, str]]:
    """A kept query as pairs."""
    return [(key, value) for key, values in QueryDict(query).lists() for value in values]


def filter_chip(request: PageRequest, entry: Filter) -> dict[str, Any]:
    """A filter as the bar above the list shows it."""
    now = request.GET.get(entry.key, "")
    options = [
        {
            "value": str(value),
            "label": label,
            "selected": str(value) == now,
            "url": link(request, **{entry.key: str(value), "after": "", "before": ""}),
        }
        for value, label in entry.options
    ]
    return {"key": entry.key, "label": entry.label, "options": options, "value": now}


def heading(request: PageRequest, column: Column, sort: str) -> dict[str, Any]:
    """A column's heading, with the address that sorts by it."""
    mine = sort.lstrip("-") == column.sort and bool(column.sort)
    falling = mine and sort.startswith("-")
    turned = column.sort if falling or not mine else f"-{column.sort}"
    return {
        "label": column.label,
        "numeric": column.numeric,
        "sorted": ("desc" if falling else "asc") if mine else "",
        "sort_url": link(request, sort=turned, after="", before="") if column.sort else "",
    }
