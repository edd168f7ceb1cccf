"""A member's place in the network: suspended, reinstated, let go."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.backing import reads as backing
from muhatap.backing.permissions import BackingPermission
from muhatap.faces.desk.members.parts import about
from muhatap.faces.web import Cell, PageRequest, formats, page, submit
from muhatap.faces.web.fields import day_field, text_field
from muhatap.kernel.errors import InvalidInput
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


def _days(form: forms.Form, first: str, today: date) -> tuple[date, date | None]:
    """From when until when (not included) the member would be away, as the form says it now."""
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    last = data.get("until")
    return data.get(first) or today, last + DAY if last else None


def _effect(request: PageRequest, member_id: int, days: tuple[date, date | None]) -> dict[str, Any]:
    """What the absence takes away, with the mark that says for which days it was shown."""
    actor = request.actor
    since, until = days
    if not actor.may(BackingPermission.SEE) or (until is not None and until <= since):
        return {"seen": "", "effect": None}
    found = backing.absence(actor, member_id=member_id, since=since, until=until)
    labels = (_("Customer"), _("Service"), _("Days"), _("Worth to us"), _("Backup"))
    rows = [
        {
            "url": reverse("promise_backing", args=[row.promise_id]),
            "cells": [
                Cell(row.customer, sub=row.location),
                Cell(row.service, sub=f"{formats.qty(row.quantity, actor.language)} {row.unit}"),
                Cell(row.days, sub=formats.day(row.period.start, actor.language)),
                Cell(row.amount),
                Cell(", ".join(row.stand_ins) or _("nobody"), tone="warn" if row.stand_ins else "bad"),
            ],
        }
        for row in found.rows
    ]
    return {
        "seen": f"{since}|{until or ''}",
        "effect": found,
        "effect_rows": rows,
        "columns": [{"label": label, "numeric": place in (2, 3)} for place, label in enumerate(labels)],
    }


def _look_first(request: PageRequest, effect: dict[str, Any]) -> None:
    """Nothing is done before its effect for exactly these days was on the screen. Raises: InvalidInput."""
    if effect["effect"] is not None and effect["effect"].rows and request.POST.get("seen") != effect["seen"]:
        raise InvalidInput(
            _("With these days the list below changes. Look at it, then send the form once more."), field="since"
        )


@page(NetworkPermission.SUSPEND)
def suspend(request: PageRequest, member_id: int) -> HttpResponse:
    """Suspend a member, with what it takes away shown before."""
    form = SuspendForm(request.POST or None, initial={"since": request.actor.today})
    effect = _effect(request, member_id, _days(form, "since", request.actor.today))

    def run(data: dict[str, Any]) -> Any:
        _look_first(request, effect)
        return commands.suspend_member(
            request.actor,
            member_id=member_id,
            reason=data["reason"],
            since=data["since"],
            until=data["until"] + DAY if data["until"] else None,
        )

    return submit(
        request,
        form,
        run,
        done=reverse("member", args=[member_id]),
        said=_("The member is suspended; look at the gaps it leaves."),
        template="desk/members/away.html",
        context={**about(request, member_id, _("Suspend the member"), submit_label=_("Suspend")), **effect},
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
    """Let a member go, with what it takes away shown before."""
    form = LeaveForm(request.POST or None, initial={"on": request.actor.today})
    effect = _effect(request, member_id, _days(form, "on", request.actor.today))

    def run(data: dict[str, Any]) -> Any:
        _look_first(request, effect)
        return commands.leave(request.actor, member_id=member_id, **data)

    return submit(
        request,
        form,
        run,
        done=reverse("member", args=[member_id]),
        said=_("The member leaves the network."),
        template="desk/members/away.html",
        context={**about(request, member_id, _("The member leaves"), submit_label=_("Let it go")), **effect},
    )
