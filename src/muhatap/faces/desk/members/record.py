"""The record of one member: what keeps it from work, documents, coverage, prices, agreements, standing."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from muhatap.backing import reads as backing
from muhatap.backing.permissions import BackingPermission
from muhatap.faces.desk.documents import state_of, until_of
from muhatap.faces.desk.members.parts import GRADE_TONES, TONES
from muhatap.faces.desk.story import story_of
from muhatap.faces.web import PageRequest, formats, page, render
from muhatap.faces.web.capacity import calendar_of
from muhatap.faces.web.rates import terms_words
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.network import reads
from muhatap.network.permissions import NetworkPermission
from muhatap.parties import reads as parties
from muhatap.parties.permissions import PartiesPermission

AGREEMENT_TONES = {"draft": "none", "sent": "warn", "signed": "ok", "active": "ok", "suspended": "bad"}
NEED_TONES = {
    "valid": "ok",
    "expiring": "warn",
    "waiting": "warn",
    "missing": "bad",
    "future": "warn",
    "rejected": "bad",
    "expired": "bad",
}


def _next(it: reads.MemberView) -> dict[str, Any] | None:
    if it.status != "approved":
        return None
    open_one = next((a for a in it.agreements if a.status in ("draft", "sent", "signed")), None)
    if open_one is None:
        sentence = _("Draft the membership agreement; with its signature the member can be given work.")
        return {
            "sentence": sentence,
            "label": _("Draft the agreement"),
            "url": reverse("membership_new", args=[it.member_id]),
        }
    if open_one.status == "draft":
        sentence = _("Send %(number)s to be signed: we first, then the member in its portal.") % {
            "number": open_one.number
        }
        return {
            "sentence": sentence,
            "label": _("Send for signature"),
            "url": reverse("membership_send", args=[open_one.agreement_id]),
            "method": "post",
        }
    sentence = _("%(number)s is out for signature.") % {"number": open_one.number}
    return {
        "sentence": sentence,
        "label": _("Open the agreement"),
        "url": reverse("agreement", args=[open_one.agreement_id]),
    }


TABS = ("overview", "conditions", "documents", "coverage", "rates", "agreements", "standing", "timeline")


def _tab_names(actor: Actor) -> tuple[str, ...]:
    """The tabs of a member; its prices are for those who may read them."""
    return tuple(key for key in TABS if key != "rates" or actor.may(NetworkPermission.SEE_RATES))


def _tabs(member_id: int, chosen: str, names: tuple[str, ...], counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        "overview": _("Overview"),
        "conditions": _("Conditions"),
        "documents": _("Documents"),
        "coverage": _("Coverage"),
        "rates": _("Prices"),
        "agreements": _("Agreements"),
        "standing": _("Standing"),
        "timeline": _("Timeline"),
    }
    url = reverse("member", args=[member_id])
    return [
        {"label": labels[key], "url": f"{url}?tab={key}", "active": key == chosen, "count": counts.get(key)}
        for key in names
    ]


@page(NetworkPermission.SEE)
def show(request: PageRequest, member_id: int) -> HttpResponse:
    """One member."""
    actor = request.actor
    it = reads.member(actor, member_id=member_id)
    names = _tab_names(actor)
    chosen = request.GET.get("tab", "overview")
    chosen = chosen if chosen in names else "overview"
    context = {
        "it": it,
        "tab": chosen,
        "may": {
            "verify": actor.may(NetworkPermission.VERIFY),
            "agree": actor.may(NetworkPermission.AGREE),
            "waive": actor.may(NetworkPermission.WAIVE),
            "review": actor.may(NetworkPermission.REVIEW),
        },
        "record": {
            "title": it.short_name,
            "number": it.tax_number,
            "state": {"tone": TONES[it.status], "text": it.status_name},
            "subtitle": it.place,
        },
        "spine": steps(5 if it.status == "approved" else 6),
        "next": _next(it),
        "actions": _actions(actor, it),
        "back": {"label": _("Members"), "url": reverse("members")},
        "tabs": _tabs(member_id, chosen, names, {}),
        **(story_of(request, member_id) if chosen == "timeline" else _content(request, it, chosen)),
    }
    template = "web/record.html" if chosen == "timeline" else f"desk/members/{chosen}.html"
    return render(request, template, context)


def _actions(actor: Actor, it: reads.MemberView) -> list[dict[str, Any]]:
    found = []
    if actor.may(BackingPermission.SEE) and it.status in ("active", "suspended"):
        found.append({"label": _("If it were lost"), "url": reverse("drill", args=[it.member_id])})
        found.append({"label": _("Exit plan"), "url": reverse("member_exit", args=[it.member_id])})
    if actor.may(NetworkPermission.SUSPEND):
        if it.status == "active":
            found.append({"label": _("Suspend"), "url": reverse("member_suspend", args=[it.member_id])})
        if it.status == "suspended":
            found.append({"label": _("Reinstate"), "url": reverse("member_reinstate", args=[it.member_id])})
        if it.status in ("approved", "active", "suspended"):
            found.append({"label": _("Leaves"), "url": reverse("member_leave", args=[it.member_id])})
    return found


def _content(request: PageRequest, it: reads.MemberView, chosen: str) -> dict[str, Any]:
    """What the open tab shows."""
    pk, actor = it.member_id, request.actor
    if chosen == "documents":
        rows = reads.documents_of(actor, member_id=pk)
        needs = reads.requirements(actor, member_id=pk)
        return {
            "needs": [(need, NEED_TONES[need.state], need_words()[need.state]) for need in needs],
            "documents": [(row, *state_of(row), until_of(row, actor.language)) for row in rows],
            "waivers": reads.waivers_of(actor, member_id=pk),
            "waivable": bool(reads.waivable(actor, member_id=pk)),
        }
    if chosen == "conditions":
        return {"conditions": reads.conditions_of_member(actor, member_id=pk)}
    if chosen == "coverage":
        return {
            "coverage": reads.coverage_of(actor, member_id=pk),
            "capacity": calendar_of(request, pk, "?tab=coverage"),
        }
    if chosen == "rates":
        rates = reads.rates_of(actor, member_id=pk)
        return {"rates": [(row, terms_words(row.terms, actor.language)) for row in rates]}
    if chosen == "agreements":
        see = actor.may(BackingPermission.SEE)
        return {
            "agreements": [(row, AGREEMENT_TONES.get(row.status, "none")) for row in it.agreements],
            "projects": backing.agreements_of(actor, member_id=pk) if see else [],
            "agreement_tones": AGREEMENT_TONES,
        }
    if chosen == "standing":
        return {"standings": [(row, GRADE_TONES[row.grade]) for row in it.standings]}
    return {
        "qualification": reads.qualification_of(actor, member_id=pk),
        "may_confirm": actor.may(NetworkPermission.REVIEW),
        "facts": _facts(actor, it),
        "blockers": [blocker_words(one, pk) for one in reads.blockers(actor, member_id=pk)],
        "accounts": parties.party(actor, party_id=pk).accounts if actor.may(PartiesPermission.SEE) else None,
    }


def _facts(actor: Actor, it: reads.MemberView) -> list[tuple[str, str]]:
    language = actor.language
    facts = [
        (_("Company"), it.name),
        (_("Tax number"), f"{it.tax_number} · {it.tax_office}"),
        (_("Contact"), " · ".join(part for part in (it.phone, it.email) if part) or "—"),
        (_("Place"), it.place),
        (_("Workers"), str(it.workers) if it.workers is not None else "—"),
        (_("Member since"), formats.day(it.joined_on, language)),
    ]
    if it.status == "suspended" and it.suspended_from is not None:
        until = formats.day(it.suspended_until, language) if it.suspended_until else _("without end")
        facts.append((_("Suspended"), f"{formats.day(it.suspended_from, language)} – {until}: {it.suspended_reason}"))
    if it.left_on is not None:
        facts.append((_("Left"), f"{formats.day(it.left_on, language)}: {it.left_reason}"))
    return facts


def need_words() -> dict[str, str]:
    """The state of a required document, in words."""
    return {
        "valid": _("valid"),
        "expiring": _("runs out soon"),
        "waiting": _("waiting for a check"),
        "missing": _("missing"),
        "rejected": _("rejected"),
        "expired": _("run out"),
        "future": _("counts later"),
    }


def blocker_words(one: reads.Blocker, member_id: int) -> dict[str, Any]:
    """What blocks a member, as a line of a list, with where it stands or can be written down."""
    words = {
        "suspended": _("Suspended: %(what)s"),
        "agreement": _("The membership agreement is not signed yet"),
        "sign": _("Membership agreement %(what)s waits for a signature"),
        "condition": "%(what)s",
        "coverage": _("No coverage stated yet"),
        "rates": _("No prices stated yet"),
        "account": _("No bank account to pay to yet"),
        "qualification": _("The questionnaire is to be answered again"),
        "document_missing": _("Missing: %(what)s"),
        "document_rejected": _("Rejected: %(what)s"),
        "document_expired": _("Run out: %(what)s"),
        "document_future": _("Counts only later: %(what)s"),
        "document_expiring": _("Runs out soon: %(what)s"),
        "document_waiting": _("We are checking: %(what)s"),
    }
    soft = not one.hard
    tab = (
        "conditions"
        if one.kind == "condition"
        else one.kind
        if one.kind in TABS
        else "documents"
        if one.kind.startswith("document")
        else ""
    )
    url = reverse("member", args=[member_id]) + f"?tab={tab}" if tab else ""
    return {
        "tone": "warn" if soft else "bad",
        "state": _("soon") if soft else _("blocks"),
        "text": words[one.kind] % {"what": one.what} if "%" in words[one.kind] else words[one.kind],
        "due": one.due_on,
        "kind": one.kind,
        "key": one.key,
        "url": url,
    }
