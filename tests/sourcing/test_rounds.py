"""Members compared for promises: every reason, the rank, the award."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from muhatap.agreements.models import Kind
from muhatap.backing import commands as backing
from muhatap.backing import reads as backing_reads
from muhatap.backing.models import Backing, BackingPrice, BackingStatus
from muhatap.backing.rules import BondTerms
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.periods import Period
from muhatap.network.models import Commitment
from muhatap.sourcing import commands, reads
from muhatap.sourcing.models import Award, LineStatus, Round, RoundLine, RoundStatus
from muhatap.sourcing.rules import candidates as rules
from tests.given import backing as given
from tests.given import network as given_network

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 3, 9)


def reasons(line_id: int, desk: Actor) -> dict[str, list[tuple[str, str]]]:
    found = reads.comparison(desk, line_id=line_id)
    return {
        one.member: [(reason.kind, reason.word) for reason in one.reasons if reason.word != "note"]
        for one in found.candidates
    }


def test_the_cheaper_fitting_member_comes_first(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    given_network.able(desk, member_a, "950")
    given_network.able(desk, member_b, "900")
    contract = given.contract(customer_a)
    given.promise(contract, quantity="5")
    opened = commands.open_round(desk, contract_id=contract.pk, deadline=UNTIL)
    line = RoundLine.objects.get(round=opened)
    found = reads.comparison(desk, line_id=line.pk)
    assert [(one.member, one.rank, one.monthly.minor if one.monthly else 0) for one in found.candidates] == [
        ("Usta Eller", 1, 450_000),
        ("Pırıltı Temizlik", 2, 475_000),
    ]
    yes = [(kind, "yes") for kind in ("membership", "coverage", "capacity", "documents", "price")]
    assert reasons(line.pk, desk) == {"Usta Eller": yes, "Pırıltı Temizlik": yes}


def test_every_reason_against_a_member_is_named_at_once(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given_network.member(member_a, bound=None)
    given_network.covers(desk, member, capacity="3")
    contract = given.contract(customer_a)
    given.promise(contract, quantity="5")
    opened = commands.open_round(desk, contract_id=contract.pk, deadline=UNTIL)
    line = RoundLine.objects.get(round=opened)
    assert line.status == LineStatus.NOBODY
    assert line.missing == {"capacity": 1, "documents": 1, "membership": 1, "price": 1}
    assert reasons(line.pk, desk) == {
        "Pırıltı Temizlik": [
            ("membership", "no"),
            ("coverage", "yes"),
            ("capacity", "no"),
            ("documents", "no"),
            ("price", "no"),
        ]
    }


def test_what_was_missing_is_brought_and_the_line_opens(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given_network.member(member_a)
    given_network.papers(desk, member)
    given_network.covers(desk, member)
    contract = given.contract(customer_a)
    given.promise(contract)
    opened = commands.open_round(desk, contract_id=contract.pk, deadline=UNTIL)
    assert RoundLine.objects.get().missing == {"price": 1}
    given_network.asks(desk, member, "900")
    commands.rank_candidates(desk, round_id=opened.pk)
    line = RoundLine.objects.get()
    assert (line.status, line.missing) == (LineStatus.OPEN, {})


def test_another_than_the_first_needs_a_reason(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    dear = given_network.able(desk, member_a, "950")
    given_network.able(desk, member_b, "900")
    contract = given.contract(customer_a)
    given.promise(contract)
    opened = commands.open_round(desk, contract_id=contract.pk, deadline=UNTIL)
    line = RoundLine.objects.get(round=opened)
    with pytest.raises(commands.ReasonMissing):
        commands.award(desk, line_id=line.pk, member_id=dear.pk)
    assert (Award.objects.count(), Commitment.objects.count()) == (0, 0)
    made = commands.award(desk, line_id=line.pk, member_id=dear.pk, reason="Lokasyonu tanıyor")
    assert (made.rank, made.reason, made.unit_price) == (2, "Lokasyonu tanıyor", Decimal(950))
    assert Commitment.objects.get().quantity == Decimal(5)


def test_a_member_that_does_not_fit_is_not_awarded(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given_network.member(member_a)
    given_network.covers(desk, member)
    contract = given.contract(customer_a)
    given.promise(contract)
    commands.open_round(desk, contract_id=contract.pk, deadline=UNTIL)
    with pytest.raises(commands.DoesNotFit):
        commands.award(desk, line_id=RoundLine.objects.get().pk, member_id=member.pk)
    assert Award.objects.count() == 0


def test_a_choice_taken_back_frees_the_capacity(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    given.promise(contract)
    commands.open_round(desk, contract_id=contract.pk, deadline=UNTIL)
    line = RoundLine.objects.get()
    commands.award(desk, line_id=line.pk, member_id=member.pk)
    commands.withdraw_award(desk, line_id=line.pk)
    line.refresh_from_db()
    assert (line.status, Award.objects.count(), Commitment.objects.count()) == (LineStatus.OPEN, 0, 0)


def test_first_ranks_are_awarded_as_far_as_capacity_goes(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    cheap = given_network.member(member_a)
    given_network.papers(desk, cheap)
    given_network.covers(desk, cheap, capacity="7")
    given_network.asks(desk, cheap, "800")
    other = given_network.able(desk, member_b, "900")
    contract = given.contract(customer_a)
    for _line in range(2):
        given.promise(contract, quantity="5")
    opened = commands.open_round(desk, contract_id=contract.pk, deadline=UNTIL)
    assert commands.award_first_ranks(desk, round_id=opened.pk) == (2, 0)
    assert sorted(Award.objects.values_list("member_id", flat=True)) == sorted([cheap.pk, other.pk])


def test_a_round_needs_something_to_choose_for(desk: Actor, customer_a: Actor) -> None:
    contract = given.contract(customer_a)
    with pytest.raises(commands.NothingToSource):
        commands.open_round(desk, contract_id=contract.pk, deadline=UNTIL)
    given.promise(contract)
    with pytest.raises(InvalidInput):
        commands.open_round(desk, contract_id=contract.pk, deadline=date(2026, 3, 1))
    assert Round.objects.count() == 0
    commands.open_round(desk, contract_id=contract.pk, deadline=UNTIL)
    with pytest.raises(commands.InAnotherRound):
        commands.open_round(
            desk, contract_id=contract.pk, deadline=UNTIL, promise_ids=[RoundLine.objects.get().promise_id]
        )
    assert Round.objects.count() == 1


def test_awards_become_project_agreements_with_the_members_own_prices(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    member = given_network.able(desk, member_a, "900")
    contract = given.contract(customer_a)
    promise = given.promise(contract, quantity="5", price="1200")
    opened = commands.open_round(desk, contract_id=contract.pk, deadline=UNTIL)
    commands.award_first_ranks(desk, round_id=opened.pk)
    (bond,) = backing.draft_from_round(desk, round_id=opened.pk, terms=BondTerms(payment_days=45))
    opened.refresh_from_db()
    assert opened.status == RoundStatus.CLOSED
    row = Backing.objects.get()
    assert (row.promise_id, row.member_id, row.quantity, row.status) == (
        promise.pk,
        member.pk,
        Decimal(5),
        BackingStatus.PLANNED,
    )
    assert (bond.agreement.kind, bond.payment_days) == (Kind.PROJECT, 45)
    assert BackingPrice.objects.get().unit_price == Decimal(900)
    content = backing_reads.content(desk, agreement_id=bond.pk)
    assert [(line["unit_price"], line["amount"]) for line in content["lines"]] == [("900.0000", 450_000)]
    assert "1200" not in repr(content)
    with pytest.raises(backing.NothingAwarded):
        backing.draft_from_round(desk, round_id=opened.pk)
    assert Backing.objects.count() == 1


def test_a_line_dropped_from_a_draft_can_go_to_another_member(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    given.promise(contract)
    opened = commands.open_round(desk, contract_id=contract.pk, deadline=UNTIL)
    commands.award_first_ranks(desk, round_id=opened.pk)
    backing.draft_from_round(desk, round_id=opened.pk)
    backing.drop_backing(desk, backing_id=Backing.objects.get().pk)
    assert (Backing.objects.get().status, Commitment.objects.count()) == (BackingStatus.CANCELLED, 0)


def test_an_ended_coverage_is_no_reason_any_more(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    member = given_network.member(member_a)
    given_network.covers(desk, member, until=date(2026, 9, 1))
    contract = given.contract(customer_a)
    given.promise(contract)
    commands.open_round(desk, contract_id=contract.pk, deadline=UNTIL)
    found = reads.comparison(desk, line_id=RoundLine.objects.get().pk)
    said = next(reason.text for reason in found.candidates[0].reasons if reason.kind == "coverage")
    assert "01.09.2026" in said


def test_free_capacity_is_the_least_of_all_days() -> None:
    covered = [rules.Covered(Period(date(2026, 1, 1)), Decimal(10), "C62")]
    taken = [
        rules.Taken(Period(date(2026, 2, 1), date(2026, 4, 1)), Decimal(4)),
        rules.Taken(Period(date(2026, 3, 1), date(2026, 5, 1)), Decimal(3)),
    ]
    assert rules.least_free(Period(date(2026, 1, 1), date(2026, 12, 1)), covered, taken) == Decimal(3)
    assert rules.least_free(Period(date(2026, 5, 1), date(2026, 12, 1)), covered, taken) == Decimal(10)
