"""The mails of demand: to whom, with which link, and never a price."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail

from muhatap.demand import commands
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.models import OutboxMessage
from muhatap.kernel.wall import standing_at
from tests.given import demand as given
from tests.given.cast import NOW


@pytest.fixture
def sent(settings: Any, drain: Any) -> Any:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def run() -> list[tuple[str, list[str]]]:
        drain()
        return [(message.subject, message.to) for message in mail.outbox]

    return run


def test_the_visitor_gets_the_link_of_the_own_request(settings: Any, sent: Any, desk: Actor) -> None:
    visitor = Actor(audience=Audience.PUBLIC, now=NOW, permissions=frozenset({"demand.own_ask"}))
    with standing_at(Audience.PUBLIC, party_id=None, user_id=None):
        request = commands.ask_publicly(visitor, asking=given.asking())
    assert sent() == [("Talebiniz bize ulaştı: TL-2026-0001", ["ece@adagida.example"])]
    assert f"/request/{request.token}/" in str(mail.outbox[0].body)


def test_without_an_address_nothing_is_written(sent: Any, desk: Actor) -> None:
    visitor = Actor(audience=Audience.PUBLIC, now=NOW, permissions=frozenset({"demand.own_ask"}))
    with standing_at(Audience.PUBLIC, party_id=None, user_id=None):
        commands.ask_publicly(visitor, asking=given.asking(email=""))
    assert sent() == []


def test_who_decides_for_the_customer_hears_of_visit_report_and_proposal(
    sent: Any, desk: Actor, customer_a: Actor
) -> None:
    given.reported_visit(desk, customer_a.party_id)
    given.sent_proposal(desk, customer_a.party_id)
    address = ["karar@pusula.example"]
    assert sent() == [
        ("Ziyaret planı: 04.03.2026 10:00", address),
        ("Ziyaret raporunuz onayınızı bekliyor: TL-2026-0001", address),
        ("Teklifimiz hazır: TK-2026-0001", address),
    ]


def test_the_outbox_carries_no_price(desk: Actor, customer_a: Actor) -> None:
    given.sent_proposal(desk, customer_a.party_id)
    payloads = [str(message.payload) for message in OutboxMessage.objects.all()]
    assert len(payloads) == 1
    assert "50000" not in payloads[0]
    assert "40000" not in payloads[0]
