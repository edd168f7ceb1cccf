"""Settlements: taxed as the law says, agreed by the member, approved with its clock, paid to the kuruş."""

from __future__ import annotations

from datetime import date

import pytest

from muhatap.billing import commands, reads
from muhatap.billing.models import Payment, Settlement
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.errors import Forbidden, IllegalMove, InvalidInput
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.wall import standing_at
from muhatap.ledger import reads as books
from tests.given import billing as given
from tests.given.billing import APRIL, MARCH, World, at


def _cleaned(desk: Actor, customer: Actor, member: Actor, *, retention: str = "0", key: str = "1") -> World:
    """A month of cleaning: 100,000 to the customer, 85,000 to the member, both without VAT."""
    world = given.running(customer, member, retention=retention, key=key)
    given.line(world, "office_cleaning", price="100000", cost="85000")
    given.month_ended(desk)
    return world


def _balance(desk: Actor, code: str) -> int:
    return books.balance_of(desk, code=code).minor


def test_cleaning_is_withheld_nine_tenths_from_the_member(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = _cleaned(desk, customer_a, member_a, retention="5")

    made = commands.draft_settlement(at(desk, APRIL), project_agreement_id=world.project_agreement.pk, month=MARCH)

    # 85,000 + 17,000 VAT, of which 15,300 is withheld; 4,250 is retained.
    assert made.number == "HK-2026-0001"
    assert (made.net, made.vat, made.withheld, made.retention) == (8_500_000, 1_700_000, 1_530_000, 425_000)
    assert made.payable == 8_245_000
    line = made.lines.get()
    assert (line.withholding_code, line.vat_rate, line.withheld) == ("612", 20, 1_530_000)


def test_the_member_agrees_and_approval_posts_and_starts_the_clocks(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    world = _cleaned(desk, customer_a, member_a, retention="5")
    made = given.agreed_settlement(desk, member_a, world)

    approved = commands.approve_settlement(at(desk, APRIL), settlement_id=made.pk, reserve=True)

    assert approved.invoice_until == date(2026, 4, 8)
    assert approved.due_on == date(2026, 5, 1)
    assert "TBK 179/2" in approved.reservation
    assert {code: _balance(desk, code) for code in ("740", "381", "191", "320", "360", "326")} == {
        "740": 8_500_000,
        "381": 0,
        "191": 1_700_000,
        "320": -8_245_000,
        "360": -1_530_000,
        "326": -425_000,
    }


def test_nothing_is_settled_twice(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = _cleaned(desk, customer_a, member_a)
    commands.draft_settlements(at(desk, APRIL), month=MARCH)

    assert commands.draft_settlements(at(desk, APRIL), month=MARCH) == []
    with pytest.raises(commands.NothingToSettle):
        commands.draft_settlement(at(desk, APRIL), project_agreement_id=world.project_agreement.pk, month=MARCH)

    assert Settlement.objects.count() == 1


def test_an_objection_is_answered_and_comes_back_with_what_was_missing(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    world = given.running(customer_a, member_a)
    given.line(world, "transported_meals", basis="per_unit", price="100", cost="80")
    given.job(world, "transported_meals", date(2026, 3, 2), quantity="100")
    given.month_ended(desk)
    made = commands.draft_settlement(at(desk, APRIL), project_agreement_id=world.project_agreement.pk, month=MARCH)
    commands.send_settlement(at(desk, APRIL), settlement_id=made.pk)
    with pytest.raises(InvalidInput):
        commands.object_settlement(at(member_a, APRIL), settlement_id=made.pk, objection=" ")
    commands.object_settlement(at(member_a, APRIL), settlement_id=made.pk, objection="3 Mart eksik")
    given.job(world, "transported_meals", date(2026, 3, 3), quantity="50")
    given.month_ended(desk)

    back = commands.revise_settlement(at(desk, APRIL), settlement_id=made.pk, answer="3 Mart eklendi")

    assert (back.status, back.sent_at, back.net, back.lines.count()) == ("draft", None, 1_200_000, 2)


def test_deductions_are_netted_and_leave_the_invoice_base(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = _cleaned(desk, customer_a, member_a)
    made = commands.draft_settlement(at(desk, APRIL), project_agreement_id=world.project_agreement.pk, month=MARCH)

    made_deduction = commands.add_deduction(
        at(desk, APRIL), settlement_id=made.pk, kind="penalty", text="Gecikme", ground="PS-2026-0001 m.9", amount=50_000
    )
    with pytest.raises(commands.DeductedTooMuch):
        commands.add_deduction(
            at(desk, APRIL), settlement_id=made.pk, kind="damage", text="Hasar", ground="tutanak", amount=9_000_000
        )

    settlement = Settlement.objects.get()
    assert (settlement.net, settlement.deductions, settlement.payable) == (8_500_000, 50_000, 8_620_000)
    commands.drop_deduction(at(desk, APRIL), deduction_id=made_deduction.pk)
    assert Settlement.objects.get().payable == 8_670_000


def test_a_settlement_that_left_the_desk_is_not_changed(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    made = given.agreed_settlement(desk, member_a, _cleaned(desk, customer_a, member_a))

    with pytest.raises(commands.NotADraft):
        commands.add_deduction(at(desk, APRIL), settlement_id=made.pk, kind="penalty", text="x", ground="y", amount=1)
    with pytest.raises(IllegalMove):
        commands.agree_settlement(at(member_a, APRIL), settlement_id=made.pk)

    assert Settlement.objects.get().deductions == 0


def test_another_member_cannot_even_find_it(
    desk: Actor, customer_a: Actor, customer_b: Actor, member_a: Actor, member_b: Actor
) -> None:
    made = given.agreed_settlement(desk, member_a, _cleaned(desk, customer_a, member_a))

    with pytest.raises(Settlement.DoesNotExist):
        reads.settlement(member_b, settlement_id=made.pk)
    with pytest.raises(Settlement.DoesNotExist):
        commands.object_settlement(at(member_b, APRIL), settlement_id=made.pk, objection="hayır")
    with standing_at(Audience.MEMBER, party_id=member_b.party_id, user_id=member_b.user_id):
        assert Settlement.objects.count() == 0
    with pytest.raises(Forbidden):
        reads.settlement(given.without(customer_a, "billing.customer_invoices"), settlement_id=made.pk)

    assert Settlement.objects.get().status == "agreed"


def test_behind_the_wall_a_member_sees_its_settlement_once_sent_and_agrees(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    world = _cleaned(desk, customer_a, member_a)
    made = commands.draft_settlement(at(desk, APRIL), project_agreement_id=world.project_agreement.pk, month=MARCH)
    member = at(member_a, APRIL)
    with standing_at(Audience.MEMBER, party_id=member.party_id, user_id=member.user_id):
        assert reads.settlements(member, query=ListQuery()).rows == []
    commands.send_settlement(at(desk, APRIL), settlement_id=made.pk)

    with standing_at(Audience.MEMBER, party_id=member.party_id, user_id=member.user_id):
        shown = reads.settlement(member, settlement_id=made.pk)
        commands.agree_settlement(member, settlement_id=made.pk)

    assert (shown.payable.minor, len(shown.lines)) == (8_670_000, 1)
    assert Settlement.objects.get().status == "agreed"


def _pay(desk: Actor, member: Actor, amount: int, *, reference: str = "EFT-1", iban: str = given.IBAN) -> Payment:
    return commands.record_payment(
        at(desk, date(2026, 4, 30)),
        member_id=member.party_id or 0,
        amount=amount,
        paid_on=date(2026, 4, 30),
        iban=iban,
        reference=reference,
    )


def test_a_settlement_is_paid_in_two_parts(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    made = given.approved_settlement(desk, member_a, _cleaned(desk, customer_a, member_a))

    _pay(desk, member_a, 8_000_000)
    assert Settlement.objects.get(pk=made.pk).status == "approved"
    _pay(desk, member_a, 670_000, reference="EFT-2")

    paid = Settlement.objects.get(pk=made.pk)
    assert (paid.status, paid.paid_at) == ("paid", date(2026, 4, 30))
    assert (_balance(desk, "320"), _balance(desk, "102")) == (0, -8_670_000)


@pytest.mark.parametrize(
    ("amount", "reference", "iban", "refusal"),
    [
        (8_670_001, "EFT-1", given.IBAN, commands.PaidTooMuch),
        (100, "EFT-1", "TR330006100519786457841327", commands.IbanWrong),
        (100, "EFT-1", "TR320010009999901234567890", commands.IbanNotUsable),
        (0, "EFT-1", given.IBAN, InvalidInput),
        (100, " ", given.IBAN, InvalidInput),
    ],
)
def test_a_payment_that_cannot_be_right_is_refused(
    desk: Actor, customer_a: Actor, member_a: Actor, *, amount: int, reference: str, iban: str, refusal: type[Exception]
) -> None:
    given.approved_settlement(desk, member_a, _cleaned(desk, customer_a, member_a))

    with pytest.raises(refusal):
        _pay(desk, member_a, amount, reference=reference, iban=iban)

    assert Payment.objects.count() == 0
    assert _balance(desk, "102") == 0


def test_the_same_bank_reference_is_one_payment(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    given.approved_settlement(desk, member_a, _cleaned(desk, customer_a, member_a))
    _pay(desk, member_a, 100)

    with pytest.raises(commands.PaidAlready):
        _pay(desk, member_a, 100)

    assert Payment.objects.count() == 1


def test_earned_so_far_shows_the_members_own_prices(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = given.running(customer_a, member_a)
    given.line(world, "transported_meals", basis="per_unit", price="100", cost="80")
    given.job(world, "transported_meals", date(2026, 3, 2), quantity="10")
    given.job(world, "transported_meals", date(2026, 3, 3), quantity="5", status="done")
    member = at(member_a, date(2026, 3, 20))

    with standing_at(Audience.MEMBER, party_id=member.party_id, user_id=member.user_id):
        earned = reads.earned_so_far(member)

    assert (earned.confirmed.minor, earned.waiting.minor) == (80_000, 40_000)


def test_work_confirmed_after_the_draft_comes_onto_the_open_draft(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    world = given.running(customer_a, member_a)
    given.line(world, "transported_meals", basis="per_unit", price="100", cost="80")
    given.job(world, "transported_meals", date(2026, 3, 2), quantity="100")
    given.month_ended(desk)
    first = commands.draft_settlements(at(desk, APRIL), month=MARCH)
    given.job(world, "transported_meals", date(2026, 3, 3), quantity="50")
    given.month_ended(desk)

    second = commands.draft_settlements(at(desk, APRIL), month=MARCH)

    assert [one.pk for one in second] == [one.pk for one in first]
    assert (Settlement.objects.get().net, Settlement.objects.get().lines.count()) == (1_200_000, 2)
