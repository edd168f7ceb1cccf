"""Invoices in the customer's portal: the list, one invoice with its papers, the proof behind each line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from muhatap.billing import commands, reads
from muhatap.billing.permissions import BillingPermission
from muhatap.faces.web import (
    Cell,
    Column,
    Filter,
    Group,
    Item,
    PageRequest,
    Tile,
    TileValue,
    Waiting,
    act,
    file_response,
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.lists import ListQuery

NAVIGATION = Item(Group.MONEY, gettext_lazy("Invoices"), "invoices", 10, BillingPermission.SEE_INVOICES, "receipt")
TONES = {"issued": "none", "sent": "warn", "accepted": "ok", "rejected": "bad", "paid": "ok", "draft": "none"}
MOST_WAITING = 5
SHOWN = ("sent", "accepted", "rejected", "paid")


class RejectForm(forms.Form):
    """Why an invoice is rejected."""

    reason = text_field(gettext_lazy("Why do you reject it"), most=1000, lines=5)


def _open(actor: Actor) -> TileValue | None:
    late = reads.overdue_count(actor)
    found = reads.invoices(actor, query=ListQuery(filters={"status": "sent"}, limit=1))
    tone = "bad" if late else "warn" if found.total else "ok"
    detail = _("%(count)d overdue") % {"count": late} if late else _("wait for your answer")
    return TileValue(str(found.total), detail, tone)


HOME = [Tile(gettext_lazy("New invoices"), _open, "invoices", BillingPermission.SEE_INVOICES, 60, "status=sent")]


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  found by this name
    """Invoices that wait for an answer."""
    if not actor.may(BillingPermission.ANSWER_INVOICE):
        return []
    found = reads.invoices(actor, query=ListQuery(filters={"status": "sent"}, sort="due", limit=MOST_WAITING))
    return [
        Waiting(
            tone="warn",
            kind=_("Invoice"),
            title=f"{row.number} · {formats.month(row.month, actor.language)}",
            detail=formats.money(row.payable.minor, row.payable.currency, actor.language),
            when=formats.day(row.due_on, actor.language) if row.due_on else "",
            url=reverse("invoice", args=[row.id]),
            action=_("Answer"),
            urgency=40,
        )
        for row in found.rows
    ]


@page(BillingPermission.SEE_INVOICES)
def index(request: PageRequest) -> HttpResponse:
    """The customer's invoices, newest first."""
    actor = request.actor
    states = [(value, label) for value, label in reads.InvoiceStatus.choices if value in SHOWN]

    def cells(row: reads.InvoiceRow) -> list[Cell]:
        late = _("%(days)d days late") % {"days": row.overdue_days} if row.overdue_days else ""
        due = formats.day(row.due_on, actor.language) if row.due_on else "—"
        return [
            Cell(row.number, sub=row.contract),
            Cell(formats.month(row.month, actor.language)),
            Cell(row.status_label, tone=TONES[row.status]),
            Cell(late or due, tone="bad" if late else "", sub=due if late else ""),
            Cell(row.payable),
            Cell(row.open),
        ]

    return listing(
        request,
        title=_("Invoices"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("month", _("Month"), sort="month"),
            Column("state", _("State")),
            Column("due", _("Due"), sort="due"),
            Column("payable", _("Payable"), sort="payable", numeric=True),
            Column("open", _("Open"), numeric=True),
        ],
        read=lambda query: reads.invoices(actor, query=query),
        cells=cells,
        url=lambda row: reverse("invoice", args=[row.id]),
        filters=[Filter("status", _("State"), states)],
        empty={
            "sentence": _("Your invoices stand here, each with the deliveries behind every line."),
            "action_label": _("Open the contracts"),
            "action_url": reverse("contracts"),
        },
    )


@page(BillingPermission.SEE_INVOICES)
def show(request: PageRequest, invoice_id: int) -> HttpResponse:
    """One invoice with its lines and papers."""
    actor = request.actor
    it = reads.invoice(actor, invoice_id=invoice_id)
    may_answer = it.status == "sent" and actor.may(BillingPermission.ANSWER_INVOICE)
    papers = [("pdf", it.pdf_id), ("xml", it.xml_id)]
    actions = [
        {"label": kind.upper(), "url": reverse("invoice_paper", args=[it.id, kind]), "icon": "download"}
        for kind, file in papers
        if file is not None
    ]
    if may_answer:
        actions.insert(0, {"label": _("Reject"), "url": reverse("invoice_reject", args=[it.id]), "icon": "x"})
    labels = (_("Service"), _("Quantity"), _("Unit price"), _("Net"), _("VAT"), _("Withheld"), _("Evidence"))
    context = {
        "it": it,
        "record": {
            "title": _("Invoice of %(month)s") % {"month": formats.month(it.month, actor.language)},
            "number": it.number,
            "state": {"tone": TONES[it.status], "text": it.status_label},
            "subtitle": it.contract,
            "facts": _facts(it, actor),
        },
        "spine": steps(11),
        "next": _next(it, may_answer),
        "actions": actions,
        "columns": [{"label": label, "numeric": 0 < place < 6} for place, label in enumerate(labels)],  # noqa: PLR2004
        "rows": [_line_row(line, it.currency) for line in it.lines],
        "back": {"label": _("Invoices"), "url": reverse("invoices")},
    }
    return render(request, "customer/invoices/show.html", context)


def _line_row(line: reads.LineView, currency: str) -> dict[str, Any]:
    evidence = _("%(count)d jobs") % {"count": line.jobs} if line.jobs else _("fixed per month")
    return {
        "url": "",
        "cells": [
            Cell(line.text, sub=line.description),
            Cell(line.quantity),
            Cell(formats.unit_price(line.unit_price, currency, get_language())),
            Cell(line.net),
            Cell(line.vat, sub=formats.percent(line.vat_rate, get_language())),
            Cell(line.withheld, sub=line.withholding_code),
            Cell(evidence, url=reverse("invoice_line", args=[line.id])),
        ],
    }


@page(BillingPermission.SEE_INVOICES)
def line(request: PageRequest, line_id: int) -> HttpResponse:
    """The deliveries behind a line."""
    owner, shown, jobs = reads.invoice_line_jobs(request.actor, line_id=line_id)
    labels = (_("Job"), _("Day"), _("Location"), _("Service"), _("Accepted quantity"))
    context = {
        "record": {"title": shown.text, "number": owner.number, "subtitle": shown.description, "facts": []},
        "columns": [{"label": label, "numeric": place == 4} for place, label in enumerate(labels)],  # noqa: PLR2004
        "rows": [
            {
                "url": "",
                "cells": [Cell(job.number), Cell(job.day), Cell(job.location), Cell(job.service), Cell(job.quantity)],
            }
            for job in jobs
        ],
        "back": {"label": owner.number, "url": reverse("invoice", args=[owner.id])},
    }
    return render(request, "customer/invoices/line.html", context)


@page(BillingPermission.ANSWER_INVOICE)
def accept(request: PageRequest, invoice_id: int) -> HttpResponse:
    """Accept an invoice."""
    return act(
        request,
        lambda: commands.accept_invoice(request.actor, invoice_id=invoice_id),
        done=reverse("invoice", args=[invoice_id]),
        said=_("You accepted the invoice."),
    )


@page(BillingPermission.ANSWER_INVOICE)
def reject(request: PageRequest, invoice_id: int) -> HttpResponse:
    """Reject an invoice and say why."""
    it = reads.invoice(request.actor, invoice_id=invoice_id)
    here = reverse("invoice", args=[invoice_id])
    return submit(
        request,
        RejectForm(request.POST or None),
        lambda data: commands.reject_invoice(request.actor, invoice_id=invoice_id, **data),
        done=here,
        said=_("You rejected the invoice. We look into it."),
        context={
            "page_title": _("Reject %(number)s") % {"number": it.number},
            "page_sub": formats.money(it.payable.minor, it.currency, request.actor.language),
            "submit_label": _("Reject"),
            "cancel_url": here,
            "spine": steps(11),
        },
    )


@page(BillingPermission.SEE_INVOICES)
def paper(request: PageRequest, invoice_id: int, kind: str) -> HttpResponse:
    """The PDF or XML of an invoice."""
    it = reads.invoice(request.actor, invoice_id=invoice_id)
    return file_response(request, (it.pdf_id if kind == "pdf" else it.xml_id) or "")


def _facts(it: reads.InvoiceView, actor: Actor) -> list[tuple[str, str]]:
    language = actor.language
    return [
        (_("Net"), formats.money(it.net.minor, it.currency, language)),
        (_("VAT"), formats.money(it.vat.minor, it.currency, language)),
        (_("Withheld by you"), formats.money(it.withheld.minor, it.currency, language)),
        (_("Payable"), formats.money(it.payable.minor, it.currency, language)),
        (_("Collected"), formats.money(it.received.minor, it.currency, language)),
        (_("Open"), formats.money(it.open.minor, it.currency, language)),
        (_("Issued on"), formats.day(it.issued_on, language) if it.issued_on else "—"),
        (_("Due on"), formats.day(it.due_on, language) if it.due_on else "—"),
    ]


def _next(it: reads.InvoiceView, may_answer: bool) -> dict[str, Any] | None:
    if may_answer:
        return {
            "sentence": _(
                "Each line opens the deliveries behind it. Silent for eight days, the invoice counts as accepted."
            ),
            "label": _("Accept"),
            "url": reverse("invoice_accept", args=[it.id]),
            "method": "post",
        }
    if it.status == "rejected":
        return {"sentence": _("You rejected it: %(reason)s") % {"reason": it.rejection}, "waits_for": _("us")}
    return None


routes = [
    path("invoices/", index, name="invoices"),
    path("invoices/<int:invoice_id>/", show, name="invoice"),
    path("invoices/lines/<int:line_id>/", line, name="invoice_line"),
    path("invoices/<int:invoice_id>/accept/", accept, name="invoice_accept"),
    path("invoices/<int:invoice_id>/reject/", reject, name="invoice_reject"),
    path("invoices/<int:invoice_id>/papers/<str:kind>/", paper, name="invoice_paper"),
]
