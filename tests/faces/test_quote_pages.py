"""Quotes on the pages: filled in and sent at the member's portal, compared and taken away at the desk."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

import pytest
from openpyxl import load_workbook

from muhatap.kernel.actors import Actor
from muhatap.sourcing import commands
from muhatap.sourcing.models import AskedLine, InvitationStatus, Quote, QuoteInvitation, QuoteLine, Round
from tests.given import network as given_network
from tests.given import quotes
from tests.given.faces import Face

pytestmark = pytest.mark.django_db


@pytest.fixture
def it(desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor) -> quotes.Asked:
    return quotes.asked(desk, customer_a, (member_a, "950"), (member_b, "900"), lines=2)


def filled(invitation: QuoteInvitation, price: str, **more: str) -> dict[str, str]:
    """What the form sends: a price for the first line, the second left without one."""
    first, second = AskedLine.objects.filter(invitation=invitation).order_by("position")
    ways = {f"way_{one.pk}": f"{one.basis}:{one.unit}" for one in (first, second)}
    return {f"price_{first.pk}": price, "form_key": str(uuid.uuid4()), **ways, **more}


def test_a_member_fills_in_keeps_a_draft_and_sends(it: quotes.Asked, face: Face, member_a: Actor) -> None:
    browser, invitation = face("member", member_a), it.of(member_a)
    url = f"/quotes/{invitation.pk}/fill/"
    assert browser.get(url).status_code == 200
    assert browser.post(url, {**filled(invitation, "920"), "act": "draft"}).status_code == 303
    assert list(Quote.objects.values_list("status", flat=True)) == ["draft"]
    assert 'value="920"' in browser.get(url).content.decode()
    assert browser.post(f"/quotes/{invitation.pk}/send/").status_code == 303
    assert list(QuoteLine.objects.order_by("asked__position").values_list("offered", flat=True)) == [True, False]
    page = browser.get(f"/quotes/{invitation.pk}/").content.decode()
    assert "Teklifiniz bize ulaştı." in page
    # Neither the customer, nor its site, nor what it pays.
    assert [word for word in ("Pusula", "Levent", "1.200,00") if word in page] == []


def test_nothing_typed_is_lost_on_an_error(it: quotes.Asked, face: Face, member_a: Actor) -> None:
    browser, invitation = face("member", member_a), it.of(member_a)
    url = f"/quotes/{invitation.pk}/fill/"
    answer = browser.post(url, filled(invitation, "95000", remark="Ekip hazır"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="95000"' in page
    assert "Ekip hazır" in page
    assert "on kattan fazla" in page
    assert Quote.objects.count() == 0


def test_the_same_form_sent_twice_sends_one_quote(it: quotes.Asked, face: Face, member_a: Actor) -> None:
    browser, invitation = face("member", member_a), it.of(member_a)
    sent = filled(invitation, "920")
    for _window in range(2):
        assert browser.post(f"/quotes/{invitation.pk}/fill/", sent).status_code == 303
    assert list(Quote.objects.values_list("version", "status")) == [(1, "sent")]


def test_a_member_declines_with_a_reason(it: quotes.Asked, face: Face, member_a: Actor) -> None:
    browser, invitation = face("member", member_a), it.of(member_a)
    url = f"/quotes/{invitation.pk}/decline/"
    assert browser.post(url, {"reason": ""}).status_code == 409
    assert browser.post(url, {"reason": "Dolu"}).status_code == 303
    invitation.refresh_from_db()
    assert (invitation.status, invitation.decline_reason) == (InvitationStatus.DECLINED, "Dolu")


def test_after_the_deadline_the_page_says_so_and_offers_nothing(
    it: quotes.Asked, face: Face, member_a: Actor, member_b: Actor, settings: Any
) -> None:
    quotes.quotes(member_a, it, "920")
    settings.CLOCK = quotes.later(member_a).now
    for actor, said in ((member_a, "sonucu size yazacağız"), (member_b, "o ana kadar teklif göndermediniz")):
        browser, invitation = face("member", actor), it.of(actor)
        page = browser.get(f"/quotes/{invitation.pk}/").content.decode()
        assert said in page
        assert "/withdraw/" not in page
        for way in ("fill", "decline", "withdraw"):
            assert browser.get(f"/quotes/{invitation.pk}/{way}/")["Location"] == f"/quotes/{invitation.pk}/"
        answer = browser.post(f"/quotes/{invitation.pk}/fill/", filled(invitation, "900"))
        assert answer.status_code == 409
        assert 'value="900"' in answer.content.decode()
    assert Quote.objects.count() == 1


def test_what_waits_stands_on_both_home_pages(
    it: quotes.Asked, face: Face, desk: Actor, member_a: Actor, member_b: Actor
) -> None:
    wanted = face("member", member_a).get("/").content.decode()
    assert f'href="/quotes/{it.of(member_a).pk}/fill/"' in wanted
    for actor in (member_a, member_b):
        quotes.quotes(actor, it, "890")
    assert "Teklif isteniyor" not in face("member", member_a).get("/").content.decode()
    assert "Tüm teklifler geldi" in face("desk", desk).get("/").content.decode()


def test_the_desk_asks_on_its_page(face: Face, desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    it = quotes.asked(desk, customer_a, (member_a, "950"))
    browser, number = face("desk", desk), it.round.pk
    assert browser.get(f"/rounds/{number}/quotes/invite/").status_code == 200
    assert browser.post(f"/rounds/{number}/quotes/remind/").status_code == 303
    assert browser.post(f"/rounds/{number}/quotes/extend/", {"deadline": "2026-03-09T17:00"}).status_code == 303
    assert browser.post(f"/rounds/{number}/quotes/extend/", {"deadline": "2026-03-08T17:00"}).status_code == 409
    assert Round.objects.get().deadline.isoformat() == "2026-03-09"


def test_another_round_is_opened_and_chosen_members_are_asked(
    face: Face, desk: Actor, customer_b: Actor, member_a: Actor
) -> None:
    member = given_network.able(desk, member_a, "950")
    contract = quotes.backing.contract(customer_b)
    quotes.backing.promise(contract)
    opened = commands.open_round(desk, contract_id=contract.pk, deadline=quotes.ROUND_UNTIL)
    browser = face("desk", desk)
    sent = {"member_ids": [str(member.pk)], "deadline": "2026-03-06T17:00", "message": "Buyurun"}
    assert browser.post(f"/rounds/{opened.pk}/quotes/invite/", sent).status_code == 303
    row = QuoteInvitation.objects.get()
    assert (row.member_id, row.deadline, row.message) == (member.pk, quotes.DEADLINE, "Buyurun")


def test_the_comparison_is_taken_as_a_table(it: quotes.Asked, face: Face, desk: Actor, member_a: Actor) -> None:
    quotes.quotes(member_a, it, "920")
    browser = face("desk", desk)
    text = browser.get(f"/rounds/{it.round.pk}/quotes/?export=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 5
    assert rows[1][6:11] == ["Pırıltı Temizlik", "teklif verildi", "920.0000", "birim başına (adet), aylık", "4600.00"]
    book = load_workbook(io.BytesIO(browser.get(f"/rounds/{it.round.pk}/quotes/?export=xlsx").content))
    assert book.active is not None
    assert book.active.max_row == 5


def test_the_ledger_is_shown_and_taken_as_a_table(it: quotes.Asked, face: Face, desk: Actor, member_a: Actor) -> None:
    commands.award(desk, line_id=it.lines[0].pk, member_id=member_a.party_id or 0, reason="Lokasyonu tanıyor")
    browser = face("desk", desk)
    page = browser.get(f"/rounds/{it.round.pk}/ledger/").content.decode()
    assert "Lokasyonu tanıyor" in page
    assert "birinciden 250,00 ₺ fazla" in page
    text = browser.get(f"/rounds/{it.round.pk}/ledger/?export=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [(row[4], row[5], row[12]) for row in rows[1:]] == [
        ("Usta Eller", "1", ""),
        ("Pırıltı Temizlik", "2", "Lokasyonu tanıyor"),
    ]
