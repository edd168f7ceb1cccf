"""Apply for membership without a login, and follow the application by its link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.web import PageRequest, formats, page, render, submit
from muhatap.faces.web.fields import choice_field, many_field, number_field, text_field
from muhatap.faces.web.questionnaire import QuestionnaireForm
from muhatap.kernel.actors import Actor
from muhatap.network import commands, reads
from muhatap.parties import reads as parties


class ApplicationForm(forms.Form):
    """What a company says when it wants to become a member."""

    company_name = text_field(gettext_lazy("Registered name of the company"), autocomplete="organization")
    tax_number = text_field(gettext_lazy("Tax number (VKN or TCKN)"), most=14, inputmode="numeric")
    tax_office = text_field(gettext_lazy("Tax office"), most=80)
    district_id = choice_field(
        gettext_lazy("District of the head office"), blank=gettext_lazy("Choose a district"), whole_number=True
    )
    address = text_field(gettext_lazy("Address"), most=300, required=False, autocomplete="street-address")
    workers = number_field(gettext_lazy("People who work for you"), decimals=0, least=1)
    services = many_field(gettext_lazy("Services you deliver"))
    provinces = many_field(gettext_lazy("Provinces you work in"), required=False)
    about = text_field(gettext_lazy("Your company in a few sentences"), most=4000, required=False, lines=5)
    contact_name = text_field(gettext_lazy("Your name"), most=120, autocomplete="name")
    phone = text_field(gettext_lazy("Phone"), most=30, autocomplete="tel", inputmode="tel")
    email = forms.EmailField(label=gettext_lazy("E-mail"), widget=forms.EmailInput({"autocomplete": "email"}))
    # Left blank by people, filled in by machines.
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = self.fields["district_id"]
        districts.choices = [*districts.choices, *reads.district_choices(actor)]  # type: ignore[attr-defined]
        self.fields["services"].choices = reads.service_choices(actor)  # type: ignore[attr-defined]
        self.fields["provinces"].choices = reads.province_choices(actor)  # type: ignore[attr-defined]
        self.groups = [
            {
                "title": _("Your company"),
                "names": ["company_name", "tax_number", "tax_office", "district_id", "address", "workers"],
            },
            {"title": _("What you do, and where"), "names": ["services", "provinces", "about"]},
            {
                "title": _("Who are you?"),
                "help": _("Once approved, this person becomes the owner of the company's account."),
                "names": ["contact_name", "phone", "email"],
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
def new(request: PageRequest) -> HttpResponse:
    """The form; `?invitation=` fills in what an invitation says."""
    token = request.GET.get("invitation", "")[:64]
    invited = reads.invitation(request.actor, token=token) if token else None
    start: dict[str, Any] = {}
    if invited is not None:
        start = {
            "company_name": invited.company_name,
            "email": invited.email,
            "services": [invited.service_id] if invited.service_id else [],
            "district_id": invited.district_id,
        }

    def run(data: dict[str, Any]) -> str:
        data.pop("website")
        data["workers"] = int(data["workers"])
        return commands.apply(request.actor, **data, invitation_token=token if invited is not None else "").token

    return submit(
        request,
        ApplicationForm(request.actor, request.POST or None, initial=start),
        run,
        done=lambda made: reverse("application_progress", args=[made]),
        template="public/applications/new.html",
        context={
            "page_title": _("Become a member"),
            "page_sub": _("One agreement, work at many customers: we bring the contracts, you deliver."),
            "submit_label": _("Send application"),
            "autosave": "public-application",
            "invited": invited,
            **_shell(request),
        },
    )


@page(None)
def progress(request: PageRequest, token: str) -> HttpResponse:
    """Where an application stands, behind the link its sender holds."""
    it = reads.progress(request.actor, token=token)
    order = ["received", "review", "conditions", "approved"]
    labels = [_("Received"), _("In review"), _("Conditions stated"), _("Approved")]
    place = order.index(it.status) if it.status in order else -1
    line = [
        {
            "label": label,
            "state": "done" if index < place or it.status == "approved" else "now" if index == place else "todo",
            "url": "",
        }
        for index, label in enumerate(labels)
    ]
    words = {
        "received": _("We look at it within two working days."),
        "review": _("Somebody of our network desk is looking at it and may call you."),
        "conditions": _("We need what stands below. You can bring most of it in the member portal after the approval."),
        "approved": _("You are a member. The owner of the account got a mail with a link to the member portal."),
        "refused": _("We cannot take you in at present."),
        "withdrawn": _("The application was withdrawn."),
    }
    context = {
        "it": it,
        "questionnaire_url": reverse("application_questionnaire", args=[token]) if it.open else "",
        "line": line if place >= 0 else [],
        "words": words[it.status],
        "page_title": _("Your application"),
        "facts": [
            (_("Number"), it.number),
            (_("Company"), it.company_name),
            (_("Received"), formats.moment(it.received_at, request.actor.language)),
            (_("State"), it.status_name),
        ],
        **_shell(request),
    }
    return render(request, "public/applications/progress.html", context)


@page(None)
def questionnaire(request: PageRequest, token: str) -> HttpResponse:
    """The questionnaire of an applicant, behind the link of its application."""
    it = reads.progress(request.actor, token=token)
    before = it.qualification.sections if it.qualification else ()
    return submit(
        request,
        QuestionnaireForm(request.actor, before, request.POST or None),
        lambda data: commands.answer_as_applicant(request.actor, token=token, answers=data),
        done=reverse("application_progress", args=[token]),
        said=_("Thank you. The answers count once we have looked at them."),
        template="web/public_form.html",
        context={
            "page_title": _("Questionnaire"),
            "page_sub": f"{it.company_name} · {it.number}",
            "submit_label": _("Send the answers"),
            **_shell(request),
        },
    )


routes = [
    path("apply/", new, name="application_new"),
    path("apply/<str:token>/questionnaire/", questionnaire, name="application_questionnaire"),
    path("apply/<str:token>/", progress, name="application_progress"),
]
