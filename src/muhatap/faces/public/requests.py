"""Ask for services without a login, and see that the request arrived."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.demand import commands, reads
from muhatap.demand.commands.requests import Asking
from muhatap.faces.web import PageRequest, formats, page, render, submit
from muhatap.faces.web.fields import choice_field, many_field, text_field
from muhatap.kernel.actors import Actor
from muhatap.parties import reads as parties


class RequestForm(forms.Form):
    """What a company says when it asks."""

    company_name = text_field(gettext_lazy("Company"), autocomplete="organization")
    contact_name = text_field(gettext_lazy("Your name"), most=120, autocomplete="name")
    phone = text_field(gettext_lazy("Phone"), most=30, required=False, autocomplete="tel", inputmode="tel")
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), required=False, widget=forms.EmailInput({"autocomplete": "email"})
    )
    district_id = choice_field(
        gettext_lazy("Where is the service needed?"),
        blank=gettext_lazy("Choose a district"),
        required=False,
        whole_number=True,
        help_text=gettext_lazy("With several locations, choose the largest; we ask for the rest."),
    )
    categories = many_field(gettext_lazy("Which services?"), required=False)
    subject = text_field(gettext_lazy("What do you need, in a few words?"))
    text = text_field(gettext_lazy("Anything else we should know"), most=4000, required=False, lines=5)
    # Left blank by people, filled in by machines.
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = self.fields["district_id"]
        districts.choices = [*districts.choices, *parties.district_choices(actor)]  # type: ignore[attr-defined]
        self.fields["categories"].choices = reads.category_choices(actor)  # type: ignore[attr-defined]
        self.groups = [
            {"title": _("What is it about?"), "names": ["categories", "subject", "text", "district_id"]},
            {
                "title": _("Who are you?"),
                "help": _("A phone number or an e-mail address is enough."),
                "names": ["company_name", "contact_name", "phone", "email"],
            },
        ]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty."))
        return ""


def _shell(request: PageRequest) -> dict[str, Any]:
    prime = parties.prime(request.actor)
    return {
        "prime_name": prime.short_name,
        "footer_lines": [line for line in (prime.name, prime.address, prime.phone, prime.email) if line],
    }


@page(None)
def landing(request: PageRequest) -> HttpResponse:
    """What the house does, and the two ways in: ask for a service, or join the network."""
    ways = [{"label": _("Request a service"), "url": reverse("request_new"), "primary": True}]
    with suppress(NoReverseMatch):
        ways.append({"label": _("Join our network"), "url": reverse("application_new"), "primary": False})
    context = {"page_title": _("One counterpart for all your services"), "ways": ways, **_shell(request)}
    return render(request, "public/requests/landing.html", context)


@page(None)
def new(request: PageRequest) -> HttpResponse:
    """The form; a request that was sent leads to its own link."""

    def run(data: dict[str, Any]) -> str:
        data.pop("website")
        return commands.ask_publicly(request.actor, asking=Asking(**data)).token

    return submit(
        request,
        RequestForm(request.actor, request.POST or None),
        run,
        done=lambda token: reverse("request_received", args=[token]),
        template="public/requests/new.html",
        context={
            "page_title": _("Request a service"),
            "page_sub": _("One counterpart for all your services. We call you back within half a working day."),
            "submit_label": _("Send request"),
            "autosave": "public-request",
            **_shell(request),
        },
    )


@page(None)
def received(request: PageRequest, token: str) -> HttpResponse:
    """The request behind the link its sender holds."""
    asked = reads.asked(request.actor, token=token)
    state = _("We are in contact with you.") if asked.answered else _("We call you back by then at the latest.")
    record = {
        "number": asked.number,
        "facts": [
            (_("Company"), asked.company_name),
            (_("Subject"), asked.subject),
            (_("Received"), formats.moment(asked.received_at, request.actor.language)),
            (_("We answer by"), formats.moment(asked.first_response_due, request.actor.language)),
            (_("State"), state),
        ],
    }
    context = {"record": record, "page_title": _("Your request"), **_shell(request)}
    return render(request, "public/requests/received.html", context)


routes = [
    path("", landing, name="home"),
    path("request/", new, name="request_new"),
    path("request/<str:token>/", received, name="request_received"),
]
