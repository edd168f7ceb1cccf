"""The pages of money, as each of the three faces shows them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from muhatap.billing import commands
from muhatap.billing.models import Invoice, Payment, Receipt, Settlement
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.models import OutboxMessage
from muhatap.ledger.models import FiscalPeriod
from tests.given import billing as given
from tests.given.billing import APRIL, MARCH, World, at

LAST = date(2026, 4, 30)


@pytest.fixture
def month(desk: Actor, customer_a: Actor, member_a: Actor, settings: Any) -> World:
    """A month of deliveries, the day after."""
    world = given.running(customer_a, member_a, retention="5")
    given.line(world, "office_cleaning", price="100000", cost="85000")
    given.line(world, "transported_meals", basis="per_unit", price="142.50", cost="118")
    given.job(world, "transported_meals", date(2026, 3, 2), quantity="180")
    given.job(world, "transported_meals", date(2026, 3, 3), quantity="180", status="done")
    settings.CLOCK = datetime(2026, 4, 1, 9, 0, tzinfo=ISTANBUL)
    return world


def _text(response: Any) -> str:
    return str(response.content.decode())


def test_the_desk_goes_from_month_end_to_money(
    face: Any, desk: Actor, member_a: Actor, month: World, settings: Any
) -> None:
    browser = face("desk", desk)
    assert browser.get("/month-end/").status_code == 200
    assert browser.post("/month-end/2026-03/run/").status_code == 303
    assert browser.post("/month-end/2026-03/settlements/").status_code == 303
    assert browser.post("/month-end/2026-03/invoices/").status_code == 303
    invoice, settlement = Invoice.objects.get(), Settlement.objects.get()
    assert browser.post(f"/invoices/{invoice.pk}/issue/").status_code == 303
    assert browser.post(f"/invoices/{invoice.pk}/send/").status_code == 303
    assert browser.post(f"/settlements/{settlement.pk}/send/").status_code == 303
    commands.agree_settlement(at(member_a, APRIL), settlement_id=settlement.pk)
    assert browser.post(f"/settlements/{settlement.pk}/approve/", {"reserve": "on"}).status_code == 303
    settings.CLOCK = datetime(2026, 4, 30, 9, 0, tzinfo=ISTANBUL)
    settlement.refresh_from_db()
    paid = {
        "settlement": settlement.pk,
        "amount": str(settlement.payable / 100),
        "paid_on": "2026-04-30",
        "iban": given.IBAN,
        "reference": "EFT-1",
    }
    assert browser.post("/payments/new/", paid).status_code == 303
    invoice.refresh_from_db()
    received = {
        "customer": month.customer.pk,
        "amount": str(invoice.payable / 100),
        "received_on": "2026-04-30",
        "reference": "HVL-1",
    }
    assert browser.post("/collection/receipts/new/", received).status_code == 303

    assert (Invoice.objects.get().status, Settlement.objects.get().status) == ("paid", "paid")
    assert (Payment.objects.count(), Receipt.objects.count()) == (1, 1)


PAGES = (
    "/month-end/",
    "/month-end/2026-03/",
    "/invoices/",
    "/invoices/?status=sent&q=pusula&export=csv",
    "/settlements/",
    "/payments/",
    "/payments/new/",
    "/collection/",
    "/collection/receipts/",
    "/collection/receipts/new/",
    "/books/",
    "/books/?export=csv",
    "/books/entries/",
    "/books/accounts/120/",
    "/margin/",
)


def test_every_page_of_the_desk_opens(face: Any, desk: Actor, member_a: Actor, month: World) -> None:
    given.month_ended(desk)
    settlement = given.approved_settlement(desk, member_a, month)
    invoice = given.sent_invoice(desk, month)
    browser = face("desk", desk)
    receipt = commands.record_receipt(
        at(desk, APRIL), customer_id=month.customer.pk, amount=100, received_on=APRIL, reference="HVL-1"
    )
    records = [
        f"/collection/receipts/{receipt.pk}/",
        f"/invoices/{invoice.pk}/",
        f"/invoices/lines/{invoice.lines.first().pk}/",
        f"/invoices/{invoice.pk}/papers/pdf/",
        f"/settlements/{settlement.pk}/",
        f"/settlements/lines/{settlement.lines.first().pk}/",
        f"/settlements/{settlement.pk}/deduct/",
        f"/settlements/{settlement.pk}/answer/",
        f"/settlements/{settlement.pk}/approve/",
        f"/margin/{month.contract.pk}/",
        "/books/entries/1/".replace("1", str(_entry())),
        f"/books/entries/{_entry()}/reverse/",
    ]

    assert {url: browser.get(url).status_code for url in [*PAGES, *records]} == dict.fromkeys([*PAGES, *records], 200)


def _entry() -> int:
    from muhatap.ledger.models import Entry

    return int(Entry.objects.latest("pk").pk)


def test_months_close_and_reopen_on_the_page(face: Any, desk: Actor, second_desk: Actor, month: World) -> None:
    given.month_ended(desk)
    browser = face("desk", desk)
    browser.post("/books/months/2026/3/close/")
    browser.post("/books/months/2026/3/ask/", {"reason": "eksik fatura"})
    browser.post("/books/months/2026/3/reopen/")
    assert FiscalPeriod.objects.get().status == "reopening"

    face("desk", second_desk).post("/books/months/2026/3/reopen/")

    assert FiscalPeriod.objects.get().status == "open"


def test_a_refused_payment_keeps_what_was_typed_beside_its_sentence(
    face: Any, desk: Actor, member_a: Actor, month: World
) -> None:
    given.month_ended(desk)
    settlement = given.approved_settlement(desk, member_a, month)

    answer = face("desk", desk).post(
        "/payments/new/",
        {
            "settlement": settlement.pk,
            "amount": "1",
            "paid_on": "2026-04-01",
            "iban": "TR330006100519786457841327",
            "reference": "EFT-77",
        },
    )

    assert answer.status_code == 409
    assert "EFT-77" in _text(answer)
    assert Payment.objects.count() == 0


def test_the_member_agrees_in_its_portal_and_meets_no_price_of_the_customer(
    face: Any, desk: Actor, member_a: Actor, month: World
) -> None:
    given.month_ended(desk)
    made = commands.draft_settlement(at(desk, APRIL), project_agreement_id=month.project_agreement.pk, month=MARCH)
    commands.send_settlement(at(desk, APRIL), settlement_id=made.pk)
    browser = face("member", member_a)
    pages = [
        "/earned/",
        "/settlements/",
        f"/settlements/{made.pk}/",
        f"/settlements/lines/{made.lines.last().pk}/",
        f"/settlements/{made.pk}/object/",
        "/payments/",
    ]

    texts = {url: browser.get(url) for url in pages}

    assert {url: answer.status_code for url, answer in texts.items()} == dict.fromkeys(pages, 200)
    everything = "".join(_text(answer) for answer in texts.values())
    assert "85.000,00" in everything
    for theirs in ("100.000,00", "142,50", "Pusula Sigorta A.Ş."):
        assert theirs not in everything
    assert browser.post(f"/settlements/{made.pk}/agree/").status_code == 303
    assert Settlement.objects.get().status == "agreed"


def test_the_member_objects_with_a_reason(face: Any, desk: Actor, member_a: Actor, month: World) -> None:
    given.month_ended(desk)
    made = commands.draft_settlement(at(desk, APRIL), project_agreement_id=month.project_agreement.pk, month=MARCH)
    commands.send_settlement(at(desk, APRIL), settlement_id=made.pk)
    browser = face("member", member_a)

    assert browser.post(f"/settlements/{made.pk}/object/", {"objection": ""}).status_code == 409
    assert browser.post(f"/settlements/{made.pk}/object/", {"objection": "3 Mart eksik"}).status_code == 303

    assert (Settlement.objects.get().status, Settlement.objects.get().objection) == ("objected", "3 Mart eksik")


def test_the_customer_opens_its_invoice_and_meets_no_member(
    face: Any, desk: Actor, customer_a: Actor, customer_b: Actor, month: World
) -> None:
    given.month_ended(desk)
    invoice = given.sent_invoice(desk, month)
    browser = face("customer", customer_a)
    pages = [
        "/invoices/",
        f"/invoices/{invoice.pk}/",
        f"/invoices/lines/{invoice.lines.last().pk}/",
        f"/invoices/{invoice.pk}/papers/pdf/",
        f"/invoices/{invoice.pk}/papers/xml/",
        f"/invoices/{invoice.pk}/reject/",
    ]

    texts = {url: browser.get(url) for url in pages}

    assert {url: answer.status_code for url, answer in texts.items()} == dict.fromkeys(pages, 200)
    everything = "".join(_text(answer) for answer in texts.values())
    for theirs in ("85.000", "118,00", "Pırıltı"):
        assert theirs not in everything
    assert {url: face("customer", customer_b).get(url).status_code for url in pages[1:]} == dict.fromkeys(
        pages[1:], 404
    )
    assert face("customer", customer_a).post(f"/invoices/{invoice.pk}/accept/").status_code == 303
    assert Invoice.objects.get().status == "accepted"


def test_a_month_that_is_over_waits_until_everything_is_on_its_documents(
    face: Any, desk: Actor, member_a: Actor, month: World
) -> None:
    browser = face("desk", desk)
    assert "Mart 2026" in _text(browser.get("/"))
    browser.post("/month-end/2026-03/run/")
    browser.post("/month-end/2026-03/settlements/")
    assert 'href="/month-end/2026-03/"' in _text(browser.get("/"))
    browser.post("/month-end/2026-03/invoices/")
    home = _text(browser.get("/"))
    assert 'href="/month-end/2026-03/"' not in home
    assert f'href="/invoices/{Invoice.objects.get().pk}/"' in home
    settlement = Settlement.objects.get()
    browser.post(f"/settlements/{settlement.pk}/send/")
    assert f'href="/settlements/{settlement.pk}/"' not in _text(browser.get("/"))
    commands.agree_settlement(at(member_a, APRIL), settlement_id=settlement.pk)
    assert f'href="/settlements/{settlement.pk}/"' in _text(browser.get("/"))


def test_settlement_and_invoice_are_announced_by_mail_without_amounts(face: Any, desk: Actor, month: World) -> None:
    browser = face("desk", desk)
    for page in ("run", "settlements", "invoices"):
        browser.post(f"/month-end/2026-03/{page}/")
    invoice, settlement = Invoice.objects.get(), Settlement.objects.get()
    browser.post(f"/settlements/{settlement.pk}/send/")
    browser.post(f"/invoices/{invoice.pk}/issue/")
    browser.post(f"/invoices/{invoice.pk}/send/")
    invoice.refresh_from_db()
    letters = {row.payload["template"]: row.payload for row in OutboxMessage.objects.filter(kind="mail")}
    assert letters["settlement_sent"]["face"] == "member"
    assert letters["settlement_sent"]["path"] == f"settlements/{settlement.pk}/"
    assert letters["invoice_sent"]["face"] == "customer"
    facts = {"name": "Ece Şahin", "number": invoice.number, "month": "03.2026", "due": f"{invoice.due_on:%d.%m.%Y}"}
    assert {**letters["invoice_sent"]["facts"], "name": "Ece Şahin"} == facts
