"""Search over everything at the desk: what each noun offers, in groups; a fragment for the header's field.

What packages offer stands in `SEARCH`; another noun module of the desk may add its own under the same name. A hit's
`kind` is the name of its record's page.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.accounts import search as accounts
from muhatap.billing import search as billing
from muhatap.contracts import search as contracts
from muhatap.demand import search as demand
from muhatap.faces.web import PageRequest, page, render
from muhatap.faces.web.navigation import collect
from muhatap.faces.web.permissions import FacePermission
from muhatap.kernel.errors import Forbidden
from muhatap.kernel.search import Hit, Search, words_of
from muhatap.network import search as network
from muhatap.operations import search as operations
from muhatap.parties import search as parties
from muhatap.quality import search as quality
from muhatap.sourcing import search as sourcing

MOST, MOST_IN_PALETTE = 20, 5
SEARCH = [
    package.search
    for package in (parties, demand, contracts, network, sourcing, operations, quality, billing, accounts)
]
# How groups are called and in which order they stand; a kind that is not here stands last, by its name.
KINDS = {
    "customer": gettext_lazy("Customers"),
    "member": gettext_lazy("Members"),
    "location": gettext_lazy("Locations"),
    "request": gettext_lazy("Requests"),
    "proposal": gettext_lazy("Proposals"),
    "contract": gettext_lazy("Contracts"),
    "project": gettext_lazy("Projects"),
    "agreement": gettext_lazy("Agreements"),
    "application": gettext_lazy("Applications"),
    "round": gettext_lazy("Sourcing rounds"),
    "job": gettext_lazy("Jobs"),
    "ticket": gettext_lazy("Tickets"),
    "audit": gettext_lazy("Audits"),
    "finding": gettext_lazy("Findings"),
    "invoice": gettext_lazy("Invoices"),
    "settlement": gettext_lazy("Settlements"),
    "service": gettext_lazy("Services"),
    "user": gettext_lazy("Users"),
}


def found(request: PageRequest, words: str, *, most: int) -> list[dict[str, Any]]:
    """What every noun finds that the actor may see, in groups of `title, rows [title, sub, url]`."""
    if not words_of(words):
        return []
    hits: dict[str, list[Hit]] = {}
    for search in collect("desk", "SEARCH"):
        for hit in _asked(search, request, words, most):
            hits.setdefault(hit.kind, []).append(hit)
    order = {kind: place for place, kind in enumerate(KINDS)}
    groups = []
    for kind in sorted(hits, key=lambda one: (order.get(one, len(order)), one)):
        rows = [{"title": hit.title, "sub": hit.sub, "url": _url(hit)} for hit in hits[kind][:most]]
        if rows := [row for row in rows if row["url"]]:
            table = [{"url": row["url"], "cells": [row["title"], row["sub"]]} for row in rows]
            group = {"title": KINDS.get(kind, kind), "rows": rows, "table": table}
            groups.append({**group, "more": len(hits[kind]) >= most})
    return groups


def _asked(search: Search, request: PageRequest, words: str, most: int) -> list[Hit]:
    try:
        return search(request.actor, words=words, most=most)
    except Forbidden:
        return []


def _url(hit: Hit) -> str:
    try:
        return reverse(hit.kind, args=[hit.pk])
    except NoReverseMatch:
        return ""


@page(FacePermission.ENTER)
def index(request: PageRequest) -> HttpResponse:
    """Everything that matches; the palette of the header gets a short answer without the shell."""
    words = request.GET.get("q", "").strip()[:100]
    palette = getattr(request, "htmx", False) and "palette" in request.GET
    groups = found(request, words, most=MOST_IN_PALETTE if palette else MOST)
    context = {
        "page_title": _("Search"),
        "words": words,
        "groups": groups,
        "columns": [_("Found"), _("Details")],
        "short": not words_of(words),
        "total": sum(len(group["rows"]) for group in groups),
    }
    return render(request, "desk/search/palette.html" if palette else "desk/search/index.html", context)


routes = [path("search/", index, name="search")]
