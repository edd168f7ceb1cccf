"""Project agreements at the desk: made from awards, completed, sent for signature."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.agreements import commands as agreements
from muhatap.agreements.reads import tone_of
from muhatap.backing import commands, reads
from muhatap.backing.permissions import BackingPermission
from muhatap.backing.rules import BondTerms
from muhatap.documents.making.agreements import make_paper
from muhatap.faces.desk.exposure import (
    EXPOSURE,
    exposure,
    exposure_initial,
    index_field,
    liability_field,
    month_field,
    penalty_field,
)
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
    submit,
)
from muhatap.faces.web.fields import choice_field, number_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.timeline import happened
from muhatap.sourcing.reads import sourcing_round

NAVIGATION = Item(
    group=Group.NETWORK,
    label=gettext_lazy("Project agreements"),
    url="project_agreements",
    order=40,
    permission=BackingPermission.SEE_COST,
    icon="writing-sign",
)
STATES = (
    ("draft", gettext_lazy("draft")),
    ("sent", gettext_lazy("out for signature")),
    ("signed", gettext_lazy("signed")),
    ("active", gettext_lazy("in force")),
    ("ended", gettext_lazy("ended")),
    ("terminated", gettext_lazy("terminated")),
    ("withdrawn", gettext_lazy("withdrawn")),
)


@page(BackingPermission.SEE_COST)
def index(request: PageRequest) -> HttpResponse:
    """All project agreements, newest first."""
    language = request.actor.language

    def cells(row: reads.ProjectAgreementRow) -> list[Cell]:
        return [
            Cell(row.number),
            Cell(row.member),
            Cell(row.customer, sub=f"{row.project_code} {row.project_name}"),
            Cell(row.status_name, tone=tone_of(row.status)),
            Cell(row.lines),
            Cell(formats.period(row.period.start, row.period.end, language)),
        ]

    return listing(
        request,
        title=_("Project agreements"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("member", _("Member"), sort="member"),
            Column("project", _("Project")),
            Column("state", _("State")),
            Column("lines", _("Lines"), numeric=True),
            Column("period", _("Period"), sort="created"),
        ],
        read=lambda query: reads.project_agreements(request.actor, query=query),
        cells=cells,
        url=lambda row: reverse("project_agreement", args=[row.agreement_id]),
        filters=[Filter("status", _("State"), STATES)],
        empty={
            "sentence": _("Project agreements are made from the choice of a sourcing round."),
            "action_label": _("Open the sourcing rounds"),
            "action_url": reverse("rounds"),
        },
    )


def _next(it: reads.ProjectAgreementView) -> dict[str, Any] | None:
    if it.status == "draft":
        sentence = _("Check lines and prices, then send it: we sign first, the member in its portal after us.")
        return {
            "sentence": sentence,
            "label": _("Send for signature"),
            "url": reverse("project_agreement_send", args=[it.agreement_id]),
            "method": "post",
        }
    if it.status == "sent":
        sentence = _("The agreement is out for signature.")
        return {
            "sentence": sentence,
            "label": _("Open the signatures"),
            "url": reverse("agreement", args=[it.agreement_id]),
            "waits_for": it.member,
        }
    if it.status in ("signed", "active"):
        sentence = _("Signed: the promises of this agreement are backed. See what the calendar of the contract says.")
        return {
            "sentence": sentence,
            "label": _("Open the calendar"),
            "url": reverse("contract_backing", args=[it.contract_id]),
        }
    return None


def _facts(it: reads.ProjectAgreementView, language: str) -> list[dict[str, str]]:
    return [
        {"label": _("Member"), "value": it.member, "url": reverse("member", args=[it.member_id])},
        {"label": _("Customer"), "value": f"{it.customer} · {it.contract_number}"},
        {"label": _("Project"), "value": f"{it.project_code} {it.project_name}"},
        {"label": _("Period"), "value": formats.period(it.period.start, it.period.end, language)},
        {"label": _("Settlement"), "value": it.settlement_cycle},
        {"label": _("Payment"), "value": _("%(days)d days") % {"days": it.terms.payment_days}},
        {"label": _("Retention"), "value": formats.percent(it.terms.retention_percent, language)},
        {"label": _("Advance"), "value": formats.percent(it.terms.advance_percent, language)},
        {"label": _("Notice"), "value": _("%(days)d days") % {"days": it.terms.notice_days}},
        *({"label": name, "value": value} for name, value in it.exposure),
    ]


@page(BackingPermission.SEE_COST)
def show(request: PageRequest, agreement_id: int) -> HttpResponse:
    """One project agreement with its lines and prices."""
    it = reads.project_agreement(request.actor, agreement_id=agreement_id)
    language = request.actor.language
    may = it.status == "draft" and request.actor.may(BackingPermission.WRITE)
    actions = [{"label": _("Agreement and signatures"), "url": reverse("agreement", args=[agreement_id])}]
    if may:
        actions = [
            {"label": _("Add a line"), "url": reverse("backing_new", args=[agreement_id]), "icon": "plus"},
            {"label": _("Change the terms"), "url": reverse("project_agreement_terms", args=[agreement_id])},
            *actions,
        ]
    terms = reads.compared(request.actor, agreement_id=agreement_id)
    at_risk = sum(row.amount.minor for row in terms if row.amount is not None)
    context = {
        "it": it,
        "terms": terms,
        "terms_said": formats.money(at_risk, it.monthly.currency, language) if any(row.apart for row in terms) else "",
        "may_write": may,
        "sub_tiers": reads.sub_tiers(request.actor, agreement_id=agreement_id),
        "may_end": request.actor.may(BackingPermission.WRITE),
        "record": {
            "title": f"{it.member} · {it.project_name}",
            "number": it.number,
            "state": {"tone": tone_of(it.status), "text": it.status_name},
            "facts": _facts(it, language),
        },
        "spine": steps(6),
        "next": _next(it),
        "actions": actions,
        "back": {"label": _("Project agreements"), "url": reverse("project_agreements")},
        "entries": happened(request.actor, agreement_id=agreement_id),
    }
    return render(request, "desk/project_agreements/show.html", context)


class TermsForm(forms.Form):
    """Terms that go into the agreement of every member of the round; they are the members' own, not the customer's."""

    settlement_cycle = choice_field(gettext_lazy("Settlement"))
    payment_days = number_field(gettext_lazy("Payment"), unit=gettext_lazy("days"), decimals=0)
    retention_percent = number_field(gettext_lazy("Retention"), unit="%", decimals=2)
    advance_percent = number_field(gettext_lazy("Advance"), unit=gettext_lazy("% of a month"), decimals=2)
    notice_days = number_field(gettext_lazy("Notice"), unit=gettext_lazy("days"), decimals=0)
    penalty_cap_percent = penalty_field()
    liability_cap = liability_field()
    price_index = index_field()
    revision_month = month_field()
    groups = (
        {
            "title": gettext_lazy("Settlement and payment"),
            "names": ("settlement_cycle", "payment_days", "retention_percent", "advance_percent", "notice_days"),
        },
        {"title": gettext_lazy("Penalty, liability, price revision"), "names": EXPOSURE},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(cycle.value, cycle.label) for cycle in reads.SettlementCycle]
        self.fields["settlement_cycle"].choices = choices  # type: ignore[attr-defined]

    def terms(self, data: dict[str, Any]) -> BondTerms:
        """What the commands take."""
        whole = {name: int(data[name]) for name in ("payment_days", "notice_days")}
        return BondTerms(**{**data, **whole, **exposure(data)})


def _initial(terms: BondTerms) -> dict[str, Any]:
    return asdict(terms) | exposure_initial(terms)


@page(BackingPermission.WRITE)
def new(request: PageRequest, round_id: int) -> HttpResponse:
    """Make the project agreements of a round: one for every chosen member."""
    it = sourcing_round(request.actor, round_id=round_id)
    url = reverse("round", args=[round_id])
    form = TermsForm(request.POST or None, initial=_initial(reads.proposed_terms(request.actor, round_id=round_id)))
    return submit(
        request,
        form,
        lambda data: commands.draft_from_round(request.actor, round_id=round_id, terms=form.terms(data)),
        done=lambda made: (
            reverse("project_agreement", args=[made[0].pk])
            if len(made) == 1
            else reverse("project_agreements") + "?status=draft"
        ),
        said=_("The project agreements are drafted."),
        context={
            "page_title": _("Draft project agreements"),
            "page_sub": f"{it.number} · {it.customer}",
            "submit_label": _("Draft"),
            "cancel_url": url,
            "back": {"label": it.number, "url": url},
            "spine": steps(6),
        },
    )


@page(BackingPermission.WRITE)
def terms(request: PageRequest, agreement_id: int) -> HttpResponse:
    """Agree on other terms in a draft."""
    it = reads.project_agreement(request.actor, agreement_id=agreement_id)
    form = TermsForm(request.POST or None, initial=_initial(it.terms))
    return submit(
        request,
        form,
        lambda data: commands.change_terms(request.actor, agreement_id=agreement_id, terms=form.terms(data)),
        done=reverse("project_agreement", args=[agreement_id]),
        said=_("The terms are changed."),
        context=_around(it, _("Change the terms")),
    )


def _around(it: reads.ProjectAgreementView, title: str) -> dict[str, Any]:
    url = reverse("project_agreement", args=[it.agreement_id])
    return {
        "page_title": title,
        "page_sub": f"{it.number} · {it.member}",
        "submit_label": title,
        "cancel_url": url,
        "back": {"label": it.number, "url": url},
        "spine": steps(6),
    }


@page(BackingPermission.WRITE)
def send(request: PageRequest, agreement_id: int) -> HttpResponse:
    """Freeze a project agreement, make its paper and send it for signature."""

    def run() -> int:
        version = commands.freeze_project_agreement(request.actor, agreement_id=agreement_id)
        make_paper(request.actor, version_id=version.pk)
        agreements.send(request.actor, agreement_id=agreement_id)
        return agreement_id

    return act(
        request, run, done=lambda pk: reverse("agreement", args=[pk]), said=_("The agreement is out for signature.")
    )


routes = [
    path("project-agreements/", index, name="project_agreements"),
    path("project-agreements/new/<int:round_id>/", new, name="project_agreement_new"),
    path("project-agreements/<int:agreement_id>/", show, name="project_agreement"),
    path("project-agreements/<int:agreement_id>/terms/", terms, name="project_agreement_terms"),
    path("project-agreements/<int:agreement_id>/send/", send, name="project_agreement_send"),
]
