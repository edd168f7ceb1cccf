"""Signing as both portals and the desk do it: read what was frozen, ask for a code by mail, sign, or say why not.

A face takes `routes` into its own noun module; `AFTER` says which page of the face shows the agreement afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.accounts.reads import Role
from muhatap.agreements import commands, reads
from muhatap.agreements.permissions import AgreementPermission
from muhatap.agreements.rules import Signer
from muhatap.faces.web.fields import choice_field, text_field
from muhatap.faces.web.home import Waiting
from muhatap.faces.web.mailbox import mailbox
from muhatap.faces.web.pages import PageRequest, act, page, submit
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.roles import permissions_of

# The step of the business at which an agreement of a kind stands.
STEP = {"customer": 4, "membership": 6, "project": 6}


@dataclass(frozen=True, slots=True)
class TextLine:
    """A priced line of a frozen version."""

    location: str
    service: str
    pattern: str
    quantity: Decimal
    unit: str
    basis: str
    unit_price: Decimal
    amount: int


def text_of(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """A frozen version as `web/parts/agreement_text.html` shows it: sides, terms, lines, clauses, signers."""
    content = snapshot["content"]
    lines = [
        TextLine(
            location=one["location"],
            service=one["service"],
            pattern=one["pattern"],
            quantity=Decimal(one["quantity"]),
            unit=one["unit"],
            basis=one.get("basis", ""),
            unit_price=Decimal(one["unit_price"]),
            amount=one["amount"],
        )
        for one in content.get("lines", ())
    ]
    return {
        "about": snapshot["agreement"],
        "prime": snapshot["prime"],
        "party": snapshot["party"],
        "terms": [(one["name"], one["value"]) for one in content.get("terms", ())],
        "lines": lines,
        "total": sum(line.amount for line in lines),
        "clauses": snapshot["clauses"],
    }


def record_url(kind: str, agreement_id: int) -> str:
    """The page of this face that shows an agreement."""
    names = ["contract", "agreement"] if kind == "customer" else ["agreement"]
    for name in names:
        try:
            return reverse(name, args=[agreement_id])
        except NoReverseMatch:
            continue
    return "/"


class CodeForm(forms.Form):
    """The code from the mail."""

    code = forms.CharField(
        label=gettext_lazy("Code from the mail"),
        max_length=12,
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "one-time-code", "pattern": "[0-9 ]*", "spellcheck": "false"}
        ),
    )


def _who_signs() -> list[str]:
    """The roles that may sign for us."""
    return [role.value for role in Role if AgreementPermission.SIGN in permissions_of(role.value)]


class SignersForm(forms.Form):
    """Who signs for each side and who signs first; `signers()` is the order for `freeze`."""

    party_name = text_field(gettext_lazy("Signs for the other side"), most=120)
    party_title = text_field(gettext_lazy("Job title"), most=120, required=False)
    party_email = forms.EmailField(
        label=gettext_lazy("E-mail for the code"),
        help_text=gettext_lazy("With this address the person signs in at the portal."),
    )
    prime_user = choice_field(gettext_lazy("Signs for us"), whole_number=True)
    prime_title = text_field(gettext_lazy("Job title"), most=120, required=False)
    first = choice_field(
        gettext_lazy("Signs first"),
        [("party", gettext_lazy("the other side")), ("prime", gettext_lazy("we"))],
        help_text=gettext_lazy("The second sees nothing before the first has signed."),
    )

    def __init__(self, actor: Actor, party_id: int, *args: Any, **kwargs: Any) -> None:
        self.theirs = {one.email: one for one in reads.party_signers(actor, party_id=party_id)}
        self.ours = {one.user_id: one for one in reads.desk_signers(actor, roles=_who_signs())}
        likely = next(iter(self.theirs.values()), None)
        start: dict[str, Any] = {"party_name": likely.name, "party_email": likely.email} if likely else {}
        start |= {"prime_user": next(iter(self.ours), None), "first": "party", **(kwargs.pop("initial", None) or {})}
        kwargs["initial"] = start
        super().__init__(*args, **kwargs)
        self.fields["prime_user"].choices = [(key, one.name) for key, one in self.ours.items()]  # type: ignore[attr-defined]

    groups = (
        {"title": gettext_lazy("For the other side"), "names": ("party_name", "party_title", "party_email")},
        {"title": gettext_lazy("For us"), "names": ("prime_user", "prime_title")},
        {"title": gettext_lazy("Order"), "names": ("first",)},
    )

    def signers(self, data: Mapping[str, Any]) -> list[Signer]:
        """The signers in their order."""
        known = self.theirs.get(data["party_email"])
        party = Signer(
            "party", data["party_name"], data["party_title"], data["party_email"], known.user_id if known else None
        )
        us = self.ours[data["prime_user"]]
        prime = Signer("prime", us.name, data["prime_title"], us.email, us.user_id)
        return [party, prime] if data["first"] == "party" else [prime, party]


class DeclineForm(forms.Form):
    """What should be different."""

    reason = text_field(gettext_lazy("What should be different?"), most=500, lines=4)


@page(AgreementPermission.SEE)
def sign_page(request: PageRequest, agreement_id: int) -> HttpResponse:
    """Read an agreement and sign it with the code from the mail."""
    actor = request.actor
    view = reads.signing(actor, agreement_id=agreement_id)
    back = record_url(view.row.kind, agreement_id)
    here = reverse("agreement_sign", args=[agreement_id])
    context = {
        "page_title": _("Sign %(number)s") % {"number": view.row.number},
        "view": view,
        "text": text_of(view.snapshot),
        "spine": steps(STEP[view.row.kind]),
        "may_sign": actor.may(AgreementPermission.SIGN),
        "demo": settings.DEMO,
        "back": {"label": view.row.number, "url": back},
    }

    def run(data: dict[str, Any]) -> bool:
        slot_id = view.slot_id
        if slot_id is None:
            raise commands.NotYourTurn(view.why_not)
        outcome = commands.sign(actor, slot_id=slot_id, code=data["code"], device=request.headers.get("User-Agent", ""))
        if outcome.signed:
            messages.success(request, _("Signed. The paper with the evidence follows as soon as all have signed."))
        else:
            messages.error(request, outcome.problem)
        return outcome.signed

    return submit(
        request,
        CodeForm(request.POST or None),
        run,
        done=lambda signed: back if signed else here,
        template="web/sign.html",
        context=context,
    )


@page(AgreementPermission.SIGN)
def ask_code(request: PageRequest, agreement_id: int) -> HttpResponse:
    """Ask for a one-time code for the paper on the screen."""

    def run() -> None:
        view = reads.signing(request.actor, agreement_id=agreement_id)
        if view.slot_id is None:
            raise commands.NotYourTurn(view.why_not)
        commands.request_code(request.actor, slot_id=view.slot_id, sha256=request.POST.get("sha256", ""))

    return act(
        request,
        run,
        done=reverse("agreement_sign", args=[agreement_id]) + "#sign",
        said=_("The code is on its way to you by e-mail."),
    )


@page(AgreementPermission.SIGN)
def decline(request: PageRequest, agreement_id: int) -> HttpResponse:
    """Say that one does not sign, and what should be different."""
    view = reads.signing(request.actor, agreement_id=agreement_id)
    back = record_url(view.row.kind, agreement_id)

    def run(data: dict[str, Any]) -> None:
        if view.slot_id is None:
            raise commands.NotYourTurn(view.why_not)
        commands.decline(request.actor, slot_id=view.slot_id, reason=data["reason"])

    return submit(
        request,
        DeclineForm(request.POST or None),
        run,
        done=back,
        said=_("We know now, and will come back to you."),
        context={
            "page_title": _("Do not sign %(number)s") % {"number": view.row.number},
            "page_sub": view.row.title,
            "submit_label": _("Send"),
            "cancel_url": reverse("agreement_sign", args=[agreement_id]),
            "spine": steps(STEP[view.row.kind]),
        },
    )


def waiting(actor: Actor) -> list[Waiting]:
    """Signatures that wait for the actor, for the home page."""
    if not actor.may(AgreementPermission.SIGN) or not actor.may(AgreementPermission.SEE):
        return []
    return [
        Waiting(
            tone="warn",
            kind=_("Signature"),
            title=f"{one.number} · {one.title}",
            detail=one.party if actor.at_desk else "",
            when=one.sent_at.strftime("%d.%m.%Y") if one.sent_at else "",
            url=reverse("agreement_sign", args=[one.agreement_id]),
            action=_("Sign"),
            urgency=70,
        )
        for one in reads.waiting_signatures(actor)
    ]


routes = [
    path("agreements/<int:agreement_id>/sign/", sign_page, name="agreement_sign"),
    path("agreements/<int:agreement_id>/code/", ask_code, name="agreement_code"),
    path("agreements/<int:agreement_id>/decline/", decline, name="agreement_decline"),
    path("mailbox/", mailbox, name="mailbox"),
]
