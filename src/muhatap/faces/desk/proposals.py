"""Proposals at the desk: drafted from needs, priced, approved, sent, revised."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from muhatap.demand import commands, reads
from muhatap.demand.permissions import DemandPermission
from muhatap.documents.making.demand import make_proposal
from muhatap.faces.desk.requests import contract_step
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
from muhatap.faces.web.fields import day_field, many_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.timeline import happened

NAVIGATION = Item(
    group=Group.CUSTOMER,
    label=gettext_lazy("Proposals"),
    url="proposals",
    order=30,
    permission=DemandPermission.SEE,
    icon="file-text",
)


@page(DemandPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """All proposals, newest first."""
    return listing(
        request,
        title=_("Proposals"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("customer", _("Customer"), sort="customer"),
            Column("title", _("Title")),
            Column("state", _("State")),
            Column("valid", _("Valid until"), sort="valid"),
            Column("sent", _("Sent")),
        ],
        read=lambda query: reads.proposals(request.actor, query=query),
        cells=lambda row: [
            Cell(row.number, sub=_("version %(version)s") % {"version": row.version}),
            Cell(row.customer, sub=row.request_number),
            Cell(row.title),
            Cell(row.status_name, tone=row.tone),
            Cell(row.valid_until),
            Cell(row.sent_at or "—"),
        ],
        url=lambda row: reverse("proposal", args=[row.id]),
        filters=[Filter("status", _("State"), reads.PROPOSAL_STATUSES)],
        empty={
            "sentence": _("A proposal is made from the needs of a request."),
            "action_label": _("Open the requests"),
            "action_url": reverse("requests"),
        },
    )


def _next(it: reads.ProposalView, actor: Actor) -> dict[str, Any] | None:
    pk, status = it.row.id, it.row.status
    decide = actor.may(DemandPermission.APPROVE_MARGIN)
    if status == "draft":
        return _next_of_draft(it)
    if status == "approval" and it.approval is not None and it.approval.approved:
        sentence = _("The low margin is approved; the proposal can be sent.")
        return {
            "sentence": sentence,
            "label": _("Send to the customer"),
            "url": reverse("proposal_send", args=[pk]),
            "method": "post",
        }
    if status == "approval":
        sentence = _("The margin is below the floor and waits for a decision.")
        own = it.approval is not None and it.approval.asked_by_id == actor.user_id
        why = _("Whoever asks cannot approve.") if own else "" if decide else _("Your role does not decide this.")
        return {
            "sentence": sentence,
            "label": _("Decide"),
            "url": reverse("proposal_decide", args=[pk]),
            "disabled_reason": why,
        }
    if status == "sent":
        return {"sentence": _("The customer reads it in its portal and answers there."), "waits_for": it.row.customer}
    if status in ("refused", "expired"):
        sentence = _("Make a new version the customer can accept.")
        return {
            "sentence": sentence,
            "label": _("Make a new version"),
            "url": reverse("proposal_revise", args=[pk]),
            "method": "post",
        }
    if status == "accepted":
        return contract_step(actor, pk)
    return None


def _next_of_draft(it: reads.ProposalView) -> dict[str, Any]:
    pk = it.row.id
    if not it.priced:
        return {
            "sentence": _("Enter the cost of each line; prices follow from the margin."),
            "label": _("Price the lines"),
            "url": reverse("proposal_price", args=[pk]),
        }
    if it.below_floor:
        sentence = _("The margin is below the floor. Raise prices, or ask for approval.")
        return {"sentence": sentence, "label": _("Ask for approval"), "url": reverse("proposal_approval", args=[pk])}
    return {
        "sentence": _("Send the proposal to the customer's portal."),
        "label": _("Send to the customer"),
        "url": reverse("proposal_send", args=[pk]),
        "method": "post",
    }


@page(DemandPermission.SEE)
def show(request: PageRequest, proposal_id: int) -> HttpResponse:
    """A proposal with its lines, costs and margin."""
    actor = request.actor
    it = reads.proposal(actor, proposal_id=proposal_id)
    may_propose = actor.may(DemandPermission.PROPOSE)
    actions = []
    if may_propose and it.row.status == "draft":
        actions = [
            {"label": _("Change"), "url": reverse("proposal_change", args=[proposal_id])},
            {"label": _("Price the lines"), "url": reverse("proposal_price", args=[proposal_id])},
        ]
    if it.pdf_id:
        actions.append({"label": _("Proposal (PDF)"), "url": reverse("file", args=[it.pdf_id]), "icon": "file-text"})
    context = {
        "record": {
            "title": it.row.title,
            "number": it.row.number,
            "subtitle": " · ".join([_("version %(version)s") % {"version": it.row.version}, it.row.customer]),
            "state": {"tone": it.row.tone, "text": it.row.status_name},
            "facts": _facts(it, actor),
        },
        "it": it,
        "costs": actor.may(DemandPermission.SEE_COST),
        "may_revise": may_propose and it.row.status == "sent",
        "spine": steps(4 if it.row.status == "accepted" else 3),
        "next": _next(it, actor) if may_propose or actor.may(DemandPermission.APPROVE_MARGIN) else None,
        "actions": actions,
        "back": {"label": it.row.request_number, "url": reverse("request", args=[it.row.request_id])},
        "entries": happened(actor, proposal_id=[one.id for one in it.versions]),
    }
    return render(request, "desk/proposals/show.html", context)


def _facts(it: reads.ProposalView, actor: Actor) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {"label": _("Customer"), "value": it.row.customer, "url": reverse("customer", args=[it.customer_id])},
        {"label": _("Average month"), "value": formats.money(it.monthly.minor, it.currency, actor.language)},
        {"label": _("Valid until"), "value": formats.day(it.row.valid_until, actor.language)},
    ]
    if it.margin_percent is not None:
        floor = formats.percent(it.floor_percent, actor.language)
        facts.append(
            {
                "label": _("Margin"),
                "value": formats.percent(it.margin_percent, actor.language),
                "sub": _("floor %(floor)s") % {"floor": floor},
                "tone": "bad" if it.below_floor else "",
            }
        )
    if it.row.sent_at:
        facts.append({"label": _("Sent"), "value": formats.moment(it.row.sent_at, actor.language)})
    if it.answered_at:
        facts.append(
            {"label": _("Answered"), "value": formats.moment(it.answered_at, actor.language), "sub": it.answered_by}
        )
    return facts


def around(it: reads.ProposalView, title: str, **more: Any) -> dict[str, Any]:
    """What every form about a proposal shows around itself."""
    url = reverse("proposal", args=[it.row.id])
    sub = f"{it.row.number} · {it.row.customer}"
    return {
        "page_title": title,
        "page_sub": sub,
        "cancel_url": url,
        "back": {"label": it.row.number, "url": url},
        "spine": steps(3),
        "it": it,
        **more,
    }


def _named(need: reads.NeedView) -> str:
    amount = f"{formats.qty(need.quantity, get_language())} {need.unit_words}"
    return f"{need.location} · {need.service} · {amount} · {need.pattern_words}"


class NewForm(forms.Form):
    """Which needs, under which title, valid how long."""

    title = text_field(gettext_lazy("Title"))
    need_ids = many_field(gettext_lazy("For these needs"), whole_number=True)
    valid_until = day_field(
        gettext_lazy("Valid until"), required=False, help_text=gettext_lazy("Blank: as the house rule says.")
    )
    notes = text_field(gettext_lazy("Opening words"), most=4000, required=False, lines=4)

    def __init__(self, needs: list[reads.NeedView], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need_ids"].choices = [(one.id, _named(one)) for one in needs]  # type: ignore[attr-defined]


@page(DemandPermission.PROPOSE)
def new(request: PageRequest, request_id: int) -> HttpResponse:
    """Draft a proposal from needs of a request."""
    record = reads.request(request.actor, request_id=request_id)
    needs = reads.needs_of(request.actor, request_id=request_id)
    start = {"title": record.row.subject, "need_ids": [one.id for one in needs]}
    url = reverse("request", args=[request_id])
    return submit(
        request,
        NewForm(needs, request.POST or None, initial=start),
        lambda data: commands.draft_proposal(request.actor, request_id=request_id, **data),
        done=lambda proposal: reverse("proposal_price", args=[proposal.pk]),
        said=_("The draft is made; now its prices."),
        context={
            "page_title": _("Make a proposal"),
            "page_sub": f"{record.row.number} · {record.row.company_name}",
            "submit_label": _("Make the draft"),
            "cancel_url": url,
            "back": {"label": record.row.number, "url": url},
            "spine": steps(3),
        },
    )


class ChangeForm(forms.Form):
    """Title, validity and opening words of a draft."""

    title = text_field(gettext_lazy("Title"))
    valid_until = day_field(gettext_lazy("Valid until"))
    notes = text_field(gettext_lazy("Opening words"), most=4000, required=False, lines=4)


@page(DemandPermission.PROPOSE)
def change(request: PageRequest, proposal_id: int) -> HttpResponse:
    """Change title, validity and opening words of a draft."""
    it = reads.proposal(request.actor, proposal_id=proposal_id)
    start = {"title": it.row.title, "valid_until": it.row.valid_until, "notes": it.notes}
    return submit(
        request,
        ChangeForm(request.POST or None, initial=start),
        lambda data: commands.change_proposal(request.actor, proposal_id=proposal_id, **data),
        done=reverse("proposal", args=[proposal_id]),
        said=_("Saved."),
        context=around(it, _("Change the draft")),
    )


@page(DemandPermission.PROPOSE)
def send(request: PageRequest, proposal_id: int) -> HttpResponse:
    """Set the proposal as PDF and send it to the customer's portal."""

    def run() -> None:
        commands.send_proposal(request.actor, proposal_id=proposal_id)
        make_proposal(request.actor, proposal_id=proposal_id)

    return act(
        request, run, done=reverse("proposal", args=[proposal_id]), said=_("The proposal is in the customer's portal.")
    )


@page(DemandPermission.PROPOSE)
def revise(request: PageRequest, proposal_id: int) -> HttpResponse:
    """Draft the next version of a proposal."""
    return act(
        request,
        lambda: commands.revise_proposal(request.actor, proposal_id=proposal_id),
        done=lambda proposal: reverse("proposal", args=[proposal.pk]),
        said=_("The next version is drafted."),
    )


def _tile(actor: Actor) -> TileValue:
    waiting, sent = reads.proposals_waiting(actor)
    return TileValue(str(waiting), _("%(count)d with customers") % {"count": sent}, "warn" if waiting else "ok")


HOME = [
    Tile(
        label=gettext_lazy("Proposals in approval"),
        value=_tile,
        url="proposals",
        query="status=approval",
        permission=DemandPermission.APPROVE_MARGIN,
        order=30,
    )
]


routes = [
    path("proposals/", index, name="proposals"),
    path("proposals/<int:proposal_id>/", show, name="proposal"),
    path("proposals/<int:proposal_id>/change/", change, name="proposal_change"),
    path("proposals/<int:proposal_id>/send/", send, name="proposal_send"),
    path("proposals/<int:proposal_id>/revise/", revise, name="proposal_revise"),
    path("requests/<int:request_id>/proposal/", new, name="proposal_new"),
]
