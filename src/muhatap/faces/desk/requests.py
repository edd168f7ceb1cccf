"""Requests at the desk: the list, the record with its next step, and triage."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.contracts import reads as contracts
from muhatap.demand import commands, reads
from muhatap.demand.commands.requests import Asking
from muhatap.demand.permissions import DemandPermission
from muhatap.faces.desk.portal_people import portal_hint
from muhatap.faces.web import (
    Cell,
    Column,
    Filter,
    Group,
    Item,
    PageRequest,
    Tile,
    TileValue,
    Waiting,
    formats,
    listing,
    page,
    render,
    submit,
)
from muhatap.faces.web.fields import choice_field, many_field, moment_field, text_field
from muhatap.faces.web.spine import steps
from muhatap.kernel.actors import Actor
from muhatap.kernel.timeline import entries, timeline
from muhatap.parties import reads as parties

NAVIGATION = Item(
    group=Group.CUSTOMER,
    label=gettext_lazy("Requests"),
    url="requests",
    order=10,
    permission=DemandPermission.SEE,
    icon="inbox",
)
STEP_OF = {"new": 1, "assigned": 1, "in_contact": 1, "visiting": 2, "proposing": 3, "won": 4, "lost": 1, "merged": 1}
REASONS = {
    "tax_number": gettext_lazy("same tax number"),
    "phone": gettext_lazy("same phone"),
    "email": gettext_lazy("same e-mail domain"),
    "name": gettext_lazy("same name"),
}


def clock_words(row: reads.RequestRow, actor: Actor) -> tuple[str, str]:
    """How the first response stands: (tone, words)."""
    due = formats.moment(row.first_response_due, actor.language)
    if row.clock == "ok":
        return "ok", _("answered in time") if row.first_response_at else _("closed")
    if row.clock == "late":
        return "bad", _("answered late") if row.first_response_at else _("late since %(due)s") % {"due": due}
    return ("warn" if row.clock == "soon" else "none"), _("answer by %(due)s") % {"due": due}


@page(DemandPermission.SEE)
def index(request: PageRequest) -> HttpResponse:
    """All requests, newest first."""
    actor = request.actor
    return listing(
        request,
        title=_("Requests"),
        columns=[
            Column("number", _("Number"), sort="number"),
            Column("company", _("Company"), sort="company"),
            Column("subject", _("Subject")),
            Column("state", _("State")),
            Column("response", _("First response"), sort="due"),
            Column("owner", _("Owner")),
            Column("received", _("Received"), sort="received"),
        ],
        read=lambda query: reads.requests(actor, query=query),
        cells=lambda row: _cells(row, actor),
        url=lambda row: reverse("request", args=[row.id]),
        key=lambda row: row.id,
        filters=[
            Filter("status", _("State"), [("open", _("all open")), *reads.REQUEST_STATUSES]),
            Filter("clock", _("First response"), [("waiting", _("waiting")), ("late", _("late"))]),
            Filter("owner", _("Owner"), [("me", _("me")), ("none", _("nobody yet"))]),
        ],
        actions=[{"label": _("Enter a request"), "url": reverse("request_new"), "primary": True}],
        empty={
            "sentence": _("Requests arrive here from the public form, the customer portal, phone and mail."),
            "action_label": _("Enter a request"),
            "action_url": reverse("request_new"),
        },
    )


def _cells(row: reads.RequestRow, actor: Actor) -> list[Cell]:
    tone, words = clock_words(row, actor)
    return [
        Cell(row.number),
        Cell(row.company_name, sub=row.place),
        Cell(row.subject, sub=row.source),
        Cell(row.status_name, tone=row.tone),
        Cell(words, tone=tone),
        Cell(row.owner or _("nobody yet")),
        Cell(row.received_at),
    ]


def contract_step(actor: Actor, proposal_id: int) -> dict[str, Any]:
    """What follows an accepted proposal: its contract, to be drafted or to be opened."""
    made = contracts.contract_of(actor, proposal_id=proposal_id)
    if made is not None:
        url = reverse("contract", args=[made])
        return {"sentence": _("The proposal became a contract."), "label": _("Open the contract"), "url": url}
    return {
        "sentence": _("Make the customer contract from the accepted proposal."),
        "label": _("Draft the contract"),
        "url": reverse("contract_new_from_proposal", args=[proposal_id]),
    }


def _next(
    actor: Actor,
    record: reads.RequestView,
    visits: list[reads.VisitRow],
    needs: int,
    proposals: list[reads.ProposalRow],
) -> dict[str, Any] | None:
    """The one next step of a request."""
    pk, status = record.row.id, record.row.status
    if status in ("new", "assigned"):
        sentence = _("Speak to %(name)s and note the first contact.") % {"name": record.contact_name}
        return {"sentence": sentence, "label": _("Note contact"), "url": reverse("request_contact", args=[pk])}
    if status == "won":
        accepted = next((one.id for one in proposals if one.status == "accepted"), None)
        return contract_step(actor, accepted) if accepted is not None else None
    if not record.open:
        return None
    if record.customer_id is None:
        sentence = _("Say which customer asked: register it or choose a known one.")
        return {
            "sentence": sentence,
            "label": _("Register the customer"),
            "url": reverse("request_customer", args=[pk]),
        }
    return _next_with_customer(record, visits, needs, proposals)


def _next_with_customer(
    record: reads.RequestView, visits: list[reads.VisitRow], needs: int, proposals: list[reads.ProposalRow]
) -> dict[str, Any]:
    pk = record.row.id
    if proposals and proposals[0].status in ("draft", "approval", "sent", "refused", "expired"):
        return _next_with_proposal(record, proposals[0])
    current = next((one for one in visits if one.status != "cancelled"), None)
    status = current.status if current is not None else ""
    visit_url = reverse("visit", args=[current.id]) if current is not None else ""
    if status == "planned":
        step = (_("Hold the visit and answer its survey."), _("Open the visit"), visit_url)
    elif not status and not needs:
        step = (_("Plan a visit to write down the needs."), _("Plan a visit"), reverse("visit_new", args=[pk]))
    elif not needs:
        step = (_("Write down what each location needs."), _("Write needs"), reverse("need_new", args=[pk]))
    elif status == "held":
        step = (_("Send the report of the visit to the customer."), _("Open the visit"), visit_url)
    else:
        step = (_("Make a proposal from the needs."), _("Make a proposal"), reverse("proposal_new", args=[pk]))
    return dict(zip(("sentence", "label", "url"), step, strict=True))


def _next_with_proposal(record: reads.RequestView, proposal: reads.ProposalRow) -> dict[str, Any]:
    words = {
        "draft": _("Price the draft and send it."),
        "approval": _("The margin is below the floor; the draft waits for approval."),
        "sent": _("The customer has the proposal; wait for the answer or ask for it."),
        "refused": _("The customer refused; make a new version or close the request."),
        "expired": _("The proposal ran out; make a new version or close the request."),
    }
    url = reverse("proposal", args=[proposal.id])
    waits = record.customer if proposal.status == "sent" else ""
    return {"sentence": words[proposal.status], "label": _("Open the proposal"), "url": url, "waits_for": waits}


@page(DemandPermission.SEE)
def show(request: PageRequest, request_id: int) -> HttpResponse:
    """A request with its customer, visits, needs and proposals."""
    actor = request.actor
    record = reads.request(actor, request_id=request_id)
    visits = reads.visits_of(actor, request_id=request_id)
    needs = reads.needs_of(actor, request_id=request_id)
    proposals = reads.proposals_of(actor, request_id=request_id)
    tone, words = clock_words(record.row, actor)
    step = STEP_OF[record.row.status]
    context = {
        "record": {
            "title": record.row.company_name,
            "number": record.row.number,
            "subtitle": record.row.subject,
            "state": {"tone": record.row.tone, "text": record.row.status_name},
            "facts": _facts(record, words, tone) + portal_hint(actor, record),
        },
        "it": record,
        "spine": steps(step),
        "next": _next(request.actor, record, visits, len(needs), proposals),
        "actions": _actions(record, actor),
        "back": {"label": _("Requests"), "url": reverse("requests")},
        "parties": _alike_parties(record, actor),
        "alike": [
            {"one": one, "why": ", ".join(str(REASONS[key]) for key in one.reasons)}
            for one in (reads.alike_requests(actor, request_id=request_id) if record.open else [])
        ],
        "visits": visits,
        "needs": needs,
        "proposals": proposals,
        "may": {
            "visit": actor.may(DemandPermission.VISIT),
            "need": actor.may(DemandPermission.NEED),
            "propose": actor.may(DemandPermission.PROPOSE),
        },
        "entries": _story(actor, record),
    }
    return render(request, "desk/requests/show.html", context)


def _story(actor: Actor, record: reads.RequestView) -> list[dict[str, Any]]:
    """Everything that happened to a request, contacts in their own words."""
    spoken = [{"at": one.at, "title": one.channel, "text": one.text, "who": one.who} for one in record.contacts]
    about = {"request_id": record.row.id}
    others = entries(timeline(actor, about=about, but=frozenset({"demand.RequestContacted"})))
    return sorted([*spoken, *others], key=lambda entry: entry["at"], reverse=True)


def _facts(record: reads.RequestView, clock: str, tone: str) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {"label": _("Contact"), "value": record.contact_name},
        {
            "label": _("Phone"),
            "value": record.phone,
            "url": f"tel:{record.phone.replace(' ', '')}" if record.phone else "",
        },
        {"label": _("E-mail"), "value": record.email, "url": f"mailto:{record.email}" if record.email else ""},
        {"label": _("Place"), "value": record.row.place or "—"},
        {"label": _("Services"), "value": ", ".join(record.categories) or "—"},
        {"label": _("Source"), "value": record.row.source},
        {"label": _("First response"), "value": clock, "tone": tone if tone in ("bad", "warn") else ""},
        {"label": _("Owner"), "value": record.row.owner or _("nobody yet")},
    ]
    if record.customer_id:
        url = reverse("customer", args=[record.customer_id])
        facts.insert(0, {"label": _("Customer"), "value": record.customer, "url": url})
    if record.lost_reason:
        facts.append(
            {"label": _("Lost because"), "value": " · ".join(filter(None, [record.lost_reason, record.lost_note]))}
        )
    if record.merged_into:
        pk, number = record.merged_into
        facts.append({"label": _("Merged into"), "value": number, "url": reverse("request", args=[pk])})
    return [fact for fact in facts if fact["value"]]


def _actions(record: reads.RequestView, actor: Actor) -> list[dict[str, Any]]:
    if not record.open or not actor.may(DemandPermission.TRIAGE):
        return []
    pk = record.row.id
    found = [{"label": _("Assign"), "url": reverse("request_assign", args=[pk]), "icon": "user"}]
    # Before the first contact, noting it is the next step itself.
    if record.row.status not in ("new", "assigned"):
        found.append({"label": _("Note contact"), "url": reverse("request_contact", args=[pk]), "icon": "phone"})
    if record.customer_id is None:
        found.append({"label": _("Choose a known customer"), "url": reverse("request_link", args=[pk])})
    if record.row.status in ("new", "assigned", "in_contact"):
        found.append({"label": _("Merge"), "url": reverse("request_merge", args=[pk])})
    return [*found, {"label": _("Close as lost"), "url": reverse("request_lose", args=[pk])}]


def _alike_parties(record: reads.RequestView, actor: Actor) -> list[dict[str, Any]]:
    """Known companies this request could be from, while it belongs to none."""
    if record.customer_id is not None or not record.open:
        return []
    found = parties.alike(
        actor, name=record.row.company_name, tax_number=record.tax_number, phone=record.phone_raw, email=record.email
    )
    return [{"one": one, "why": ", ".join(str(REASONS[key]) for key in one.reasons)} for one in found]


class AskForm(forms.Form):
    """A request that came by phone, mail or in person."""

    source = choice_field(gettext_lazy("How did it come?"), reads.DESK_SOURCE_CHOICES)
    received_at = moment_field(gettext_lazy("When?"), required=False, help_text=gettext_lazy("Blank: now."))
    company_name = text_field(gettext_lazy("Company"))
    contact_name = text_field(gettext_lazy("Person to speak to"), most=120)
    phone = text_field(gettext_lazy("Phone"), most=30, required=False, inputmode="tel")
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    tax_number = text_field(gettext_lazy("VKN / TCKN"), most=20, required=False, inputmode="numeric")
    district_id = choice_field(
        gettext_lazy("District"), blank=gettext_lazy("Choose a district"), required=False, whole_number=True
    )
    categories = many_field(gettext_lazy("Services"), required=False)
    subject = text_field(gettext_lazy("Subject"))
    text = text_field(gettext_lazy("What was said"), most=4000, required=False, lines=5)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = self.fields["district_id"]
        districts.choices = [*districts.choices, *parties.district_choices(actor)]  # type: ignore[attr-defined]
        self.fields["categories"].choices = reads.category_choices(actor)  # type: ignore[attr-defined]
        self.groups = [
            {"title": _("What is asked for?"), "names": ["subject", "categories", "text", "district_id"]},
            {"title": _("Who asks?"), "names": ["company_name", "contact_name", "phone", "email", "tax_number"]},
            {"title": _("How did it reach us?"), "names": ["source", "received_at"]},
        ]


@page(DemandPermission.TRIAGE)
def new(request: PageRequest) -> HttpResponse:
    """Enter a request that came by phone, mail or in person."""

    def run(data: dict[str, Any]) -> int:
        source, received_at = data.pop("source"), data.pop("received_at")
        asking = Asking(**data)
        return commands.enter_request(request.actor, asking=asking, source=source, received_at=received_at).pk

    return submit(
        request,
        AskForm(request.actor, request.POST or None),
        run,
        done=lambda pk: reverse("request", args=[pk]),
        said=_("The request is entered; its clock runs."),
        context={
            "page_title": _("Enter a request"),
            "submit_label": _("Enter"),
            "cancel_url": reverse("requests"),
            "autosave": "request-new",
            "spine": steps(1),
        },
    )


def _tile(actor: Actor) -> TileValue:
    found = reads.waiting(actor)
    tone = "bad" if found.late else "warn" if found.unanswered else "ok"
    detail = _("%(count)d late") % {"count": found.late} if found.late else _("none late")
    return TileValue(str(found.unanswered), detail, tone)


HOME = [
    Tile(
        label=gettext_lazy("Requests to answer"),
        value=_tile,
        url="requests",
        query="clock=waiting&sort=due",
        permission=DemandPermission.SEE,
        order=10,
    )
]


def waiting(actor: Actor) -> list[Waiting]:
    """Requests that are mine or nobody's and have not been answered."""
    if not actor.may(DemandPermission.TRIAGE):
        return []
    return [
        Waiting(
            tone="bad" if row.clock == "late" else "warn",
            kind=_("late") if row.clock == "late" else _("new request"),
            title=f"{row.company_name} · {row.subject}",
            detail=" · ".join(part for part in (row.number, row.place, row.source) if part),
            when=formats.ago(row.first_response_due, actor.now, actor.language),
            url=reverse("request", args=[row.id]),
            action=_("Answer"),
            urgency=90 if row.clock == "late" else 60,
        )
        for row in reads.most_urgent(actor)
    ]


WAITING = waiting

routes = [
    path("requests/", index, name="requests"),
    path("requests/new/", new, name="request_new"),
    path("requests/<int:request_id>/", show, name="request"),
]
