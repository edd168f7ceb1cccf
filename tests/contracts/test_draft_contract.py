"""A contract is drafted once from an accepted proposal; its terms stay within the law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from muhatap.agreements import commands as agreements
from muhatap.agreements.models import Agreement
from muhatap.contracts import commands, reads
from muhatap.contracts.models import CustomerContract, Promise, PromisePrice
from muhatap.contracts.rules import Terms
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden, InvalidInput
from muhatap.kernel.periods import Period
from tests.given import contracts as given
from tests.given import demand as given_demand


def test_a_proposal_that_was_not_accepted_gives_no_contract(desk: Actor, customer_a: Actor) -> None:
    offer = given_demand.sent_proposal(desk, customer_a.party_id)

    with pytest.raises(commands.ProposalNotAccepted, match=offer.number):
        commands.draft_contract(desk, proposal_id=offer.pk, since=given.SINCE, until=given.UNTIL)
    assert not Agreement.objects.exists()


def test_a_proposal_gives_one_contract_unless_that_was_withdrawn(desk: Actor, customer_a: Actor) -> None:
    contract = given.drafted(desk, customer_a)
    assert contract.proposal_id is not None
    again = {"proposal_id": contract.proposal_id, "since": given.SINCE, "until": given.UNTIL}

    with pytest.raises(commands.ContractExists):
        commands.draft_contract(desk, **again)
    assert CustomerContract.objects.count() == 1
    agreements.withdraw(desk, agreement_id=contract.pk, reason="Yanlış kapsam")
    second = commands.draft_contract(desk, **again)
    assert second.proposal_id == contract.proposal_id
    assert [one.id for one in reads.ready_proposals(desk)] == []


def test_an_accepted_proposal_waits_for_its_contract(desk: Actor, customer_a: Actor) -> None:
    offer = given_demand.accepted_proposal(desk, customer_a)
    assert [(one.number, one.customer) for one in reads.ready_proposals(desk)] == [(offer.number, "Pusula Sigorta")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"payment_days": 61}, "payment_days"),
        ({"payment_days": -1}, "payment_days"),
        ({"notice_days": -1}, "notice_days"),
        ({"billing_day": 0}, "billing_day"),
        ({"billing_day": 32}, "billing_day"),
        ({"late_interest_rate": Decimal(-1)}, "late_interest_rate"),
    ],
)
def test_terms_the_law_or_the_calendar_forbid_are_refused(
    desk: Actor, customer_a: Actor, change: dict[str, object], field: str
) -> None:
    contract = given.drafted(desk, customer_a)
    with pytest.raises((commands.PaymentTooLong, InvalidInput)) as refused:
        commands.set_terms(
            desk,
            contract_id=contract.pk,
            title="Yeni",
            since=given.SINCE,
            until=given.UNTIL,
            terms=replace(given.TERMS, **change),  # type: ignore[arg-type]
        )
    assert refused.value.field == field
    contract.refresh_from_db()
    assert (contract.payment_days, contract.billing_day, contract.agreement.title) == (30, 1, "Temizlik teklifi")


def test_more_than_sixty_days_stand_where_they_were_agreed_expressly(desk: Actor, customer_a: Actor) -> None:
    terms = replace(given.TERMS, payment_days=90, long_payment_agreed=True)
    assert given.drafted(desk, customer_a, terms=terms).payment_days == 90


def test_promises_and_prices_follow_the_period_of_the_draft(desk: Actor, customer_a: Actor) -> None:
    contract = given.drafted(desk, customer_a)
    since, until = date(2026, 5, 1), date(2028, 5, 1)
    commands.set_terms(
        desk,
        contract_id=contract.pk,
        title="Entegre hizmet",
        since=since,
        until=until,
        terms=replace(given.TERMS, auto_renew=False),
    )

    assert Period.of(Promise.objects.get().period) == Period(since, until)
    assert Period.of(PromisePrice.objects.get().period) == Period(since, until)
    contract.refresh_from_db()
    assert (contract.agreement.title, contract.renewal_deadline) == ("Entegre hizmet", None)
    assert contract.agreement.renews_months is None


def test_a_contract_that_lasts_no_day_is_refused(desk: Actor, customer_a: Actor) -> None:
    with pytest.raises(InvalidInput) as refused:
        given.drafted(desk, customer_a, until=given.SINCE)
    assert refused.value.field == "until"
    assert not Agreement.objects.exists()


def test_without_permission_nothing_is_drafted(desk: Actor, customer_a: Actor) -> None:
    offer = given_demand.accepted_proposal(desk, customer_a)
    with pytest.raises(Forbidden):
        commands.draft_contract(
            replace(desk, permissions=frozenset({"contracts.see"})),
            proposal_id=offer.pk,
            since=given.SINCE,
            until=given.UNTIL,
        )
    assert not Agreement.objects.exists()


def test_a_contract_can_be_opened_without_a_proposal(desk: Actor, customer_a: Actor) -> None:
    assert customer_a.party_id is not None
    contract = commands.open_contract(
        desk,
        customer_id=customer_a.party_id,
        title="Çerçeve",
        since=given.SINCE,
        until=given.UNTIL,
        terms=Terms(),
    )
    view = reads.contract(desk, contract_id=contract.pk)
    assert (view.row.title, view.row.promises, view.proposal_id) == ("Çerçeve", 0, None)
