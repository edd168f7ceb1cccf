"""Payments in the member's portal."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.billing import reads
from muhatap.billing.permissions import BillingPermission
from muhatap.faces.web import Cell, Column, Group, Item, PageRequest, formats, listing, page, render
from muhatap.faces.web.spine import steps

NAVIGATION = Item(Group.MONEY, gettext_lazy("Payments"), "payments", 30, BillingPermission.SEE_SETTLEMENTS, "cash")


@page(BillingPermission.SEE_SETTLEMENTS)
def index(request: PageRequest) -> HttpResponse:
    """What was paid to the member, newest first."""
    actor = request.actor
    return listing(
        request,
        title=_("Payments"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("paid_on", _("Paid on"), sort="paid_on"),
            Column("amount", _("Amount"), sort="amount", numeric=True),
            Column("iban", _("IBAN")),
        ],
        read=lambda query: reads.payments(actor, query=query),
        cells=lambda row: [Cell(row.number, sub=row.settlements), Cell(row.paid_on), Cell(row.amount), Cell(row.iban)],
        url=lambda row: reverse("payment", args=[row.id]),
        empty={
            "sentence": _("What we paid you stands here with the settlements it was for."),
            "action_label": _("Open your settlements"),
            "action_url": reverse("settlements"),
        },
    )


@page(BillingPermission.SEE_SETTLEMENTS)
def show(request: PageRequest, payment_id: int) -> HttpResponse:
    """One payment and what it settled."""
    actor = request.actor
    it = reads.payment(actor, payment_id=payment_id)
    context = {
        "it": it,
        "record": {
            "title": formats.money(it.amount.minor, it.amount.currency, actor.language),
            "number": it.number,
            "state": {"tone": "ok", "text": _("paid")},
            "facts": [
                (_("Paid on"), formats.day(it.paid_on, actor.language)),
                (_("IBAN"), it.iban),
                (_("Reference of the bank"), it.reference),
            ],
        },
        "spine": steps(10),
        "back": {"label": _("Payments"), "url": reverse("payments")},
    }
    return render(request, "member/payments/show.html", context)


routes = [path("payments/", index, name="payments"), path("payments/<int:payment_id>/", show, name="payment")]
