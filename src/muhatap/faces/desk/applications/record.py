"""The record of one application with its next step."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from muhatap.faces.desk.applications.parts import STEP, TONES
from muhatap.faces.web import PageRequest, formats, page, render
from muhatap.faces.web.spine import steps
from muhatap.kernel.timeline import happened
from muhatap.network import reads
from muhatap.network.permissions import NetworkPermission


def _next(it: reads.ApplicationView) -> dict[str, Any] | None:
    pk = it.application_id
    if it.status == "received":
        sentence = _("Take the application up and look at what the company can do.")
        return {
            "sentence": sentence,
            "label": _("Start the review"),
            "url": reverse("application_review", args=[pk]),
            "method": "post",
        }
    if it.status == "review":
        sentence = _("Say what the company must still bring, or approve it if nothing is missing.")
        return {
            "sentence": sentence,
            "label": _("State conditions"),
            "url": reverse("application_conditions", args=[pk]),
        }
    if it.status == "conditions":
        missing = [c.text for c in it.conditions if c.before_approval and c.met_on is None]
        if it.needs_second:
            missing.append(_("A second person has to approve it: you reviewed it yourself."))
        sentence = _("Approve it: the company becomes a member and uploads the rest in its portal.")
        return {
            "sentence": sentence,
            "label": _("Approve"),
            "url": reverse("application_approve", args=[pk]),
            "method": "post",
            "disabled_reason": missing,
        }
    if it.status == "approved" and it.member_id is not None:
        sentence = _("The company is a member. Next: documents, coverage and the membership agreement.")
        return {"sentence": sentence, "label": _("Open the member"), "url": reverse("member", args=[it.member_id])}
    return None


@page(NetworkPermission.REVIEW)
def show(request: PageRequest, application_id: int) -> HttpResponse:
    """One application with its next step."""
    it = reads.application(request.actor, application_id=application_id)
    actions = []
    if it.status in ("received", "review", "conditions"):
        if it.status == "review" and not it.needs_second:
            actions.append(
                {"label": _("Approve without conditions"), "url": reverse("application_take_in", args=[application_id])}
            )
        actions.append({"label": _("Refuse"), "url": reverse("application_refuse", args=[application_id])})
    context = {
        "it": it,
        "qualification": reads.qualification_of_application(request.actor, application_id=application_id),
        "may_confirm": True,
        "record": {
            "title": it.company_name,
            "number": it.number,
            "state": {"tone": TONES[it.status], "text": it.status_name},
            "subtitle": formats.moment(it.received_at, request.actor.language),
            "facts": [*_facts(it), *_gaps(request, application_id)],
        },
        "spine": steps(STEP),
        "next": _next(it),
        "actions": actions,
        "back": {"label": _("Applications"), "url": reverse("applications")},
        "entries": happened(request.actor, application_id=application_id),
    }
    return render(request, "desk/applications/show.html", context)


def _gaps(request: PageRequest, application_id: int) -> list[dict[str, str]]:
    """The gaps of the network the company was invited for."""
    return [
        {"label": _("Network gap"), "value": number, "url": reverse("network_gap", args=[pk])}
        for pk, number in reads.gaps_of_application(request.actor, application_id=application_id)
    ]


def _facts(it: reads.ApplicationView) -> list[tuple[str, str]]:
    facts = [
        (_("Company"), it.company_name),
        (_("Tax number"), f"{it.tax_number} · {it.tax_office}"),
        (_("Contact"), f"{it.contact_name} · {it.phone} · {it.email}"),
        (_("Place"), ", ".join(part for part in (it.address, it.place) if part)),
        (_("Services"), ", ".join(it.services)),
        (_("Provinces"), ", ".join(it.provinces) or "—"),
        (_("Workers"), str(it.workers)),
        (_("Score"), str(it.score) if it.score is not None else "—"),
        (_("Reviewer"), it.reviewer or "—"),
    ]
    if it.known_as:
        facts.append((_("Known as"), it.known_as))
    if it.decision_reason:
        facts.append((_("Reason"), it.decision_reason))
    return facts
