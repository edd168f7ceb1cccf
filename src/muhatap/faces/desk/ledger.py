"""The books at the desk: trial balance, account statement, journal, one entry, fiscal months."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import (
    Cell,
    Column,
    Group,
    Item,
    PageRequest,
    act,
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import day_field, text_field
from muhatap.kernel.money import Money
from muhatap.kernel.periods import DAY, Period
from muhatap.ledger import commands, reads
from muhatap.ledger.permissions import LedgerPermission

NAVIGATION = Item(
    group=Group.MONEY,
    label=gettext_lazy("Books"),
    url="trial_balance",
    order=60,
    permission=LedgerPermission.SEE,
    icon="book",
)
MONTH_TONES = {"open": "ok", "closed": "none", "reopening": "warn"}


class ReverseForm(forms.Form):
    """A reversal with its day and reason."""

    day = day_field(gettext_lazy("Day"))
    reason = text_field(gettext_lazy("Reason"))


class ReopenForm(forms.Form):
    """Why a closed month must be opened again."""

    reason = text_field(gettext_lazy("Reason"), most=300, lines=3)


def _period(request: PageRequest) -> Period:
    """The days the address asks for: from the year's first day to today unless it says otherwise."""
    today = request.actor.today
    try:
        first = date.fromisoformat(request.GET.get("from") or f"{today.year}-01-01")
        last = date.fromisoformat(request.GET.get("until") or today.isoformat())
    except ValueError:
        first, last = today.replace(month=1, day=1), today
    return Period(first, max(first, last) + DAY)


def _shown(period: Period) -> dict[str, str]:
    last = (period.end or period.start + DAY) - DAY
    return {"from": period.start.isoformat(), "until": last.isoformat()}


def _amount(amount: Money) -> Cell:
    return Cell(amount or "—")


@page(LedgerPermission.SEE)
def trial_balance(request: PageRequest) -> HttpResponse:
    """The trial balance of a period, with the chain checked and the months."""
    actor = request.actor
    period = _period(request)
    if request.GET.get("export") == "csv":
        response = HttpResponse(reads.trial_balance_csv(actor, period=period), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f"attachment; filename=mizan-{_shown(period)['until']}.csv"
        return response
    found = reads.trial_balance(actor, period=period)
    chosen = _shown(period)
    labels = (_("Account"), _("Debit"), _("Credit"), _("Debit balance"), _("Credit balance"))
    span = f"from={chosen['from']}&until={chosen['until']}"
    context = {
        "page_title": _("Trial balance"),
        "page_sub": formats.period(period.start, period.end, actor.language),
        "it": found,
        "chosen": chosen,
        "chain": reads.verify_chain(actor),
        "months": [
            {"month": formats.month(row.first, actor.language), "row": row, "tone": MONTH_TONES[row.status]}
            for row in reads.months(actor)
        ],
        "may_close": actor.may(LedgerPermission.CLOSE),
        "may_reopen": actor.may(LedgerPermission.REOPEN),
        "columns": [{"label": label, "numeric": place > 0} for place, label in enumerate(labels)],
        "rows": _balance_rows(found, span),
        "actions": [
            {"label": "CSV", "url": f"?{span}&export=csv", "icon": "download"},
            {"label": _("Journal"), "url": reverse("entries"), "icon": "clipboard-list"},
        ],
    }
    return render(request, "desk/ledger/trial_balance.html", context)


def _balance_rows(found: reads.TrialBalance, span: str) -> list[dict[str, Any]]:
    """Each account with its turnover and balance, totals last."""
    rows = []
    for row in found.rows:
        url = reverse("account_statement", args=[row.code]) + f"?{span}"
        amounts = (row.debit, row.credit, row.debit_balance, row.credit_balance)
        rows.append({"url": "", "cells": [Cell(f"{row.code} {row.name}", url=url), *map(_amount, amounts)]})
    return [*rows, {"url": "", "cells": [Cell(_("Total")), *map(_amount, _totals(found))]}]


def _totals(found: reads.TrialBalance) -> tuple[Money, ...]:
    return found.debit, found.credit, found.debit_balance, found.credit_balance


@page(LedgerPermission.SEE)
def statement(request: PageRequest, code: str) -> HttpResponse:
    """What moved an account in a period."""
    actor = request.actor
    period = _period(request)
    party = request.GET.get("party", "")
    found = reads.account_statement(actor, code=code, period=period, party_id=int(party) if party.isdigit() else None)
    labels = (_("Entry"), _("Day"), _("Text"), _("Party"), _("Debit"), _("Credit"), _("Balance"))
    context = {
        "page_title": f"{found.code} {found.name}",
        "page_sub": formats.period(period.start, period.end, actor.language),
        "it": found,
        "chosen": _shown(period),
        "columns": [{"label": label, "numeric": place > 3} for place, label in enumerate(labels)],  # noqa: PLR2004
        "rows": [
            {
                "url": "",
                "cells": [
                    Cell(row.number, url=reverse("entry", args=[row.entry_id])),
                    Cell(row.day),
                    Cell(row.text),
                    Cell(row.party or "—"),
                    _amount(row.debit),
                    _amount(row.credit),
                    Cell(row.balance),
                ],
            }
            for row in found.rows
        ],
        "back": {"label": _("Trial balance"), "url": reverse("trial_balance")},
    }
    return render(request, "desk/ledger/statement.html", context)


@page(LedgerPermission.SEE)
def entries(request: PageRequest) -> HttpResponse:
    """The journal, newest first."""
    return listing(
        request,
        title=_("Journal"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("day", _("Day"), sort="day"),
            Column("text", _("Text")),
            Column("total", _("Amount"), numeric=True),
        ],
        read=lambda query: reads.entries(request.actor, query=query),
        cells=lambda row: [Cell(row.number), Cell(row.day), Cell(row.text), Cell(row.total)],
        url=lambda row: reverse("entry", args=[row.id]),
        empty={
            "sentence": _("Entries are made by what happens: accruals, invoices, settlements, payments, receipts."),
            "action_label": _("Open the month end"),
            "action_url": reverse("month_end"),
        },
    )


@page(LedgerPermission.SEE)
def entry(request: PageRequest, entry_id: int) -> HttpResponse:
    """One entry with its legs and its place in the chain."""
    actor = request.actor
    it = reads.entry(actor, entry_id=entry_id)
    labels = (_("Account"), _("Party"), _("Debit"), _("Credit"))
    facts: list[Any] = [(_("Day"), formats.day(it.day, actor.language)), (_("Hash"), f"{it.hash[:16]}…")]
    if it.reverses:
        facts.append({"label": _("Reverses"), "value": it.reverses[1], "url": reverse("entry", args=[it.reverses[0]])})
    if it.reversed_by:
        pk, number = it.reversed_by
        facts.append({"label": _("Reversed by"), "value": number, "url": reverse("entry", args=[pk])})
    may = actor.may(LedgerPermission.POST) and not it.reverses and not it.reversed_by
    context = {
        "record": {"title": it.text, "number": it.number, "facts": facts},
        "actions": [{"label": _("Reverse"), "url": reverse("entry_reverse", args=[it.id])}] if may else [],
        "columns": [{"label": label, "numeric": place > 1} for place, label in enumerate(labels)],
        "rows": [
            {
                "url": "",
                "cells": [
                    Cell(f"{leg.account} {leg.account_name}"),
                    Cell(leg.party or "—"),
                    _amount(leg.debit),
                    _amount(leg.credit),
                ],
            }
            for leg in it.postings
        ],
        "back": {"label": _("Journal"), "url": reverse("entries")},
    }
    return render(request, "desk/ledger/entry.html", context)


@page(LedgerPermission.POST)
def reverse_entry(request: PageRequest, entry_id: int) -> HttpResponse:
    """Reverse an entry."""
    it = reads.entry(request.actor, entry_id=entry_id)
    return submit(
        request,
        ReverseForm(request.POST or None, initial={"day": request.actor.today}),
        lambda data: commands.reverse(request.actor, entry_id=entry_id, **data),
        done=lambda made: reverse("entry", args=[made.pk]),
        said=_("Reversed."),
        context={
            "page_title": _("Reverse %(number)s") % {"number": it.number},
            "page_sub": it.text,
            "submit_label": _("Reverse"),
            "cancel_url": reverse("entry", args=[entry_id]),
        },
    )


def _refuse_no_month(month: int) -> None:
    if not 1 <= month <= 12:  # noqa: PLR2004
        raise Http404


@page(LedgerPermission.CLOSE)
def close(request: PageRequest, year: int, month: int) -> HttpResponse:
    """Close a fiscal month."""
    _refuse_no_month(month)
    return act(
        request,
        lambda: commands.close_month(request.actor, year=year, month=month),
        done=reverse("trial_balance"),
        said=_("The month is closed."),
    )


@page(LedgerPermission.CLOSE)
def ask_to_reopen(request: PageRequest, year: int, month: int) -> HttpResponse:
    """Ask to reopen a closed month."""
    _refuse_no_month(month)
    return submit(
        request,
        ReopenForm(request.POST or None),
        lambda data: commands.ask_to_reopen(request.actor, year=year, month=month, **data),
        done=reverse("trial_balance"),
        said=_("Asked. A second person decides."),
        context={
            "page_title": _("Reopen %(month)02d.%(year)d") % {"month": month, "year": year},
            "submit_label": _("Ask to reopen"),
            "cancel_url": reverse("trial_balance"),
        },
    )


@page(LedgerPermission.REOPEN)
def reopen(request: PageRequest, year: int, month: int) -> HttpResponse:
    """Reopen a month as the second person."""
    _refuse_no_month(month)
    return act(
        request,
        lambda: commands.reopen_month(request.actor, year=year, month=month),
        done=reverse("trial_balance"),
        said=_("The month is open again."),
    )


@page(LedgerPermission.REOPEN)
def keep_closed(request: PageRequest, year: int, month: int) -> HttpResponse:
    """Leave a month closed."""
    _refuse_no_month(month)
    return act(
        request,
        lambda: commands.keep_closed(request.actor, year=year, month=month),
        done=reverse("trial_balance"),
        said=_("The month stays closed."),
    )


routes = [
    path("books/", trial_balance, name="trial_balance"),
    path("books/accounts/<str:code>/", statement, name="account_statement"),
    path("books/entries/", entries, name="entries"),
    path("books/entries/<int:entry_id>/", entry, name="entry"),
    path("books/entries/<int:entry_id>/reverse/", reverse_entry, name="entry_reverse"),
    path("books/months/<int:year>/<int:month>/close/", close, name="month_close"),
    path("books/months/<int:year>/<int:month>/ask/", ask_to_reopen, name="month_ask_to_reopen"),
    path("books/months/<int:year>/<int:month>/reopen/", reopen, name="month_reopen"),
    path("books/months/<int:year>/<int:month>/keep/", keep_closed, name="month_keep_closed"),
]
