"""The page of one contract at the desk: header, next step, tabs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.agreements import reads as agreements
from muhatap.agreements.permissions import AgreementPermission
from muhatap.backing import reads as backing
from muhatap.backing.permissions import BackingPermission
from muhatap.contracts import reads
from muhatap.contracts.permissions import ContractPermission
from muhatap.faces.desk.backing import calendar_context, day_asked
from muhatap.faces.desk.projects import start_step
from muhatap.faces.desk.rounds import way_to_choose
from muhatap.faces.web import PageRequest, formats
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.timeline import happened

TABS = ("overview", "lines", "clauses", "signatures")
# Signed, its promises are owed: then the first question is who stands behind them.
OWED = {"signed", "active", "suspended"}
# Where a contract stands in the eleven steps, by its state.
STEP = {"draft": 4, "sent": 4, "signed": 5, "active": 9, "suspended": 9, "ended": 11, "terminated": 11, "withdrawn": 4}


def context(request: PageRequest, contract_id: int) -> dict[str, Any]:
    """Everything the page shows."""
    actor = request.actor
    it = reads.contract(actor, contract_id=contract_id)
    # Papers and clauses hold prices and terms: whoever may not read agreements sees what is promised, without them.
    agreement = agreements.agreement(actor, agreement_id=contract_id) if actor.may(AgreementPermission.SEE) else None
    tabs = _tab_names(it, actor)
    asked = request.GET.get("tab", "")
    tab = asked if asked in tabs else tabs[0]
    held = {clause.key for clause in agreement.clauses} if agreement else set()
    library = agreements.clause_library(actor, kind="customer") if tab == "clauses" and it.draft else []
    priced = actor.may(ContractPermission.SEE_PRICE)
    return {
        "record": _record(it, agreement, request),
        "it": it,
        "agreement": agreement,
        "version": agreement.current if agreement else None,
        "tab": tab,
        "tabs": _tabs(it, agreement, tabs, tab),
        "spine": steps(STEP[it.row.status]),
        "next": _next(it, agreement, request),
        "actions": _actions(it, agreement, request) if agreement else [],
        "drift": reads.drift(actor, contract_id=contract_id) if priced and tab == "overview" else [],
        "project": reads.project_of(actor, contract_id=contract_id),
        "more_clauses": [clause for clause in library if clause.key not in held],
        "may_draft": it.draft and actor.may(ContractPermission.DRAFT),
        "priced": priced,
        "back": {"label": _("Contracts"), "url": reverse("contracts")},
        "entries": happened(actor, contract_id=contract_id, agreement_id=contract_id) if tab == "overview" else [],
        **(
            calendar_context(actor, contract_id=contract_id, first=day_asked(request, "first"))
            if tab == "backing"
            else {}
        ),
    }


def _tab_names(it: reads.ContractView, actor: Actor) -> tuple[str, ...]:
    """The tabs of this contract, the first open by itself."""
    names = TABS if actor.may(AgreementPermission.SEE) else TABS[:2]
    return ("backing", *names) if it.row.status in OWED and actor.may(BackingPermission.SEE) else names


def _record(it: reads.ContractView, agreement: agreements.AgreementView | None, request: PageRequest) -> dict[str, Any]:
    language = request.actor.language
    since = formats.day(it.row.since, language)
    last = formats.day(it.row.last_day, language) if it.row.last_day else "…"
    counts = _("%(locations)d locations · %(promises)d promises") % {
        "locations": it.row.locations,
        "promises": it.row.promises,
    }
    facts: list[dict[str, Any]] = []
    if agreement and agreement.end_reason:
        facts.append({"label": _("Reason of the end"), "value": agreement.end_reason, "tone": "bad"})
    return {
        "title": f"{it.row.customer} · {it.row.title}",
        "number": it.row.number,
        "subtitle": f"{since} – {last} · {counts}",
        "state": {"tone": it.row.tone, "text": it.row.status_name},
        "facts": facts,
    }


def _tabs(
    it: reads.ContractView, agreement: agreements.AgreementView | None, names: tuple[str, ...], tab: str
) -> list[dict[str, Any]]:
    labels = {
        "backing": (_("Backing"), None),
        "overview": (_("Overview"), None),
        "lines": (_("Promises"), it.row.promises),
        "clauses": (_("Clauses"), len(agreement.clauses) if agreement else None),
        "signatures": (_("Signatures"), None),
    }
    return [
        {"label": labels[key][0], "count": labels[key][1], "url": f"?tab={key}", "active": key == tab} for key in names
    ]


def _actions(it: reads.ContractView, agreement: agreements.AgreementView, request: PageRequest) -> list[dict[str, Any]]:
    pk, actor = it.row.id, request.actor
    found: list[dict[str, Any]] = []
    current = agreement.current
    if current is not None and current.sealed_pdf_id:
        url = reverse("file", args=[current.sealed_pdf_id])
        found.append({"label": _("Signed copy with evidence"), "url": url, "icon": "file-check"})
    elif current is not None and current.pdf_id:
        found.append({"label": _("Paper (PDF)"), "url": reverse("file", args=[current.pdf_id]), "icon": "file-text"})
    if it.draft and actor.may(ContractPermission.DRAFT):
        found.append({"label": _("Terms"), "url": reverse("contract_terms", args=[pk]), "icon": "pencil"})
        if current is not None:
            found.append({"label": _("Freeze again"), "url": reverse("contract_freeze", args=[pk])})
    if actor.may(AgreementPermission.END):
        if it.row.status in {"draft", "sent"}:
            found.append({"label": _("Withdraw"), "url": reverse("agreement_withdraw", args=[pk])})
        if it.row.status in {"signed", "active", "suspended"}:
            found.append({"label": _("Terminate"), "url": reverse("agreement_terminate", args=[pk])})
    return found


def _next(
    it: reads.ContractView, agreement: agreements.AgreementView | None, request: PageRequest
) -> dict[str, Any] | None:
    from muhatap.faces.desk.agreements import next_of

    if it.draft:
        return _next_of_draft(it, agreement) if agreement else None
    if it.row.status in OWED:
        return _next_of_owed(it, agreement, request)
    return next_of(agreement, request) if agreement else None


def _next_of_draft(it: reads.ContractView, agreement: agreements.AgreementView) -> dict[str, Any]:
    pk = it.row.id
    terms = reverse("contract_terms", args=[pk])
    missing = []
    if not it.terms.network_notice:
        missing.append({"text": _("The network notice has not been confirmed in the terms."), "url": terms})
    if not it.lines:
        missing.append({"text": _("The contract promises nothing yet."), "url": ""})
    if agreement.current is None:
        return {
            "sentence": _("Check terms, promises and clauses, then freeze the contract and name the signers."),
            "label": _("Freeze the contract"),
            "url": reverse("contract_freeze", args=[pk]),
            "disabled_reason": missing,
        }
    return {
        "sentence": _("Version %(number)d is frozen and has its paper. Send it to be signed.")
        % {"number": agreement.current.number},
        "label": _("Send for signature"),
        "url": reverse("contract_send", args=[pk]),
        "method": "post",
        "disabled_reason": missing,
    }


def _next_of_owed(
    it: reads.ContractView, agreement: agreements.AgreementView | None, request: PageRequest
) -> dict[str, Any] | None:
    from muhatap.faces.desk.agreements import next_of

    actor = request.actor
    project = reads.project_of(actor, contract_id=it.row.id)
    if project is not None and project.manager_id is None and actor.may(ContractPermission.ASSIGN):
        return {
            "sentence": _("Give the project a manager and a deputy who know its classes of service."),
            "label": _("Assign the project"),
            "url": reverse("project_assign", args=[project.row.id]),
        }
    if actor.may(BackingPermission.SEE):
        gaps = [gap for gap in backing.gaps_of(actor, contract_id=it.row.id) if gap.status == "open"]
        if gaps:
            return _next_of_gap(actor, gaps, it.row.id)
    if project is not None and project.row.status == "preparing":
        return start_step(project.row.id)
    return next_of(agreement, request) if agreement else None


def _next_of_gap(actor: Actor, gaps: list[backing.GapRow], contract_id: int) -> dict[str, Any]:
    """Close the first gap; where nobody delivers, by choosing members."""
    gap = gaps[0]
    sentence = _("%(where)s: %(gap)s.") % {"where": f"{gap.location} · {gap.service}", "gap": gap.kind_name}
    if len(gaps) > 1:
        sentence += " " + ngettext("%(count)d more gap.", "%(count)d more gaps.", len(gaps) - 1) % {
            "count": len(gaps) - 1
        }
    if gap.kind == "coverage" and gap.promise_id is not None:
        return {"sentence": sentence, **way_to_choose(actor, contract_id, gap.promise_id)}
    return {"sentence": sentence, "label": _("Open the gap"), "url": reverse("gap", args=[gap.gap_id])}
