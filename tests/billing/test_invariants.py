"""Each invariant of billing finds the row that breaks it, and `./muhatap verify` says so."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from muhatap.billing import commands
from muhatap.billing.invariants import INVARIANTS
from muhatap.faces.cli import verify
from muhatap.faces.cli.refusals import CannotRun
from muhatap.kernel import invariants
from muhatap.kernel.actors import Actor
from tests.given import billing as given
from tests.given.billing import at
from tests.given.guards import without_guards

BROKEN = {
    "INV-10": "UPDATE billing_invoiceline SET vat = vat + 1",
    "INV-12a": "UPDATE billing_receipt SET amount = amount + 1",
    "INV-12b": "UPDATE billing_payment SET amount = amount + 1",
    "INV-12c": "UPDATE billing_customeraccrual SET net = net + 1",
    "INV-12d": "UPDATE billing_memberaccrual SET net = net + 1",
    "INV-12e": "UPDATE billing_settlement SET retention = retention + 1, payable = payable - 1",
    "INV-18": "DELETE FROM billing_customeraccrualjob",
    "INV-19": "UPDATE operations_job SET accepted_quantity = 1",
    "INV-20a": "UPDATE billing_customeraccrual SET unit_price = unit_price + 0.0001",
    "INV-20b": "UPDATE billing_memberaccrual SET unit_price = unit_price + 0.0001",
    "INV-20c": "UPDATE billing_settlementline SET quantity = quantity + 1",
    "INV-21": "GRANT SELECT ON billing_memberaccrual TO app_customer",
    "INV-23a": "UPDATE billing_receiptallocation SET amount = amount + 1000000000",
    "INV-23b": "UPDATE billing_paymentallocation SET amount = amount + 1",
    "INV-23c": "UPDATE billing_receiptallocation SET amount = amount - 1",
    "INV-24": "UPDATE billing_settlement SET payable = payable + 1, retention = retention - 1",
    "INV-26": "UPDATE billing_monthendresult SET outcome = 'waiting'",
    "INV-29": "UPDATE billing_invoice SET number = 'MHT2026000000002'",
}


@pytest.fixture
def closed(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    """A month that is accrued, settled and paid, invoiced and collected."""
    world = given.running(customer_a, member_a, retention="5")
    given.line(world, "office_cleaning", price="100000", cost="85000")
    given.line(world, "transported_meals", basis="per_unit", price="142.50", cost="118")
    given.job(world, "transported_meals", date(2026, 3, 2), quantity="180")
    given.month_ended(desk)
    settlement = given.approved_settlement(desk, member_a, world)
    invoice = given.sent_invoice(desk, world)
    actor, day = at(desk, date(2026, 4, 30)), date(2026, 4, 30)
    commands.record_payment(
        actor,
        member_id=world.member.pk,
        amount=settlement.payable,
        paid_on=day,
        iban=given.IBAN,
        reference="EFT-1",
    )
    commands.record_receipt(
        actor, customer_id=world.customer.pk, amount=invoice.payable, received_on=day, reference="HVL-1"
    )


def _broken() -> list[str]:
    return [found.invariant.code for found in invariants.check(INVARIANTS) if not found.holds]


def test_nothing_is_broken_in_a_closed_month(closed: None) -> None:
    assert _broken() == []


def test_every_invariant_has_its_attack() -> None:
    assert sorted(BROKEN) == [one.code for one in INVARIANTS]


@pytest.mark.parametrize("code", sorted(BROKEN))
def test_a_row_that_breaks_it_is_found(closed: None, sql: Any, code: str) -> None:
    with without_guards():
        sql(BROKEN[code])
        assert code in _broken()


def test_no_two_packages_share_a_code() -> None:
    codes = [one.code for one in invariants.registered()]

    assert codes == sorted(set(codes))


def test_verify_answers_in_words_and_as_json(closed: None, sql: Any, capsys: Any) -> None:
    verify.main(["--json"])
    said = {one["code"]: one["breaches"] for one in json.loads(capsys.readouterr().out)["invariants"]}
    assert {code: said[code] for code in BROKEN} == dict.fromkeys(BROKEN, 0)

    sql("UPDATE billing_monthendresult SET outcome = 'waiting'")
    assert verify.main([]) == 1
    assert "INV-26   BROKEN 2" in capsys.readouterr().out


def test_verify_knows_no_other_word() -> None:
    with pytest.raises(CannotRun):
        verify.main(["--fast"])
