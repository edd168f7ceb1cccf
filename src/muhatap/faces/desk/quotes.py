"""Asking members for quotes at the desk: invite, remind, give longer, and compare what came in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from muhatap.faces.web import Cell, Column, PageRequest, Waiting, act, formats, page, render, submit
from muhatap.faces.web.fields import many_field, moment_field, text_field
from muhatap.faces.web.lists.export import export
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.lists import ListPage, ListQuery
from muhatap.sourcing import commands, reads
from muhatap.sourcing.permissions import SourcingPermission

TONES = {"sent": "ok", "declined": "none", "draft": "warn", "waiting": "warn", "late": "bad"}
# Enough time to reckon, on a working afternoon.
DAYS_TO_QUOTE, CLOSES_AT = 4, time(17)


def answer_words() -> dict[str, str]:
    """Where a member's answer stands, in words."""
    return {
        "sent": _("quote is here"),
        "declined": _("declined to quote"),
        "draft": _("being filled in"),
        "waiting": _("no answer yet"),
        "late": _("nothing came in time"),
    }


def cell_words() -> dict[str, str]:
    """Why a member has no price for a line, in words."""
    return {
        "quoted": _("quoted"),
        "not_offered": _("not offered"),
        "no_answer": _("no quote"),
        "not_asked": _("not asked"),
        "declined": _("declined to quote"),
    }


class InviteForm(forms.Form):
    """Whom to ask, until when, with which words."""

    deadline = moment_field(gettext_lazy("Quotes until"), help_text=gettext_lazy("Later ones are not taken."))
    message = text_field(gettext_lazy("Words to the members"), most=1000, required=False, lines=3)

    def __init__(self, found: list[reads.InvitableView], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.member_id, _invitable(one)) for one in found]
        self.fields["member_ids"] = many_field(_("Members"), choices, whole_number=True)
        self.fields["member_ids"].initial = [one.member_id for one in found if one.fitting]
        self.order_fields(["member_ids", "deadline", "message"])


def _invitable(one: reads.InvitableView) -> str:
    """A member with what it can be asked for."""
    said = []
    if one.fitting:
        said.append(ngettext("fits %(count)d line", "fits %(count)d lines", one.fitting) % {"count": one.fitting})
    if one.nearly:
        nearly = ngettext("nearly fits %(count)d line", "nearly fits %(count)d lines", one.nearly)
        said.append(nearly % {"count": one.nearly})
    if one.lacks:
        said.append(_("lacks: %(what)s") % {"what": ", ".join(one.lacks).lower()})
    return f"{one.member} — {', '.join(said)}"


def _afternoon(actor: Actor) -> datetime:
    return datetime.combine(actor.today + timedelta(days=DAYS_TO_QUOTE), CLOSES_AT, ISTANBUL)


def _number(request: PageRequest, round_id: int) -> tuple[str, dict[str, str]]:
    """The number of a round and the way back to its quotes."""
    it = reads.sourcing_round(request.actor, round_id=round_id)
    return f"{it.number} · {it.customer}", {"label": it.number, "url": reverse("round_quotes", args=[round_id])}


@page(SourcingPermission.OPEN)
def invite(request: PageRequest, round_id: int) -> HttpResponse:
    """Ask members for quotes."""
    sub, back = _number(request, round_id)
    found = reads.invitable(request.actor, round_id=round_id)
    known = next(iter(reads.summaries(request.actor, round_id=round_id)), None)
    form = InviteForm(
        found,
        request.POST or None,
        initial={"deadline": (known.deadline if known else _afternoon(request.actor)).astimezone(ISTANBUL)},
    )
    if known is not None:
        form.fields["deadline"].disabled = True
        form.fields["deadline"].help_text = _("A round has one deadline for everybody; extend it for all.")
    return submit(
        request,
        form,
        lambda data: commands.invite_to_quote(request.actor, round_id=round_id, **data),
        done=back["url"],
        said=_("The members are asked; each gets a mail with a link to its request."),
        context={
            "page_title": _("Ask for quotes"),
            "page_sub": sub,
            "submit_label": _("Ask for quotes"),
            "cancel_url": back["url"],
            "back": back,
            "spine": steps(5),
        },
    )


@page(SourcingPermission.OPEN)
def remind(request: PageRequest, round_id: int) -> HttpResponse:
    """Remind those whose quote is missing."""
    return act(
        request,
        lambda: commands.remind_invited(request.actor, round_id=round_id),
        done=reverse("round_quotes", args=[round_id]),
        said=_("Everybody whose quote is missing gets a reminder."),
    )


class ExtendForm(forms.Form):
    """Until when everybody may quote."""

    deadline = moment_field(gettext_lazy("Quotes until"), help_text=gettext_lazy("Everybody is told."))


@page(SourcingPermission.OPEN)
def extend(request: PageRequest, round_id: int) -> HttpResponse:
    """Give everybody longer."""
    sub, back = _number(request, round_id)
    return submit(
        request,
        ExtendForm(request.POST or None, initial={"deadline": _afternoon(request.actor)}),
        lambda data: commands.extend_quotes(request.actor, round_id=round_id, **data),
        done=back["url"],
        said=_("Everybody has longer and was told."),
        context={
            "page_title": _("Extend the deadline"),
            "page_sub": sub,
            "submit_label": _("Extend for everybody"),
            "cancel_url": back["url"],
            "back": back,
            "spine": steps(5),
        },
    )


def _next(it: reads.QuotesView, actor: Actor) -> dict[str, Any] | None:
    pk, waiting = it.round_id, it.count("waiting", "draft")
    if not it.open or not actor.may(SourcingPermission.OPEN):
        return None
    if not it.columns:
        sentence = _("Nobody was asked yet. Ask those who fit for a quote; until then rate cards are compared.")
        return {"sentence": sentence, "label": _("Ask for quotes"), "url": reverse("quotes_invite", args=[pk])}
    if waiting and not it.passed:
        sentence = ngettext(
            "%(count)d member has not answered; quotes are taken until %(moment)s.",
            "%(count)d members have not answered; quotes are taken until %(moment)s.",
            waiting,
        ) % {"count": waiting, "moment": formats.moment(it.deadline, actor.language) if it.deadline else ""}
        url = reverse("quotes_remind", args=[pk])
        return {"sentence": sentence, "label": _("Remind them"), "url": url, "method": "post"}
    sentence = _("All that could come is here. Go back to the round and choose.")
    return {"sentence": sentence, "label": _("Open the round"), "url": reverse("round", args=[pk])}


@page(SourcingPermission.SEE)
def compare(request: PageRequest, round_id: int) -> HttpResponse:
    """Lines as rows, members as columns: everything on one unit and one period."""
    actor = request.actor
    it = reads.quotes_of(actor, round_id=round_id)
    if request.GET.get("export") in {"csv", "xlsx"}:
        return _exported(it, request.GET["export"])
    words, tones = cell_words(), TONES
    actions = [{"label": name, "url": f"?export={kind}", "icon": "download"} for kind, name in _KINDS if it.columns]
    if it.open and it.columns and actor.may(SourcingPermission.OPEN):
        more = [("quotes_invite", _("Ask more members")), ("quotes_extend", _("Extend the deadline"))]
        more += [("round_rank", _("Rank again"))]
        actions += [{"label": label, "url": reverse(name, args=[round_id])} for name, label in more]
    until = formats.moment(it.deadline, actor.language) if it.deadline else ""
    context = {
        "it": it,
        "columns": [(one, tones[one.state], answer_words()[one.state]) for one in it.columns],
        "rows": [(line, [(cell, words[cell.word], one.member) for cell, one in zip(line.cells, it.columns, strict=True)])
                 for line in it.lines],
        "may_read_papers": actor.may(SourcingPermission.QUOTE),
        "record": {
            "title": _("Comparison of quotes"),
            "number": it.number,
            "state": {"tone": "none" if it.passed or not it.open else "warn", "text": _state(it)},
            "subtitle": f"{it.customer} · {it.contract_number}" + (f" · {_('until %(moment)s') % {'moment': until}}" if until else ""),
        },
        "spine": steps(5),
        "next": _next(it, actor),
        "actions": actions,
        "back": {"label": it.number, "url": reverse("round", args=[round_id])},
    }  # fmt: skip
    return render(request, "desk/quotes/compare.html", context)


_KINDS = (("xlsx", "Excel"), ("csv", "CSV"))


def _state(it: reads.QuotesView) -> str:
    if not it.columns:
        return _("nobody asked")
    return _("%(sent)d of %(asked)d quotes are here") % {"sent": it.count("sent"), "asked": len(it.columns)}


def _exported(it: reads.QuotesView, kind: str) -> HttpResponse:
    """One row per line and member, for a spreadsheet."""
    words = cell_words()

    def cells(row: tuple[reads.QuotedLineView, reads.ColumnView, reads.CellView]) -> Iterable[Cell]:
        line, column, cell = row
        counts = _("yes") if cell.counts else _("no")
        values = (
            line.title, line.sub, line.quantity, line.unit, line.period.start, line.period.last_day or "",
            column.member, words[cell.word], cell.unit_price if cell.unit_price is not None else "", cell.way,
            cell.monthly or "", cell.term or "", cell.minimum or "",
            cell.lead_days if cell.lead_days is not None else "", cell.card or "",
            counts if cell.word == "quoted" else "", ", ".join(cell.against), cell.remark,
        )  # fmt: skip
        return [Cell(value) for value in values]

    names = (
        _("Line"), _("Place"), _("Quantity"), _("Unit"), _("From"), _("Last day"), _("Member"), _("Answer"),
        _("Unit price"), _("The price is for"), _("A month"), _("Over the term"), _("Minimum charge a month"),
        _("Lead time"), _("Rate card, a month"), _("Counts"), _("What stops it"), _("Remark"),
    )  # fmt: skip
    rows = [(line, one, cell) for line in it.lines for one, cell in zip(it.columns, line.cells, strict=True)]
    return export(
        kind,
        title=f"{_('Comparison of quotes')} {it.number}",
        columns=[Column(str(place), name) for place, name in enumerate(names)],
        query=ListQuery(),
        read=lambda query: ListPage(rows),
        cells=lambda row: list(cells(row)),
    )


def actions_of(it: reads.RoundView) -> list[dict[str, str]]:
    """The ways from a round to its quotes and, where something is awarded, to its selection ledger."""
    found = [{"label": _("Quotes"), "url": reverse("round_quotes", args=[it.round_id]), "icon": "inbox"}]
    if it.count("awarded"):
        url = reverse("round_ledger", args=[it.round_id])
        found.append({"label": _("Selection ledger"), "url": url, "icon": "scale"})
    return found


def first_step(actor: Actor, it: reads.RoundView) -> dict[str, Any] | None:
    """What comes before choosing in a round that waits for quotes; none when nothing is missing."""
    if it.status != "open" or not it.count("open"):
        return None
    for one in reads.summaries(actor, round_id=it.round_id):
        if not one.all_in and not one.passed:
            sentence = _("%(sent)d of %(asked)d quotes are here; the rest may come until %(moment)s.") % {
                "sent": one.sent,
                "asked": one.asked,
                "moment": formats.moment(one.deadline, actor.language),
            }
            return {
                "sentence": sentence,
                "label": _("Compare the quotes"),
                "url": reverse("round_quotes", args=[it.round_id]),
            }
    return None


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  found by this name
    """Rounds whose quotes are all in, or whose deadline has passed."""
    if not actor.may(SourcingPermission.AWARD):
        return []
    found = [one for one in reads.summaries(actor) if one.all_in or one.passed]
    return [
        Waiting(
            "warn",
            _("All quotes are in") if one.all_in else _("Deadline passed"),
            f"{one.number} · {one.customer}",
            _("%(sent)d of %(asked)d quotes are here") % {"sent": one.sent, "asked": one.asked},
            formats.moment(one.deadline, actor.language),
            reverse("round_quotes", args=[one.round_id]),
            _("Compare"),
            50,
        )
        for one in found
    ]


routes = [
    path("rounds/<int:round_id>/quotes/", compare, name="round_quotes"),
    path("rounds/<int:round_id>/quotes/invite/", invite, name="quotes_invite"),
    path("rounds/<int:round_id>/quotes/remind/", remind, name="quotes_remind"),
    path("rounds/<int:round_id>/quotes/extend/", extend, name="quotes_extend"),
]
