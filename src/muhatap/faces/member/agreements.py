"""The member's agreements: membership and projects, read, signed, and kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.agreements import reads
from muhatap.agreements.permissions import AgreementPermission
from muhatap.contracts.reads import contacts
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
    signing,
)
from muhatap.faces.web.spine import steps

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Agreements"),
    url="agreements",
    order=20,
    permission=AgreementPermission.SEE,
    icon="writing-sign",
)
WAITING = signing.waiting
KINDS = [choice for choice in reads.Kind.choices if choice[0] != reads.Kind.CUSTOMER]
STATES = [choice for choice in reads.Status.choices if choice[0] not in {"draft", "withdrawn"}]


@page(AgreementPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """The member's agreements."""
    return listing(
        request,
        title=_("Agreements"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("title", _("Title"), sort="title"),
            Column("kind", _("Kind")),
            Column("state", _("State"), sort="status"),
            Column("since", _("From"), sort="since"),
            Column("until", _("Last day")),
        ],
        read=lambda query: reads.agreements(request.actor, query=query),
        cells=lambda row: [
            Cell(row.number),
            Cell(row.title),
            Cell(row.kind_name),
            Cell(row.status_name, tone=row.tone),
            Cell(row.since),
            Cell(row.last_day or "—"),
        ],
        url=lambda row: reverse("agreement", args=[row.id]),
        filters=[Filter("kind", _("Kind"), KINDS), Filter("status", _("State"), STATES)],
        empty={
            "sentence": _("Agreements appear here as soon as one is sent to you."),
            "action_label": _("Open your documents"),
            "action_url": reverse("documents"),
        },
    )


@page(AgreementPermission.SEE)
def show(request: PageRequest, agreement_id: int) -> HttpResponse:
    """An agreement as its member sees it: the frozen text, signatures and papers."""
    actor = request.actor
    it = reads.agreement(actor, agreement_id=agreement_id)
    view = reads.signing(actor, agreement_id=agreement_id)
    language = actor.language
    last = formats.day(it.row.last_day, language) if it.row.last_day else _("open")
    context = {
        "record": {
            "title": it.row.title,
            "number": it.row.number,
            "subtitle": f"{it.row.kind_name} · {formats.day(it.row.since, language)} – {last}",
            "state": {"tone": it.row.tone, "text": it.row.status_name},
            "facts": [],
        },
        "it": it,
        "version": view.version,
        "contacts": contacts(actor, agreement_id=agreement_id),
        "text": signing.text_of(view.snapshot),
        "spine": steps(signing.STEP[it.row.kind]),
        "next": _next(view, request),
        "actions": _papers(view.version),
        "back": {"label": _("Agreements"), "url": reverse("agreements")},
    }
    return render(request, "member/agreements/show.html", context)


def _papers(version: reads.VersionView) -> list[dict[str, Any]]:
    if version.sealed_pdf_id:
        url = reverse("file", args=[version.sealed_pdf_id])
        return [{"label": _("Signed copy with evidence"), "url": url, "icon": "file-check"}]
    if version.pdf_id:
        return [{"label": _("Paper (PDF)"), "url": reverse("file", args=[version.pdf_id]), "icon": "file-text"}]
    return []


def _next(view: reads.SigningView, request: PageRequest) -> dict[str, Any] | None:
    if view.slot_id is not None and request.actor.may(AgreementPermission.SIGN):
        url = reverse("agreement_sign", args=[view.row.id])
        return {"sentence": _("Read the agreement and sign it with a one-time code."), "label": _("Sign"), "url": url}
    if view.row.status == "sent":
        return {"sentence": view.why_not or _("The agreement waits for a signature.")}
    if view.row.status == "signed":
        day = formats.day(view.row.since, request.actor.language)
        return {"sentence": _("Signed by all; it comes into force on %(day)s.") % {"day": day}}
    return None


routes = [
    *signing.routes,
    path("agreements/", index, name="agreements"),
    path("agreements/<int:agreement_id>/", show, name="agreement"),
]
