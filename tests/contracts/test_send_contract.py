"""No contract leaves the house without the network notice, promises and what it says frozen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from muhatap.agreements.models import AgreementVersion, Status
from muhatap.contracts import commands, reads
from muhatap.contracts.models import Promise
from muhatap.contracts.rules import Terms
from muhatap.kernel.actors import Actor
from tests.given import contracts as given


def test_without_the_network_notice_nothing_is_frozen(desk: Actor, customer_a: Actor) -> None:
    contract = given.drafted(desk, customer_a, terms=Terms(network_notice=False))

    with pytest.raises(commands.NetworkNoticeMissing):
        given.frozen(desk, customer_a, contract)
    assert not AgreementVersion.objects.exists()


def test_a_notice_taken_back_after_freezing_stops_the_sending(desk: Actor, customer_a: Actor) -> None:
    contract = given.drafted(desk, customer_a)
    given.frozen(desk, customer_a, contract)
    commands.set_terms(
        desk,
        contract_id=contract.pk,
        title="Temizlik",
        since=given.SINCE,
        until=given.UNTIL,
        terms=replace(given.TERMS, network_notice=False),
    )

    with pytest.raises(commands.NetworkNoticeMissing):
        commands.send_contract(desk, contract_id=contract.pk)
    contract.agreement.refresh_from_db()
    assert contract.agreement.status == Status.DRAFT


def test_a_contract_that_promises_nothing_is_not_frozen(desk: Actor, customer_a: Actor) -> None:
    contract = given.drafted(desk, customer_a)
    commands.drop_promise(desk, promise_id=Promise.objects.get().pk)

    with pytest.raises(commands.NoPromises):
        given.frozen(desk, customer_a, contract)
    assert not AgreementVersion.objects.exists()


def test_the_snapshot_holds_terms_lines_and_the_notice_with_every_value_filled(desk: Actor, customer_a: Actor) -> None:
    contract = given.sent(desk, customer_a, locations=2)
    snapshot = AgreementVersion.objects.get(agreement_id=contract.pk).snapshot

    lines = [
        (one["location"], one["quantity"], one["unit_price"], one["amount"]) for one in snapshot["content"]["lines"]
    ]
    assert lines == [
        ("Ofis 1, Şişli", "6.000", "50000.0000", 300_000_00),
        ("Ofis 2, Şişli", "6.000", "50000.0000", 300_000_00),
    ]
    assert {one["vat_rate"] for one in snapshot["content"]["lines"]} == {"20"}
    notice = next(one for one in snapshot["clauses"] if one["key"] == "network_notice")
    assert "tek muhatabı N Kurumsal Hizmetler A.Ş. şirketidir" in notice["text"]
    assert not any("{" in one["text"] for one in snapshot["clauses"])
    payment = next(one for one in snapshot["clauses"] if one["key"] == "payment_customer")
    assert "itibaren 30 gün içinde" in payment["text"]


def test_what_was_signed_is_what_the_contract_says(desk: Actor, customer_a: Actor) -> None:
    contract = given.signed(desk, customer_a)
    assert reads.drift(desk, contract_id=contract.pk) == []
    contract.payment_days = 45
    contract.save(update_fields=["payment_days"])
    found = reads.drift(desk, contract_id=contract.pk)
    assert [(one.where, one.what, one.signed, one.live) for one in found] == [("", "ödeme süresi", "30", "45")]


def test_an_unsigned_contract_has_no_drift(desk: Actor, customer_a: Actor) -> None:
    contract = given.sent(desk, customer_a)
    assert reads.drift(desk, contract_id=contract.pk) == []
