"""The gap board: what breaks, when, what it costs and what to do about it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from muhatap.backing import commands, reads
from muhatap.backing.permissions import BackingPermission
from muhatap.faces.desk.backing import behind_rows
from muhatap.faces.desk.rounds import way_to_choose
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

NAVIGATION = Item(
    group=Group.TODAY,
    label=gettext_lazy("Gaps"),
    url="gaps",
    order=20,
    permission=BackingPermission.SEE,
    icon="alert-triangle",
)
SOON = 14


def when_of(row: reads.GapRow, language: str) -> str:
    """When a gap breaks something."""
    return formats.period(row.period.start, row.period.end, language)


def what_to_do(row: reads.GapRow) -> str:
    """The way to close a kind of gap."""
    return {
        "coverage": _("choose a member"),
        "signature": _("get it signed"),
        "document": _("get the document"),
        "capability": _("approve coverage, or replace the member"),
        "capacity": _("more capacity, or share the work"),
        "margin": _("agree on another price, or replace the member"),
        "notice": _("bring the notice periods together"),
        "standard": _("agree on the promised times"),
        "penalty": _("pass the penalty on"),
        "liability": _("pass the liability on, or insure it"),
        "payment": _("bring the payment days together"),
        "indexation": _("bring the price revisions together"),
    }[row.kind]


def state_of(row: reads.GapRow) -> str:
    """How bad it is, in a word: the grade, or what threatens a promise that is backed."""
    if row.kind == "margin":
        return _("at a loss")
    return _("at risk") if row.grade == reads.Grade.FULL else row.grade_name


def _cells(row: reads.GapRow, language: str) -> list[Cell]:
    owner = row.owner or _("nobody yet")
    if row.status == "accepted" and row.accepted_until is not None:
        owner = _("accepted until %(day)s") % {"day": formats.day(row.accepted_until, language)}
    return [
        Cell(state_of(row), tone=row.tone),
        Cell(row.what, sub=f"{row.customer} · {row.contract_number}"),
        Cell(row.kind_name, sub=what_to_do(row)),
        Cell(when_of(row, language)),
        Cell(row.days),
        Cell(row.amount),
        Cell(owner),
    ]


def _filters(actor: Actor, terms: bool) -> list[Filter]:
    soon = [("14", _("within 14 days")), ("30", _("within 30 days")), ("90", _("within 90 days"))]
    about = Filter("about", _("About"), [("terms", _("terms of agreements"))])
    if terms:
        return [
            about,
            Filter("kind", _("What is missing"), reads.gap_kinds(actor, terms=True)),
            Filter("owner", _("Owner"), [("me", _("me")), ("none", _("nobody yet"))]),
            Filter("status", _("State"), [(state.value, state.label) for state in reads.GapStatus]),
        ]
    return [
        about,
        Filter("kind", _("What is missing"), reads.gap_kinds(actor)),
        Filter("grade", _("Grade"), [(g.value, g.label) for g in reads.Grade if g != reads.Grade.FULL]),
        Filter("soon", _("Begins"), soon),
        Filter("owner", _("Owner"), [("me", _("me")), ("none", _("nobody yet"))]),
        Filter("status", _("State"), [(state.value, state.label) for state in reads.GapStatus]),
        Filter("day", _("As it stood"), _days_back(actor.today)),
    ]


def _days_back(today: date) -> list[tuple[str, str]]:
    """Days one looks back to."""
    back = {1: _("yesterday"), 7: _("a week ago"), 30: _("30 days ago"), 90: _("90 days ago")}
    return [((today - timedelta(days=days)).isoformat(), words) for days, words in back.items()]


@page(BackingPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """The standing gaps, the soonest first."""
    language = request.actor.language
    total, between = reads.summary(request.actor), reads.between_terms(request.actor)
    said = _("%(count)d within 14 days, %(amount)s at risk") % {
        "count": total.gaps,
        "amount": formats.money(total.amount.minor, total.amount.currency, language),
    }
    if between.gaps:
        said += " · " + ngettext(
            "%(count)d gap between terms, %(amount)s", "%(count)d gaps between terms, %(amount)s", between.gaps
        ) % {
            "count": between.gaps,
            "amount": formats.money(between.amount.minor, between.amount.currency, language),
        }
    return listing(
        request,
        title=_("Gaps"),
        columns=[
            Column("grade", _("State")),
            Column("what", _("What"), sort="customer"),
            Column("kind", _("What is missing")),
            Column("when", _("When"), sort="since"),
            Column("days", _("Days left"), numeric=True),
            Column("amount", _("At risk"), sort="amount", numeric=True),
            Column("owner", _("Owner")),
        ],
        read=lambda query: reads.gaps(request.actor, query=query),
        cells=lambda row: _cells(row, language),
        url=lambda row: reverse("gap", args=[row.gap_id]),
        key=lambda row: row.gap_id,
        filters=_filters(request.actor, request.GET.get("about") == "terms"),
        empty={
            "sentence": _("Every promise is fully backed: signed, covered, documents valid."),
            "action_label": _("Open the contracts"),
            "action_url": reverse("contracts"),
        },
        context={"page_sub": said},
    )


def _next(actor: Actor, it: reads.GapRow, behind: list[reads.BehindView]) -> dict[str, Any] | None:
    if it.status == "closed":
        return None
    if it.promise_id is None:
        sentence = _("%(name)s: %(why)s.") % {"name": it.member, "why": reads.why_apart(actor, it.kind, dict(it.facts))}
        return {
            "sentence": sentence,
            "label": _("Open the agreement"),
            "url": reverse("project_agreement", args=[it.agreement_id]),
        }
    if it.kind == "coverage":
        sentence = _("Nobody stands behind this promise in these days. Compare members and choose one.")
        return {"sentence": sentence, **way_to_choose(actor, it.contract_id, it.promise_id, alone=True)}
    first = next((one for one in behind if not one.counts), behind[0] if behind else None)
    return _next_of_member(it, first) if first is not None else None


def _next_of_member(it: reads.GapRow, first: reads.BehindView) -> dict[str, Any]:
    """What the member behind the promise must bring, or be asked."""
    if it.kind in ("capability", "capacity"):
        words = {
            "capability": _("%(name)s has no approved coverage here in these days, or too low a score."),
            "capacity": _("%(name)s has promised more than its capacity here in these days."),
        }
        url = reverse("member", args=[first.member_id]) + "?tab=coverage"
        return {"sentence": words[it.kind] % {"name": first.member}, "label": _("Open the member"), "url": url}
    if it.kind == "margin":
        return {
            "sentence": _("%(name)s costs more than the customer pays.") % {"name": first.member},
            "label": _("Open the agreement"),
            "url": reverse("project_agreement", args=[first.agreement_id]),
        }
    if it.kind == "signature":
        sentence = _("%(name)s has not signed for these days.") % {"name": first.member}
        if not first.membership and first.signed:
            return {
                "sentence": sentence,
                "label": _("Open the member"),
                "url": reverse("member", args=[first.member_id]) + "?tab=agreements",
            }
        return {
            "sentence": sentence,
            "label": _("Open the agreement"),
            "url": reverse("project_agreement", args=[first.agreement_id]),
        }
    sentence = _("%(name)s lacks a document that law asks for: %(what)s") % {
        "name": first.member,
        "what": ", ".join(first.missing_documents),
    }
    url = reverse("member", args=[first.member_id]) + "?tab=documents"
    return {"sentence": sentence, "label": _("Open the documents"), "url": url, "waits_for": first.member}


@page(BackingPermission.SEE)
def show(request: PageRequest, gap_id: int) -> HttpResponse:
    """One gap: what breaks, when, what it is worth, what to do."""
    actor = request.actor
    it = reads.gap(actor, gap_id=gap_id)
    day = max(it.period.start, actor.today)
    behind = reads.behind(actor, promise_id=it.promise_id, day=day) if it.promise_id is not None else []
    terms = reads.compared(actor, agreement_id=it.agreement_id) if it.agreement_id is not None else []
    at_risk = sum(row.amount.minor for row in terms if row.amount is not None)
    actions = []
    if it.status == "open":
        if actor.may(BackingPermission.OWN_GAP) and it.owner_id != actor.user_id:
            actions.append({"label": _("Take it on"), "url": reverse("gap_take", args=[gap_id])})
        if actor.may(BackingPermission.ACCEPT_GAP):
            actions.append({"label": _("Live with it"), "url": reverse("gap_accept", args=[gap_id])})
    context = {
        "it": it,
        "day": day,
        "behind": behind_rows(behind),
        "terms_said": formats.money(at_risk, it.amount.currency, actor.language) if at_risk else "",
        "terms": terms,
        "record": {
            "title": it.what,
            "number": it.kind_name,
            "state": {
                "tone": "none" if it.status == "closed" else it.tone,
                "text": state_of(it) if it.status != "closed" else it.status_name,
            },
            "facts": _facts(it, actor.language),
        },
        "spine": steps(6),
        "next": _next(actor, it, behind),
        "actions": actions,
        "back": {"label": _("Gaps"), "url": reverse("gaps")},
        "entries": happened(request.actor, gap_id=gap_id),
    }
    return render(request, "desk/gaps/show.html", context)


def _facts(it: reads.GapRow, language: str) -> list[dict[str, str]]:
    facts = [
        {
            "label": _("Customer"),
            "value": f"{it.customer} · {it.contract_number}",
            "url": reverse("contract_backing", args=[it.contract_id]),
        },
        {"label": _("What is missing"), "value": it.kind_name},
        {"label": _("When"), "value": when_of(it, language)},
        {"label": _("Days left"), "value": str(it.days)},
        {"label": _("At risk"), "value": formats.money(it.amount.minor, it.amount.currency, language)},
        {"label": _("Owner"), "value": it.owner or _("nobody yet")},
    ]
    if it.reason:
        facts.append({"label": _("Reason"), "value": it.reason})
    return facts


class TakeForm(forms.Form):
    """Nothing to fill in: a decision to confirm."""


def _about(request: PageRequest, gap_id: int, title: str) -> dict[str, Any]:
    it = reads.gap(request.actor, gap_id=gap_id)
    url = reverse("gap", args=[gap_id])
    what = it.what
    return {
        "page_title": title,
        "page_sub": what,
        "submit_label": title,
        "cancel_url": url,
        "back": {"label": what, "url": url},
        "spine": steps(6),
    }


@page(BackingPermission.OWN_GAP)
def take(request: PageRequest, gap_id: int) -> HttpResponse:
    """Take a gap on."""
    return submit(
        request,
        TakeForm(request.POST if request.method == "POST" else None),
        lambda data: commands.take_gap(request.actor, gap_id=gap_id),
        done=reverse("gap", args=[gap_id]),
        said=_("The gap is yours to close."),
        context=_about(request, gap_id, _("Take it on")),
    )


class AcceptForm(forms.Form):
    """Until when to live with a gap, and why."""

    until = day_field(gettext_lazy("Until when"))
    reason = text_field(gettext_lazy("Why"), most=300, lines=3)


@page(BackingPermission.ACCEPT_GAP)
def accept(request: PageRequest, gap_id: int) -> HttpResponse:
    """Live with a gap until a day."""
    return submit(
        request,
        AcceptForm(request.POST or None),
        lambda data: commands.accept_gap(request.actor, gap_id=gap_id, **data),
        done=reverse("gap", args=[gap_id]),
        said=_("Noted; the gap opens again on that day."),
        context=_about(request, gap_id, _("Live with it")),
    )


@page(BackingPermission.PROVE)
def prove(request: PageRequest) -> HttpResponse:
    """Prove the whole book now."""
    return act(
        request, lambda: commands.prove_book(request.actor), done=reverse("gaps"), said=_("The whole book was proven.")
    )


def _tile(actor: Actor) -> TileValue:
    total = reads.summary(actor, within_days=SOON)
    amount = formats.money(total.amount.minor, total.amount.currency, actor.language)
    return TileValue(
        str(total.gaps),
        detail=_("in the next 14 days, %(amount)s") % {"amount": amount} if total.gaps else "",
        tone="bad" if total.gaps else "ok",
    )


HOME = [
    Tile(
        gettext_lazy("gaps behind promises"),
        _tile,
        "gaps",
        permission=BackingPermission.SEE,
        order=10,
        query=f"soon={SOON}&status=open",
    )
]


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  found by this name
    """The gaps that begin first."""
    if not actor.may(BackingPermission.SEE):
        return []
    return [
        Waiting(
            row.tone,
            state_of(row),
            f"{row.what} · {row.customer}",
            f"{row.kind_name}: {what_to_do(row)}",
            formats.day(row.period.start, actor.language),
            reverse("gap", args=[row.gap_id]),
            _("Close"),
            90 if row.period.start <= actor.today else 60,
        )
        for row in reads.urgent(actor)
    ]


routes = [
    path("gaps/", index, name="gaps"),
    path("gaps/prove/", prove, name="gaps_prove"),
    path("gaps/<int:gap_id>/", show, name="gap"),
    path("gaps/<int:gap_id>/take/", take, name="gap_take"),
    path("gaps/<int:gap_id>/accept/", accept, name="gap_accept"),
]
