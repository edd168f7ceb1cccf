"""Companies invited to apply."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.desk.applications.parts import STEP
from muhatap.faces.web import PageRequest, page, submit
from muhatap.faces.web.fields import choice_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.network import commands, reads
from muhatap.network.permissions import NetworkPermission


class InviteForm(forms.Form):
    """Whom to invite, and for what."""

    company_name = text_field(gettext_lazy("Company"), required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    service_id = choice_field(gettext_lazy("Service"), required=False)
    district_id = choice_field(gettext_lazy("District"), required=False, whole_number=True)
    message = text_field(gettext_lazy("What to write"), most=2000, required=False, lines=4)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, grouped in (
            ("service_id", reads.service_choices(actor)),
            ("district_id", reads.district_choices(actor)),
        ):
            self.fields[name].choices = [("", "—"), *grouped]  # type: ignore[attr-defined]


def _came_from(request: PageRequest) -> str:
    """The round or gap an invitation is written for, else the list of applications."""
    for name, page_name in (("round", "round"), ("gap", "network_gap")):
        if (asked := request.GET.get(name, "")).isdigit():
            return reverse(page_name, args=[int(asked)])
    return reverse("applications")


@page(NetworkPermission.INVITE)
def invite(request: PageRequest) -> HttpResponse:
    """Invite a company to apply; `?service=&district=` and `round=` or `gap=` come from where nobody fits."""
    back = _came_from(request)
    start = {"service_id": request.GET.get("service", ""), "district_id": request.GET.get("district", "")}
    return submit(
        request,
        InviteForm(request.actor, request.POST or None, initial=start),
        lambda data: commands.invite(
            request.actor,
            email=data["email"],
            company_name=data["company_name"],
            service_id=data["service_id"] or None,
            district_id=data["district_id"] or None,
            message=data["message"],
        ),
        done=back,
        said=_("The invitation is on its way."),
        context={
            "page_title": _("Invite a company"),
            "page_sub": _("It gets a mail with a link to the application form."),
            "submit_label": _("Invite"),
            "cancel_url": back,
            "spine": steps(STEP),
        },
    )
