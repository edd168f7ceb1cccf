"""The membership agreement: drafted and sent for signature."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.agreements import commands as agreements
from muhatap.documents.making.agreements import make_paper
from muhatap.faces.desk.members.parts import about
from muhatap.faces.web import PageRequest, act, page, submit
from muhatap.faces.web.fields import day_field, number_field
from muhatap.kernel.periods import DAY, Period
from muhatap.network import commands
from muhatap.network.permissions import NetworkPermission


class MembershipForm(forms.Form):
    """Terms of a membership agreement."""

    since = day_field(gettext_lazy("First day"))
    until = day_field(gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Blank: without end."))
    notice_days = number_field(gettext_lazy("Notice"), unit=gettext_lazy("days"), decimals=0, initial=60)
    payment_days = number_field(gettext_lazy("Payment term"), unit=gettext_lazy("days"), decimals=0, initial=30)
    renews_months = number_field(
        gettext_lazy("Renews itself for"), unit=gettext_lazy("months"), decimals=0, initial=12, required=False
    )


@page(NetworkPermission.AGREE)
def membership_new(request: PageRequest, member_id: int) -> HttpResponse:
    """Draft a membership agreement."""
    start = {"since": request.actor.today}

    def run(data: dict[str, Any]) -> Any:
        until = data["until"] + DAY if data["until"] else None
        return commands.draft_membership(
            request.actor,
            member_id=member_id,
            period=Period(data["since"], until)
            if until is None or until > data["since"]
            else Period(data["since"], data["since"]),
            notice_days=int(data["notice_days"]),
            payment_days=int(data["payment_days"]),
            renews_months=int(data["renews_months"]) if data["renews_months"] else None,
        )

    return submit(
        request,
        MembershipForm(request.POST or None, initial=start),
        run,
        done=reverse("member", args=[member_id]) + "?tab=agreements",
        said=_("The agreement is drafted. Read it through and send it for signature."),
        context=about(request, member_id, _("Draft the membership agreement"), submit_label=_("Draft the agreement")),
    )


@page(NetworkPermission.AGREE)
def membership_send(request: PageRequest, agreement_id: int) -> HttpResponse:
    """Freeze a membership agreement, make its paper and send it for signature."""

    def run() -> int:
        version = commands.freeze_membership(request.actor, agreement_id=agreement_id)
        make_paper(request.actor, version_id=version.pk)
        agreements.send(request.actor, agreement_id=agreement_id)
        return agreement_id

    return act(
        request, run, done=lambda pk: reverse("agreement", args=[pk]), said=_("The agreement is out for signature.")
    )
