"""Requests for quotation at the member's portal: what is asked until when, fill in and send, and how it ended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from muhatap.faces.web import (
    Cell,
    Column,
    Filter,
    Group,
    Item,
    PageRequest,
    Waiting,
    act,
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.sourcing import commands, reads
from muhatap.sourcing.permissions import SourcingPermission

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Requests for quotation"),
    url="quotes",
    order=15,
    permission=SourcingPermission.QUOTE,
    icon="target",
)
TONES = {"wanted": "warn", "sent": "ok", "declined": "none", "late": "bad", "decided": "ok", "cancelled": "none"}
RESULT_TONES = {"open": "none", "awarded": "ok", "other": "none", "nobody": "none"}
STATES = (
    ("open", gettext_lazy("open")),
    ("declined", gettext_lazy("declined to quote")),
    ("decided", gettext_lazy("decided")),
    ("cancelled", gettext_lazy("cancelled")),
)


def state_words() -> dict[str, str]:
    """Where an invitation stands for the member, in words."""
    return {
        "wanted": _("waiting for your quote"),
        "sent": _("quote sent"),
        "declined": _("declined to quote"),
        "late": _("deadline passed"),
        "decided": _("decided"),
        "cancelled": _("cancelled"),
    }


@page(SourcingPermission.QUOTE)
def index(request: PageRequest) -> HttpResponse:
    """Everything the member was asked a price for."""
    words = state_words()

    def cells(row: reads.InvitationRow) -> list[Cell]:
        lines = ngettext("%(count)d line", "%(count)d lines", row.lines) % {"count": row.lines}
        return [
            Cell(row.number, sub=lines),
            Cell(row.services, sub=row.places),
            Cell(words[row.state], tone=TONES[row.state]),
            Cell(row.deadline),
        ]

    return listing(
        request,
        title=_("Requests for quotation"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("what", _("What is asked for")),
            Column("state", _("State")),
            Column("deadline", _("Quote until"), sort="deadline"),
        ],
        read=lambda query: reads.invitations(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("quote", args=[row.invitation_id]),
        filters=[Filter("status", _("State"), STATES)],
        empty={
            "sentence": _(
                "When we ask you for a price, the request stands here. Your coverage says what you are asked."
            ),
            "action_label": _("Coverage"),
            "action_url": reverse("coverage"),
        },
    )


def until_words(it: reads.InvitationView, language: str) -> str:
    """Until when a quote is taken, in words."""
    return _("until %(moment)s") % {"moment": formats.moment(it.row.deadline, language)}


def _nothing_more(it: reads.InvitationView, until: dict[str, str]) -> dict[str, Any] | None:
    """What a member reads while others compare."""
    if it.row.state == "sent":
        return {"sentence": _("Your quote is here. The deadline was %(moment)s; we write to you how it ended.") % until}
    if it.row.state == "late":
        return {"sentence": _("The deadline was %(moment)s; no quote of yours was sent by then.") % until}
    return None


def _next(it: reads.InvitationView, language: str) -> dict[str, Any] | None:
    pk, until = it.row.invitation_id, {"moment": formats.moment(it.row.deadline, language)}
    fill = reverse("quote_fill", args=[pk])
    if not it.row.answerable:
        return _nothing_more(it, until)
    if it.draft is not None and any(line.draft and line.draft.offered for line in it.lines):
        sentence = _("Your draft is not sent yet; we take it until %(moment)s.") % until
        url = reverse("quote_send", args=[pk])
        return {"sentence": sentence, "label": _("Send the quote"), "url": url, "method": "post"}
    if it.row.state == "sent":
        sentence = _("Your quote is here. Until %(moment)s you can send a new one or take it back.") % until
        return {"sentence": sentence, "label": _("Write a new version"), "url": fill}
    if it.row.state == "declined":
        sentence = _("You declined. If you change your mind, we take a quote until %(moment)s.") % until
        return {"sentence": sentence, "label": _("Fill in the quote after all"), "url": fill}
    sentence = _("Fill in your prices and send them until %(moment)s; later ones are not taken.") % until
    return {"sentence": sentence, "label": _("Fill in the quote"), "url": fill}


def _actions(it: reads.InvitationView) -> list[dict[str, Any]]:
    pk = it.row.invitation_id
    if not it.row.answerable:
        return []
    found = []
    if it.draft is not None:
        found.append({"label": _("Change the draft"), "url": reverse("quote_fill", args=[pk]), "icon": "pencil"})
    if it.row.state == "sent":
        found.append({"label": _("Take the quote back"), "url": reverse("quote_withdraw", args=[pk])})
    if it.row.state != "declined":
        found.append({"label": _("I will not quote"), "url": reverse("quote_decline", args=[pk])})
    return found


def _ended(line: reads.AskedView) -> str:
    """The own place in words, blank without one."""
    if line.own_rank is None or line.compared is None:
        return ""
    return _("you were number %(rank)d of %(of)d") % {"rank": line.own_rank, "of": line.compared}


@page(SourcingPermission.QUOTE)
def show(request: PageRequest, invitation_id: int) -> HttpResponse:
    """One request: what is asked, what stands of the member's answer, how it ended."""
    actor = request.actor
    it = reads.invitation(actor, invitation_id=invitation_id)
    context = {
        "it": it,
        "record": {
            "title": _("Request for quotation"),
            "number": it.row.number,
            "state": {"tone": TONES[it.row.state], "text": state_words()[it.row.state]},
            "subtitle": until_words(it, actor.language),
        },
        "lines": [(line, line.draft or line.sent, RESULT_TONES[line.result], _ended(line)) for line in it.lines],
        "decided": it.row.state == "decided",
        "shown": it.draft or it.sent,
        "spine": steps(5),
        "next": _next(it, actor.language),
        "actions": _actions(it),
        "back": {"label": _("Requests for quotation"), "url": reverse("quotes")},
    }
    return render(request, "member/quotes/show.html", context)


class DeclineForm(forms.Form):
    """Why there is no quote."""

    reason = text_field(gettext_lazy("Why will you not quote?"), most=500, lines=3)


@page(SourcingPermission.QUOTE)
def decline(request: PageRequest, invitation_id: int) -> HttpResponse:
    """Say that there will be no quote."""
    it = reads.invitation(request.actor, invitation_id=invitation_id)
    url = reverse("quote", args=[invitation_id])
    if request.method == "GET" and not it.row.answerable:
        return HttpResponseRedirect(url)
    return submit(
        request,
        DeclineForm(request.POST or None),
        lambda data: commands.decline_to_quote(request.actor, invitation_id=invitation_id, **data),
        done=url,
        said=_("Noted. Thank you for telling us."),
        context={
            "page_title": _("I will not quote"),
            "page_sub": f"{it.row.number} · {it.row.services}",
            "submit_label": _("I will not quote"),
            "cancel_url": url,
            "back": {"label": it.row.number, "url": url},
        },
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in: a decision to confirm."""


@page(SourcingPermission.QUOTE)
def withdraw(request: PageRequest, invitation_id: int) -> HttpResponse:
    """Take a sent quote back."""
    it = reads.invitation(request.actor, invitation_id=invitation_id)
    url = reverse("quote", args=[invitation_id])
    if request.method == "GET" and not it.row.answerable:
        return HttpResponseRedirect(url)
    return submit(
        request,
        ConfirmForm(request.POST if request.method == "POST" else None),
        lambda data: commands.withdraw_quote(request.actor, invitation_id=invitation_id),
        done=url,
        said=_("The quote is taken back; until the deadline you can send another."),
        context={
            "page_title": _("Take the quote back"),
            "page_sub": _("It counts no more. Until the deadline you can send another one."),
            "submit_label": _("Take back"),
            "cancel_url": url,
            "back": {"label": it.row.number, "url": url},
        },
    )


@page(SourcingPermission.QUOTE)
def remove_paper(request: PageRequest, quote_file_id: int) -> HttpResponse:
    """Take a paper off the draft."""
    return act(
        request,
        lambda: commands.remove_from_quote(request.actor, quote_file_id=quote_file_id),
        said=_("The paper is removed from the draft."),
    )


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  found by this name
    """What a quote is wanted for, the earliest deadline first."""
    if not actor.may(SourcingPermission.QUOTE):
        return []
    return [
        Waiting(
            "warn",
            _("Quote wanted"),
            row.services,
            f"{row.number} · {row.places}",
            _("until %(moment)s") % {"moment": formats.moment(row.deadline, actor.language)},
            reverse("quote_fill", args=[row.invitation_id]),
            _("Fill in"),
            70 if (row.deadline - actor.now).days < 1 else 45,
        )
        for row in reads.waiting_invitations(actor)
    ]


routes = [
    path("quotes/", index, name="quotes"),
    path("quotes/<int:invitation_id>/", show, name="quote"),
    path("quotes/<int:invitation_id>/decline/", decline, name="quote_decline"),
    path("quotes/<int:invitation_id>/withdraw/", withdraw, name="quote_withdraw"),
    path("quotes/papers/<int:quote_file_id>/remove/", remove_paper, name="quote_paper_remove"),
]
