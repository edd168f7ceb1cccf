"""Gaps of the network: what nobody can deliver where, whom we asked, and how long it takes to close."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from muhatap.backing.permissions import BackingPermission
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
from muhatap.faces.web.fields import choice_field, day_field, number_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.timeline import happened
from muhatap.network import commands, reads
from muhatap.network.permissions import NetworkPermission

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Network gaps"),
    url="network_gaps",
    order=27,
    permission=NetworkPermission.SEE,
    icon="circle-dashed",
)
TONES = {"open": "bad", "inviting": "warn", "closed": "ok", "given_up": "none"}
APPLICATION_TONES = {"approved": "ok", "refused": "bad", "withdrawn": "none"}
STEP = 5
SHOWN = 5


def _days(row: reads.NetworkGapRow) -> str:
    return ngettext("%(count)d day", "%(count)d days", row.days) % {"count": row.days}


def _quantity(row: reads.NetworkGapRow, language: str) -> str:
    return f"{formats.qty(row.quantity, language)} {row.unit}"


def _band(row: reads.NetworkGapRow, language: str) -> str:
    if row.price_least is None or row.price_most is None:
        return "—"
    least, most = (formats.unit_price(price, language=language) for price in (row.price_least, row.price_most))
    return f"{least} – {most}"


def _asked(row: reads.NetworkGapRow) -> str:
    return ngettext("%(count)d company asked", "%(count)d companies asked", row.invitations) % {
        "count": row.invitations
    }


def _answered(row: reads.NetworkGapRow) -> str:
    return ngettext("%(count)d applied", "%(count)d applied", row.applications) % {"count": row.applications}


def _invite_url(row: reads.NetworkGapRow) -> str:
    """The invitation form, filled with what is missing."""
    missing = {"service": row.service_id, "district": str(row.district_id), "gap": str(row.network_gap_id)}
    return reverse("application_invite") + "?" + urlencode(missing)


def _cells(row: reads.NetworkGapRow, language: str, *, prices: bool) -> list[Cell]:
    shown = [
        Cell(row.status_name, tone=TONES[row.status]),
        Cell(row.service, sub=row.number),
        Cell(row.place),
        Cell(_quantity(row, language)),
        Cell(row.wanted_from),
    ]
    if prices:
        shown.append(Cell(_band(row, language)))
    return [*shown, Cell(_asked(row), sub=_answered(row)), Cell(_days(row))]


def _columns(*, prices: bool) -> list[Column]:
    found = [
        Column("state", _("State")),
        Column("service", _("What is missing")),
        Column("place", _("Place"), sort="place"),
        Column("quantity", _("Quantity"), numeric=True),
        Column("wanted", _("Wanted from"), sort="wanted"),
    ]
    if prices:
        found.append(Column("band", _("A member may cost")))
    return [*found, Column("asked", _("Invitations")), Column("days", _("Open for"), sort="opened", numeric=True)]


@page(NetworkPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """The gaps of the network, the oldest first."""
    actor = request.actor
    prices = actor.may(NetworkPermission.SEE_RATES)
    states = [(state.value, state.label) for state in reads.NetworkGapStatus]
    services = [pair for _category, pairs in reads.service_choices(actor) for pair in pairs]
    actions = []
    if actor.may(NetworkPermission.INVITE):
        actions = [{"label": _("Note a gap"), "url": reverse("network_gap_new"), "primary": True}]
    return listing(
        request,
        title=_("Network gaps"),
        columns=_columns(prices=prices),
        read=lambda query: reads.network_gaps(actor, query=query),
        cells=lambda row: _cells(row, actor.language, prices=prices),
        url=lambda row: reverse("network_gap", args=[row.network_gap_id]),
        filters=[
            Filter("status", _("State"), [*states, ("all", _("every state"))]),
            Filter("service", _("Service"), services),
            Filter("province", _("Province"), reads.province_choices(actor)),
        ],
        actions=actions,
        empty={
            "sentence": _("Everything that is wanted has somebody who can deliver it."),
            "action_label": _("Open the map"),
            "action_url": reverse("map"),
        },
    )


@page(NetworkPermission.SEE)
def show(request: PageRequest, network_gap_id: int) -> HttpResponse:
    """One gap: the promises that wait in it and the companies we asked."""
    actor = request.actor
    it = reads.network_gap(actor, network_gap_id=network_gap_id)
    row = it.row
    actions = []
    if actor.may(NetworkPermission.INVITE):
        if row.status == "inviting":
            actions.append({"label": _("Invite another company"), "url": _invite_url(row)})
        if row.alive:
            actions.append({"label": _("Give it up"), "url": reverse("network_gap_give_up", args=[network_gap_id])})
    context = {
        "it": it,
        "record": {
            "title": f"{row.service} · {row.place}",
            "number": row.number,
            "state": {"tone": TONES[row.status], "text": row.status_name},
            "facts": _facts(row, actor),
        },
        "spine": steps(STEP),
        "next": _next(actor, it),
        "actions": actions,
        "back": {"label": _("Network gaps"), "url": reverse("network_gaps")},
        "promise_columns": [_("Promise"), {"label": _("Quantity"), "numeric": True}, _("State")],
        "promises": [_promise(one, row, actor) for one in it.promises],
        "invitation_columns": [_("Company"), _("Invited"), _("Application")],
        "invitations": [_invitation(one, actor) for one in it.invitations],
        "entries": happened(actor, network_gap_id=network_gap_id),
    }
    return render(request, "desk/network_gaps/show.html", context)


def _next(actor: Actor, it: reads.NetworkGapView) -> dict[str, Any] | None:
    row = it.row
    if row.status == "given_up":
        return {
            "sentence": _("Nobody is looked for any more. Take it up again when the need comes back."),
            "label": _("Look again"),
            "url": reverse("network_gap_reopen", args=[row.network_gap_id]),
            "method": "post",
        }
    if row.status == "closed":
        if not it.promises:
            return None
        sentence = _("%(member)s can deliver now. Award it, and the promise turns green with its signature.")
        first = it.promises[0]
        way = way_to_choose(actor, first.contract_id, first.promise_id, alone=True)
        return {"sentence": sentence % {"member": row.closed_by}, **way}
    if row.status == "open":
        sentence = _("Invite companies that could deliver this here; the invitation carries service and district.")
        return {"sentence": sentence, "label": _("Invite a company"), "url": _invite_url(row)}
    if row.applications:
        sentence = _("Companies applied: take their applications up, so that they can be given work.")
        return {"sentence": sentence, "label": _("Open the applications"), "url": reverse("applications")}
    sentence = _("We wait for an answer. Ask more companies if none comes.")
    return {"sentence": sentence, "label": _("Invite another company"), "url": _invite_url(row)}


def _facts(row: reads.NetworkGapRow, actor: Actor) -> list[dict[str, str]]:
    language = actor.language
    facts = [
        {"label": _("Quantity"), "value": _quantity(row, language)},
        {"label": _("Wanted from"), "value": formats.day(row.wanted_from, language)},
        {"label": _("Open for") if row.alive else _("Was open for"), "value": _days(row)},
        {"label": _("Invitations"), "value": f"{_asked(row)} · {_answered(row)}"},
    ]
    if row.price_most is not None:
        facts.insert(2, {"label": _("A member may cost"), "value": _band(row, language)})
    if row.closed_by_id is not None:
        url = reverse("member", args=[row.closed_by_id])
        facts.append({"label": _("Closed by"), "value": row.closed_by, "url": url})
    if row.reason:
        facts.append({"label": _("Reason"), "value": row.reason})
    return facts


def _promise(one: reads.GapPromise, row: reads.NetworkGapRow, actor: Actor) -> dict[str, Any]:
    state = Cell(_("somebody fits"), tone="ok") if one.covered else Cell(_("nobody fits"), tone="bad")
    return {
        "url": reverse("promise_backing", args=[one.promise_id]) if actor.may(BackingPermission.SEE) else "",
        "cells": [
            Cell(one.location, sub=f"{one.customer} · {one.contract_number}"),
            Cell(f"{formats.qty(one.quantity, actor.language)} {row.unit}"),
            state,
        ],
    }


def _invitation(one: reads.GapInvitation, actor: Actor) -> dict[str, Any]:
    if one.application_id is None:
        return {
            "url": "",
            "cells": [Cell(one.company or one.email, sub=one.email), Cell(one.invited_at), Cell(_("no answer yet"))],
        }
    tone = APPLICATION_TONES.get(one.application_status, "warn")
    return {
        "url": reverse("application", args=[one.application_id]) if actor.may(NetworkPermission.REVIEW) else "",
        "cells": [
            Cell(one.company or one.email, sub=one.email),
            Cell(one.invited_at),
            Cell(one.application_status_name, tone=tone, sub=one.application_number),
        ],
    }


class GapForm(forms.Form):
    """What will be wanted where."""

    service_id = choice_field(gettext_lazy("Service"))
    district_id = choice_field(gettext_lazy("District"), whole_number=True)
    quantity = number_field(gettext_lazy("Quantity"))
    wanted_from = day_field(gettext_lazy("Wanted from"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service_id"].choices = reads.service_choices(actor)  # type: ignore[attr-defined]
        self.fields["district_id"].choices = reads.district_choices(actor)  # type: ignore[attr-defined]


@page(NetworkPermission.INVITE)
def new(request: PageRequest) -> HttpResponse:
    """Note a gap before anything is promised; `?service=&district=` fill the form."""
    start = {"service_id": request.GET.get("service", ""), "district_id": request.GET.get("district", "")}
    return submit(
        request,
        GapForm(request.actor, request.POST or None, initial=start),
        lambda data: commands.note_network_gap(request.actor, **data),
        done=lambda gap: reverse("network_gap", args=[gap.pk]),
        said=_("The gap is noted; invite companies for it."),
        context={
            "page_title": _("Note a gap"),
            "page_sub": _("For a need nobody of the network can deliver. Gaps of promises open by themselves."),
            "submit_label": _("Note a gap"),
            "cancel_url": reverse("network_gaps"),
            "spine": steps(STEP),
        },
    )


class GiveUpForm(forms.Form):
    """Why nobody is looked for any more."""

    reason = text_field(gettext_lazy("Why"), most=300, lines=3)


@page(NetworkPermission.INVITE)
def give_up(request: PageRequest, network_gap_id: int) -> HttpResponse:
    """Stop looking for somebody."""
    row = reads.network_gap(request.actor, network_gap_id=network_gap_id).row
    url = reverse("network_gap", args=[network_gap_id])
    return submit(
        request,
        GiveUpForm(request.POST or None),
        lambda data: commands.give_up_network_gap(request.actor, network_gap_id=network_gap_id, **data),
        done=url,
        said=_("The gap is given up."),
        context={
            "page_title": _("Give it up"),
            "page_sub": f"{row.number} · {row.service} · {row.place}",
            "submit_label": _("Give it up"),
            "cancel_url": url,
            "back": {"label": row.number, "url": url},
            "spine": steps(STEP),
        },
    )


@page(NetworkPermission.INVITE)
def reopen(request: PageRequest, network_gap_id: int) -> HttpResponse:
    """Look for somebody again."""
    return act(
        request,
        lambda: commands.reopen_network_gap(request.actor, network_gap_id=network_gap_id),
        done=reverse("network_gap", args=[network_gap_id]),
        said=_("The gap is open again."),
    )


def _tile(actor: Actor) -> TileValue:
    count = reads.standing_gaps(actor)
    detail = _("nobody asked yet for %(count)d") % {"count": count.untouched} if count.untouched else ""
    return TileValue(str(count.standing), detail=detail, tone="bad" if count.untouched else "ok")


HOME = [
    Tile(
        gettext_lazy("gaps of the network"),
        _tile,
        "network_gaps",
        permission=NetworkPermission.INVITE,
        order=47,
    )
]


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  found by this name
    """Gaps for which nobody was asked yet, the oldest first."""
    if not actor.may(NetworkPermission.INVITE):
        return []
    query = ListQuery(filters={"status": "open"}, sort="opened", limit=SHOWN)
    return [
        Waiting(
            "bad",
            _("Network gap"),
            f"{row.service} · {row.place}",
            f"{_quantity(row, actor.language)} · {_asked(row)}",
            formats.day(row.wanted_from, actor.language),
            reverse("network_gap", args=[row.network_gap_id]),
            _("Invite"),
            55,
        )
        for row in reads.network_gaps(actor, query=query).rows
    ]


routes = [
    path("network-gaps/", index, name="network_gaps"),
    path("network-gaps/new/", new, name="network_gap_new"),
    path("network-gaps/<int:network_gap_id>/", show, name="network_gap"),
    path("network-gaps/<int:network_gap_id>/give-up/", give_up, name="network_gap_give_up"),
    path("network-gaps/<int:network_gap_id>/reopen/", reopen, name="network_gap_reopen"),
]
