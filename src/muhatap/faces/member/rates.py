"""The member's own prices."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import Group, Item, PageRequest, page, render, submit
from muhatap.faces.web.fields import day_field
from muhatap.faces.web.importing import import_page
from muhatap.faces.web.lists.export import download
from muhatap.faces.web.rates import RateForm, state, terms_words
from muhatap.faces.web.spine import steps
from muhatap.network import commands, reads
from muhatap.network.permissions import NetworkPermission

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Prices"),
    url="rates",
    order=40,
    permission=NetworkPermission.RATES,
    icon="coins",
)


@page(NetworkPermission.RATES)
def index(request: PageRequest) -> HttpResponse:
    """Every price stated."""
    actor = request.actor
    context = {
        "record": {"title": _("Prices"), "subtitle": _("what you ask; we compare members by them")},
        "rates": [
            (row, terms_words(row.terms, actor.language))
            for row in reads.rates_of(actor, member_id=actor.party_id or 0)
        ],
        "may_offer": actor.may(NetworkPermission.OFFER),
        "actions": [
            {"label": _("State a price"), "url": reverse("rate_new"), "icon": "plus"},
            {"label": _("From a file"), "url": reverse("rates_import")},
            {"label": _("As a file"), "url": reverse("rates_export")},
        ]
        if actor.may(NetworkPermission.OFFER)
        else [],
        "spine": steps(5),
    }
    return render(request, "member/rates/index.html", context)


@page(NetworkPermission.RATES)
def new(request: PageRequest) -> HttpResponse:
    """State a price."""
    actor = request.actor
    return submit(
        request,
        RateForm(actor, request.POST or None, initial={"valid_from": actor.today}),
        lambda data: state(actor, actor.party_id or 0, data),
        done=reverse("rates"),
        said=_("The price is noted."),
        context={
            "page_title": _("State a price"),
            "submit_label": _("State a price"),
            "cancel_url": reverse("rates"),
            "back": {"label": _("Prices"), "url": reverse("rates")},
            "spine": steps(5),
        },
    )


@page(NetworkPermission.RATES)
def export(request: PageRequest) -> HttpResponse:
    """The prices as a file."""
    data = reads.rates_file(request.actor, member_id=request.actor.party_id or 0)
    return download(data, "text/csv; charset=utf-8", _("prices") + ".csv")


@page(NetworkPermission.RATES)
def take_file(request: PageRequest) -> HttpResponse:
    """Take prices over from a file."""
    actor = request.actor
    return import_page(
        request,
        lambda data, look: commands.import_rates(actor, member_id=actor.party_id or 0, data=data, dry_run=look),
        done=reverse("rates"),
        context={
            "page_title": _("Prices from a file"),
            "back": {"label": _("Prices"), "url": reverse("rates")},
            "spine": steps(5),
        },
    )


class EndForm(forms.Form):
    """From when on it does not hold."""

    until = day_field(gettext_lazy("First day without it"))


@page(NetworkPermission.RATES)
def end(request: PageRequest, rate_card_id: int) -> HttpResponse:
    """End a price."""
    actor = request.actor
    it = reads.rate(actor, rate_card_id=rate_card_id)
    return submit(
        request,
        EndForm(request.POST or None),
        lambda data: commands.end_rate(actor, rate_card_id=rate_card_id, until=data["until"]),
        done=reverse("rates"),
        said=_("The price ends."),
        context={
            "page_title": _("End the price"),
            "page_sub": f"{it.service} · {it.basis_name}",
            "submit_label": _("End it"),
            "cancel_url": reverse("rates"),
            "back": {"label": _("Prices"), "url": reverse("rates")},
            "spine": steps(5),
        },
    )


routes = [
    path("rates/", index, name="rates"),
    path("rates/new/", new, name="rate_new"),
    path("rates/export/", export, name="rates_export"),
    path("rates/import/", take_file, name="rates_import"),
    path("rates/<int:rate_card_id>/end/", end, name="rate_end"),
]
