"""What is always true of agreements holds after a signing, and a broken row is found."""

from __future__ import annotations

from typing import Any

from muhatap.agreements.invariants import INVARIANTS
from muhatap.kernel.actors import Actor
from muhatap.kernel.invariants import check
from tests.given import agreements as given


def test_they_hold_and_find_a_place_that_says_signed_without_a_signature(
    desk: Actor, member_a: Actor, member_b: Actor, sql: Any
) -> None:
    given.signed(desk, member_a)
    given.sent(desk, member_b)
    assert [found.breaches for found in check(INVARIANTS)] == [0, 0, 0, 0]

    sql("UPDATE agreements_signatureslot SET status = 'signed' WHERE status = 'open'")
    assert [found.breaches for found in check(INVARIANTS)] == [0, 1, 0, 0]
