"""What is decided on an application: taken up, conditions, approved, refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.desk.applications.parts import about
from muhatap.faces.desk.reasons import ReasonForm
from muhatap.faces.web import PageRequest, act, page, submit
from muhatap.faces.web.fields import day_field, many_field, number_field, text_field
from muhatap.kernel.actors import Actor
from muhatap.network import commands, reads
from muhatap.network.permissions import NetworkPermission


@page(NetworkPermission.REVIEW)
def review(request: PageRequest, application_id: int) -> HttpResponse:
    """Take an application up."""
    return act(
        request,
        lambda: commands.review_application(request.actor, application_id=application_id),
        done=reverse("application", args=[application_id]),
        said=_("You review this application."),
    )


class ConditionsForm(forms.Form):
    """What an applicant must bring, and how it did in the qualification."""

    score = number_field(
        gettext_lazy("Qualification score"),
        unit=gettext_lazy("of 100"),
        decimals=0,
        required=False,
        help_text=gettext_lazy("Blank: what the questionnaire gives."),
    )
    documents = many_field(gettext_lazy("Documents its services need"), required=False)
    others = text_field(
        gettext_lazy("Other conditions"),
        most=2000,
        required=False,
        lines=4,
        help_text=gettext_lazy("One on each line."),
    )
    due_on = day_field(gettext_lazy("Until when"))
    before_approval = forms.BooleanField(
        label=gettext_lazy("Everything must be there before the approval"), required=False
    )

    def __init__(self, actor: Actor, application_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggested = reads.suggested_conditions(actor, application_id=application_id)
        choices = [
            (one.document_type_id, f"{one.text} · {_('duty of law')}" if one.blocks else one.text)
            for one in self.suggested
        ]
        self.fields["documents"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["documents"]
        elif not self.is_bound:
            self.initial["documents"] = [one.document_type_id for one in self.suggested]
        if self.suggested and not self.is_bound:
            self.initial["due_on"] = self.suggested[0].due_on

    def conditions(self) -> list[commands.NewCondition]:
        """The conditions chosen and written."""
        data = self.cleaned_data
        names = {one.document_type_id: one.text for one in self.suggested}
        before = data["before_approval"]
        found = [commands.NewCondition(names[key], data["due_on"], key, before) for key in data.get("documents", [])]
        lines = (line.strip() for line in data["others"].splitlines())
        return found + [commands.NewCondition(line[:300], data["due_on"], None, before) for line in lines if line]


@page(NetworkPermission.REVIEW)
def conditions(request: PageRequest, application_id: int) -> HttpResponse:
    """State conditions."""
    form = ConditionsForm(request.actor, application_id, request.POST or None)
    return submit(
        request,
        form,
        lambda data: commands.state_conditions(
            request.actor,
            application_id=application_id,
            score=None if data["score"] is None else int(data["score"]),
            conditions=form.conditions(),
        ),
        done=reverse("application", args=[application_id]),
        said=_("The conditions went to the applicant."),
        context=about(request, application_id, _("State conditions"), submit_label=_("State conditions")),
    )


@page(NetworkPermission.REVIEW)
def condition_met(request: PageRequest, condition_id: int) -> HttpResponse:
    """Note that a condition is met."""
    return act(request, lambda: commands.meet_condition(request.actor, condition_id=condition_id), said=_("Noted."))


@page(NetworkPermission.APPROVE)
def approve(request: PageRequest, application_id: int) -> HttpResponse:
    """Take an applicant in."""
    return act(
        request,
        lambda: commands.approve_application(request.actor, application_id=application_id),
        done=lambda member: reverse("member", args=[member.pk]),
        said=_("The company is a member; its owner got an invitation to the portal."),
    )


class TakeInForm(forms.Form):
    """Nothing to fill in: a decision to confirm."""


@page(NetworkPermission.APPROVE)
def take_in(request: PageRequest, application_id: int) -> HttpResponse:
    """Take an applicant in without conditions, after a second look."""
    return submit(
        request,
        TakeInForm(request.POST if request.method == "POST" else None),
        lambda data: commands.approve_application(request.actor, application_id=application_id),
        done=lambda member: reverse("member", args=[member.pk]),
        said=_("The company is a member; its owner got an invitation to the portal."),
        context=about(
            request,
            application_id,
            _("Approve without conditions"),
            submit_label=_("Approve"),
        ),
    )


@page(NetworkPermission.REVIEW)
def refuse(request: PageRequest, application_id: int) -> HttpResponse:
    """Say no."""
    return submit(
        request,
        ReasonForm(request.POST or None),
        lambda data: commands.refuse_application(request.actor, application_id=application_id, **data),
        done=reverse("application", args=[application_id]),
        said=_("The application is refused."),
        context=about(request, application_id, _("Refuse the application"), submit_label=_("Refuse")),
    )
