"""Collection at the desk: what customers owe, what they paid, recording a receipt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.billing import commands, reads
from muhatap.billing.permissions import BillingPermission
from muhatap.faces.desk.invoices import columns, row_cells
from muhatap.faces.web import (
    Cell,
    Column,
    Filter,
    Group,
    Item,
    PageRequest,
    Tile,
    TileValue,
    act,
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import choice_field, day_field, many_field, number_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.timeline import happened

NAVIGATION = Item(
    group=Group.MONEY,
    label=gettext_lazy("Collection"),
    url="receivables",
    order=50,
    permission=BillingPermission.SEE,
    icon="building-bank",
)


class ReceiptForm(forms.Form):
    """Money that arrived."""

    customer = choice_field(gettext_lazy("Customer"), whole_number=True)
    amount = number_field(gettext_lazy("Amount"), unit="₺", decimals=2)
    received_on = day_field(gettext_lazy("Received on"))
    reference = text_field(gettext_lazy("Reference of the bank"), most=100)
    invoices = many_field(
        gettext_lazy("Invoices"),
        required=False,
        whole_number=True,
        help_text=gettext_lazy("None ticked: the oldest due first. What is left over stays as the customer's credit."),
    )


def _overdue(actor: Actor) -> TileValue | None:
    count = reads.overdue_count(actor)
    total = reads.receivable_totals(actor)["overdue"]
    return TileValue(str(count), formats.money(total.minor, "TRY", actor.language), "bad" if count else "ok")


HOME = [Tile(gettext_lazy("Overdue invoices"), _overdue, "receivables", BillingPermission.RECEIVE, 74, "due=overdue")]


@page(BillingPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """Open invoices, oldest due first, under the totals."""
    actor = request.actor
    totals = reads.receivable_totals(actor)
    tiles = [
        (_("Open in all"), totals["all"], "none"),
        (_("Overdue"), totals["overdue"], "bad" if totals["overdue"] else "ok"),
        (_("Due within seven days"), totals["soon"], "warn" if totals["soon"] else "ok"),
    ]
    return listing(
        request,
        title=_("Collection"),
        columns=[column for column in columns() if column.key != "month"],
        read=lambda query: reads.receivables(actor, query=query),
        cells=lambda row: [cell for place, cell in enumerate(row_cells(row, actor)) if place != 2],  # noqa: PLR2004
        url=lambda row: reverse("invoice", args=[row.id]),
        filters=[Filter("due", _("Due"), [("overdue", _("overdue")), ("later", _("not yet due"))])],
        template="desk/receivables/index.html",
        context={
            "tiles": [(label, formats.money(total.minor, "TRY", actor.language), tone) for label, total, tone in tiles],
            "spine": steps(11),
        },
        actions=[
            {"label": _("Receipts"), "url": reverse("receipts"), "primary": False},
            {"label": _("Record a receipt"), "url": reverse("receipt_new"), "primary": True},
        ],
        empty={
            "sentence": _("No invoice is open. Invoices stand here from the day they are sent until they are paid."),
            "action_label": _("Open the invoices"),
            "action_url": reverse("invoices"),
        },
    )


@page(BillingPermission.SEE)
def receipts(request: PageRequest) -> HttpResponse:
    """All receipts, newest first."""
    actor = request.actor
    return listing(
        request,
        title=_("Receipts"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("customer", _("Customer")),
            Column("received_on", _("Received on"), sort="received_on"),
            Column("amount", _("Amount"), sort="amount", numeric=True),
            Column("left", _("Not allocated"), numeric=True),
            Column("reference", _("Reference of the bank")),
        ],
        read=lambda query: reads.receipts(actor, query=query),
        cells=lambda row: [
            Cell(row.number),
            Cell(row.customer),
            Cell(row.received_on),
            Cell(row.amount),
            Cell(row.left),
            Cell(row.reference),
        ],
        url=lambda row: reverse("receipt", args=[row.id]),
        filters=[Filter("left", _("Credit"), [("yes", _("something left"))])],
        actions=[{"label": _("Record a receipt"), "url": reverse("receipt_new"), "primary": True}],
        empty={
            "sentence": _("Money of customers stands here with the invoices it fell on."),
            "action_label": _("Record a receipt"),
            "action_url": reverse("receipt_new"),
        },
        context={"back": {"label": _("Collection"), "url": reverse("receivables")}},
    )


@page(BillingPermission.SEE)
def show(request: PageRequest, receipt_id: int) -> HttpResponse:
    """One receipt, the invoices it fell on, and what is left of it."""
    actor = request.actor
    it = reads.receipt(actor, receipt_id=receipt_id)
    left = formats.money(it.left.minor, it.left.currency, actor.language)
    step: dict[str, Any] | None = None
    if it.left and actor.may(BillingPermission.RECEIVE):
        step = {
            "sentence": _("%(left)s is the customer's credit; let it fall on the oldest open invoices.")
            % {"left": left},
            "label": _("Allocate"),
            "url": reverse("receipt_allocate", args=[it.id]),
            "method": "post",
        }
    context = {
        "it": it,
        "record": {
            "title": it.customer,
            "number": it.number,
            "state": {"tone": "warn", "text": _("credit left")} if it.left else {"tone": "ok", "text": _("allocated")},
            "facts": [
                (_("Amount"), formats.money(it.amount.minor, it.amount.currency, actor.language)),
                (_("Not allocated"), left),
                (_("Received on"), formats.day(it.received_on, actor.language)),
                (_("Reference of the bank"), it.reference),
            ],
        },
        "spine": steps(11),
        "next": step,
        "back": {"label": _("Receipts"), "url": reverse("receipts")},
        "entries": happened(request.actor, receipt_id=receipt_id),
    }
    return render(request, "desk/receivables/receipt.html", context)


@page(BillingPermission.RECEIVE)
def new(request: PageRequest) -> HttpResponse:
    """Record money that arrived."""
    actor = request.actor
    asked = request.POST.get("customer") or request.GET.get("customer", "")
    customer = int(asked) if asked.isdigit() else None
    found = reads.open_invoices(actor, customer_id=customer) if customer else []
    chosen = next((one for one in found if str(one.id) == request.GET.get("invoice", "")), None)
    start: dict[str, Any] = {"received_on": actor.today, "customer": customer}
    if chosen is not None:
        start |= {"amount": chosen.open.major, "invoices": [chosen.id]}
    form = ReceiptForm(request.POST or None, initial=start)
    form.fields["customer"].choices = reads.customers_to_receive_from(actor)  # type: ignore[attr-defined]
    form.fields["invoices"].choices = [  # type: ignore[attr-defined]
        (one.id, f"{one.number} · {formats.money(one.open.minor, one.open.currency, actor.language)}") for one in found
    ]
    if not found:
        del form.fields["invoices"]

    def run(data: dict[str, Any]) -> Any:
        return commands.record_receipt(
            actor,
            customer_id=data["customer"],
            amount=int(data["amount"] * 100),
            received_on=data["received_on"],
            reference=data["reference"],
            invoice_ids=data.get("invoices") or (),
        )

    return submit(
        request,
        form,
        run,
        done=lambda made: reverse("receipt", args=[made.pk]),
        said=_("The receipt is recorded."),
        context={"page_title": _("Record a receipt"), "cancel_url": reverse("receivables"), "spine": steps(11)},
    )


@page(BillingPermission.RECEIVE)
def allocate(request: PageRequest, receipt_id: int) -> HttpResponse:
    """Let what is left of a receipt fall on open invoices."""
    return act(
        request,
        lambda: commands.allocate_receipt(request.actor, receipt_id=receipt_id),
        done=reverse("receipt", args=[receipt_id]),
        said=_("Allocated to the oldest open invoices."),
    )


routes = [
    path("collection/", index, name="receivables"),
    path("collection/receipts/", receipts, name="receipts"),
    path("collection/receipts/new/", new, name="receipt_new"),
    path("collection/receipts/<int:receipt_id>/", show, name="receipt"),
    path("collection/receipts/<int:receipt_id>/allocate/", allocate, name="receipt_allocate"),
]
