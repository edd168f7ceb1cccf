"""The customer's contracts: what was promised, at which price, on which terms, and the signed paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.agreements import reads as agreements
from muhatap.agreements.permissions import AgreementPermission
from muhatap.contracts import reads
from muhatap.contracts.permissions import ContractPermission
from muhatap.faces.web import (
    Cell,
    Column,
    Filter,
    Group,
    Item,
    PageRequest,
    formats,
    listing,
    page,
    render,
)
from muhatap.faces.web.spine import steps

NAVIGATION = Item(
    group=Group.CUSTOMER,
    label=gettext_lazy("Contracts"),
    url="contracts",
    order=40,
    permission=ContractPermission.SEE,
    icon="writing-sign",
)
# A draft is never shown here, so it is no state to filter by.
STATES = [choice for choice in agreements.Status.choices if choice[0] not in {"draft", "withdrawn"}]


@page(ContractPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """The customer's own contracts."""
    return listing(
        request,
        title=_("Contracts"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("title", _("Title"), sort="title"),
            Column("state", _("State"), sort="status"),
            Column("since", _("From"), sort="since"),
            Column("until", _("Last day")),
            Column("locations", _("Locations"), numeric=True),
        ],
        read=lambda query: reads.contracts(request.actor, query=query),
        cells=lambda row: [
            Cell(row.number),
            Cell(row.title),
            Cell(row.status_name, tone=row.tone),
            Cell(row.since),
            Cell(row.last_day or "—"),
            Cell(row.locations),
        ],
        url=lambda row: reverse("contract", args=[row.id]),
        filters=[Filter("status", _("State"), STATES)],
        empty={
            "sentence": _("Your contracts appear here as soon as one is sent to you."),
            "action_label": _("Open the proposals"),
            "action_url": reverse("proposals"),
        },
    )


@page(ContractPermission.SEE)
def show(request: PageRequest, contract_id: int) -> HttpResponse:
    """A contract as its customer sees it."""
    actor = request.actor
    it = reads.contract(actor, contract_id=contract_id)
    # The paper holds the prices: whoever may not read agreements sees what is promised, without it.
    agreement = agreements.agreement(actor, agreement_id=contract_id) if actor.may(AgreementPermission.SEE) else None
    signed = it.row.status in {"active", "suspended", "ended", "terminated"}
    context = {
        "record": _record(it, request),
        "it": it,
        "version": agreement.current if agreement else None,
        "project": reads.project_of(actor, contract_id=contract_id),
        "contacts": reads.contacts(actor, agreement_id=contract_id),
        "priced": actor.may(ContractPermission.SEE_PRICE),
        "spine": steps(9 if signed else 4),
        "next": _next(it, agreement, request) if agreement else None,
        "actions": _papers(agreement) if agreement else [],
        "back": {"label": _("Contracts"), "url": reverse("contracts")},
    }
    return render(request, "customer/contracts/show.html", context)


def _record(it: reads.ContractView, request: PageRequest) -> dict[str, Any]:
    language = request.actor.language
    last = formats.day(it.row.last_day, language) if it.row.last_day else "…"
    return {
        "title": it.row.title,
        "number": it.row.number,
        "subtitle": f"{formats.day(it.row.since, language)} – {last}",
        "state": {"tone": it.row.tone, "text": it.row.status_name},
        "facts": [],
    }


def _papers(agreement: agreements.AgreementView) -> list[dict[str, Any]]:
    current = agreement.current
    if current is None:
        return []
    if current.sealed_pdf_id:
        url = reverse("file", args=[current.sealed_pdf_id])
        return [{"label": _("Signed copy with evidence"), "url": url, "icon": "file-check"}]
    if current.pdf_id:
        return [{"label": _("Paper (PDF)"), "url": reverse("file", args=[current.pdf_id]), "icon": "file-text"}]
    return []


def _next(it: reads.ContractView, agreement: agreements.AgreementView, request: PageRequest) -> dict[str, Any] | None:
    current = agreement.current
    if it.row.status == "sent" and current is not None:
        slot = next((one for one in current.slots if one.status == "open"), None)
        url = reverse("agreement_sign", args=[it.row.id])
        if slot is not None and slot.side == "party":
            mine = slot.user_id in {None, request.actor.user_id} and request.actor.may(AgreementPermission.SIGN)
            if mine:
                return {
                    "sentence": _("Read the contract and sign it with a one-time code."),
                    "label": _("Sign"),
                    "url": url,
                }
            return {"sentence": _("The contract waits for a signature."), "waits_for": slot.name}
        if any(one.status == "declined" for one in current.slots):
            return {"sentence": _("A signature was declined; we will come back to you.")}
        return {"sentence": _("You have signed; our countersignature follows.")}
    if it.row.status == "signed":
        day = formats.day(it.row.since, request.actor.language)
        return {"sentence": _("Signed by all. The service starts on %(day)s; we are preparing it.") % {"day": day}}
    return None


routes = [
    path("contracts/", index, name="contracts"),
    path("contracts/<int:contract_id>/", show, name="contract"),
]
