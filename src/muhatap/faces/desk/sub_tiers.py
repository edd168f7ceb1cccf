"""Subcontractors of members at the desk: approved, refused, ended."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.backing import commands, reads
from muhatap.backing.permissions import BackingPermission
from muhatap.faces.web import PageRequest, Waiting, formats, page, submit
from muhatap.faces.web.fields import choice_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor


class DecisionForm(forms.Form):
    """What becomes of a subcontractor, and why."""

    status = choice_field(gettext_lazy("Decision"))
    reason = text_field(
        gettext_lazy("Reason"), most=300, required=False, lines=2, help_text=gettext_lazy("The member reads it.")
    )


def _choices(status: str) -> list[tuple[str, str]]:
    if status == "approved":
        return [("ended", _("the work has ended"))]
    return [("approved", _("approve")), ("refused", _("refuse"))]


@page(BackingPermission.WRITE)
def decide(request: PageRequest, sub_tier_id: int) -> HttpResponse:
    """Decide on a subcontractor."""
    row = reads.sub_tier(request.actor, sub_tier_id=sub_tier_id)
    url = reverse("project_agreement", args=[row.agreement_id])
    form = DecisionForm(request.POST or None)
    form.fields["status"].choices = _choices(row.status)  # type: ignore[attr-defined]
    return submit(
        request,
        form,
        lambda data: commands.decide_sub_tier(request.actor, sub_tier_id=sub_tier_id, **data),
        done=url,
        said=_("The decision is noted; the member reads it."),
        context={
            "page_title": row.company_name,
            "page_sub": f"{row.member} · {row.agreement_number} · {row.work}",
            "submit_label": _("Decide"),
            "cancel_url": url,
            "back": {"label": row.agreement_number, "url": url},
            "spine": steps(6),
        },
    )


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802  found by this name
    """Declared subcontractors that wait for a decision."""
    if not actor.may(BackingPermission.WRITE):
        return []
    return [
        Waiting(
            "warn",
            _("to decide"),
            _("Subcontractor %(name)s") % {"name": row.company_name},
            f"{row.member} · {row.agreement_number}",
            formats.day(row.since, actor.language),
            reverse("sub_tier_decide", args=[row.sub_tier_id]),
            _("Decide"),
            55,
        )
        for row in reads.waiting_sub_tiers(actor)
    ]


routes = [path("subcontractors/<int:sub_tier_id>/decide/", decide, name="sub_tier_decide")]
