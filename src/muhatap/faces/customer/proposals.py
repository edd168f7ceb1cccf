"""Proposals in the customer's portal: read, accept, refuse."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.demand import commands, reads
from muhatap.demand.permissions import DemandPermission
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
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor

NAVIGATION = Item(
    group=Group.CUSTOMER,
    label=gettext_lazy("Proposals"),
    url="proposals",
    order=30,
    permission=DemandPermission.CUSTOMER_PROPOSALS,
    icon="file-text",
)
SHOWN = [(value, label) for value, label in reads.PROPOSAL_STATUSES if value not in ("draft", "approval")]


@page(DemandPermission.CUSTOMER_PROPOSALS)
def index(request: PageRequest) -> HttpResponse:
    """The proposals sent to the customer."""
    return listing(
        request,
        title=_("Proposals"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("title", _("Title")),
            Column("state", _("State")),
            Column("valid", _("Valid until"), sort="valid"),
            Column("sent", _("Sent"), sort="sent"),
        ],
        read=lambda query: reads.offers(request.actor, query=query),
        cells=lambda row: [
            Cell(row.number, sub=_("version %(version)s") % {"version": row.version}),
            Cell(row.title),
            Cell(row.status_name, tone=row.tone),
            Cell(row.valid_until),
            Cell(row.sent_at or "—"),
        ],
        url=lambda row: reverse("proposal", args=[row.id]),
        filters=[Filter("status", _("State"), SHOWN)],
        empty={
            "sentence": _("What we propose to you stands here, to be read and answered."),
            "action_label": _("Ask for an offer"),
            "action_url": reverse("request_new"),
        },
    )


@page(DemandPermission.CUSTOMER_PROPOSALS)
def show(request: PageRequest, proposal_id: int) -> HttpResponse:
    """A proposal with its lines and prices."""
    actor = request.actor
    it = reads.offer(actor, proposal_id=proposal_id)
    facts: list[dict[str, Any]] = [
        {
            "label": _("Average month"),
            "value": formats.money(it.monthly.minor, it.monthly.currency, actor.language),
            "sub": _("without VAT"),
        },
        {"label": _("Valid until"), "value": formats.day(it.valid_until, actor.language)},
    ]
    if it.answered_at:
        facts.append(
            {"label": _("Answered"), "value": formats.moment(it.answered_at, actor.language), "sub": it.answered_by}
        )
    actions = []
    if it.pdf_id:
        actions.append({"label": _("Proposal (PDF)"), "url": reverse("file", args=[it.pdf_id]), "icon": "file-text"})
    if it.answerable and actor.may(DemandPermission.CUSTOMER_ANSWER):
        actions.append({"label": _("Refuse"), "url": reverse("proposal_refuse", args=[proposal_id])})
    context = {
        "record": {
            "title": it.title,
            "number": it.number,
            "subtitle": _("version %(version)s") % {"version": it.version},
            "state": {"tone": it.tone, "text": it.status_name},
            "facts": facts,
        },
        "it": it,
        "spine": steps(4 if it.status == "accepted" else 3),
        "next": _next(it, actor),
        "actions": actions,
        "back": {"label": _("Proposals"), "url": reverse("proposals")},
    }
    return render(request, "customer/proposals/show.html", context)


def _next(it: Any, actor: Actor) -> dict[str, Any] | None:
    if it.status == "accepted":
        return {"sentence": _("We are preparing the contract from this proposal; it comes here for your signature.")}
    if it.status == "sent" and not it.answerable:
        return {"sentence": _("The validity of this proposal has passed. Ask us for a new version.")}
    if it.status != "sent":
        return None
    sentence = _("Read the lines; accept the proposal, or refuse it and say what does not fit.")
    url = reverse("proposal_accept", args=[it.id])
    why = "" if actor.may(DemandPermission.CUSTOMER_ANSWER) else _("Your role does not answer proposals.")
    return {"sentence": sentence, "label": _("Accept"), "url": url, "disabled_reason": why}


class AcceptForm(forms.Form):
    """A word with the acceptance."""

    note = text_field(gettext_lazy("A word to us"), most=2000, required=False, lines=3)


class RefuseForm(forms.Form):
    """What does not fit."""

    note = text_field(gettext_lazy("What does not fit?"), most=2000, lines=4)


def _answer(
    request: PageRequest, proposal_id: int, form: forms.Form, run: Any, *, title: str, label: str, said: str
) -> HttpResponse:
    it = reads.offer(request.actor, proposal_id=proposal_id)
    url = reverse("proposal", args=[proposal_id])
    monthly = formats.money(it.monthly.minor, it.monthly.currency, request.actor.language)
    sub = f"{it.number} · {it.title} · " + _("average month %(amount)s") % {"amount": monthly}
    context = {
        "page_title": title,
        "page_sub": sub,
        "submit_label": label,
        "cancel_url": url,
        "back": {"label": it.number, "url": url},
        "spine": steps(3),
    }
    return submit(request, form, run, done=url, said=said, context=context)


@page(DemandPermission.CUSTOMER_ANSWER)
def accept(request: PageRequest, proposal_id: int) -> HttpResponse:
    """Accept a proposal."""
    return _answer(
        request,
        proposal_id,
        AcceptForm(request.POST or None),
        lambda data: commands.accept_proposal(request.actor, proposal_id=proposal_id, **data),
        title=_("Accept the proposal"),
        label=_("Accept"),
        said=_("Thank you. We prepare the contract."),
    )


@page(DemandPermission.CUSTOMER_ANSWER)
def refuse(request: PageRequest, proposal_id: int) -> HttpResponse:
    """Refuse a proposal, saying what does not fit."""
    return _answer(
        request,
        proposal_id,
        RefuseForm(request.POST or None),
        lambda data: commands.refuse_proposal(request.actor, proposal_id=proposal_id, **data),
        title=_("Refuse the proposal"),
        label=_("Refuse"),
        said=_("Your answer is with us; we come back to you."),
    )


def _tile(actor: Actor) -> TileValue:
    count = len(reads.to_answer(actor))
    return TileValue(str(count), "", "warn" if count else "ok")


HOME = [
    Tile(
        label=gettext_lazy("Proposals to answer"),
        value=_tile,
        url="proposals",
        query="status=sent",
        permission=DemandPermission.CUSTOMER_PROPOSALS,
        order=10,
    )
]


def waiting(actor: Actor) -> list[Waiting]:
    """Proposals to answer."""
    if not actor.may(DemandPermission.CUSTOMER_ANSWER):
        return []
    return [
        Waiting(
            tone="warn",
            kind=_("proposal"),
            title=one.title,
            detail=one.number,
            when=_("valid until %(day)s") % {"day": formats.day(one.valid_until, actor.language)},
            url=reverse("proposal", args=[one.id]),
            action=_("Answer"),
            urgency=70,
        )
        for one in reads.to_answer(actor)
    ]


WAITING = waiting

routes = [
    path("proposals/", index, name="proposals"),
    path("proposals/<int:proposal_id>/", show, name="proposal"),
    path("proposals/<int:proposal_id>/accept/", accept, name="proposal_accept"),
    path("proposals/<int:proposal_id>/refuse/", refuse, name="proposal_refuse"),
]
