"""Proposals: drafted from needs, priced, approved below the floor, sent, answered, revised, expired."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from muhatap.demand import commands, reads
from muhatap.demand.commands.proposals import DraftThere, LinePricing, NoNeeds, NotADraft, WrongValidity
from muhatap.demand.commands.requests import RequestClosed
from muhatap.demand.commands.sending import (
    ApprovalNotNeeded,
    BelowFloor,
    NoLongerValid,
    NothingToDecide,
    NotPriced,
    SamePerson,
)
from muhatap.demand.models import (
    Proposal,
    ProposalApproval,
    ProposalLine,
    ProposalLineCost,
    ProposalLinePrice,
    Request,
)
from muhatap.documents.making.demand import make_proposal, make_visit_report
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.errors import IllegalMove, InvalidInput
from muhatap.kernel.filereads import visible_file
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.models import StoredFile
from muhatap.kernel.money import Money
from muhatap.kernel.wall import standing_at
from tests.given import demand as given
from tests.given.cast import NOW


def test_a_draft_has_a_line_per_need_and_the_house_validity(desk: Actor) -> None:
    proposal = given.draft_proposal(desk, locations=2)
    assert (proposal.number, proposal.version, proposal.status) == ("TK-2026-0001", 1, "draft")
    assert proposal.valid_until == date(2026, 4, 1)
    assert list(ProposalLine.objects.values_list("position", "quantity")) == [(1, Decimal(6)), (2, Decimal(6))]
    assert Request.objects.get().status == "proposing"


def test_a_proposal_needs_needs_and_a_day_to_come(desk: Actor) -> None:
    request = given.contacted_request(desk)
    with pytest.raises(NoNeeds):
        commands.draft_proposal(desk, request_id=request.pk)
    given.needs(desk, request)
    with pytest.raises(WrongValidity):
        commands.draft_proposal(desk, request_id=request.pk, valid_until=NOW.date())
    assert Proposal.objects.count() == 0
    assert Request.objects.get().status == "in_contact"


def test_a_price_left_out_follows_from_cost_and_target_margin(desk: Actor) -> None:
    proposal = given.priced_proposal(desk, cost="42000", price=None)
    # 42,000 is 84 % of it.
    assert ProposalLinePrice.objects.get().unit_price == Decimal("50000.0000")
    view = reads.proposal(desk, proposal_id=proposal.pk)
    assert (view.monthly, view.monthly_cost, view.margin_percent) == (
        Money(300_000_00),
        Money(252_000_00),
        Decimal("16.00"),
    )


def test_pricing_again_replaces(desk: Actor) -> None:
    proposal = given.priced_proposal(desk)
    line = ProposalLine.objects.get()
    commands.price_proposal(desk, proposal_id=proposal.pk, lines=[LinePricing(line.pk, Decimal(1), "yeni", Decimal(2))])
    assert list(ProposalLinePrice.objects.values_list("unit_price", flat=True)) == [Decimal(2)]
    assert list(ProposalLineCost.objects.values_list("unit_cost", "source")) == [(Decimal(1), "yeni")]


def test_an_unpriced_draft_is_not_sent(desk: Actor) -> None:
    proposal = given.draft_proposal(desk)
    with pytest.raises(NotPriced):
        commands.send_proposal(desk, proposal_id=proposal.pk)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.sent_at) == ("draft", None)


@pytest.mark.parametrize(("price", "sent"), [("45454.55", True), ("45454.54", False)])
def test_the_margin_floor_is_exact(desk: Actor, price: str, sent: bool) -> None:
    """Floor 12 %: a cost of 40,000.00 asks for 45,454.5454…"""
    proposal = given.priced_proposal(desk, cost="40000", price=price)
    if sent:
        assert commands.send_proposal(desk, proposal_id=proposal.pk).status == "sent"
    else:
        with pytest.raises(BelowFloor):
            commands.send_proposal(desk, proposal_id=proposal.pk)
        assert Proposal.objects.get().status == "draft"


def test_below_the_floor_a_second_person_decides(desk: Actor, second_desk: Actor) -> None:
    proposal = given.priced_proposal(desk, cost="40000", price="41000")
    commands.ask_approval(desk, proposal_id=proposal.pk, reason="Stratejik müşteri")
    with pytest.raises(BelowFloor):
        commands.send_proposal(desk, proposal_id=proposal.pk)
    with pytest.raises(SamePerson):
        commands.decide_approval(desk, proposal_id=proposal.pk, approved=True)
    with pytest.raises(NotADraft):
        line = ProposalLine.objects.get()
        commands.price_proposal(desk, proposal_id=proposal.pk, lines=[LinePricing(line.pk, Decimal(1))])
    commands.decide_approval(second_desk, proposal_id=proposal.pk, approved=True)
    with pytest.raises(NothingToDecide):
        commands.decide_approval(second_desk, proposal_id=proposal.pk, approved=False, note="geç")
    assert commands.send_proposal(desk, proposal_id=proposal.pk).status == "sent"
    approval = ProposalApproval.objects.get()
    assert (approval.margin_percent, approval.floor_percent, approval.approved) == (
        Decimal("2.43"),
        Decimal("12.00"),
        True,
    )


def test_a_wish_sent_back_becomes_a_draft_again(desk: Actor, second_desk: Actor) -> None:
    proposal = given.priced_proposal(desk, cost="40000", price="41000")
    commands.ask_approval(desk, proposal_id=proposal.pk, reason="Rakip düşük")
    with pytest.raises(InvalidInput):
        commands.decide_approval(second_desk, proposal_id=proposal.pk, approved=False)
    commands.decide_approval(second_desk, proposal_id=proposal.pk, approved=False, note="En az 44.000")
    assert Proposal.objects.get().status == "draft"
    with pytest.raises(BelowFloor):
        commands.send_proposal(desk, proposal_id=proposal.pk)
    assert commands.ask_approval(desk, proposal_id=proposal.pk, reason="Yine").status == "approval"


def test_a_good_margin_needs_no_approval(desk: Actor) -> None:
    proposal = given.priced_proposal(desk)
    with pytest.raises(ApprovalNotNeeded):
        commands.ask_approval(desk, proposal_id=proposal.pk, reason="Yine de")
    assert ProposalApproval.objects.count() == 0


def test_the_customer_accepts_in_its_portal_and_the_request_is_won(
    desk: Actor, customer_a: Actor, drain: object
) -> None:
    proposal = given.sent_proposal(desk, customer_a.party_id)
    with standing_at(Audience.CUSTOMER, party_id=customer_a.party_id, user_id=customer_a.user_id):
        offer = reads.offer(customer_a, proposal_id=proposal.pk)
        assert (offer.monthly, offer.lines[0].unit_price) == (Money(300_000_00), Decimal(50000))
        commands.accept_proposal(customer_a, proposal_id=proposal.pk, note="Uygun")
    assert Request.objects.get().status == "proposing"
    drain()  # type: ignore[operator]
    drain()  # type: ignore[operator]
    assert Request.objects.get().status == "won"
    proposal.refresh_from_db()
    assert (proposal.status, proposal.answered_by_id, proposal.answer_note) == (
        "accepted",
        customer_a.user_id,
        "Uygun",
    )


def test_the_customer_meets_neither_drafts_nor_costs(desk: Actor, customer_a: Actor) -> None:
    draft = given.priced_proposal(desk, customer_a.party_id)
    with standing_at(Audience.CUSTOMER, party_id=customer_a.party_id, user_id=customer_a.user_id):
        for model in (Proposal, ProposalLine, ProposalLinePrice):
            assert model.objects.count() == 0
        with pytest.raises(Proposal.DoesNotExist):
            reads.offer(customer_a, proposal_id=draft.pk)
        for model in (ProposalLineCost, ProposalApproval):
            with pytest.raises(ProgrammingError), transaction.atomic():
                model.objects.count()
    assert reads.offers(customer_a, query=ListQuery()).rows == []


def test_another_customer_cannot_even_find_it(desk: Actor, customer_a: Actor, customer_b: Actor) -> None:
    proposal = given.sent_proposal(desk, customer_a.party_id)
    with standing_at(Audience.CUSTOMER, party_id=customer_b.party_id, user_id=customer_b.user_id):
        for model in (Proposal, ProposalLine, ProposalLinePrice):
            assert model.objects.count() == 0
        with pytest.raises(Proposal.DoesNotExist):
            commands.accept_proposal(customer_b, proposal_id=proposal.pk)
    proposal.refresh_from_db()
    assert proposal.status == "sent"


def test_a_member_meets_nothing_of_a_proposal(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    given.sent_proposal(desk, customer_a.party_id)
    for model in (Proposal, ProposalLine, ProposalLinePrice, ProposalLineCost):
        assert model.objects.visible_to(member_a).count() == 0
        with (
            standing_at(Audience.MEMBER, party_id=member_a.party_id, user_id=member_a.user_id),
            pytest.raises(ProgrammingError),
            transaction.atomic(),
        ):
            model.objects.count()


def test_a_refusal_says_what_does_not_fit(desk: Actor, customer_a: Actor) -> None:
    proposal = given.sent_proposal(desk, customer_a.party_id)
    with pytest.raises(InvalidInput):
        commands.refuse_proposal(customer_a, proposal_id=proposal.pk, note=" ")
    assert Proposal.objects.get().status == "sent"
    assert commands.refuse_proposal(customer_a, proposal_id=proposal.pk, note="Pahalı").answer_note == "Pahalı"
    with pytest.raises(IllegalMove):
        commands.accept_proposal(customer_a, proposal_id=proposal.pk)
    assert Proposal.objects.get().status == "refused"


def test_a_new_version_replaces_the_sent_one_when_it_is_sent(desk: Actor, customer_a: Actor) -> None:
    first = given.sent_proposal(desk, customer_a.party_id)
    second = commands.revise_proposal(desk, proposal_id=first.pk)
    assert (second.number, second.version) == (first.number, 2)
    with pytest.raises(DraftThere):
        commands.revise_proposal(desk, proposal_id=first.pk)
    first.refresh_from_db()
    assert first.status == "sent"
    commands.send_proposal(desk, proposal_id=second.pk)
    assert list(Proposal.objects.order_by("version").values_list("status", flat=True)) == ["superseded", "sent"]
    assert list(ProposalLinePrice.objects.values_list("unit_price", flat=True)) == [Decimal(50000)] * 2
    with pytest.raises(IllegalMove):
        commands.accept_proposal(customer_a, proposal_id=first.pk)


def test_a_new_version_takes_needs_written_since(desk: Actor) -> None:
    first = given.sent_proposal(desk)
    given.needs(desk, first.request)
    second = commands.revise_proposal(desk, proposal_id=first.pk)
    assert ProposalLine.objects.filter(proposal=second).count() == 2
    assert not reads.proposal(desk, proposal_id=second.pk).priced
    with pytest.raises(NotPriced):
        commands.send_proposal(desk, proposal_id=second.pk)
    assert Proposal.objects.get(pk=second.pk).status == "draft"


@pytest.mark.parametrize(("days", "late"), [(30, False), (31, True)])
def test_the_last_day_of_validity_still_counts(desk: Actor, customer_a: Actor, days: int, late: bool) -> None:
    proposal = given.sent_proposal(desk, customer_a.party_id)
    then = customer_a.at(NOW + timedelta(days=days))
    assert reads.offer(then, proposal_id=proposal.pk).answerable is not late
    assert commands.expire_proposals(desk.at(NOW + timedelta(days=days))) == int(late)
    if late:
        with pytest.raises(IllegalMove):
            commands.accept_proposal(then, proposal_id=proposal.pk)
    else:
        assert commands.accept_proposal(then, proposal_id=proposal.pk).status == "accepted"


def test_an_acceptance_after_the_validity_is_refused_before_the_night_expires_it(
    desk: Actor, customer_a: Actor
) -> None:
    proposal = given.sent_proposal(desk, customer_a.party_id)
    with pytest.raises(NoLongerValid):
        commands.accept_proposal(customer_a.at(NOW + timedelta(days=31)), proposal_id=proposal.pk)
    assert Proposal.objects.get().status == "sent"


def test_nothing_is_proposed_for_a_closed_request(desk: Actor) -> None:
    proposal = given.sent_proposal(desk)
    commands.lose_request(desk, request_id=proposal.request_id, reason="price")
    with pytest.raises(RequestClosed):
        commands.revise_proposal(desk, proposal_id=proposal.pk)
    assert Proposal.objects.count() == 1


def test_costs_are_read_by_those_who_may_see_them(desk: Actor) -> None:
    proposal = given.priced_proposal(desk)
    seller = replace(desk, permissions=frozenset({"demand.see"}))
    view = reads.proposal(seller, proposal_id=proposal.pk)
    assert (view.monthly, view.monthly_cost, view.margin_percent, view.approval) == (
        Money(300_000_00),
        None,
        None,
        None,
    )
    assert view.lines[0].unit_cost is None


def test_the_papers_are_open_to_their_customer_alone(
    desk: Actor, customer_a: Actor, customer_b: Actor, member_a: Actor
) -> None:
    visit = given.reported_visit(desk, customer_a.party_id)
    proposal = given.sent_proposal(desk, customer_a.party_id)
    papers = [make_visit_report(desk, visit_id=visit.pk), make_proposal(desk, proposal_id=proposal.pk)]
    assert all(paper.startswith(b"%PDF") for paper in papers)
    for file in StoredFile.objects.all():
        assert visible_file(customer_a, file_id=file.pk).sha256 == file.sha256
        for actor in (customer_b, member_a):
            with pytest.raises(StoredFile.DoesNotExist):
                visible_file(actor, file_id=file.pk)
    assert StoredFile.objects.count() == 2
