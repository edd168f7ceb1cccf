"""The member's subcontractors: declared here, working only after our approval."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.backing import commands, reads
from muhatap.backing.permissions import BackingPermission
from muhatap.faces.web import Group, Item, PageRequest, formats, page, render, submit
from muhatap.faces.web.fields import choice_field, day_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Subcontractors"),
    url="sub_tiers",
    order=55,
    permission=BackingPermission.MEMBER_DECLARE,
    icon="users",
)
TONES = {"declared": "warn", "approved": "ok", "refused": "bad", "ended": "none"}


@page(BackingPermission.MEMBER_DECLARE)
def index(request: PageRequest) -> HttpResponse:
    """Every subcontractor that was declared."""
    actor = request.actor
    rows = reads.own_sub_tiers(actor)
    context = {
        "record": {"title": _("Subcontractors"), "subtitle": _("nobody works for you before we approve it")},
        "columns": [_("Company"), _("State"), _("What it does"), _("Agreement"), _("From")],
        "rows": [_row(row, actor.language) for row in rows],
        "actions": [{"label": _("Declare a company"), "url": reverse("sub_tier_new"), "icon": "plus"}],
        "spine": steps(6),
    }
    return render(request, "member/sub_tiers/index.html", context)


def _row(row: reads.SubTierRow, language: str) -> dict[str, Any]:
    return {
        "cells": [
            {"text": row.company_name, "sub": row.tax_number},
            {"kind": "pill", "tone": TONES[row.status], "text": row.status_name, "sub": row.reason},
            {"text": row.work, "sub": row.reason},
            row.agreement_number,
            formats.day(row.since, language),
        ]
    }


class SubTierForm(forms.Form):
    """A company that is to work for the member."""

    agreement_id = choice_field(gettext_lazy("Agreement"), whole_number=True)
    company_name = text_field(gettext_lazy("Company"), most=200)
    tax_number = text_field(gettext_lazy("Tax number"), most=11)
    work = text_field(gettext_lazy("What it does"), most=300)
    since = day_field(gettext_lazy("From"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement_id"].choices = reads.own_agreements(actor)  # type: ignore[attr-defined]


@page(BackingPermission.MEMBER_DECLARE)
def new(request: PageRequest) -> HttpResponse:
    """Declare a company."""
    return submit(
        request,
        SubTierForm(request.actor, request.POST or None, initial={"since": request.actor.today}),
        lambda data: commands.declare_sub_tier(request.actor, **data),
        done=reverse("sub_tiers"),
        said=_("Declared; we decide and you read it here."),
        context={
            "page_title": _("Declare a company"),
            "page_sub": _("It may work after our approval."),
            "submit_label": _("Declare"),
            "cancel_url": reverse("sub_tiers"),
            "back": {"label": _("Subcontractors"), "url": reverse("sub_tiers")},
            "spine": steps(6),
        },
    )


routes = [
    path("subcontractors/", index, name="sub_tiers"),
    path("subcontractors/new/", new, name="sub_tier_new"),
]
