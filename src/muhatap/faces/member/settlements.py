"""Settlements in the member's portal: look, agree or object; and what was earned so far."""

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

NAVIGATION = [
    Item(Group.MONEY, gettext_lazy("Earned so far"), "earned", 10, BillingPermission.SEE_SETTLEMENTS, "coins"),
    Item(Group.MONEY, gettext_lazy("Settlements"), "settlements", 20, BillingPermission.SEE_SETTLEMENTS, "receipt"),
]
TONES = {"sent": "warn", "agreed": "ok", "objected": "bad", "approved": "ok", "paid": "ok", "draft": "none"}
SHOWN = ("sent", "agreed", "objected", "approved", "paid")
MOST_WAITING = 5


class ObjectForm(forms.Form):
    """What is wrong with a settlement."""

    objection = text_field(
        gettext_lazy("What is wrong"),
        most=1000,
        lines=5,
        help_text=gettext_lazy("Name the line and what you delivered; we answer and correct it."),
    )


def _to_answer(actor: Actor) -> TileValue | None:
    page_of = reads.settlements(actor, query=ListQuery(filters={"status": "sent"}, limit=1))
    return TileValue(str(page_of.total), _("wait for your answer"), "warn" if page_of.total else "ok")


HOME = [
    Tile(
        gettext_lazy("Settlements to answer"),
        _to_answer,
        "settlements",
        BillingPermission.ANSWER_SETTLEMENT,
        30,
        "status=sent",
    )
]


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  the name the home page asks for
    """Settlements that wait for the member's answer."""
    if not actor.may(BillingPermission.ANSWER_SETTLEMENT):
        return []
    found = reads.settlements(actor, query=ListQuery(filters={"status": "sent"}, limit=MOST_WAITING))
    return [
        Waiting(
            tone="warn",
            kind=_("Settlement"),
            title=row.number,
            detail=formats.money(row.payable.minor, row.payable.currency, actor.language),
            when=formats.month(row.month, actor.language),
            url=reverse("settlement", args=[row.id]),
            action=_("Look and answer"),
            urgency=50,
        )
        for row in found.rows
    ]


@page(BillingPermission.SEE_SETTLEMENTS)
def index(request: PageRequest) -> HttpResponse:
    """The member's settlements, newest first."""
    actor = request.actor
    states = [(value, label) for value, label in reads.SettlementStatus.choices if value in SHOWN]
    return listing(
        request,
        title=_("Settlements"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("month", _("Month"), sort="month"),
            Column("state", _("State")),
            Column("due", _("Paid to you on"), sort="due"),
            Column("payable", _("Payable"), sort="payable", numeric=True),
            Column("open", _("Open"), numeric=True),
        ],
        read=lambda query: reads.settlements(actor, query=query),
        cells=lambda row: [
            Cell(row.number, sub=row.agreement),
            Cell(formats.month(row.month, actor.language)),
            Cell(row.status_label, tone=TONES[row.status]),
            Cell(formats.day(row.due_on, actor.language) if row.due_on else "—"),
            Cell(row.payable),
            Cell(row.open),
        ],
        url=lambda row: reverse("settlement", args=[row.id]),
        filters=[Filter("status", _("State"), states)],
        empty={
            "sentence": _("Your settlements stand here from the month's end on. See what you have earned so far."),
            "action_label": _("Earned so far"),
            "action_url": reverse("earned"),
        },
    )


@page(BillingPermission.SEE_SETTLEMENTS)
def show(request: PageRequest, settlement_id: int) -> HttpResponse:
    """One settlement: from accepted deliveries to what is paid."""
    actor = request.actor
    it = reads.settlement(actor, settlement_id=settlement_id)
    actions = []
    if it.status == "sent" and actor.may(BillingPermission.ANSWER_SETTLEMENT):
        url = reverse("settlement_object", args=[it.id])
        actions.append({"label": _("Object"), "url": url, "icon": "message"})
    if it.pdf_id is not None:
        actions.append({"label": "PDF", "url": reverse("settlement_paper", args=[it.id]), "icon": "download"})
    labels = (_("Work delivered"), _("Quantity"), _("Unit price"), _("Net"), _("VAT"), _("Withheld"), _("Evidence"))
    context = {
        "it": it,
        "record": {
            "title": _("Settlement of %(month)s") % {"month": formats.month(it.month, actor.language)},
            "number": it.number,
            "state": {"tone": TONES[it.status], "text": it.status_label},
            "subtitle": f"{it.project} · {it.agreement}",
            "facts": _facts(it, actor),
        },
        "spine": steps(10),
        "next": _next(it, actor),
        "actions": actions,
        "columns": [{"label": label, "numeric": 0 < place < 6} for place, label in enumerate(labels)],  # noqa: PLR2004
        "rows": [_line_row(line, it.currency) for line in it.lines],
        "back": {"label": _("Settlements"), "url": reverse("settlements")},
    }
    return render(request, "member/settlements/show.html", context)


def _line_row(line: reads.LineView, currency: str) -> dict[str, Any]:
    evidence = _("%(count)d jobs") % {"count": line.jobs} if line.jobs else _("fixed per month")
    return {
        "url": "",
        "cells": [
            Cell(line.text),
            Cell(line.quantity),
            Cell(formats.unit_price(line.unit_price, currency, get_language())),
            Cell(line.net),
            Cell(line.vat, sub=formats.percent(line.vat_rate, get_language())),
            Cell(line.withheld, sub=line.withholding_code),
            Cell(evidence, url=reverse("settlement_line", args=[line.id])),
        ],
    }


@page(BillingPermission.SEE_SETTLEMENTS)
def line(request: PageRequest, line_id: int) -> HttpResponse:
    """The member's jobs behind a line."""
    owner, shown, jobs = reads.settlement_line_jobs(request.actor, line_id=line_id)
    labels = (_("Job"), _("Day"), _("Location"), _("Accepted quantity"))
    context = {
        "record": {"title": shown.text, "number": owner.number, "facts": []},
        "columns": [{"label": label, "numeric": place == 3} for place, label in enumerate(labels)],  # noqa: PLR2004
        "rows": [
            {"url": "", "cells": [Cell(job.number), Cell(job.day), Cell(job.location), Cell(job.quantity)]}
            for job in jobs
        ],
        "back": {"label": owner.number, "url": reverse("settlement", args=[owner.id])},
    }
    return render(request, "member/settlements/line.html", context)


@page(BillingPermission.ANSWER_SETTLEMENT)
def agree(request: PageRequest, settlement_id: int) -> HttpResponse:
    """Agree with a settlement."""
    return act(
        request,
        lambda: commands.agree_settlement(request.actor, settlement_id=settlement_id),
        done=reverse("settlement", args=[settlement_id]),
        said=_("You agreed. We approve it next; then send us your e-invoice."),
    )


@page(BillingPermission.ANSWER_SETTLEMENT)
def object_to(request: PageRequest, settlement_id: int) -> HttpResponse:
    """Object to a settlement and say why."""
    it = reads.settlement(request.actor, settlement_id=settlement_id)
    here = reverse("settlement", args=[settlement_id])
    return submit(
        request,
        ObjectForm(request.POST or None),
        lambda data: commands.object_settlement(request.actor, settlement_id=settlement_id, **data),
        done=here,
        said=_("Your objection is with us. You hear from us here."),
        context={
            "page_title": _("Object to %(number)s") % {"number": it.number},
            "page_sub": formats.money(it.payable.minor, it.currency, request.actor.language),
            "submit_label": _("Object"),
            "cancel_url": here,
            "spine": steps(10),
        },
    )


@page(BillingPermission.SEE_SETTLEMENTS)
def paper(request: PageRequest, settlement_id: int) -> HttpResponse:
    """The PDF of a settlement."""
    it = reads.settlement(request.actor, settlement_id=settlement_id)
    return file_response(request, it.pdf_id or "")


@page(BillingPermission.SEE_SETTLEMENTS)
def earned(request: PageRequest) -> HttpResponse:
    """What the member has earned up to today."""
    actor = request.actor
    it = reads.earned_so_far(actor)
    labels = (_("Service"), _("Confirmed"), _("Waiting for confirmation"), _("Unit price"), _("Earned"))
    rows = []
    for row in it.rows:
        amount = Cell(_("fixed per month")) if row.monthly else Cell(row.confirmed)
        cells = [
            Cell(row.service, sub=row.location),
            Cell(row.confirmed_jobs),
            Cell(row.done_jobs),
            Cell(formats.unit_price(row.unit_price, "TRY", actor.language)),
            amount,
        ]
        rows.append({"url": "", "cells": cells})
    context = {
        "page_title": _("Earned so far"),
        "page_sub": formats.month(it.month, actor.language),
        "it": it,
        "columns": [{"label": label, "numeric": place > 0} for place, label in enumerate(labels)],
        "rows": rows,
    }
    return render(request, "member/settlements/earned.html", context)


def _facts(it: reads.SettlementView, actor: Actor) -> list[tuple[str, str]]:
    language = actor.language

    def money(minor: int) -> str:
        return formats.money(minor, it.currency, language)

    rows = [
        (_("Accepted deliveries"), money(it.net.minor)),
        (_("VAT"), money(it.vat.minor)),
        (_("VAT withheld"), money(-it.withheld.minor)),
        (_("Amount of your invoice"), money(it.invoice_amount.minor)),
        (_("Deductions"), money(-it.deductions.minor)),
        (_("Retention"), f"{money(-it.retention.minor)} · {formats.percent(it.retention_percent, language)}"),
        (_("Payable"), money(it.payable.minor)),
        (_("Paid"), money(it.paid.minor)),
    ]
    if it.due_on:
        rows.append((_("Paid to you on"), formats.day(it.due_on, language)))
    return rows


def _next(it: reads.SettlementView, actor: Actor) -> dict[str, Any] | None:
    if it.status == "sent":
        step: dict[str, Any] = {
            "sentence": _("Look through the lines. If they are right, agree; if not, object and say why.")
        }
        if actor.may(BillingPermission.ANSWER_SETTLEMENT):
            step |= {"label": _("Agree"), "url": reverse("settlement_agree", args=[it.id]), "method": "post"}
        return step
    if it.status == "agreed":
        return {"sentence": _("We approve the settlement next."), "waits_for": _("us")}
    if it.status == "objected":
        return {"sentence": _("We look at your objection and answer here."), "waits_for": _("us")}
    if it.status == "approved" and it.invoice_until:
        until = formats.day(it.invoice_until, actor.language)
        sentence = _("Send us your e-invoice over %(amount)s by %(day)s.") % {
            "amount": formats.money(it.invoice_amount.minor, it.currency, actor.language),
            "day": until,
        }
        return {"sentence": sentence}
    return None


routes = [
    path("earned/", earned, name="earned"),
    path("settlements/", index, name="settlements"),
    path("settlements/<int:settlement_id>/", show, name="settlement"),
    path("settlements/lines/<int:line_id>/", line, name="settlement_line"),
    path("settlements/<int:settlement_id>/agree/", agree, name="settlement_agree"),
    path("settlements/<int:settlement_id>/object/", object_to, name="settlement_object"),
    path("settlements/<int:settlement_id>/paper/", paper, name="settlement_paper"),
]
