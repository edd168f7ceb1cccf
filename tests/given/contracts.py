"""Customer contracts in the states tests need, built by commands."""

from __future__ import annotations

from datetime import date
from typing import Any

from muhatap.agreements.rules import Signer
from muhatap.contracts import commands
from muhatap.contracts.models import CustomerContract
from muhatap.contracts.rules import Terms
from muhatap.demand import commands as demand
from muhatap.documents.making.agreements import make_paper
from muhatap.kernel.actors import Actor
from tests.given import agreements as given_agreements
from tests.given import demand as given_demand

SINCE = date(2026, 4, 1)
UNTIL = date(2027, 4, 1)
TERMS = Terms(network_notice=True)


def drafted(
    desk: Actor,
    customer: Actor,
    *,
    since: date = SINCE,
    until: date = UNTIL,
    terms: Terms = TERMS,
    **proposal: Any,
) -> CustomerContract:
    """The draft of an accepted proposal: six cleaners at 50.000 ₺ a head and month."""
    offer = given_demand.sent_proposal(desk, customer.party_id, **proposal)
    demand.accept_proposal(customer, proposal_id=offer.pk)
    return commands.draft_contract(desk, proposal_id=offer.pk, since=since, until=until, terms=terms)


def signers(desk: Actor, customer: Actor) -> list[Signer]:
    """The customer first, then the prime."""
    return given_agreements.signers(desk, customer)


def frozen(desk: Actor, customer: Actor, contract: CustomerContract) -> None:
    """Freeze a contract with its paper."""
    version = commands.freeze_contract(desk, contract_id=contract.pk, signers=signers(desk, customer))
    make_paper(desk, version_id=version.pk)


def sent(desk: Actor, customer: Actor, **more: Any) -> CustomerContract:
    """A contract in the customer's portal, to be signed."""
    contract = drafted(desk, customer, **more)
    frozen(desk, customer, contract)
    commands.send_contract(desk, contract_id=contract.pk)
    return contract


def signed(desk: Actor, customer: Actor, **more: Any) -> CustomerContract:
    """A contract both sides have signed; its project exists."""
    contract = sent(desk, customer, **more)
    given_agreements.sign(customer, contract.pk)
    given_agreements.sign(desk, contract.pk)
    contract.refresh_from_db()
    return contract
