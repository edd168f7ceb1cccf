"""Requests, visits, needs and proposals in every state, made by commands."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from muhatap.demand import commands
from muhatap.demand.commands.needs import NeedTerms
from muhatap.demand.commands.proposals import LinePricing
from muhatap.demand.commands.requests import Asking
from muhatap.demand.models import Need, Proposal, ProposalLine, Request, Visit
from muhatap.kernel.actors import ISTANBUL, Actor
from tests.given import parties as given_parties

# Wednesday of the week of NOW (Monday 2 March 2026), 10:00.
VISIT_AT = datetime(2026, 3, 4, 10, 0, tzinfo=ISTANBUL)
CLEANING_ANSWERS = {"area": "1250", "people": "180", "when": "after", "storage": "yes"}


def asking(**changes: Any) -> Asking:
    """What a company says when it asks."""
    return Asking(
        **{
            "company_name": "Ada Gıda Sanayi A.Ş.",
            "contact_name": "Ece Şahin",
            "subject": "Ofis temizliği",
            "text": "İki ofisimiz için teklif rica ederiz.",
            "phone": "0216 333 44 55",
            "email": "ece@adagida.example",
            "district_id": given_parties.district().pk,
            "categories": ("cleaning",),
            **changes,
        }
    )


def new_request(desk: Actor, **changes: Any) -> Request:
    """A request that came by phone."""
    return commands.enter_request(desk, asking=asking(**changes))


def contacted_request(desk: Actor, customer_id: int | None = None, **changes: Any) -> Request:
    """A request whose sender was spoken to, linked to a customer (a new one unless named)."""
    request = new_request(desk, **changes)
    commands.mark_contacted(desk, request_id=request.pk, channel="phone", text="Görüşüldü.")
    if customer_id is None:
        commands.create_customer(desk, request_id=request.pk)
    else:
        commands.link_customer(desk, request_id=request.pk, customer_id=customer_id)
    request.refresh_from_db()
    return request


def planned_visit(desk: Actor, request: Request | None = None, customer_id: int | None = None) -> Visit:
    """A visit planned for Wednesday 10:00."""
    request = request or contacted_request(desk, customer_id)
    assert desk.user_id is not None
    return commands.plan_visit(
        desk, request_id=request.pk, planned_at=VISIT_AT, lead_id=desk.user_id, place="Genel müdürlük, Şişli"
    )


def held_visit(desk: Actor, request: Request | None = None, customer_id: int | None = None) -> Visit:
    """A visit that was held, with the answers of the cleaning survey."""
    visit = planned_visit(desk, request, customer_id)
    return commands.hold_visit(
        desk.at(VISIT_AT + timedelta(hours=2)),
        visit_id=visit.pk,
        held_at=VISIT_AT,
        met="Ece Şahin",
        notes="Mutfak dar.",
        answers={"cleaning": CLEANING_ANSWERS},
    )


def reported_visit(desk: Actor, customer_id: int | None = None) -> Visit:
    """A visit whose report went to the customer."""
    visit = held_visit(desk, customer_id=customer_id)
    return commands.report_visit(desk, visit_id=visit.pk)


def needs(
    desk: Actor, request: Request | None = None, *, locations: int = 1, customer_id: int | None = None, **terms: Any
) -> list[Need]:
    """Six cleaners at each of so many locations."""
    request = request or contacted_request(desk, customer_id)
    assert request.customer_id is not None
    places = [given_parties.location(desk, request.customer_id, f"Ofis {number}") for number in range(1, locations + 1)]
    chosen = {"service": "office_cleaning", "quantity": Decimal(6), "basis": "per_head", **terms}
    return commands.write_needs(
        desk, request_id=request.pk, location_ids=[place.pk for place in places], terms=NeedTerms(**chosen)
    )


def draft_proposal(desk: Actor, customer_id: int | None = None, *, locations: int = 1) -> Proposal:
    """A draft of a proposal, not priced yet."""
    written = needs(desk, locations=locations, customer_id=customer_id)
    return commands.draft_proposal(desk, request_id=written[0].request_id, title="Temizlik teklifi")


def priced_proposal(
    desk: Actor, customer_id: int | None = None, *, cost: str = "40000", price: str | None = "50000", locations: int = 1
) -> Proposal:
    """A draft with the same cost and price (major units per head and month) on every line."""
    proposal = draft_proposal(desk, customer_id, locations=locations)
    lines = ProposalLine.objects.filter(proposal=proposal)
    return commands.price_proposal(
        desk,
        proposal_id=proposal.pk,
        lines=[
            LinePricing(line.pk, Decimal(cost), "liste", None if price is None else Decimal(price)) for line in lines
        ],
    )


def sent_proposal(desk: Actor, customer_id: int | None = None, **pricing: Any) -> Proposal:
    """A proposal in the customer's portal."""
    proposal = priced_proposal(desk, customer_id, **pricing)
    return commands.send_proposal(desk, proposal_id=proposal.pk)


def accepted_proposal(desk: Actor, customer: Actor) -> Proposal:
    """A proposal its customer accepted."""
    proposal = sent_proposal(desk, customer.party_id)
    return commands.accept_proposal(customer, proposal_id=proposal.pk)
