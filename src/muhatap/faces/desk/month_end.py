"""Month end at the desk: what is accrued, due and missing, the run, and the documents that follow."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from muhatap.billing import commands, reads
from muhatap.billing.permissions import BillingPermission
from muhatap.faces.web import Cell, Group, Item, PageRequest, Waiting, act, formats, page, render
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor

NAVIGATION = Item(
    group=Group.MONEY,
    label=gettext_lazy("Month end"),
    url="month_end",
    order=10,
    permission=BillingPermission.SEE,
    icon="calendar",
)


def month_of(text: str) -> date:
    """The month an address names: `2026-03`. Raises: Http404."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Http404 from error


def month_key(month: date) -> str:
    """A month as addresses name it."""
    return month.strftime("%Y-%m")


@page(BillingPermission.SEE)
def index(request: PageRequest, month: str = "") -> HttpResponse:
    """The work surface of a month: the one that is closed now unless another is asked for."""
    actor = request.actor
    chosen = month_of(month) if month else reads.month_to_close(actor)
    found = reads.month_end(actor, month=chosen)
    months = [
        {
            "label": formats.month(one, actor.language),
            "url": reverse("month_end_of", args=[month_key(one)]),
            "active": one == chosen,
        }
        for one in reads.open_months(actor)[:7]
    ]
    context = {
        "page_title": _("Month end"),
        "page_sub": formats.month(chosen, actor.language),
        "it": found,
        "months": months,
        "month_key": month_key(chosen),
        "spine": steps(10),
        "next": _next(found, month_key(chosen)),
        "customer_columns": _columns(_("Contract"), _("Invoice")),
        "customer_rows": [_row(one, "invoice") for one in found.customers],
        "member_columns": _columns(_("Project agreement"), _("Settlement")),
        "member_rows": [_row(one, "settlement") for one in found.members],
    }
    return render(request, "desk/month_end/index.html", context)


@page(BillingPermission.ACCRUE)
def run(request: PageRequest, month: str) -> HttpResponse:
    """Run the month end; what was accrued before stays as it is."""
    chosen = month_of(month)
    return act(
        request,
        lambda: commands.run_month_end(request.actor, month=chosen),
        done=reverse("month_end_of", args=[month]),
        said=_("The month end ran. What it did stands below."),
    )


@page(BillingPermission.INVOICE)
def draft_invoices(request: PageRequest, month: str) -> HttpResponse:
    """Draft the invoices of a month."""
    chosen = month_of(month)
    return act(
        request,
        lambda: commands.draft_invoices(request.actor, month=chosen),
        done=reverse("invoices") + f"?month={chosen.isoformat()}",
        said=_("The invoices are drafted. Look through them and issue them."),
    )


@page(BillingPermission.SETTLE)
def draft_settlements(request: PageRequest, month: str) -> HttpResponse:
    """Draft the settlements of a month."""
    chosen = month_of(month)
    return act(
        request,
        lambda: commands.draft_settlements(request.actor, month=chosen),
        done=reverse("settlements") + f"?month={chosen.isoformat()}",
        said=_("The settlements are drafted. Look through them and send them to the members."),
    )


def _next(found: reads.MonthEnd, key: str) -> dict[str, Any]:
    if not found.over:
        return {
            "sentence": _("The month is not over; deliveries are still being confirmed."),
            "label": _("Run the month end"),
            "disabled_reason": _("It can be run from the first day of the next month on."),
        }
    if found.due_lines or not found.runs:
        words = ngettext("%(count)d line is not accrued yet.", "%(count)d lines are not accrued yet.", found.due_lines)
        return _step(words % {"count": found.due_lines}, _("Run the month end"), reverse("month_end_run", args=[key]))
    if found.without_settlement:
        words = ngettext(
            "%(count)d project agreement waits for its settlement.",
            "%(count)d project agreements wait for their settlement.",
            found.without_settlement,
        )
        url = reverse("month_end_settlements", args=[key])
        return _step(words % {"count": found.without_settlement}, _("Draft the settlements"), url)
    if found.without_invoice:
        words = ngettext(
            "%(count)d contract waits for its invoice.",
            "%(count)d contracts wait for their invoice.",
            found.without_invoice,
        )
        url = reverse("month_end_invoices", args=[key])
        return _step(words % {"count": found.without_invoice}, _("Draft the invoices"), url)
    url = reverse("invoices") + f"?month={found.month.isoformat()}"
    step = _step(_("Everything of this month is on its documents."), _("Open the invoices"), url)
    return {**step, "method": "get"}


def _step(sentence: str, label: str, url: str) -> dict[str, Any]:
    return {"sentence": sentence, "label": label, "url": url, "method": "post"}


def _columns(first: str, document: str) -> list[dict[str, Any]]:
    return [
        {"label": first},
        {"label": _("Accrued"), "numeric": True},
        {"label": _("Not accrued yet"), "numeric": True},
        {"label": _("Missing")},
        {"label": document},
    ]


def _row(one: reads.Subject, document: str) -> dict[str, Any]:
    url = reverse(document, args=[one.document_id]) if one.document_id else ""
    missing, tone = _missing(one)
    return {
        "url": "",
        "cells": [
            Cell(one.party, sub=one.number),
            Cell(one.accrued, sub=_lines(one.accrued_lines)),
            Cell(one.due if one.due_lines else "—", sub=_lines(one.due_lines) if one.due_lines else ""),
            Cell(missing, tone=tone),
            Cell(
                one.document_label or (_("at the end of the quarter") if one.later else _("none yet")),
                tone=_tone(one),
                url=url,
                sub=one.document,
            ),
        ],
    }


def _lines(count: int) -> str:
    return ngettext("%(count)d line", "%(count)d lines", count) % {"count": count}


def _missing(one: reads.Subject) -> tuple[str, str]:
    """What keeps a subject from being billed in full, and its tone."""
    words = []
    if one.open_jobs:
        words.append(
            ngettext("%(count)d job not confirmed", "%(count)d jobs not confirmed", one.open_jobs)
            % {"count": one.open_jobs}
        )
    if one.not_started:
        words.append(
            ngettext("%(count)d line not live", "%(count)d lines not live", one.not_started)
            % {"count": one.not_started}
        )
    return (", ".join(words), "warn") if words else (_("nothing"), "ok")


def _tone(one: reads.Subject) -> str:
    if one.document_id is None:
        return "warn" if one.accrued_lines and not one.later else "none"
    done = {"paid", "accepted", "approved", "agreed"}
    return "ok" if one.document_status in done else "bad" if one.document_status in {"rejected", "objected"} else "warn"


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  found by this name
    """The month that is over and was not closed."""
    if not actor.may(BillingPermission.ACCRUE):
        return []
    month = reads.month_waiting(actor)
    if month is None:
        return []
    return [
        Waiting(
            tone="warn",
            kind=_("Month end"),
            title=formats.month(month, actor.language),
            detail=_("What was delivered is to be settled with the members and invoiced to the customers."),
            when="",
            url=reverse("month_end_of", args=[month_key(month)]),
            action=_("Open it"),
            urgency=70,
        )
    ]


routes = [
    path("month-end/", index, name="month_end"),
    path("month-end/<str:month>/", index, name="month_end_of"),
    path("month-end/<str:month>/run/", run, name="month_end_run"),
    path("month-end/<str:month>/invoices/", draft_invoices, name="month_end_invoices"),
    path("month-end/<str:month>/settlements/", draft_settlements, name="month_end_settlements"),
]
