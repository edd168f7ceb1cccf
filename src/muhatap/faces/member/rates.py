"""The member's own prices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import Group, Item, PageRequest, page, render, submit
from muhatap.faces.web.fields import choice_field, day_field, number_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
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
        "rates": reads.rates_of(actor, member_id=actor.party_id or 0),
        "actions": [{"label": _("State a price"), "url": reverse("rate_new"), "icon": "plus"}]
        if actor.may(NetworkPermission.OFFER)
        else [],
        "spine": steps(5),
    }
    return render(request, "member/rates/index.html", context)


class RateForm(forms.Form):
    """What a member asks for a service."""

    service_id = choice_field(gettext_lazy("Service"), blank=gettext_lazy("Choose a service"))
    basis = choice_field(gettext_lazy("The price is"))
    unit_price = number_field(gettext_lazy("Unit price"), unit="₺", decimals=4)
    province_id = choice_field(gettext_lazy("Province"), required=False, blank=gettext_lazy("everywhere"))
    valid_from = day_field(gettext_lazy("From"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = self.fields["service_id"]
        services.choices = [*services.choices, *reads.service_choices(actor)]  # type: ignore[attr-defined]
        self.fields["basis"].choices = reads.basis_choices(actor)  # type: ignore[attr-defined]
        provinces = self.fields["province_id"]
        provinces.choices = [*provinces.choices, *reads.province_choices(actor)]  # type: ignore[attr-defined]


@page(NetworkPermission.RATES)
def new(request: PageRequest) -> HttpResponse:
    """State a price."""
    actor = request.actor
    return submit(
        request,
        RateForm(actor, request.POST or None, initial={"valid_from": actor.today}),
        lambda data: commands.state_rate(
            actor, member_id=actor.party_id or 0, **{**data, "province_id": data["province_id"] or None}
        ),
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


routes = [
    path("rates/", index, name="rates"),
    path("rates/new/", new, name="rate_new"),
]
