"""Settlements (hakediş) at the desk: draft, deductions, send, answer an objection, approve."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from muhatap.billing import commands, reads
from muhatap.billing.permissions import BillingPermission
from muhatap.documents.making.billing import make_settlement_paper
from muhatap.faces.desk.invoices import evidence_words, job_table
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
from muhatap.faces.web.fields import choice_field, number_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.timeline import happened
from muhatap.ledger import reads as books
from muhatap.ledger.permissions import LedgerPermission

NAVIGATION = Item(
    group=Group.MONEY,
    label=gettext_lazy("Settlements"),
    url="settlements",
    order=30,
    permission=BillingPermission.SEE,
    icon="coins",
)
TONES = {"draft": "none", "sent": "warn", "agreed": "warn", "objected": "bad", "approved": "warn", "paid": "ok"}
MOST_WAITING = 5


class DeductionForm(forms.Form):
    """A deduction netted when paying."""

    kind = choice_field(gettext_lazy("Kind"), reads.DeductionKind.choices)
    text = text_field(gettext_lazy("What it is for"))
    ground = text_field(
        gettext_lazy("Ground"), most=300, help_text=gettext_lazy("The clause, audit or record it rests on.")
    )
    amount = number_field(gettext_lazy("Amount"), unit="₺", decimals=2)


class AnswerForm(forms.Form):
    """The answer to an objection."""

    answer = text_field(gettext_lazy("Your answer"), most=1000, lines=5)


class ApproveForm(forms.Form):
    """The approval, with the reservation of rights."""

    reserve = forms.BooleanField(
        label=gettext_lazy("Approve with reservation of rights (TBK 179/2)"),
        required=False,
        help_text=gettext_lazy("Without it, a penalty for late or poor performance of this period is lost."),
    )


def _agreed(actor: Actor) -> TileValue | None:
    count = reads.to_settle(actor).get("agreed", 0)
    return TileValue(str(count), _("agreed by the member, to be approved"), "warn" if count else "ok")


HOME = [
    Tile(gettext_lazy("Settlements to approve"), _agreed, "settlements", BillingPermission.APPROVE, 72, "status=agreed")
]


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  the name the home page asks for
    """Objections wait for whoever settles."""
    if not actor.may(BillingPermission.SETTLE):
        return []
    found = reads.settlements(actor, query=ListQuery(filters={"status": "objected"}, limit=MOST_WAITING))
    return [
        Waiting(
            tone="bad",
            kind=_("Objection"),
            title=f"{row.number} · {row.member}",
            detail=_("The member objects to its settlement."),
            when=formats.month(row.month, actor.language),
            url=reverse("settlement", args=[row.id]),
            action=_("Answer"),
            urgency=60,
        )
        for row in found.rows
    ]


@page(BillingPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """All settlements, newest first."""
    actor = request.actor
    months = [(one.isoformat(), formats.month(one, actor.language)) for one in reads.open_months(actor)]

    def cells(row: reads.SettlementRow) -> list[Cell]:
        late = _("%(days)d days late") % {"days": row.overdue_days} if row.overdue_days else ""
        due = formats.day(row.due_on, actor.language) if row.due_on else "—"
        return [
            Cell(row.number, sub=row.agreement),
            Cell(row.member),
            Cell(formats.month(row.month, actor.language)),
            Cell(row.status_label, tone=TONES[row.status]),
            Cell(late or due, tone="bad" if late else "", sub=due if late else ""),
            Cell(row.payable),
            Cell(row.open),
        ]

    return listing(
        request,
        title=_("Settlements"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("member", _("Member")),
            Column("month", _("Month"), sort="month"),
            Column("state", _("State")),
            Column("due", _("To be paid on"), sort="due"),
            Column("payable", _("Payable"), sort="payable", numeric=True),
            Column("open", _("Open"), numeric=True),
        ],
        read=lambda query: reads.settlements(actor, query=query),
        cells=cells,
        url=lambda row: reverse("settlement", args=[row.id]),
        filters=[Filter("status", _("State"), reads.SettlementStatus.choices), Filter("month", _("Month"), months)],
        empty={
            "sentence": _("Settlements are drafted at month end from what the members delivered."),
            "action_label": _("Open the month end"),
            "action_url": reverse("month_end"),
        },
    )


@page(BillingPermission.SEE)
def show(request: PageRequest, settlement_id: int) -> HttpResponse:
    """One settlement: lines, deductions, what was said, payments."""
    actor = request.actor
    it = reads.settlement(actor, settlement_id=settlement_id)
    sees = actor.may(LedgerPermission.SEE)
    entries = books.entries_of(actor, source_kind="billing.settlement", source_id=it.id) if sees else []
    context = {
        "it": it,
        "record": {
            "title": it.member,
            "number": it.number,
            "state": {"tone": TONES[it.status], "text": it.status_label},
            "subtitle": f"{formats.month(it.month, actor.language)} · {it.project} · {it.agreement}",
            "facts": facts(it, actor),
        },
        "spine": steps(10),
        "next": _next(it),
        "actions": _actions(it),
        "held": reads.held_back(actor, settlement_ids=[it.id], on=actor.today).get(it.id, ()),
        "lines": line_table(it, "settlement_line"),
        "may_change": it.status == "draft" and actor.may(BillingPermission.SETTLE),
        "entries_of_books": [(reverse("entry", args=[e.id]), e.number, e.text, e.total) for e in entries],
        "back": {"label": _("Settlements"), "url": reverse("settlements")},
        "entries": happened(request.actor, settlement_id=settlement_id),
    }
    return render(request, "desk/settlements/show.html", context)


def facts(it: reads.SettlementView, actor: Actor) -> list[tuple[str, str]]:
    """The way from accepted deliveries to what is paid."""
    language = actor.language

    def money(minor: int) -> str:
        return formats.money(minor, it.currency, language)

    rows = [
        (_("Accepted deliveries"), money(it.net.minor)),
        (_("VAT"), money(it.vat.minor)),
        (_("VAT withheld"), money(-it.withheld.minor)),
        (_("Amount of the invoice"), money(it.invoice_amount.minor)),
        (_("Deductions"), money(-it.deductions.minor)),
        (_("Retention"), f"{money(-it.retention.minor)} · {formats.percent(it.retention_percent, language)}"),
        (_("Payable"), money(it.payable.minor)),
        (_("Paid"), money(it.paid.minor)),
    ]
    if it.invoice_until:
        rows.append((_("Invoice of the member until"), formats.day(it.invoice_until, language)))
    if it.due_on:
        rows.append((_("To be paid on"), formats.day(it.due_on, language)))
    return rows


def line_table(it: reads.SettlementView, url_name: str) -> dict[str, Any]:
    """The lines of a settlement as a table; each opens the jobs behind it."""
    labels = (_("Work delivered"), _("Quantity"), _("Unit price"), _("Net"), _("VAT"), _("Withheld"), _("Evidence"))
    return {
        "columns": [{"label": label, "numeric": 0 < place < 6} for place, label in enumerate(labels)],  # noqa: PLR2004
        "rows": [
            {
                "url": "",
                "cells": [
                    Cell(line.text),
                    Cell(line.quantity),
                    Cell(formats.unit_price(line.unit_price, it.currency, get_language())),
                    Cell(line.net),
                    Cell(line.vat, sub=formats.percent(line.vat_rate, get_language())),
                    Cell(line.withheld, sub=line.withholding_code),
                    Cell(evidence_words(line), url=reverse(url_name, args=[line.id])),
                ],
            }
            for line in it.lines
        ],
    }


@page(BillingPermission.SEE)
def line(request: PageRequest, line_id: int) -> HttpResponse:
    """The jobs behind a line."""
    owner, shown, jobs = reads.settlement_line_jobs(request.actor, line_id=line_id)
    context = {
        "record": {"title": shown.text, "number": owner.number, "subtitle": owner.member, "facts": []},
        "spine": steps(10),
        "jobs": job_table(jobs),
        "back": {"label": owner.number, "url": reverse("settlement", args=[owner.id])},
    }
    return render(request, "desk/invoices/line.html", context)


@page(BillingPermission.SETTLE)
def send(request: PageRequest, settlement_id: int) -> HttpResponse:
    """Show a settlement to its member, with its paper."""

    def run() -> None:
        make_settlement_paper(request.actor, settlement_id=settlement_id)
        commands.send_settlement(request.actor, settlement_id=settlement_id)

    return act(
        request,
        run,
        done=reverse("settlement", args=[settlement_id]),
        said=_("Sent. The member agrees or objects in its portal."),
    )


@page(BillingPermission.SETTLE)
def deduct(request: PageRequest, settlement_id: int) -> HttpResponse:
    """Net an amount when paying."""
    it = reads.settlement(request.actor, settlement_id=settlement_id)
    here = reverse("settlement", args=[settlement_id])
    return submit(
        request,
        DeductionForm(request.POST or None),
        lambda data: commands.add_deduction(
            request.actor, settlement_id=settlement_id, **{**data, "amount": int(data["amount"] * 100)}
        ),
        done=here,
        said=_("Deducted. The invoice base stays as it is."),
        context={
            "page_title": _("Deduct from %(number)s") % {"number": it.number},
            "page_sub": it.member,
            "submit_label": _("Deduct"),
            "cancel_url": here,
            "spine": steps(10),
        },
    )


@page(BillingPermission.SETTLE)
def drop_deduction(request: PageRequest, settlement_id: int, deduction_id: int) -> HttpResponse:
    """Take a deduction off a draft."""
    return act(
        request,
        lambda: commands.drop_deduction(request.actor, deduction_id=deduction_id),
        done=reverse("settlement", args=[settlement_id]),
        said=_("The deduction is gone."),
    )


@page(BillingPermission.SETTLE)
def answer(request: PageRequest, settlement_id: int) -> HttpResponse:
    """Answer an objection and take the settlement back to the draft."""
    it = reads.settlement(request.actor, settlement_id=settlement_id)
    here = reverse("settlement", args=[settlement_id])
    return submit(
        request,
        AnswerForm(request.POST or None),
        lambda data: commands.revise_settlement(request.actor, settlement_id=settlement_id, **data),
        done=here,
        said=_("The settlement is a draft again. Correct it, then send it."),
        context={
            "page_title": _("Answer the objection to %(number)s") % {"number": it.number},
            "page_sub": it.objection,
            "cancel_url": here,
            "spine": steps(10),
        },
    )


@page(BillingPermission.APPROVE)
def approve(request: PageRequest, settlement_id: int) -> HttpResponse:
    """Approve an agreed settlement."""
    it = reads.settlement(request.actor, settlement_id=settlement_id)
    here = reverse("settlement", args=[settlement_id])

    def run(data: dict[str, Any]) -> None:
        commands.approve_settlement(request.actor, settlement_id=settlement_id, reserve=data["reserve"])
        make_settlement_paper(request.actor, settlement_id=settlement_id)

    return submit(
        request,
        ApproveForm(request.POST or None),
        run,
        done=here,
        said=_("Approved. The member's invoice is due within seven days."),
        context={
            "page_title": _("Approve %(number)s") % {"number": it.number},
            "page_sub": f"{it.member} · {formats.money(it.payable.minor, it.currency, request.actor.language)}",
            "submit_label": _("Approve"),
            "cancel_url": here,
            "spine": steps(10),
        },
    )


@page(BillingPermission.SEE)
def paper(request: PageRequest, settlement_id: int) -> HttpResponse:
    """The PDF of a settlement."""
    return file_response(request, reads.settlement(request.actor, settlement_id=settlement_id).pdf_id or "")


def _actions(it: reads.SettlementView) -> list[dict[str, str]]:
    found = []
    if it.status == "draft":
        found.append({"label": _("Deduct"), "url": reverse("settlement_deduct", args=[it.id])})
    if it.pdf_id is not None:
        found.append({"label": "PDF", "url": reverse("settlement_paper", args=[it.id]), "icon": "download"})
    return found


def _next(it: reads.SettlementView) -> dict[str, Any] | None:
    steps_by_status = {
        "draft": (_("Send the settlement to the member, who agrees or objects."), _("Send"), "settlement_send", "post"),
        "objected": (
            _("The member objects. Answer and correct the settlement."),
            _("Answer"),
            "settlement_answer",
            "get",
        ),
        "agreed": (
            _("The member agrees. Approve: its invoice follows within seven days and the payment term begins."),
            _("Approve"),
            "settlement_approve",
            "get",
        ),
    }
    if it.status in steps_by_status:
        sentence, label, name, method = steps_by_status[it.status]
        return {"sentence": sentence, "label": label, "url": reverse(name, args=[it.id]), "method": method}
    if it.status == "sent":
        return {"sentence": _("The member looks at the settlement."), "waits_for": it.member}
    if it.status == "approved":
        url = reverse("payment_new") + f"?settlement={it.id}"
        return {
            "sentence": _("Pay it by its day and record the payment."),
            "label": _("Record the payment"),
            "url": url,
        }
    return None


routes = [
    path("settlements/", index, name="settlements"),
    path("settlements/<int:settlement_id>/", show, name="settlement"),
    path("settlements/lines/<int:line_id>/", line, name="settlement_line"),
    path("settlements/<int:settlement_id>/send/", send, name="settlement_send"),
    path("settlements/<int:settlement_id>/deduct/", deduct, name="settlement_deduct"),
    path(
        "settlements/<int:settlement_id>/deductions/<int:deduction_id>/drop/",
        drop_deduction,
        name="settlement_drop_deduction",
    ),
    path("settlements/<int:settlement_id>/answer/", answer, name="settlement_answer"),
    path("settlements/<int:settlement_id>/approve/", approve, name="settlement_approve"),
    path("settlements/<int:settlement_id>/paper/", paper, name="settlement_paper"),
]
