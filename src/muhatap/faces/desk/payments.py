"""Payments to members at the desk: the list, what is due, recording one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.billing import commands, reads
from muhatap.billing.permissions import BillingPermission
from muhatap.faces.web import Cell, Column, Group, Item, PageRequest, formats, listing, page, render, submit
from muhatap.faces.web.fields import choice_field, day_field, number_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.timeline import happened

NAVIGATION = Item(
    group=Group.MONEY,
    label=gettext_lazy("Payments"),
    url="payments",
    order=40,
    permission=BillingPermission.SEE,
    icon="cash",
)


class PaymentForm(forms.Form):
    """A payment that was made."""

    settlement = choice_field(gettext_lazy("Settlement"), whole_number=True)
    amount = number_field(gettext_lazy("Amount"), unit="₺", decimals=2)
    paid_on = day_field(gettext_lazy("Paid on"))
    iban = text_field(
        gettext_lazy("IBAN"), most=40, help_text=gettext_lazy("An account on the member's card that may be paid to.")
    )
    reference = text_field(gettext_lazy("Reference of the bank"), most=100)


@page(BillingPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """All payments, newest first, under what is due."""
    actor = request.actor
    return listing(
        request,
        title=_("Payments"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("member", _("Member")),
            Column("paid_on", _("Paid on"), sort="paid_on"),
            Column("amount", _("Amount"), sort="amount", numeric=True),
            Column("iban", _("IBAN")),
            Column("reference", _("Reference of the bank")),
        ],
        read=lambda query: reads.payments(actor, query=query),
        cells=lambda row: [
            Cell(row.number, sub=row.settlements),
            Cell(row.member),
            Cell(row.paid_on),
            Cell(row.amount),
            Cell(row.iban),
            Cell(row.reference),
        ],
        url=lambda row: reverse("payment", args=[row.id]),
        template="desk/payments/index.html",
        context={"due": _due(request), "spine": steps(10)},
        actions=[{"label": _("Record a payment"), "url": reverse("payment_new"), "primary": True}]
        if actor.may(BillingPermission.PAY)
        else [],
        empty={
            "sentence": _("Payments to members are recorded here when the bank has made them."),
            "action_label": _("Open the settlements"),
            "action_url": reverse("settlements"),
        },
    )


def _due(request: PageRequest) -> dict[str, Any]:
    """Approved settlements that wait for their payment."""
    language = request.actor.language
    rows = []
    for one in reads.payable_settlements(request.actor):
        late = _("%(days)d days late") % {"days": one.overdue_days} if one.overdue_days else ""
        day = formats.day(one.due_on, language) if one.due_on else "—"
        url = reverse("payment_new") + f"?settlement={one.id}"
        cells = [
            Cell(one.number, sub=one.agreement, url=reverse("settlement", args=[one.id])),
            Cell(one.member),
            Cell(late or day, tone="bad" if late else "", sub=day if late else ""),
            Cell(one.open),
            Cell(_("Record the payment"), url=url),
        ]
        rows.append({"url": "", "cells": cells})
    labels = (_("Settlement"), _("Member"), _("To be paid on"), _("Open"), _("Next step"))
    return {"columns": [{"label": label, "numeric": place == 3} for place, label in enumerate(labels)], "rows": rows}  # noqa: PLR2004


@page(BillingPermission.SEE)
def show(request: PageRequest, payment_id: int) -> HttpResponse:
    """One payment and what it settled."""
    actor = request.actor
    it = reads.payment(actor, payment_id=payment_id)
    context = {
        "it": it,
        "record": {
            "title": it.member,
            "number": it.number,
            "state": {"tone": "ok", "text": _("recorded")},
            "facts": [
                (_("Amount"), formats.money(it.amount.minor, it.amount.currency, actor.language)),
                (_("Paid on"), formats.day(it.paid_on, actor.language)),
                (_("IBAN"), it.iban),
                (_("Reference of the bank"), it.reference),
            ],
        },
        "spine": steps(10),
        "back": {"label": _("Payments"), "url": reverse("payments")},
        "entries": happened(request.actor, payment_id=payment_id),
    }
    return render(request, "desk/payments/show.html", context)


def _form(request: PageRequest, start: dict[str, Any], due: list[reads.SettlementRow]) -> PaymentForm:
    form = PaymentForm(request.POST or None, initial=start)
    field = form.fields["settlement"]
    field.choices = [  # type: ignore[attr-defined]
        (
            one.id,
            f"{one.number} · {one.member} · {formats.money(one.open.minor, one.open.currency, request.actor.language)}",
        )
        for one in due
    ]
    return form


@page(BillingPermission.PAY)
def new(request: PageRequest) -> HttpResponse:
    """Record a payment for a settlement."""
    actor = request.actor
    due = reads.payable_settlements(actor)
    chosen = next((one for one in due if str(one.id) == request.GET.get("settlement", "")), None)
    start: dict[str, Any] = {"paid_on": actor.today}
    if chosen is not None:
        member = reads.settlement(actor, settlement_id=chosen.id).member_id
        ibans = reads.usable_ibans(actor, member_id=member)
        start |= {"settlement": chosen.id, "amount": chosen.open.major, "iban": ibans[0] if ibans else ""}
    form = _form(request, start, due)

    def run(data: dict[str, Any]) -> Any:
        settlement = reads.settlement(actor, settlement_id=data["settlement"])
        return commands.record_payment(
            actor,
            member_id=settlement.member_id,
            amount=int(data["amount"] * 100),
            paid_on=data["paid_on"],
            iban=data["iban"],
            reference=data["reference"],
            settlement_ids=(settlement.id,),
        )

    return submit(
        request,
        form,
        run,
        done=lambda payment: reverse("payment", args=[payment.pk]),
        said=_("The payment is recorded."),
        context={
            "page_title": _("Record a payment"),
            "page_sub": "" if due else _("No approved settlement is open."),
            "cancel_url": reverse("payments"),
            "spine": steps(10),
        },
    )


routes = [
    path("payments/", index, name="payments"),
    path("payments/new/", new, name="payment_new"),
    path("payments/<int:payment_id>/", show, name="payment"),
]
