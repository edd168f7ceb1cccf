"""Customer contracts at the desk: from an accepted proposal to a signed contract in force."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.agreements import commands as agreements
from muhatap.agreements import reads as agreement_reads
from muhatap.agreements.permissions import AgreementPermission
from muhatap.contracts import commands, reads
from muhatap.contracts.permissions import ContractPermission
from muhatap.contracts.rules import Terms
from muhatap.documents.making.agreements import make_paper
from muhatap.faces.desk import contract_record
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
    Tile,
    TileValue,
    act,
    listing,
    page,
    render,
    signing,
    submit,
)
from muhatap.faces.web.fields import choice_field, day_field, number_field, text_field
from muhatap.faces.web.home import Waiting
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.periods import DAY

NAVIGATION = Item(
    group=Group.CUSTOMER,
    label=gettext_lazy("Contracts"),
    url="contracts",
    order=40,
    permission=ContractPermission.SEE,
    icon="writing-sign",
)


@page(ContractPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """All customer contracts, newest first."""
    return listing(
        request,
        title=_("Contracts"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("customer", _("Customer"), sort="customer"),
            Column("title", _("Title"), sort="title"),
            Column("state", _("State"), sort="status"),
            Column("since", _("From"), sort="since"),
            Column("until", _("Last day")),
            Column("locations", _("Locations"), numeric=True),
            Column("promises", _("Promises"), numeric=True),
        ],
        read=lambda query: reads.contracts(request.actor, query=query),
        cells=lambda row: [
            Cell(row.number),
            Cell(row.customer),
            Cell(row.title),
            Cell(row.status_name, tone=row.tone),
            Cell(row.since),
            Cell(row.last_day or "—"),
            Cell(row.locations),
            Cell(row.promises),
        ],
        url=lambda row: reverse("contract", args=[row.id]),
        filters=[Filter("status", _("State"), agreement_reads.Status.choices)],
        empty={
            "sentence": _("A contract is drafted from a proposal the customer accepted."),
            "action_label": _("Open the proposals"),
            "action_url": reverse("proposals"),
        },
    )


@page(ContractPermission.SEE)
def show(request: PageRequest, contract_id: int) -> HttpResponse:
    """A contract with its terms, lines, clauses and signatures."""
    return render(request, "desk/contracts/show.html", contract_record.context(request, contract_id))


class TermsForm(forms.Form):
    """Title, period and financial terms."""

    title = text_field(gettext_lazy("Title"))
    since = day_field(gettext_lazy("First day"))
    last_day = day_field(gettext_lazy("Last day"))
    auto_renew = forms.BooleanField(label=gettext_lazy("Renews by itself for a year"), required=False)
    notice_days = number_field(gettext_lazy("Notice"), unit=gettext_lazy("days"), decimals=0)
    billing_cycle = choice_field(gettext_lazy("Billing cycle"), reads.BillingCycle.choices)
    billing_day = number_field(gettext_lazy("Billing day"), decimals=0, least=1)
    in_arrears = forms.BooleanField(
        label=gettext_lazy("Billed in arrears"), required=False, help_text=gettext_lazy("Otherwise in advance.")
    )
    payment_days = number_field(gettext_lazy("Payment term"), unit=gettext_lazy("days"), decimals=0)
    long_payment_agreed = forms.BooleanField(
        label=gettext_lazy("More than 60 days was agreed expressly (TTK art. 1530/5)"), required=False
    )
    late_interest_rate = number_field(
        gettext_lazy("Late interest"),
        unit=gettext_lazy("% a year"),
        decimals=2,
        required=False,
        help_text=gettext_lazy("Blank: the rate announced under TTK art. 1530/7."),
    )
    statement_approval = forms.BooleanField(
        label=gettext_lazy("The customer approves a monthly statement before the invoice"), required=False
    )
    purchase_order = text_field(gettext_lazy("Purchase order"), most=60, required=False)
    network_notice = forms.BooleanField(
        label=gettext_lazy("The network notice was explained to the customer"),
        required=False,
        help_text=gettext_lazy(
            "Members deliver; we stay the sole legal, financial and service counterpart. Without it nothing is sent."
        ),
    )
    members_visible = forms.BooleanField(label=gettext_lazy("Members are named to the customer"), required=False)
    penalty_cap_percent = penalty_field()
    liability_cap = liability_field()
    price_index = index_field()
    revision_month = month_field()
    groups = (
        {"title": gettext_lazy("Contract"), "names": ("title", "since", "last_day", "auto_renew", "notice_days")},
        {
            "title": gettext_lazy("Billing and payment"),
            "names": (
                "billing_cycle", "billing_day", "in_arrears", "payment_days", "long_payment_agreed",
                "late_interest_rate", "statement_approval", "purchase_order",
            ),
        },
        {"title": gettext_lazy("Penalty, liability, price revision"), "names": EXPOSURE},
        {"title": gettext_lazy("The network"), "names": ("network_notice", "members_visible")},
    )  # fmt: skip

    def values(self, data: dict[str, Any]) -> dict[str, Any]:
        """What the commands take."""
        whole = {name: int(data[name]) for name in ("notice_days", "billing_day", "payment_days")}
        terms = {name: data[name] for name in Terms.__slots__} | exposure(data)
        return {
            "title": data["title"],
            "since": data["since"],
            "until": data["last_day"] + DAY,
            "terms": Terms(**{**terms, **whole}),
        }


def _initial(terms: Terms, **more: Any) -> dict[str, Any]:
    return {**{name: getattr(terms, name) for name in Terms.__slots__}, **exposure_initial(terms), **more}


@page(ContractPermission.DRAFT)
def new(request: PageRequest, proposal_id: int) -> HttpResponse:
    """Draft the contract of an accepted proposal."""
    offer = next((one for one in reads.ready_proposals(request.actor) if one.id == proposal_id), None)
    if offer is None:
        raise commands.ContractExists(_("This proposal is not accepted, or has a contract already."))
    back = reverse("proposal", args=[proposal_id])
    since = (request.actor.today.replace(day=1) + timedelta(days=31)).replace(day=1)
    year = {"since": since, "last_day": since.replace(year=since.year + 1) - DAY}
    form = TermsForm(request.POST or None, initial=_initial(Terms(), title=offer.title, **year))
    return submit(
        request,
        form,
        lambda data: commands.draft_contract(request.actor, proposal_id=proposal_id, **form.values(data)),
        done=lambda contract: reverse("contract", args=[contract.pk]),
        said=_("The contract is drafted. Check lines and clauses, then freeze it."),
        context={
            "page_title": _("Draft the contract"),
            "page_sub": f"{offer.number} · {offer.customer}",
            "submit_label": _("Draft the contract"),
            "cancel_url": back,
            "back": {"label": offer.number, "url": back},
            "spine": steps(4),
            "autosave": f"contract-new-{proposal_id}",
        },
    )


def _around(request: PageRequest, contract_id: int, title: str, label: str) -> dict[str, Any]:
    row = reads.contract(request.actor, contract_id=contract_id).row
    url = reverse("contract", args=[contract_id])
    return {
        "page_title": title,
        "page_sub": f"{row.number} · {row.customer}",
        "submit_label": label,
        "cancel_url": url,
        "back": {"label": row.number, "url": url},
        "spine": steps(4),
    }


@page(ContractPermission.DRAFT)
def terms(request: PageRequest, contract_id: int) -> HttpResponse:
    """Agree title, period and financial terms of a draft."""
    view = reads.contract(request.actor, contract_id=contract_id)
    start = _initial(view.terms, title=view.row.title, since=view.row.since, last_day=view.row.last_day)
    form = TermsForm(request.POST or None, initial=start)
    return submit(
        request,
        form,
        lambda data: commands.set_terms(request.actor, contract_id=contract_id, **form.values(data)),
        done=reverse("contract", args=[contract_id]),
        said=_("Saved."),
        context=_around(request, contract_id, _("Terms of the contract"), _("Save")),
    )


@page(ContractPermission.DRAFT)
def freeze(request: PageRequest, contract_id: int) -> HttpResponse:
    """Freeze a contract: its paper is set from exactly the frozen content."""
    view = reads.contract(request.actor, contract_id=contract_id)
    form = signing.SignersForm(request.actor, view.row.customer_id, request.POST or None)

    def run(data: dict[str, Any]) -> None:
        version = commands.freeze_contract(request.actor, contract_id=contract_id, signers=form.signers(data))
        make_paper(request.actor, version_id=version.pk)

    context = _around(request, contract_id, _("Freeze the contract"), _("Freeze and set the paper"))
    return submit(
        request,
        form,
        run,
        done=reverse("contract", args=[contract_id]),
        said=_("Frozen. Read the paper once more, then send it."),
        context=context,
    )


@page(ContractPermission.DRAFT)
def send(request: PageRequest, contract_id: int) -> HttpResponse:
    """Send a frozen contract out to be signed."""
    return act(
        request,
        lambda: commands.send_contract(request.actor, contract_id=contract_id),
        done=reverse("contract", args=[contract_id]),
        said=_("The contract is out; the first signer has a mail."),
    )


class ClauseForm(forms.Form):
    """The words of a clause."""

    text = text_field(gettext_lazy("Text"), most=8000, lines=14)


@page(AgreementPermission.DRAFT)
def clause(request: PageRequest, contract_id: int, key: str) -> HttpResponse:
    """Agree on other words for a clause."""
    view = agreement_reads.agreement(request.actor, agreement_id=contract_id)
    found = next(one for one in view.clauses if one.key == key) if key in {c.key for c in view.clauses} else None
    if found is None:
        raise agreements.ClauseUnknown(_("This clause is not in the contract."))
    context = _around(request, contract_id, found.heading, _("Save"))
    return submit(
        request,
        ClauseForm(request.POST or None, initial={"text": found.text}),
        lambda data: agreements.reword_clause(request.actor, agreement_id=contract_id, key=key, **data),
        done=reverse("contract", args=[contract_id]) + "?tab=clauses",
        said=_("Saved."),
        context=context,
    )


@page(AgreementPermission.DRAFT)
def clause_drop(request: PageRequest, contract_id: int, key: str) -> HttpResponse:
    """Leave a clause out."""
    return act(
        request,
        lambda: agreements.drop_clause(request.actor, agreement_id=contract_id, key=key),
        done=reverse("contract", args=[contract_id]) + "?tab=clauses",
        said=_("The clause is left out."),
    )


@page(AgreementPermission.DRAFT)
def clause_take(request: PageRequest, contract_id: int, key: str) -> HttpResponse:
    """Take a clause of the library in."""
    return act(
        request,
        lambda: agreements.take_clause(request.actor, agreement_id=contract_id, key=key),
        done=reverse("contract", args=[contract_id]) + "?tab=clauses",
        said=_("The clause is taken in."),
    )


def WAITING(actor: Actor) -> list[Waiting]:  # noqa: N802 the name the home page looks for
    """Accepted proposals that wait for their contract."""
    if not actor.may(ContractPermission.DRAFT):
        return []
    return [
        Waiting(
            tone="warn",
            kind=_("Contract"),
            title=f"{one.number} · {one.customer}",
            detail=_("The customer accepted; the contract is to be drafted."),
            when="",
            url=reverse("contract_new_from_proposal", args=[one.id]),
            action=_("Draft the contract"),
            urgency=60,
        )
        for one in reads.ready_proposals(actor)
    ]


def _out(actor: Actor) -> TileValue:
    found = reads.contracts(actor, query=ListQuery(filters={"status": "sent"}, limit=1))
    count = found.total or 0
    return TileValue(str(count), "", "warn" if count else "ok")


HOME = [
    Tile(
        label=gettext_lazy("Contracts out for signature"),
        value=_out,
        url="contracts",
        query="status=sent",
        permission=ContractPermission.SEE,
        order=40,
    )
]

routes = [
    path("contracts/", index, name="contracts"),
    path("contracts/new/<int:proposal_id>/", new, name="contract_new_from_proposal"),
    path("contracts/<int:contract_id>/", show, name="contract"),
    path("contracts/<int:contract_id>/terms/", terms, name="contract_terms"),
    path("contracts/<int:contract_id>/freeze/", freeze, name="contract_freeze"),
    path("contracts/<int:contract_id>/send/", send, name="contract_send"),
    path("contracts/<int:contract_id>/clauses/<slug:key>/", clause, name="contract_clause"),
    path("contracts/<int:contract_id>/clauses/<slug:key>/drop/", clause_drop, name="contract_clause_drop"),
    path("contracts/<int:contract_id>/clauses/<slug:key>/take/", clause_take, name="contract_clause_take"),
]
