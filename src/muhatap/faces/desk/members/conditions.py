"""Conditions of a member: stated and ended at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.desk.members.parts import about
from muhatap.faces.web import PageRequest, page, submit
from muhatap.faces.web.fields import choice_field, day_field, number_field, text_field
from muhatap.kernel.actors import Actor
from muhatap.kernel.periods import DAY
from muhatap.network import commands, reads
from muhatap.network.permissions import NetworkPermission


class ConditionForm(forms.Form):
    """What is asked, for which work, from and until when, and what happens while it is unmet."""

    text = text_field(gettext_lazy("In words"), most=300, lines=2, help_text=gettext_lazy("The member reads it."))
    asks = choice_field(gettext_lazy("How it is met"))
    document_type_id = choice_field(gettext_lazy("Document"), required=False, blank="—")
    least_score = number_field(gettext_lazy("Least score"), unit=gettext_lazy("of 100"), decimals=1, required=False)
    most_monthly = number_field(
        gettext_lazy("At most a month"),
        unit="₺",
        decimals=2,
        required=False,
        help_text=gettext_lazy("For one line of work."),
    )
    effect = choice_field(gettext_lazy("While it is unmet"))
    bites_on = day_field(
        gettext_lazy("Takes effect on"), help_text=gettext_lazy("Until the day before it may be open.")
    )
    last_day = day_field(gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Blank: without end."))
    service_id = choice_field(gettext_lazy("Service"), required=False, blank=gettext_lazy("all"))
    category_id = choice_field(gettext_lazy("Category"), required=False, blank=gettext_lazy("all"))
    province_id = choice_field(gettext_lazy("Province"), required=False, blank=gettext_lazy("everywhere"))
    customer_id = choice_field(gettext_lazy("Customer"), required=False, blank=gettext_lazy("all"), whole_number=True)
    above = number_field(gettext_lazy("Only work above"), unit=gettext_lazy("₺ a month"), decimals=2, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("asks", [(one.value, one.label) for one in reads.Asks])
        self._choose("effect", [(one.value, one.label) for one in reads.Effect])
        self._choose("document_type_id", reads.document_type_choices(actor))
        self._choose("service_id", reads.service_choices(actor))
        self._choose("category_id", reads.category_choices(actor))
        self._choose("province_id", reads.province_choices(actor))
        self._choose("customer_id", reads.customer_choices(actor))
        self.groups = [
            {
                "title": _("What is asked"),
                "names": ["text", "asks", "document_type_id", "least_score", "most_monthly"],
            },
            {"title": _("When, and what happens else"), "names": ["effect", "bites_on", "last_day"]},
            {
                "title": _("For which work"),
                "help": _("What is left blank does not narrow it."),
                "names": ["service_id", "category_id", "province_id", "customer_id", "above"],
            },
        ]

    def _choose(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        field.choices = [*field.choices, *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What is asked for must be given with its kind."""
        data: dict[str, Any] = super().clean() or {}
        needed = {"document": "document_type_id", "standing": "least_score", "amount": "most_monthly"}
        name = needed.get(data.get("asks", ""))
        if name is not None and not data.get(name):
            self.add_error(name, _("This must be filled in."))
        for other in needed.values():
            if other != name:
                data[other] = None
        return data

    def condition(self) -> commands.NewCondition:
        """The condition as it was filled in."""
        data = self.cleaned_data
        return commands.NewCondition(
            data["text"],
            data["bites_on"] - DAY,
            document_type_id=data["document_type_id"] or None,
            effect=data["effect"],
            least_score=data["least_score"],
            most_monthly=_minor(data["most_monthly"]),
            until=data["last_day"] + DAY if data["last_day"] else None,
            service_id=data["service_id"] or None,
            category_id=data["category_id"] or None,
            province_id=data["province_id"] or None,
            customer_id=data["customer_id"] or None,
            above=_minor(data["above"]),
        )


def _minor(major: Any) -> int | None:
    return None if major is None else int(major * 100)


@page(NetworkPermission.REVIEW)
def new(request: PageRequest, member_id: int) -> HttpResponse:
    """State a condition for a member."""
    form = ConditionForm(request.actor, request.POST or None, initial={"bites_on": request.actor.today})
    return submit(
        request,
        form,
        lambda data: commands.state_condition(request.actor, member_id=member_id, condition=form.condition()),
        done=reverse("member", args=[member_id]) + "?tab=conditions",
        said=_("The condition is stated; the member sees it in its portal."),
        context=about(request, member_id, _("State a condition"), submit_label=_("State the condition")),
    )


class EndForm(forms.Form):
    """From when on it does not hold."""

    on = day_field(gettext_lazy("First day without it"))


@page(NetworkPermission.REVIEW)
def end(request: PageRequest, member_id: int, condition_id: int) -> HttpResponse:
    """Let a condition end."""
    return submit(
        request,
        EndForm(request.POST or None, initial={"on": request.actor.today}),
        lambda data: commands.end_condition(request.actor, condition_id=condition_id, on=data["on"]),
        done=reverse("member", args=[member_id]) + "?tab=conditions",
        said=_("The condition ends."),
        context=about(request, member_id, _("End the condition"), submit_label=_("End it")),
    )
