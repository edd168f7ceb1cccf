"""What is always true of contracts holds after a signing, and a broken row is found."""

from __future__ import annotations

from typing import Any

from muhatap.contracts.invariants import INVARIANTS
from muhatap.kernel.actors import Actor
from muhatap.kernel.invariants import check
from tests.given import contracts as given


def test_they_hold_and_find_a_contract_sent_without_the_notice(
    desk: Actor, customer_a: Actor, customer_b: Actor, sql: Any
) -> None:
    given.signed(desk, customer_a)
    given.drafted(desk, customer_b)
    assert [found.breaches for found in check(INVARIANTS)] == [0, 0, 0, 0]

    sql("UPDATE contracts_customercontract SET network_notice = false")
    assert [found.breaches for found in check(INVARIANTS)] == [0, 1, 0, 0]
