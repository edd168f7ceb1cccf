"""What is done with a request before the visit: owner, contact, customer, merging, closing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.accounts.reads import staff
from muhatap.demand import commands, reads
from muhatap.demand.permissions import DemandPermission
from muhatap.faces.web import PageRequest, act, page, submit
from muhatap.faces.web.fields import choice_field, moment_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.parties import reads as parties


def _context(request: PageRequest, request_id: int, title: str, **more: Any) -> dict[str, Any]:
    """What every form about a request shows around itself."""
    record = reads.request(request.actor, request_id=request_id)
    url = reverse("request", args=[request_id])
    return {
        "page_title": title,
        "page_sub": f"{record.row.number} · {record.row.company_name}",
        "cancel_url": url,
        "back": {"label": record.row.number, "url": url},
        "spine": steps(1),
        **more,
    }


class AssignForm(forms.Form):
    """Who takes care of a request."""

    owner_id = choice_field(gettext_lazy("Owner"), whole_number=True)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = staff(actor)  # type: ignore[attr-defined]


@page(DemandPermission.TRIAGE)
def assign(request: PageRequest, request_id: int) -> HttpResponse:
    """Give a request to a colleague."""
    record = reads.request(request.actor, request_id=request_id)
    start = {"owner_id": record.owner_id or request.actor.user_id}
    return submit(
        request,
        AssignForm(request.actor, request.POST or None, initial=start),
        lambda data: commands.assign_request(request.actor, request_id=request_id, **data),
        done=reverse("request", args=[request_id]),
        said=_("Assigned."),
        context=_context(request, request_id, _("Assign the request"), submit_label=_("Assign")),
    )


class ContactForm(forms.Form):
    """What was said to whom."""

    channel = choice_field(gettext_lazy("How?"), reads.CHANNELS)
    text = text_field(gettext_lazy("What was said"), most=4000, required=False, lines=4)
    at = moment_field(gettext_lazy("When?"), required=False, help_text=gettext_lazy("Blank: now."))


@page(DemandPermission.TRIAGE)
def contact(request: PageRequest, request_id: int) -> HttpResponse:
    """Note a contact with the one who asked."""
    return submit(
        request,
        ContactForm(request.POST or None),
        lambda data: commands.mark_contacted(request.actor, request_id=request_id, **data),
        done=reverse("request", args=[request_id]),
        said=_("The contact is noted."),
        context=_context(
            request,
            request_id,
            _("Note a contact"),
            submit_label=_("Note contact"),
            autosave=f"request-contact-{request_id}",
        ),
    )


class CustomerForm(forms.Form):
    """The company behind a request."""

    name = text_field(gettext_lazy("Registered name"))
    short_name = text_field(gettext_lazy("Short name"), most=80, required=False)
    tax_number = text_field(gettext_lazy("VKN / TCKN"), most=20, required=False, inputmode="numeric")
    tax_office = text_field(gettext_lazy("Tax office"), most=80, required=False)
    tax_class = choice_field(
        gettext_lazy("Class for VAT withholding"), parties.TAX_CLASSES, help_text=gettext_lazy("KDVGUT I/C-2.1.3.1")
    )
    address = text_field(gettext_lazy("Address"), most=300, required=False)
    district_id = choice_field(
        gettext_lazy("District"), blank=gettext_lazy("Choose a district"), required=False, whole_number=True
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = self.fields["district_id"]
        districts.choices = [*districts.choices, *parties.district_choices(actor)]  # type: ignore[attr-defined]


@page(DemandPermission.TRIAGE)
def customer(request: PageRequest, request_id: int) -> HttpResponse:
    """Register the company behind a request as a customer."""
    record = reads.request(request.actor, request_id=request_id)
    start = {
        "name": record.row.company_name,
        "tax_number": record.tax_number,
        "district_id": record.district_id,
        "tax_class": "A",
    }
    return submit(
        request,
        CustomerForm(request.actor, request.POST or None, initial=start),
        lambda data: commands.create_customer(request.actor, request_id=request_id, **data),
        done=reverse("request", args=[request_id]),
        said=_("The customer is registered."),
        context=_context(
            request,
            request_id,
            _("Register the customer"),
            submit_label=_("Register"),
            autosave=f"request-customer-{request_id}",
        ),
    )


class LinkForm(forms.Form):
    """A known company."""

    customer_id = choice_field(gettext_lazy("Customer"), whole_number=True)

    def __init__(self, choices: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer_id"].choices = choices  # type: ignore[attr-defined]


@page(DemandPermission.TRIAGE)
def link(request: PageRequest, request_id: int) -> HttpResponse:
    """Say that a request came from a known company."""
    record = reads.request(request.actor, request_id=request_id)
    known = parties.alike(
        request.actor,
        name=record.row.company_name,
        tax_number=record.tax_number,
        phone=record.phone_raw,
        email=record.email,
    )
    choices = {one.id: one.name for one in known} | dict(parties.customer_choices(request.actor))
    return submit(
        request,
        LinkForm(list(choices.items()), request.POST or None, initial={"customer_id": request.GET.get("party")}),
        lambda data: commands.link_customer(request.actor, request_id=request_id, **data),
        done=reverse("request", args=[request_id]),
        said=_("The request belongs to this customer now."),
        context=_context(request, request_id, _("Choose a known customer"), submit_label=_("Choose")),
    )


class LoseForm(forms.Form):
    """Why a request ends."""

    reason = choice_field(gettext_lazy("Reason"), reads.LOST_REASONS)
    note = text_field(gettext_lazy("Note"), most=500, required=False, lines=3)


@page(DemandPermission.TRIAGE)
def lose(request: PageRequest, request_id: int) -> HttpResponse:
    """Close a request as lost."""
    return submit(
        request,
        LoseForm(request.POST or None),
        lambda data: commands.lose_request(request.actor, request_id=request_id, **data),
        done=reverse("request", args=[request_id]),
        said=_("The request is closed."),
        context=_context(
            request,
            request_id,
            _("Close the request as lost"),
            submit_label=_("Close"),
            page_sub=_("Open proposals are withdrawn and planned visits called off."),
        ),
    )


class MergeForm(forms.Form):
    """The request that goes on."""

    into_id = choice_field(
        gettext_lazy("Goes on as"),
        whole_number=True,
        help_text=gettext_lazy("Look-alikes come first. Both histories stay readable there."),
    )

    def __init__(self, choices: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into_id"].choices = choices  # type: ignore[attr-defined]


@page(DemandPermission.TRIAGE)
def merge(request: PageRequest, request_id: int) -> HttpResponse:
    """Merge a request into another one that is the same."""
    choices = reads.merge_choices(request.actor, request_id=request_id)
    return submit(
        request,
        MergeForm(choices, request.POST or None, initial={"into_id": request.GET.get("into")}),
        lambda data: commands.merge_request(request.actor, request_id=request_id, **data),
        done=lambda merged: reverse("request", args=[merged.merged_into_id]),
        said=_("The two requests are one now."),
        context=_context(request, request_id, _("Merge the request"), submit_label=_("Merge")),
    )


@page(DemandPermission.TRIAGE)
def take(request: PageRequest, request_id: int) -> HttpResponse:
    """Take a request for oneself."""
    return act(
        request,
        lambda: commands.assign_request(request.actor, request_id=request_id, owner_id=request.actor.user_id or 0),
        done=reverse("request", args=[request_id]),
        said=_("The request is yours."),
    )


routes = [
    path("requests/<int:request_id>/assign/", assign, name="request_assign"),
    path("requests/<int:request_id>/take/", take, name="request_take"),
    path("requests/<int:request_id>/contact/", contact, name="request_contact"),
    path("requests/<int:request_id>/customer/", customer, name="request_customer"),
    path("requests/<int:request_id>/link/", link, name="request_link"),
    path("requests/<int:request_id>/lose/", lose, name="request_lose"),
    path("requests/<int:request_id>/merge/", merge, name="request_merge"),
]
