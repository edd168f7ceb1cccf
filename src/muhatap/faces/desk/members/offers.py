"""What a member offers, written down at the desk: documents, coverage, prices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.faces.desk.members.parts import about
from muhatap.faces.desk.reasons import ReasonForm
from muhatap.faces.web import PageRequest, act, page, submit
from muhatap.faces.web.fields import choice_field, day_field, number_field, text_field
from muhatap.faces.web.rates import RateForm, state
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.network import commands, reads
from muhatap.network.permissions import NetworkPermission


@page(NetworkPermission.VERIFY)
def coverage_approve(request: PageRequest, coverage_id: int) -> HttpResponse:
    """Let a coverage count."""
    return act(
        request,
        lambda: commands.approve_coverage(request.actor, coverage_id=coverage_id),
        said=_("The coverage counts from now on."),
    )


@page(NetworkPermission.VERIFY)
def coverage_refuse(request: PageRequest, coverage_id: int) -> HttpResponse:
    """Refuse a coverage with a reason."""
    it = reads.coverage(request.actor, coverage_id=coverage_id)
    url = reverse("member", args=[it.member_id]) + "?tab=coverage"
    form = ReasonForm(request.POST or None)
    form.fields["reason"].help_text = _("The member reads it.")
    return submit(
        request,
        form,
        lambda data: commands.refuse_coverage(request.actor, coverage_id=coverage_id, **data),
        done=url,
        said=_("The coverage is refused."),
        context={
            "page_title": _("Refuse the coverage"),
            "page_sub": f"{it.member} · {it.service} · {it.place}",
            "submit_label": _("Refuse"),
            "cancel_url": url,
            "spine": steps(5),
        },
    )


class EndForm(forms.Form):
    """From when on it does not count."""

    until = day_field(gettext_lazy("First day without it"))


@page(NetworkPermission.VERIFY)
def coverage_end(request: PageRequest, coverage_id: int) -> HttpResponse:
    """Let a coverage end, never below what promises take of it."""
    it = reads.coverage(request.actor, coverage_id=coverage_id)
    url = reverse("member", args=[it.member_id]) + "?tab=coverage"
    return submit(
        request,
        EndForm(request.POST or None),
        lambda data: commands.end_coverage(request.actor, coverage_id=coverage_id, until=data["until"]),
        done=url,
        said=_("The coverage ends."),
        context={
            "page_title": _("End the coverage"),
            "page_sub": f"{it.member} · {it.service} · {it.place}",
            "submit_label": _("End it"),
            "cancel_url": url,
            "spine": steps(5),
        },
    )


class DocumentForm(forms.Form):
    """A document and the days it is valid on."""

    type_id = choice_field(gettext_lazy("Document"))
    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("PDF, JPEG or PNG, at most 25 MB."))
    valid_from = day_field(
        gettext_lazy("Valid from"), help_text=gettext_lazy("A document does not count before this day.")
    )
    valid_until = day_field(
        gettext_lazy("Valid until"), required=False, help_text=gettext_lazy("Blank: it does not run out.")
    )
    number = text_field(gettext_lazy("Number"), most=60, required=False)
    issuer = text_field(gettext_lazy("Issued by"), most=120, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type_id"].choices = reads.document_type_choices(actor)  # type: ignore[attr-defined]


def upload(actor: Actor, member_id: int, data: dict[str, Any]) -> Any:
    """Run the upload command with what a form brought."""
    file = data.pop("file")
    return commands.upload_document(actor, member_id=member_id, data=file.read(), name=file.name, **data)


@page(NetworkPermission.OFFER)
def document_new(request: PageRequest, member_id: int) -> HttpResponse:
    """Take a document in that came another way than the portal."""
    form = DocumentForm(
        request.actor, request.POST or None, request.FILES or None, initial={"type_id": request.GET.get("type", "")}
    )
    return submit(
        request,
        form,
        lambda data: upload(request.actor, member_id, data),
        done=lambda row: reverse("document", args=[row.pk]),
        said=_("The document waits for a check."),
        context=about(request, member_id, _("Take a document in"), submit_label=_("Take in")),
    )


class CoverageForm(forms.Form):
    """Where, what, how much."""

    service_id = choice_field(gettext_lazy("Service"))
    district_id = choice_field(gettext_lazy("District"), whole_number=True)
    capacity = number_field(
        gettext_lazy("Capacity"), help_text=gettext_lazy("In the unit of the service, for all customers together.")
    )
    valid_from = day_field(gettext_lazy("From"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service_id"].choices = reads.service_choices(actor)  # type: ignore[attr-defined]
        self.fields["district_id"].choices = reads.district_choices(actor)  # type: ignore[attr-defined]


def propose(actor: Actor, member_id: int, data: dict[str, Any]) -> Any:
    """Run the coverage command with what a form brought."""
    district = data.pop("district_id")
    return commands.propose_coverage(actor, member_id=member_id, district_ids=[district], **data)


@page(NetworkPermission.OFFER)
def coverage_new(request: PageRequest, member_id: int) -> HttpResponse:
    """Write down where a member can deliver."""
    return submit(
        request,
        CoverageForm(request.actor, request.POST or None, initial={"valid_from": request.actor.today}),
        lambda data: propose(request.actor, member_id, data),
        done=reverse("member", args=[member_id]) + "?tab=coverage",
        said=_("The coverage waits for approval."),
        context=about(request, member_id, _("Add coverage"), submit_label=_("Add")),
    )


@page(NetworkPermission.OFFER)
def rate_new(request: PageRequest, member_id: int) -> HttpResponse:
    """Write down what a member asks."""
    return submit(
        request,
        RateForm(request.actor, request.POST or None, initial={"valid_from": request.actor.today}),
        lambda data: state(request.actor, member_id, data),
        done=reverse("member", args=[member_id]) + "?tab=rates",
        said=_("The price is noted."),
        context=about(request, member_id, _("State a price"), submit_label=_("State")),
    )
