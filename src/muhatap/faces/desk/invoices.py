"""Invoices at the desk: the list, the record with its next step, issue, send, receipts, the jobs behind a line."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy, pgettext
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
)
from muhatap.faces.web.spine import steps
from muhatap.integrations.einvoice.making import make_invoice_papers
from muhatap.kernel.actors import Actor
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.timeline import happened
from muhatap.ledger import reads as books
from muhatap.ledger.permissions import LedgerPermission

NAVIGATION = Item(
    group=Group.MONEY,
    label=gettext_lazy("Invoices"),
    url="invoices",
    order=20,
    permission=BillingPermission.SEE,
    icon="receipt",
)
MOST_WAITING = 5
TONES = {"draft": "none", "issued": "warn", "sent": "warn", "accepted": "ok", "rejected": "bad", "paid": "ok"}
WHY = {
    "withheld": "",
    "no_vat": gettext_lazy("no VAT"),
    "not_in_table": gettext_lazy("not subject to withholding"),
    "seller_designated": gettext_lazy("we are a designated buyer"),
    "buyer_not_registered": gettext_lazy("the customer is not registered for VAT"),
    "buyer_does_not_withhold": gettext_lazy("the customer's class does not withhold"),
    "buyer_in_force_majeure": gettext_lazy("the customer is in force majeure"),
    "passed_on": gettext_lazy("passed on to the carrier, who is withheld from"),
    "within_limit": gettext_lazy("below the withholding limit"),
    "original_not_withheld": gettext_lazy("the original was not withheld from"),
}


def _drafts(actor: Actor) -> TileValue | None:
    count = reads.to_do(actor)["draft"]
    return TileValue(str(count), _("waiting to be issued"), "warn" if count else "ok")


HOME = [
    Tile(gettext_lazy("Draft invoices"), _drafts, "invoices", BillingPermission.INVOICE, 70, "status=draft"),
]


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  the name the home page asks for
    """Rejected invoices wait for whoever invoices."""
    if not actor.may(BillingPermission.INVOICE):
        return []
    found = reads.invoices(actor, query=ListQuery(filters={"status": "rejected"}, limit=MOST_WAITING))
    return [
        Waiting(
            tone="bad",
            kind=_("Rejected"),
            title=f"{row.number} · {row.customer}",
            detail=_("The customer rejected the invoice."),
            when=formats.month(row.month, actor.language),
            url=reverse("invoice", args=[row.id]),
            action=_("Clear"),
            urgency=65,
        )
        for row in found.rows
    ]


def row_cells(row: reads.InvoiceRow, actor: Actor) -> list[Cell]:
    """An invoice as a row of a list."""
    due = formats.day(row.due_on, actor.language) if row.due_on else ""
    late = _("%(days)d days late") % {"days": row.overdue_days} if row.overdue_days else ""
    return [
        Cell(row.number or pgettext("document", "Draft"), sub=row.contract),
        Cell(row.customer),
        Cell(formats.month(row.month, actor.language)),
        Cell(row.status_label, tone=TONES[row.status]),
        Cell(late or due or "—", tone="bad" if late else "", sub=due if late else ""),
        Cell(row.payable),
        Cell(row.open),
    ]


def columns() -> list[Column]:
    """The columns of a list of invoices."""
    return [
        Column("number", _("Number"), sort="number"),
        Column("customer", _("Customer")),
        Column("month", _("Month"), sort="month"),
        Column("state", _("State")),
        Column("due", _("Due"), sort="due"),
        Column("payable", _("Payable"), sort="payable", numeric=True),
        Column("open", _("Open"), numeric=True),
    ]


@page(BillingPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """All invoices, newest month first."""
    actor = request.actor
    months = [(one.isoformat(), formats.month(one, actor.language)) for one in reads.open_months(actor)]
    return listing(
        request,
        title=_("Invoices"),
        columns=columns(),
        read=lambda query: reads.invoices(actor, query=query),
        cells=lambda row: row_cells(row, actor),
        url=lambda row: reverse("invoice", args=[row.id]),
        filters=[
            Filter("status", _("State"), reads.InvoiceStatus.choices),
            Filter("month", _("Month"), months),
            Filter("due", _("Due"), [("overdue", _("overdue")), ("later", _("not yet due"))]),
        ],
        actions=[{"label": _("Month end"), "url": reverse("month_end"), "primary": False}],
        empty={
            "sentence": _("Invoices are drafted at month end from what was delivered and accepted."),
            "action_label": _("Open the month end"),
            "action_url": reverse("month_end"),
        },
    )


@page(BillingPermission.SEE)
def show(request: PageRequest, invoice_id: int) -> HttpResponse:
    """One invoice with its lines, what was received, and its entries in the books."""
    actor = request.actor
    it = reads.invoice(actor, invoice_id=invoice_id)
    entries = []
    if actor.may(LedgerPermission.SEE):
        entries = books.entries_of(actor, source_kind="billing.invoice", source_id=it.id)
    context = {
        "it": it,
        "record": {
            "title": it.customer,
            "number": it.number or _("draft without a number"),
            "state": {"tone": TONES[it.status], "text": it.status_label},
            "subtitle": formats.month(it.month, actor.language),
            "facts": _facts(it, actor),
        },
        "spine": steps(11),
        "next": _next(it),
        "actions": _papers(it),
        "lines": line_table(it, "invoice_line"),
        "entries_of_books": [(reverse("entry", args=[e.id]), e.number, e.text, e.total) for e in entries],
        "back": {"label": _("Invoices"), "url": reverse("invoices")},
        "entries": happened(request.actor, invoice_id=invoice_id),
    }
    return render(request, "desk/invoices/show.html", context)


def evidence_words(line: reads.LineView) -> str:
    """How many jobs stand behind a line; a fixed line may have none recorded."""
    return _("%(count)d jobs") % {"count": line.jobs} if line.jobs else _("fixed per month")


def line_table(it: reads.InvoiceView, url_name: str) -> dict[str, Any]:
    """The lines of an invoice as a table; each opens the jobs behind it."""
    labels = (_("Service"), _("Quantity"), _("Unit price"), _("Net"), _("VAT"), _("Withheld"), _("Evidence"))
    return {
        "columns": [{"label": label, "numeric": 0 < place < 6} for place, label in enumerate(labels)],  # noqa: PLR2004
        "rows": [
            {
                "url": "",
                "cells": [
                    Cell(line.text, sub=line.description),
                    Cell(line.quantity),
                    Cell(formats.unit_price(line.unit_price, it.currency, get_language())),
                    Cell(line.net),
                    Cell(line.vat, sub=formats.percent(line.vat_rate, get_language())),
                    Cell(line.withheld, sub=line.withholding_code or str(WHY.get(line.why, ""))),
                    Cell(evidence_words(line), url=reverse(url_name, args=[line.id])),
                ],
            }
            for line in it.lines
        ],
    }


@page(BillingPermission.SEE)
def line(request: PageRequest, line_id: int) -> HttpResponse:
    """The jobs behind a line."""
    owner, shown, jobs = reads.invoice_line_jobs(request.actor, line_id=line_id)
    context = {
        "record": {"title": shown.text, "number": owner.number, "subtitle": shown.description, "facts": []},
        "spine": steps(11),
        "jobs": job_table(jobs),
        "back": {"label": owner.number or pgettext("document", "Draft"), "url": reverse("invoice", args=[owner.id])},
    }
    return render(request, "desk/invoices/line.html", context)


def job_table(jobs: Any) -> dict[str, Any]:
    """Jobs as evidence."""
    labels = (_("Job"), _("Day"), _("Location"), _("Service"), _("Accepted quantity"), _("Confirmed"))
    return {
        "columns": [{"label": label, "numeric": place == 4} for place, label in enumerate(labels)],  # noqa: PLR2004
        "rows": [
            {
                "url": "",
                "cells": [
                    Cell(job.number),
                    Cell(job.day),
                    Cell(job.location),
                    Cell(job.service),
                    Cell(job.quantity),
                    Cell(job.confirmed_at) if job.confirmed_at else Cell("—"),
                ],
            }
            for job in jobs
        ],
    }


@page(BillingPermission.INVOICE)
def issue(request: PageRequest, invoice_id: int) -> HttpResponse:
    """Issue an invoice and make its papers."""

    def run() -> None:
        commands.issue_invoice(request.actor, invoice_id=invoice_id)
        make_invoice_papers(request.actor, invoice_id=invoice_id)

    return act(request, run, done=reverse("invoice", args=[invoice_id]), said=_("Issued. PDF and XML are made."))


@page(BillingPermission.INVOICE)
def send(request: PageRequest, invoice_id: int) -> HttpResponse:
    """Send an invoice to its customer."""
    return act(
        request,
        lambda: commands.send_invoice(request.actor, invoice_id=invoice_id),
        done=reverse("invoice", args=[invoice_id]),
        said=_("Sent. The customer sees it in its portal."),
    )


@page(BillingPermission.SEE)
def paper(request: PageRequest, invoice_id: int, kind: str) -> HttpResponse:
    """The PDF or XML of an invoice."""
    it = reads.invoice(request.actor, invoice_id=invoice_id)
    return file_response(request, (it.pdf_id if kind == "pdf" else it.xml_id) or "")


def _facts(it: reads.InvoiceView, actor: Actor) -> list[tuple[str, str]]:
    language = actor.language
    return [
        (_("Contract"), it.contract),
        (_("Net"), formats.money(it.net.minor, it.currency, language)),
        (_("VAT"), formats.money(it.vat.minor, it.currency, language)),
        (_("Withheld by the customer"), formats.money(it.withheld.minor, it.currency, language)),
        (_("Payable"), formats.money(it.payable.minor, it.currency, language)),
        (_("Collected"), formats.money(it.received.minor, it.currency, language)),
        (_("Open"), formats.money(it.open.minor, it.currency, language)),
        (_("Issued on"), formats.day(it.issued_on, language) if it.issued_on else "—"),
        (_("Due on"), formats.day(it.due_on, language) if it.due_on else "—"),
        (_("Scenario"), f"{it.profile} · {it.type_code}" if it.profile else "—"),
    ]


def _papers(it: reads.InvoiceView) -> list[dict[str, str]]:
    if it.pdf_id is None:
        return []
    return [
        {"label": kind.upper(), "url": reverse("invoice_paper", args=[it.id, kind]), "icon": "download"}
        for kind in ("pdf", "xml")
    ]


def _next(it: reads.InvoiceView) -> dict[str, Any] | None:
    post = {"method": "post"}
    if it.status == "draft":
        sentence = _("Look through the lines, then issue: the invoice gets its number and enters the books.")
        return {"sentence": sentence, "label": _("Issue"), "url": reverse("invoice_issue", args=[it.id]), **post}
    if it.status in {"issued", "rejected"}:
        sentence = _("Send the invoice to the customer.")
        if it.status == "rejected":
            sentence = _("The customer rejected it: %(reason)s. Clear it, then send it again.") % {
                "reason": it.rejection
            }
        return {"sentence": sentence, "label": _("Send"), "url": reverse("invoice_send", args=[it.id]), **post}
    if it.status in {"sent", "accepted"}:
        url = reverse("receipt_new") + f"?customer={it.customer_id}&invoice={it.id}"
        sentence = _("Record the money when it arrives.")
        return {"sentence": sentence, "label": _("Record a receipt"), "url": url, "waits_for": it.customer}
    return None


routes = [
    path("invoices/", index, name="invoices"),
    path("invoices/<int:invoice_id>/", show, name="invoice"),
    path("invoices/lines/<int:line_id>/", line, name="invoice_line"),
    path("invoices/<int:invoice_id>/issue/", issue, name="invoice_issue"),
    path("invoices/<int:invoice_id>/send/", send, name="invoice_send"),
    path("invoices/<int:invoice_id>/papers/<str:kind>/", paper, name="invoice_paper"),
]
