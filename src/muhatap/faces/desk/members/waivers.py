"""Work in spite of a missing document: asked for, agreed to by a second person, ended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.desk.members.parts import about
from muhatap.faces.web import PageRequest, act, page, submit
from muhatap.faces.web.fields import choice_field, day_field, text_field
from muhatap.kernel.actors import Actor
from muhatap.kernel.periods import DAY
from muhatap.network import commands, reads
from muhatap.network.permissions import NetworkPermission


class WaiverForm(forms.Form):
    """Which document, until when, why."""

    what = choice_field(gettext_lazy("Document and service"))
    last_day = day_field(gettext_lazy("Last day"), help_text=gettext_lazy("Within 90 days."))
    reason = text_field(
        gettext_lazy("Reason"), most=500, lines=3, help_text=gettext_lazy("The second person decides by it.")
    )

    def __init__(self, actor: Actor, member_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = reads.waivable(actor, member_id=member_id)
        choices = [(f"{service}|{kind}", words) for service, kind, words in rows]
        self.fields["what"].choices = choices  # type: ignore[attr-defined]


@page(NetworkPermission.VERIFY)
def new(request: PageRequest, member_id: int) -> HttpResponse:
    """Ask for a waiver."""

    def run(data: dict[str, Any]) -> Any:
        service_id, _bar, type_id = data["what"].partition("|")
        return commands.ask_waiver(
            request.actor,
            member_id=member_id,
            service_id=service_id,
            document_type_id=type_id,
            until=data["last_day"] + DAY,
            reason=data["reason"],
        )

    return submit(
        request,
        WaiverForm(request.actor, member_id, request.POST or None),
        run,
        done=reverse("member", args=[member_id]) + "?tab=documents",
        said=_("A second person has to agree; until then nothing changes."),
        context=about(request, member_id, _("Work in spite of a missing document"), submit_label=_("Ask for a waiver")),
    )


@page(NetworkPermission.WAIVE)
def agree(request: PageRequest, waiver_id: int) -> HttpResponse:
    """Agree as a second person."""
    it = reads.waiver(request.actor, waiver_id=waiver_id)
    return act(
        request,
        lambda: commands.agree_waiver(request.actor, waiver_id=waiver_id),
        done=reverse("member", args=[it.member_id]) + "?tab=documents",
        said=_("The waiver counts from today on."),
    )


@page(NetworkPermission.VERIFY)
def end(request: PageRequest, waiver_id: int) -> HttpResponse:
    """End a waiver."""
    it = reads.waiver(request.actor, waiver_id=waiver_id)
    return act(
        request,
        lambda: commands.end_waiver(request.actor, waiver_id=waiver_id),
        done=reverse("member", args=[it.member_id]) + "?tab=documents",
        said=_("The waiver is ended."),
    )
