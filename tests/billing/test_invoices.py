"""Invoices and receipts: taxed by seller, buyer, service and date; numbered without gaps; paid to the kuruş."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from efatura_kontrol.kontrol import hazirla, kontrol_et

from muhatap.billing import commands, reads
from muhatap.billing.models import Invoice, Receipt
from muhatap.integrations import einvoice
from muhatap.integrations.einvoice.making import make_invoice_papers
from muhatap.kernel import files
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.errors import IllegalMove, InvalidInput
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.wall import standing_at
from muhatap.ledger import reads as books
from muhatap.parties.models import Party
from tests.given import billing as given
from tests.given.billing import APRIL, MARCH, World, at

DAY = date(2026, 4, 20)


def _delivered(desk: Actor, customer: Actor, member: Actor, *, key: str = "1") -> World:
    """A month of cleaning (withheld 9/10) and personnel transport (passed on: not withheld)."""
    world = given.running(customer, member, key=key)
    given.line(world, "office_cleaning", price="100000", cost="85000")
    given.line(world, "staff_shuttle", basis="per_visit", price="1500", cost="1200")
    given.job(world, "staff_shuttle", date(2026, 3, 2), quantity="20")
    given.month_ended(desk)
    return world


def _balance(desk: Actor, code: str) -> int:
    return books.balance_of(desk, code=code).minor


def test_an_invoice_is_taxed_line_by_line_and_says_why(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = _delivered(desk, customer_a, member_a)

    made = commands.draft_invoice(at(desk, APRIL), contract_id=world.contract.pk, month=MARCH)

    lines = [(line.net, line.vat, line.withheld, line.why) for line in made.lines.order_by("position")]
    assert lines == [
        (10_000_000, 2_000_000, 1_800_000, "withheld"),
        (3_000_000, 600_000, 0, "passed_on"),
    ]
    assert (made.net, made.vat, made.withheld, made.payable) == (13_000_000, 2_600_000, 1_800_000, 13_800_000)
    assert made.number == ""


def test_a_customer_outside_vat_withholds_nothing(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = _delivered(desk, customer_a, member_a)
    Party.objects.filter(pk=world.customer.pk).update(tax_class="N")

    made = commands.draft_invoice(at(desk, APRIL), contract_id=world.contract.pk, month=MARCH)

    assert [line.why for line in made.lines.order_by("position")] == ["buyer_not_registered", "buyer_not_registered"]
    assert made.payable == 15_600_000


def test_issue_gives_a_gapless_number_a_due_day_and_posts(
    desk: Actor, customer_a: Actor, customer_b: Actor, member_a: Actor, member_b: Actor
) -> None:
    first = given.issued_invoice(desk, _delivered(desk, customer_a, member_a))
    second = given.issued_invoice(desk, _delivered(desk, customer_b, member_b, key="2"))

    assert (first.number, second.number) == ("MHT2026000000001", "MHT2026000000002")
    assert (first.profile, first.type_code) == ("TICARIFATURA", "TEVKIFAT")
    assert (first.issued_on, first.due_on) == (APRIL, date(2026, 5, 1))
    assert {code: _balance(desk, code) for code in ("120", "181", "391", "600")} == {
        "120": 27_600_000,
        "181": 0,
        "391": -1_600_000,
        "600": -26_000_000,
    }


def test_a_customer_without_tax_number_is_not_invoiced_and_no_number_is_lost(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    world = _delivered(desk, customer_a, member_a)
    made = commands.draft_invoice(at(desk, APRIL), contract_id=world.contract.pk, month=MARCH)
    Party.objects.filter(pk=world.customer.pk).update(tax_number="")

    with pytest.raises(commands.CustomerIncomplete) as refused:
        commands.issue_invoice(at(desk, APRIL), invoice_id=made.pk)
    assert "VKN" in refused.value.message
    assert (Invoice.objects.get().status, _balance(desk, "120")) == ("draft", 0)
    Party.objects.filter(pk=world.customer.pk).update(tax_number="1234567891")

    assert commands.issue_invoice(at(desk, APRIL), invoice_id=made.pk).number == "MHT2026000000001"


def test_nothing_is_invoiced_twice(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = _delivered(desk, customer_a, member_a)
    commands.draft_invoices(at(desk, APRIL), month=MARCH)

    assert commands.draft_invoices(at(desk, APRIL), month=MARCH) == []
    with pytest.raises(commands.NothingToInvoice):
        commands.draft_invoice(at(desk, APRIL), contract_id=world.contract.pk, month=MARCH)

    assert Invoice.objects.count() == 1


def test_an_invoice_is_sent_with_its_papers_which_the_customer_may_open(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    made = given.issued_invoice(desk, _delivered(desk, customer_a, member_a))
    with pytest.raises(commands.PapersMissing):
        commands.send_invoice(at(desk, APRIL), invoice_id=made.pk)

    hazirla()
    pdf, xml = make_invoice_papers(at(desk, APRIL), invoice_id=made.pk)
    sent = commands.send_invoice(at(desk, APRIL), invoice_id=made.pk)

    assert pdf.startswith(b"%PDF-")
    report = kontrol_et(xml).sozluk()
    assert [found["mesaj"] for found in report["bulgular"] if found["seviye"] != "bilgi"] == []
    assert files.read(Invoice.objects.get().xml) == xml
    assert einvoice.read(xml).totals.payable == sent.payable
    with standing_at(Audience.CUSTOMER, party_id=customer_a.party_id, user_id=customer_a.user_id):
        assert reads.invoice(customer_a, invoice_id=made.pk).payable.minor == 13_800_000


def test_a_prorated_line_is_one_piece_so_that_the_xml_adds_up(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = given.running(customer_a, member_a, live_on=date(2026, 3, 15))
    given.line(world, "office_cleaning", quantity="7", price="33333.3333", cost="28000")
    given.month_ended(desk)

    made = commands.draft_invoice(at(desk, APRIL), contract_id=world.contract.pk, month=MARCH)

    line = made.lines.get()
    assert (line.quantity, line.unit, line.unit_price, line.net) == (
        Decimal(1),
        "C62",
        Decimal("127956.99"),
        12_795_699,
    )
    assert line.description == "Levent Genel Müdürlük · 03.2026 · 17/31 gün × 7"


def test_another_customer_and_every_member_cannot_even_find_it(
    desk: Actor, customer_a: Actor, customer_b: Actor, member_a: Actor
) -> None:
    made = given.sent_invoice(desk, _delivered(desk, customer_a, member_a))

    with pytest.raises(Invoice.DoesNotExist):
        reads.invoice(customer_b, invoice_id=made.pk)
    with pytest.raises(Invoice.DoesNotExist):
        commands.reject_invoice(at(customer_b, APRIL), invoice_id=made.pk, reason="bizim değil")
    with standing_at(Audience.CUSTOMER, party_id=customer_b.party_id, user_id=customer_b.user_id):
        assert Invoice.objects.count() == 0

    assert Invoice.objects.get().status == "sent"


def test_a_draft_is_none_of_the_customers_business(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    given.issued_invoice(desk, _delivered(desk, customer_a, member_a))

    with standing_at(Audience.CUSTOMER, party_id=customer_a.party_id, user_id=customer_a.user_id):
        assert reads.invoices(customer_a, query=ListQuery()).rows == []
        assert Invoice.objects.count() == 0


def test_the_customer_accepts_or_rejects_behind_its_wall(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    made = given.sent_invoice(desk, _delivered(desk, customer_a, member_a))
    customer = at(customer_a, DAY)
    with standing_at(Audience.CUSTOMER, party_id=customer.party_id, user_id=customer.user_id):
        with pytest.raises(InvalidInput):
            commands.reject_invoice(customer, invoice_id=made.pk, reason="")
        commands.accept_invoice(customer, invoice_id=made.pk)
    with pytest.raises(IllegalMove):
        commands.reject_invoice(customer, invoice_id=made.pk, reason="geç")

    assert Invoice.objects.get().status == "accepted"


def test_silence_for_eight_days_is_acceptance(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    given.sent_invoice(desk, _delivered(desk, customer_a, member_a))

    assert commands.accept_silent_invoices(at(desk, date(2026, 4, 9))) == 0
    assert commands.accept_silent_invoices(at(desk, date(2026, 4, 10))) == 1

    assert Invoice.objects.get().status == "accepted"


def _receive(desk: Actor, world: World, amount: int, *, reference: str = "HVL-1", day: date = DAY) -> Receipt:
    return commands.record_receipt(
        at(desk, DAY), customer_id=world.customer.pk, amount=amount, received_on=day, reference=reference
    )


def test_partial_receipts_pay_an_invoice_and_the_rest_stays_as_credit(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    world = _delivered(desk, customer_a, member_a)
    made = given.sent_invoice(desk, world)

    _receive(desk, world, 3_800_000)
    assert reads.invoice(desk, invoice_id=made.pk).open.minor == 10_000_000
    _receive(desk, world, 12_000_000, reference="HVL-2")

    paid = Invoice.objects.get()
    assert (paid.status, paid.paid_on) == ("paid", DAY)
    rows = reads.receipts(desk, query=ListQuery(filters={"left": "yes"})).rows
    assert [(row.number, row.left.minor) for row in rows] == [("TH-2026-0002", 2_000_000)]
    assert (_balance(desk, "120"), _balance(desk, "102")) == (-2_000_000, 15_800_000)


def test_the_credit_of_a_receipt_falls_on_the_next_invoice(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = _delivered(desk, customer_a, member_a)
    receipt = _receive(desk, world, 14_000_000)
    with pytest.raises(commands.NothingLeft):
        commands.allocate_receipt(at(desk, DAY), receipt_id=receipt.pk)
    given.sent_invoice(desk, world)

    assert commands.allocate_receipt(at(desk, DAY), receipt_id=receipt.pk) == 13_800_000

    assert Invoice.objects.get().status == "paid"


def test_a_receipt_is_recorded_once_and_not_before_it_arrived(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = _delivered(desk, customer_a, member_a)
    _receive(desk, world, 100)

    with pytest.raises(commands.ReceivedAlready):
        _receive(desk, world, 100)
    with pytest.raises(commands.ReceivedInFuture):
        _receive(desk, world, 100, reference="HVL-9", day=date(2026, 4, 21))

    assert Receipt.objects.count() == 1
    assert _balance(desk, "102") == 100


def test_margin_by_promise_and_by_month_is_the_same_margin(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = _delivered(desk, customer_a, member_a)

    found = reads.contract_margin(desk, contract_id=world.contract.pk)

    assert [(row.service, row.margin.minor, row.percent) for row in found.promises] == [
        ("Ofis ve bina içi temizlik", 1_500_000, Decimal("15.0")),
        ("Personel servis taşımacılığı", 600_000, Decimal("20.0")),
    ]
    assert [(row.month, row.margin.minor) for row in found.months] == [(MARCH, 2_100_000)]
    assert (found.total.revenue.minor, found.total.cost.minor) == (13_000_000, 10_900_000)


def test_the_jobs_behind_a_line_name_no_member_and_no_cost(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    made = given.sent_invoice(desk, _delivered(desk, customer_a, member_a))
    line = made.lines.get(position=2)

    with standing_at(Audience.CUSTOMER, party_id=customer_a.party_id, user_id=customer_a.user_id):
        _owner, shown, jobs = reads.invoice_line_jobs(customer_a, line_id=line.pk)

    assert [(job.day, job.quantity) for job in jobs] == [(date(2026, 3, 2), Decimal(20))]
    assert shown.jobs == 1
    said = f"{shown} {jobs}"
    assert "Pırıltı" not in said
    assert "1200" not in said


def test_a_contract_billed_by_the_quarter_waits_for_its_end(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    world = _delivered(desk, customer_a, member_a)
    world.contract.billing_cycle = "quarterly"
    world.contract.save()

    assert commands.draft_invoices(at(desk, APRIL), month=MARCH) == []
    assert reads.month_end(at(desk, APRIL), month=MARCH).without_invoice == 0
    given.month_ended(desk, month=APRIL, on=date(2026, 5, 1))
    given.month_ended(desk, month=date(2026, 5, 1), on=date(2026, 6, 1))
    made = commands.draft_invoices(at(desk, date(2026, 6, 1)), month=date(2026, 5, 1))

    # Three months of cleaning and the one of transport.
    assert [(one.net, one.lines.count()) for one in made] == [(33_000_000, 4)]
