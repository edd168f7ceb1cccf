"""Sourcing rounds at the desk: members compared for promises with every reason, and awarded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.desk import quotes
from muhatap.faces.desk.plan_tables import comparison_table, plan_step
from muhatap.faces.web import (
    Cell,
    Column,
    Filter,
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
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.timeline import happened
from muhatap.sourcing import commands, reads
from muhatap.sourcing.permissions import SourcingPermission

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Sourcing rounds"),
    url="rounds",
    order=30,
    permission=SourcingPermission.SEE,
    icon="target",
)
TONES = {"open": "warn", "closed": "ok", "cancelled": "none"}
LINE_TONES = {"open": "warn", "nobody": "bad", "awarded": "ok", "dropped": "none"}
STATES = (
    ("open", gettext_lazy("choosing")),
    ("closed", gettext_lazy("closed")),
    ("cancelled", gettext_lazy("cancelled")),
)
DAYS_TO_CHOOSE = 7


@page(SourcingPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """All rounds, newest first."""

    def cells(row: reads.RoundRow) -> list[Cell]:
        done = _("%(awarded)d of %(lines)d") % {"awarded": row.awarded, "lines": row.lines}
        nobody = _("nobody fits %(count)d") % {"count": row.nobody} if row.nobody else ""
        return [
            Cell(row.number),
            Cell(row.customer, sub=row.contract_number),
            Cell(row.status_name, tone=TONES[row.status]),
            Cell(done, sub=nobody),
            Cell(row.deadline),
            Cell(row.opened_at),
        ]

    return listing(
        request,
        title=_("Sourcing rounds"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("customer", _("Customer"), sort="customer"),
            Column("state", _("State")),
            Column("awarded", _("Awarded")),
            Column("deadline", _("Until"), sort="deadline"),
            Column("opened", _("Opened"), sort="opened"),
        ],
        read=lambda query: reads.rounds(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("round", args=[row.round_id]),
        filters=[Filter("status", _("State"), STATES)],
        empty={
            "sentence": _(
                "A round compares members for the promises of a contract. Start one from a contract or a gap."
            ),
            "action_label": _("Open the contracts"),
            "action_url": reverse("contracts"),
        },
    )


class RoundForm(forms.Form):
    """Until when to choose."""

    deadline = day_field(gettext_lazy("Choose until"))


@page(SourcingPermission.OPEN)
def new(request: PageRequest, contract_id: int) -> HttpResponse:
    """Start a round for a contract; `?promise=` names single promises (from a gap)."""
    named = [int(value) for value in request.GET.getlist("promise") if value.isdigit()]
    start = {"deadline": request.actor.today + timedelta(days=DAYS_TO_CHOOSE)}
    return submit(
        request,
        RoundForm(request.POST or None, initial=start),
        lambda data: commands.open_round(
            request.actor, contract_id=contract_id, deadline=data["deadline"], promise_ids=named or None
        ),
        done=lambda opened: reverse("round", args=[opened.pk]),
        said=_("Every member was judged for every promise."),
        context={
            "page_title": _("Start a sourcing round"),
            "page_sub": _("All promises without a member are compared at once, with every reason for yes and no."),
            "submit_label": _("Compare members"),
            "spine": steps(5),
        },
    )


def _next(it: reads.RoundView, plans: list[reads.PlanRow]) -> dict[str, Any] | None:
    pk, open_lines, nobody = it.round_id, it.count("open"), it.count("nobody")
    if it.status == "open" and open_lines:
        return plan_step(pk, open_lines, plans)
    if it.status == "open" and nobody:
        line = next(line for line in it.lines if line.status == "nobody")
        sentence = _(
            "For %(count)d promises nobody fits. Invite companies, or complete what members lack, and rank again."
        ) % {"count": nobody}
        return {"sentence": sentence, "label": _("Invite a company"), "url": invitation_url(line, pk)}
    if it.count("awarded"):
        sentence = _("The choice stands. Make the project agreements with the members' own prices.")
        return {
            "sentence": sentence,
            "label": _("Draft project agreements"),
            "url": reverse("project_agreement_new", args=[pk]),
        }
    return None


def way_to_choose(actor: Actor, contract_id: int, promise_id: int, *, alone: bool = False) -> dict[str, str]:
    """Where a member is chosen for a promise: the round it stands in already, else a new one (for it alone)."""
    if actor.may(SourcingPermission.SEE):
        for pk, number in reads.open_rounds(actor, contract_id=contract_id, promise_id=promise_id):
            return {"label": _("Open round %(number)s") % {"number": number}, "url": reverse("round", args=[pk])}
    url = reverse("round_new", args=[contract_id]) + (f"?promise={promise_id}" if alone else "")
    return {"label": _("Start a sourcing round"), "url": url}


def invitation_url(line: reads.LineView, round_id: int) -> str:
    """The invitation form, filled with what a line is missing."""
    missing = {"service": line.service_id, "district": str(line.district_id), "round": str(round_id)}
    return reverse("application_invite") + "?" + urlencode(missing)


@page(SourcingPermission.SEE)
def show(request: PageRequest, round_id: int) -> HttpResponse:
    """One round: its promises, who comes first, who was chosen."""
    it = reads.sourcing_round(request.actor, round_id=round_id)
    plans = reads.plans_of_round(request.actor, round_id=round_id)
    language = request.actor.language
    actions = _actions(it) if it.status == "open" and request.actor.may(SourcingPermission.OPEN) else []
    context = {
        "it": it,
        "plans": comparison_table(plans, language) if plans else None,
        "first_ranks": it.status == "open" and it.count("open") and request.actor.may(SourcingPermission.AWARD),
        "columns": [
            _("Promise"),
            _("State"),
            _("Member"),
            {"label": _("A month"), "numeric": True},
            _("What is missing"),
        ],
        "rows": [_line(line, round_id, language) for line in it.lines],
        "record": {
            "title": f"{it.customer} · {it.contract_number}",
            "number": it.number,
            "state": {"tone": TONES[it.status], "text": it.status_name},
            "subtitle": _("until %(day)s") % {"day": formats.day(it.deadline, language)},
        },
        "spine": steps(5),
        "next": quotes.first_step(request.actor, it) or _next(it, plans),
        "actions": [*quotes.actions_of(it), *actions],
        "back": {"label": _("Sourcing rounds"), "url": reverse("rounds")},
        "entries": happened(request.actor, round_id=round_id),
    }
    return render(request, "desk/rounds/show.html", context)


def _actions(it: reads.RoundView) -> list[dict[str, Any]]:
    """What may be done with an open round beside its next step."""
    actions = [
        {"label": _("Rank again"), "url": reverse("round_rank", args=[it.round_id]), "icon": "refresh"},
        {"label": _("Cancel the round"), "url": reverse("round_cancel", args=[it.round_id])},
    ]
    if it.count("awarded"):
        actions.insert(0, {"label": _("Replace a member"), "url": reverse("round_plan_replace", args=[it.round_id])})
    if it.count("open") or it.count("nobody"):
        actions.insert(0, {"label": _("Plan with conditions"), "url": reverse("round_plan_new", args=[it.round_id])})
    # With nobody left open it is the next step itself.
    if it.count("awarded") and it.count("nobody") and not it.count("open"):
        url = reverse("project_agreement_new", args=[it.round_id])
        actions.insert(0, {"label": _("Draft project agreements"), "url": url})
    return actions


def _line(line: reads.LineView, round_id: int, language: str) -> dict[str, Any]:
    """A promise of a round as a row of its table."""
    quantity = f"{formats.qty(line.quantity, language)} {line.unit} · {line.place}"
    fitting = _("%(fitting)d of %(judged)d fit") % {"fitting": line.fitting, "judged": line.judged}
    if line.chosen and line.chosen_rank is not None and line.chosen_rank > 1:
        fitting = _("rank %(rank)d") % {"rank": line.chosen_rank}
    missing = ", ".join(f"{kind} ({count})" for kind, count in line.missing)
    invite = {"text": _("Invite a company"), "url": invitation_url(line, round_id), "sub": missing}
    return {
        "url": reverse("line_compare", args=[line.line_id]),
        "cells": [
            {"text": f"{line.location} · {line.service}", "sub": quantity},
            {"kind": "pill", "tone": LINE_TONES[line.status], "text": line.status_name},
            {"text": line.chosen or line.first, "sub": fitting},
            {"kind": "money", "text": line.first_monthly},
            invite if line.status == "nobody" else "",
        ],
    }


class ConfirmForm(forms.Form):
    """Nothing to fill in: a decision to confirm."""


def _confirm(request: PageRequest, round_id: int, title: str, *, sub: str, run: Any, said: str) -> HttpResponse:
    url = reverse("round", args=[round_id])
    return submit(
        request,
        ConfirmForm(request.POST if request.method == "POST" else None),
        lambda data: run(),
        done=url,
        said=said,
        context={"page_title": title, "page_sub": sub, "submit_label": title, "cancel_url": url, "spine": steps(5)},
    )


@page(SourcingPermission.OPEN)
def rank(request: PageRequest, round_id: int) -> HttpResponse:
    """Judge again."""
    return _confirm(
        request,
        round_id,
        _("Rank again"),
        sub=_("Documents, capacity and prices have moved on: every member is judged again for what is not decided."),
        run=lambda: commands.rank_candidates(request.actor, round_id=round_id),
        said=_("Every member was judged again."),
    )


@page(SourcingPermission.OPEN)
def cancel(request: PageRequest, round_id: int) -> HttpResponse:
    """Give a round up."""
    return _confirm(
        request,
        round_id,
        _("Cancel the round"),
        sub=_("What is not decided is dropped; what was awarded stays awarded."),
        run=lambda: commands.cancel_round(request.actor, round_id=round_id),
        said=_("The round is cancelled."),
    )


@page(SourcingPermission.AWARD)
def award_first(request: PageRequest, round_id: int) -> HttpResponse:
    """Award every open line to its first in rank."""
    return act(
        request,
        lambda: commands.award_first_ranks(request.actor, round_id=round_id),
        done=reverse("round", args=[round_id]),
        said=_("The first in rank were chosen as far as their capacity goes."),
    )


@page(SourcingPermission.SEE)
def compare(request: PageRequest, line_id: int) -> HttpResponse:
    """The members compared for one promise."""
    it = reads.comparison(request.actor, line_id=line_id)
    line = it.line
    url = reverse("round", args=[it.round_id])
    step = None
    first = next((one for one in it.candidates if one.rank == 1), None)
    may = it.round_open and request.actor.may(SourcingPermission.AWARD)
    if may and line.status == "open" and first is not None:
        sentence = _("%(name)s comes first: choose it, or choose another and write why.") % {"name": first.member}
        step = {
            "sentence": sentence,
            "label": _("Choose %(name)s") % {"name": first.member},
            "url": reverse("line_award", args=[line_id, first.member_id]),
            "method": "post",
        }
    elif may and line.status == "nobody":
        sentence = _("Nobody fits. What is missing stands below; a company that brings it can be invited.")
        step = {"sentence": sentence, "label": _("Invite a company"), "url": invitation_url(line, it.round_id)}
    actions = []
    if may and line.status == "awarded":
        actions.append({"label": _("Take the choice back"), "url": reverse("line_withdraw", args=[line_id])})
    context = {
        "it": it,
        "line": line,
        "may_award": may and line.status == "open",
        "record": {
            "title": f"{line.location} · {line.service}",
            "number": it.round_number,
            "state": {"tone": LINE_TONES[line.status], "text": line.status_name},
            "subtitle": f"{formats.qty(line.quantity, request.actor.language)} {line.unit} · {line.place}",
        },
        "spine": steps(5),
        "next": step,
        "actions": actions,
        "back": {"label": it.round_number, "url": url},
    }
    return render(request, "desk/rounds/compare.html", context)


class AwardForm(forms.Form):
    """Why another than the first."""

    reason = text_field(gettext_lazy("Why this member?"), most=500, required=False, lines=3)


@page(SourcingPermission.AWARD)
def award(request: PageRequest, line_id: int, member_id: int) -> HttpResponse:
    """Choose a member for a line; the first in rank at once, another with a reason."""
    it = reads.comparison(request.actor, line_id=line_id)
    one = next((c for c in it.candidates if c.member_id == member_id), None)
    url = reverse("line_compare", args=[line_id])
    if one is not None and one.rank == 1 and request.method == "POST" and "reason" not in request.POST:
        return act(
            request,
            lambda: commands.award(request.actor, line_id=line_id, member_id=member_id),
            done=reverse("round", args=[it.round_id]),
            said=_("%(name)s is chosen.") % {"name": one.member},
        )
    name = one.member if one is not None else ""
    return submit(
        request,
        AwardForm(request.POST or None),
        lambda data: commands.award(request.actor, line_id=line_id, member_id=member_id, **data),
        done=reverse("round", args=[it.round_id]),
        said=_("%(name)s is chosen.") % {"name": name},
        context={
            "page_title": _("Choose %(name)s") % {"name": name},
            "page_sub": f"{it.line.location} · {it.line.service}",
            "submit_label": _("Choose"),
            "cancel_url": url,
            "back": {"label": f"{it.line.location} · {it.line.service}", "url": url},
            "spine": steps(5),
        },
    )


@page(SourcingPermission.AWARD)
def withdraw(request: PageRequest, line_id: int) -> HttpResponse:
    """Take a choice back."""
    it = reads.comparison(request.actor, line_id=line_id)
    url = reverse("line_compare", args=[line_id])
    return submit(
        request,
        ConfirmForm(request.POST if request.method == "POST" else None),
        lambda data: commands.withdraw_award(request.actor, line_id=line_id),
        done=url,
        said=_("The choice is taken back; the capacity is free again."),
        context={
            "page_title": _("Take the choice back"),
            "page_sub": f"{it.line.chosen} · {it.line.location}",
            "submit_label": _("Take back"),
            "cancel_url": url,
            "spine": steps(5),
        },
    )


routes = [
    path("rounds/", index, name="rounds"),
    path("rounds/new/<int:contract_id>/", new, name="round_new"),
    path("rounds/<int:round_id>/", show, name="round"),
    path("rounds/<int:round_id>/rank/", rank, name="round_rank"),
    path("rounds/<int:round_id>/cancel/", cancel, name="round_cancel"),
    path("rounds/<int:round_id>/award-first/", award_first, name="round_award_first"),
    path("rounds/lines/<int:line_id>/", compare, name="line_compare"),
    path("rounds/lines/<int:line_id>/award/<int:member_id>/", award, name="line_award"),
    path("rounds/lines/<int:line_id>/withdraw/", withdraw, name="line_withdraw"),
]
