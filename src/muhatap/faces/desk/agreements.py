"""Agreements of every kind at the desk: who has signed, withdrawing, suspending, terminating, ink signatures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.agreements import commands, reads
from muhatap.agreements.permissions import AgreementPermission
from muhatap.faces.web import (
    Cell,
    Column,
    Filter,
    Group,
    Item,
    PageRequest,
    act,
    formats,
    listing,
    page,
    render,
    signing,
    submit,
)
from muhatap.faces.web.fields import day_field, moment_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.timeline import happened

NAVIGATION = Item(
    group=Group.CUSTOMER,
    label=gettext_lazy("Agreements"),
    url="agreements",
    order=60,
    permission=AgreementPermission.SEE,
    icon="files",
)
WAITING = signing.waiting


@page(AgreementPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """All agreements: with customers, members, and of members for projects."""
    return listing(
        request,
        title=_("Agreements"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("party", _("Party"), sort="party"),
            Column("title", _("Title"), sort="title"),
            Column("kind", _("Kind")),
            Column("state", _("State"), sort="status"),
            Column("since", _("From"), sort="since"),
            Column("until", _("Last day")),
        ],
        read=lambda query: reads.agreements(request.actor, query=query),
        cells=lambda row: [
            Cell(row.number),
            Cell(row.party),
            Cell(row.title),
            Cell(row.kind_name),
            Cell(row.status_name, tone=row.tone),
            Cell(row.since),
            Cell(row.last_day or "—"),
        ],
        url=lambda row: signing.record_url(row.kind, row.id),
        filters=[
            Filter("kind", _("Kind"), reads.Kind.choices),
            Filter("status", _("State"), reads.Status.choices),
        ],
        empty={
            "sentence": _("Agreements appear here as soon as one is drafted."),
            "action_label": _("Open the contracts"),
            "action_url": reverse("contracts"),
        },
    )


@page(AgreementPermission.SEE)
def show(request: PageRequest, agreement_id: int) -> HttpResponse:
    """An agreement with its versions, signatures and papers; a customer contract has a page of its own."""
    view = reads.agreement(request.actor, agreement_id=agreement_id)
    if view.row.kind == reads.Kind.CUSTOMER:
        return HttpResponseRedirect(reverse("contract", args=[agreement_id]))
    current = view.current
    text = None
    if current is not None:
        text = signing.text_of(reads.frozen(request.actor, version_id=current.id).snapshot)
    context = {
        "record": record_of(view, request),
        "it": view,
        "version": current,
        "text": text,
        "actions": actions_of(view, request),
        "spine": steps(signing.STEP[view.row.kind]),
        "next": _draft_step(view) or next_of(view, request),
        "back": {"label": _("Agreements"), "url": reverse("agreements")},
        "entries": happened(request.actor, agreement_id=agreement_id),
    }
    return render(request, "desk/agreements/show.html", context)


def record_of(view: reads.AgreementView, request: PageRequest) -> dict[str, Any]:
    """The header of an agreement's page."""
    language = request.actor.language
    row = view.row
    facts: list[dict[str, Any]] = [
        {"label": _("Party"), "value": row.party},
        {"label": _("From"), "value": formats.day(row.since, language)},
        {"label": _("Last day"), "value": formats.day(row.last_day, language) if row.last_day else _("open")},
    ]
    if row.signed_at:
        facts.append({"label": _("Signed"), "value": formats.moment(row.signed_at, language)})
    if view.end_reason:
        facts.append({"label": _("Reason of the end"), "value": view.end_reason, "tone": "bad"})
    return {
        "title": row.title,
        "number": row.number,
        "subtitle": row.kind_name,
        "state": {"tone": row.tone, "text": row.status_name},
        "facts": facts,
    }


def actions_of(view: reads.AgreementView, request: PageRequest) -> list[dict[str, Any]]:
    """Quiet actions: papers, and ways out of the agreement the actor may take."""
    pk, status = view.row.id, view.row.status
    found: list[dict[str, Any]] = []
    current = view.current
    if current is not None and current.sealed_pdf_id:
        url = reverse("file", args=[current.sealed_pdf_id])
        found.append({"label": _("Signed copy with evidence"), "url": url, "icon": "file-check"})
    elif current is not None and current.pdf_id:
        found.append({"label": _("Paper (PDF)"), "url": reverse("file", args=[current.pdf_id]), "icon": "file-text"})
    if request.actor.may(AgreementPermission.END):
        if status in {"draft", "sent"}:
            found.append({"label": _("Withdraw"), "url": reverse("agreement_withdraw", args=[pk])})
        if status in {"signed", "active", "suspended"}:
            found.append({"label": _("Terminate"), "url": reverse("agreement_terminate", args=[pk])})
    return found


def _draft_step(view: reads.AgreementView) -> dict[str, Any] | None:
    """What a draft waits for, at the page it is made on."""
    if view.row.status != "draft" or view.row.kind != reads.Kind.MEMBERSHIP:
        return None
    return {
        "sentence": _("Read the clauses, then send the agreement to be signed: we first, then the member."),
        "label": _("Send for signature"),
        "url": reverse("membership_send", args=[view.row.id]),
        "method": "post",
    }


def next_of(view: reads.AgreementView, request: PageRequest) -> dict[str, Any] | None:
    """The next step of an agreement that is out for signature or waits for its first day."""
    row, current = view.row, view.current
    if row.status == "sent" and current is not None:
        slot = next((one for one in current.slots if one.status == "open"), None)
        if slot is None:
            declined = next((one for one in current.slots if one.status == "declined"), None)
            sentence = (
                _("%(name)s declined: %(note)s Take it back, change it and send it again.")
                % {"name": declined.name, "note": declined.note}
                if declined
                else _("The signature is being recorded; the next signer's turn comes in a moment.")
            )
            return {"sentence": sentence}
        if slot.side == "prime" and slot.user_id in {None, request.actor.user_id}:
            url = reverse("agreement_sign", args=[row.id])
            first = all(one.status != "signed" for one in current.slots)
            sentence = (
                _("Sign for us with a one-time code.") if first else _("Countersign for us with a one-time code.")
            )
            return {"sentence": sentence, "label": _("Sign"), "url": url}
        return {"sentence": _("It is out for signature."), "waits_for": slot.name}
    if row.status == "signed":
        day = formats.day(row.since, request.actor.language)
        return {"sentence": _("Signed by all; it comes into force by itself on %(day)s.") % {"day": day}}
    return None


def _form(request: PageRequest, agreement_id: int, title: str, label: str) -> dict[str, Any]:
    view = reads.agreement(request.actor, agreement_id=agreement_id)
    back = signing.record_url(view.row.kind, agreement_id)
    return {
        "page_title": title,
        "page_sub": f"{view.row.number} · {view.row.title}",
        "submit_label": label,
        "cancel_url": back,
        "back": {"label": view.row.number, "url": back},
        "spine": steps(signing.STEP[view.row.kind]),
    }


class ReasonForm(forms.Form):
    """Why."""

    reason = text_field(gettext_lazy("Reason"), most=500, lines=3)


@page(AgreementPermission.END)
def withdraw(request: PageRequest, agreement_id: int) -> HttpResponse:
    """Give up an agreement that is not signed."""
    context = _form(request, agreement_id, _("Withdraw the agreement"), _("Withdraw"))
    return submit(
        request,
        ReasonForm(request.POST or None),
        lambda data: commands.withdraw(request.actor, agreement_id=agreement_id, **data),
        done=context["cancel_url"],
        said=_("The agreement is withdrawn."),
        context=context,
    )


class TerminateForm(ReasonForm):
    """From which day on, and why."""

    on = day_field(gettext_lazy("First day without the agreement"))
    field_order = ("on", "reason")


@page(AgreementPermission.END)
def terminate(request: PageRequest, agreement_id: int) -> HttpResponse:
    """End an agreement before its time."""
    context = _form(request, agreement_id, _("Terminate the agreement"), _("Terminate"))
    return submit(
        request,
        TerminateForm(request.POST or None),
        lambda data: commands.terminate(request.actor, agreement_id=agreement_id, **data),
        done=context["cancel_url"],
        said=_("The notice is recorded."),
        context=context,
    )


@page(AgreementPermission.END)
def suspend(request: PageRequest, agreement_id: int) -> HttpResponse:
    """Let an agreement rest."""
    return act(
        request,
        lambda: commands.suspend(request.actor, agreement_id=agreement_id),
        said=_("The agreement is suspended."),
    )


@page(AgreementPermission.END)
def resume(request: PageRequest, agreement_id: int) -> HttpResponse:
    """Bring a resting agreement back into force."""
    return act(
        request,
        lambda: commands.resume(request.actor, agreement_id=agreement_id),
        said=_("The agreement is in force again."),
    )


@page(AgreementPermission.SEND)
def take_back(request: PageRequest, agreement_id: int) -> HttpResponse:
    """Take a sent agreement back to change it."""
    return act(
        request,
        lambda: commands.take_back(request.actor, agreement_id=agreement_id),
        said=_("It is a draft again; signatures given so far are void."),
    )


class InkForm(forms.Form):
    """A signature in ink: the scan, and the hash on it."""

    scan = forms.FileField(label=gettext_lazy("Scan of the signed paper (PDF, JPEG, PNG)"))
    sha256 = text_field(
        gettext_lazy("Hash at the foot of the scanned pages"),
        most=80,
        help_text=gettext_lazy("The first twelve digits are enough."),
    )
    signed_at = moment_field(gettext_lazy("Signed at"), required=False)


@page(AgreementPermission.SEND)
def ink(request: PageRequest, agreement_id: int, slot_id: int) -> HttpResponse:
    """Record a signature given in ink."""
    context = _form(request, agreement_id, _("Record an ink signature"), _("Record"))

    def run(data: dict[str, Any]) -> None:
        commands.record_paper_signature(
            request.actor,
            slot_id=slot_id,
            sha256=data["sha256"],
            scan=data["scan"].read(),
            name=data["scan"].name,
            signed_at=data["signed_at"],
        )

    return submit(
        request,
        InkForm(request.POST or None, request.FILES or None),
        run,
        done=context["cancel_url"],
        said=_("The signature is recorded."),
        context=context,
    )


routes = [
    *signing.routes,
    path("agreements/", index, name="agreements"),
    path("agreements/<int:agreement_id>/", show, name="agreement"),
    path("agreements/<int:agreement_id>/withdraw/", withdraw, name="agreement_withdraw"),
    path("agreements/<int:agreement_id>/terminate/", terminate, name="agreement_terminate"),
    path("agreements/<int:agreement_id>/suspend/", suspend, name="agreement_suspend"),
    path("agreements/<int:agreement_id>/resume/", resume, name="agreement_resume"),
    path("agreements/<int:agreement_id>/take-back/", take_back, name="agreement_take_back"),
    path("agreements/<int:agreement_id>/slots/<int:slot_id>/ink/", ink, name="agreement_ink"),
]
