"""Answers to the questionnaire at the desk: confirmed as scored, or corrected with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.desk.applications.parts import STEP
from muhatap.faces.web import PageRequest, page, submit
from muhatap.faces.web.fields import choice_field, number_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.network import commands, reads
from muhatap.network.permissions import NetworkPermission


class ConfirmForm(forms.Form):
    """Score and tier, and why they differ from what the answers give."""

    score = number_field(gettext_lazy("Qualification score"), unit=gettext_lazy("of 100"), decimals=0)
    tier = choice_field(gettext_lazy("Risk"))
    reason = text_field(
        gettext_lazy("Reason"),
        most=500,
        lines=3,
        required=False,
        help_text=gettext_lazy("Needed where you correct what the answers give."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tier"].choices = reads.tier_choices()  # type: ignore[attr-defined]


@page(NetworkPermission.REVIEW)
def confirm(request: PageRequest, qualification_id: int) -> HttpResponse:
    """Let answers count."""
    owner = reads.qualification(request.actor, qualification_id=qualification_id)
    url = (
        reverse("member", args=[owner.member_id])
        if owner.member_id
        else reverse("application", args=[owner.application_id])
    )
    it = owner.view
    return submit(
        request,
        ConfirmForm(request.POST or None, initial={"score": it.score, "tier": it.tier}),
        lambda data: commands.confirm_qualification(
            request.actor,
            qualification_id=qualification_id,
            score=int(data["score"]),
            tier=data["tier"],
            reason=data["reason"],
        ),
        done=url,
        said=_("The qualification counts from now on."),
        template="desk/applications/confirm.html",
        context={
            "page_title": _("Confirm the qualification"),
            "page_sub": owner.company,
            "submit_label": _("Confirm"),
            "cancel_url": url,
            "back": {"label": owner.company, "url": url},
            "spine": steps(STEP),
            "qualification": it,
        },
    )
