"""A member's place in the network: suspended, reinstated, let go."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.desk.members.parts import about
from muhatap.faces.web import PageRequest, page, submit
from muhatap.faces.web.fields import day_field, text_field
from muhatap.kernel.periods import DAY
from muhatap.network import commands
from muhatap.network.permissions import NetworkPermission


class SuspendForm(forms.Form):
    """From when, until when, why."""

    since = day_field(gettext_lazy("From"))
    until = day_field(
        gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Blank: until it is reinstated.")
    )
    reason = text_field(gettext_lazy("Reason"), most=300, lines=3, help_text=gettext_lazy("The member reads it."))


@page(NetworkPermission.SUSPEND)
def suspend(request: PageRequest, member_id: int) -> HttpResponse:
    """Suspend a member; the gaps it leaves open at once."""
    return submit(
        request,
        SuspendForm(request.POST or None, initial={"since": request.actor.today}),
        lambda data: commands.suspend_member(
            request.actor,
            member_id=member_id,
            reason=data["reason"],
            since=data["since"],
            until=data["until"] + DAY if data["until"] else None,
        ),
        done=reverse("member", args=[member_id]),
        said=_("The member is suspended; look at the gaps it leaves."),
        context=about(request, member_id, _("Suspend the member"), submit_label=_("Suspend")),
    )


class ReinstateForm(forms.Form):
    """Nothing to fill in: a decision to confirm."""


@page(NetworkPermission.SUSPEND)
def reinstate(request: PageRequest, member_id: int) -> HttpResponse:
    """Let a suspended member deliver again."""
    return submit(
        request,
        ReinstateForm(request.POST if request.method == "POST" else None),
        lambda data: commands.reinstate_member(request.actor, member_id=member_id),
        done=reverse("member", args=[member_id]),
        said=_("The member delivers again."),
        context=about(request, member_id, _("Reinstate the member"), submit_label=_("Reinstate")),
    )


class LeaveForm(forms.Form):
    """When, why, and whether it may come back."""

    on = day_field(gettext_lazy("First day without it"))
    reason = text_field(gettext_lazy("Reason"), most=300, lines=3)
    blacklisted = forms.BooleanField(label=gettext_lazy("Never take it in again"), required=False)


@page(NetworkPermission.SUSPEND)
def leave(request: PageRequest, member_id: int) -> HttpResponse:
    """Let a member go."""
    return submit(
        request,
        LeaveForm(request.POST or None, initial={"on": request.actor.today}),
        lambda data: commands.leave(request.actor, member_id=member_id, **data),
        done=reverse("member", args=[member_id]),
        said=_("The member leaves the network."),
        context=about(request, member_id, _("The member leaves"), submit_label=_("Let it go")),
    )
