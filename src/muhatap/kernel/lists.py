"""Lists as a user asks for them: search, filters, order, keyset pages."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Coalesce

from muhatap.kernel import text
from muhatap.kernel.text import Fold

T = TypeVar("T")
PAGE = 50
# A list says “more than 10,000” instead of counting a million rows for nobody.
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a user asks of a list: words, filters, order (`-` before the name turns it), place in it, page size."""

    search: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    after: str = ""
    before: str = ""
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """One page of a list with the places before and after it, and how many rows there are in all."""

    rows: list[T]
    next: str = ""
    previous: str = ""
    total: int | None = None
    sort: str = ""


def paginate(
    rows: models.QuerySet[Any],
    query: ListQuery,
    *,
    make: Callable[[Any], T],
    sorts: Mapping[str, str | models.expressions.BaseExpression],
    default: str,
    search: Sequence[str] = (),
    filters: Mapping[str, Callable[[models.QuerySet[Any], str], models.QuerySet[Any]]] | None = None,
) -> ListPage[T]:
    """One page of `rows`: searched (Turkish letters folded) in the named fields, filtered, in a stable order.

    An unknown filter, order or place is ignored: a link that someone kept must not break.
    """
    rows = _searched(rows, query.search, search)
    for key, narrow in (filters or {}).items():
        if value := query.filters.get(key):
            rows = narrow(rows, value)
    sort = query.sort if query.sort.lstrip("-") in sorts else default
    total = rows.order_by()[: MOST_COUNTED + 1].count()
    expression = sorts[sort.lstrip("-")]
    keyed = rows.annotate(list_key=F(expression) if isinstance(expression, str) else expression)
    falling = sort.startswith("-")
    backwards = bool(query.before)
    keyed = _from_place(keyed, query.before or query.after, falling != backwards)
    down = falling != backwards
    order = (F("list_key").desc(), F("pk").desc()) if down else (F("list_key").asc(), F("pk").asc())
    found = _looked_up(rows, list(keyed.order_by(*order).values_list("pk", "list_key")[: query.limit + 1]))
    more = len(found) > query.limit
    found = found[: query.limit]
    if backwards:
        found.reverse()
    first, last = (found[0], found[-1]) if found else (None, None)
    return ListPage(
        rows=[make(row) for row in found],
        next=_place(last) if last is not None and (more or backwards) else "",
        previous=_place(first) if first is not None and (more if backwards else bool(query.after)) else "",
        total=total if total <= MOST_COUNTED else None,
        sort=sort,
    )


def _looked_up(rows: models.QuerySet[Any], keys: Sequence[tuple[Any, Any]]) -> list[Any]:
    """The rows of these keys in their order, each with what it was ordered by.

    Which rows a page has is asked without what they are joined with: no planner then joins a whole table to show fifty.
    """
    found = {row.pk: row for row in rows.order_by().filter(pk__in=[pk for pk, _ in keys])}
    for pk, key in keys:
        found[pk].list_key = key
    return [found[pk] for pk, _ in keys]


def _searched(rows: models.QuerySet[Any], words: str, fields: Sequence[str]) -> models.QuerySet[Any]:
    """Every word must be in one of the fields."""
    for word in text.fold(words).split():
        anywhere = Q()
        for name in fields:
            alias = f"folded_{name}"
            rows = rows.alias(**{alias: Fold(Coalesce(Cast(name, models.TextField()), Value("", models.TextField())))})
            anywhere |= Q(**{f"{alias}__contains": word})
        rows = rows.filter(anywhere)
    return rows


def _place(row: Any) -> str:
    raw = json.dumps([row.list_key, row.pk], cls=DjangoJSONEncoder)
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _from_place(rows: models.QuerySet[Any], place: str, down: bool) -> models.QuerySet[Any]:
    if not place:
        return rows
    try:
        key, pk = json.loads(base64.urlsafe_b64decode(place + "=" * (-len(place) % 4)))
        output = rows.query.annotations["list_key"].output_field
        key = output.to_python(key)
        rows.model._meta.pk.to_python(pk)
    except (ValueError, TypeError, binascii.Error, ValidationError):
        return rows
    way = "lt" if down else "gt"
    return rows.filter(Q(**{f"list_key__{way}": key}) | Q(list_key=key, **{f"pk__{way}": pk}))
