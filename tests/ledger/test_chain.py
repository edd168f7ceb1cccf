"""The hash chain: whole as posted, and a flipped byte is found and named."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis import given as examples
from hypothesis import strategies as some

from muhatap.kernel import invariants
from muhatap.kernel.actors import Actor
from muhatap.ledger import commands, reads
from muhatap.ledger.invariants import INVARIANTS
from muhatap.ledger.rules import Draft, canonical, chained, credit, debit
from tests.given import ledger as given
from tests.given.guards import without_guards


def test_the_chain_is_whole_as_posted(desk: Actor, member_a: Actor) -> None:
    given.posted(desk)
    legs = (debit("740", 85_000), credit("381", 85_000, member_a.party_id))
    commands.post(desk, drafts=[Draft(given.DAY, "Şubat | hakediş ığüşöç", "billing.x", 7, legs), given.draft(5)])
    commands.reverse(
        desk,
        entry_id=reads.entries_of(desk, source_kind="billing.x", source_id=7)[0].id,
        day=given.DAY,
        reason="x",
    )

    check = reads.verify_chain(desk)

    assert (check.whole, check.entries) == (True, 4)
    assert [found.invariant.code for found in invariants.check(INVARIANTS) if not found.holds] == []


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE ledger_posting SET amount = amount * 2 WHERE entry_id = {second}",
        "UPDATE ledger_posting SET account_id = '100' WHERE entry_id = {second} AND position = 2",
        "UPDATE ledger_entry SET text = 'Kırtasiye' WHERE id = {second}",
        "UPDATE ledger_entry SET day = '2026-02-11' WHERE id = {second}",
        "UPDATE ledger_entry SET hash = repeat('a', 64) WHERE id = {second}",
    ],
)
def test_the_first_bad_row_is_named(desk: Actor, tamper: str) -> None:
    entries = [given.posted(desk) for _ in range(3)]
    with without_guards():
        with connection.cursor() as cursor:
            cursor.execute(tamper.format(second=entries[1].pk))
        assert reads.verify_chain(desk).first_bad == entries[1].number


def test_a_missing_entry_breaks_the_chain_at_its_successor(desk: Actor) -> None:
    entries = [given.posted(desk) for _ in range(3)]
    with without_guards():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM ledger_posting WHERE entry_id = %s", [entries[1].pk])
            cursor.execute("DELETE FROM ledger_entry WHERE id = %s", [entries[1].pk])
        assert reads.verify_chain(desk).first_bad == entries[2].number


@examples(some.text(max_size=20), some.integers(1, 10**15), some.integers(1, 10**6))
def test_two_different_entries_never_share_a_line(text: str, amount: int, source: int) -> None:
    one = Draft(given.DAY, text, "test", source, (debit("770", amount), credit("102", amount)))
    other = Draft(given.DAY, text, "test", source, (debit("770", amount + 1), credit("102", amount + 1)))

    assert chained("", canonical("YV-1", one)) != chained("", canonical("YV-1", other))


def test_a_guard_that_was_taken_off_is_reported(desk: Actor, sql: Any) -> None:
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("ALTER TABLE ledger_posting DISABLE TRIGGER sealed")

    guarded = [one for one in INVARIANTS if one.code == "INV-04"]

    assert invariants.check(guarded)[0].rows == (("ledger_posting", "sealed"),)
