"""Corrections are made by reversal, once."""

from __future__ import annotations

from datetime import date

import pytest

from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import InvalidInput
from muhatap.ledger import commands, reads
from muhatap.ledger.models import Entry
from tests.given import ledger as given

DAY = date(2026, 3, 2)


def test_a_reversal_is_the_exact_negative_and_names_its_entry(desk: Actor) -> None:
    entry = given.posted(desk, 120_000)

    made = commands.reverse(desk, entry_id=entry.pk, day=DAY, reason="yanlış hesap")

    shown = reads.entry(desk, entry_id=made.pk)
    assert shown.reverses == (entry.pk, entry.number)
    assert reads.entry(desk, entry_id=entry.pk).reversed_by == (made.pk, made.number)
    assert [(leg.account, leg.debit.minor, leg.credit.minor) for leg in shown.postings] == [
        ("770", 0, 120_000),
        ("102", 120_000, 0),
    ]
    assert reads.balance_of(desk, code="102").minor == 0


def test_an_entry_is_reversed_once(desk: Actor) -> None:
    entry = given.posted(desk)
    made = commands.reverse(desk, entry_id=entry.pk, day=DAY, reason="yanlış")

    with pytest.raises(commands.AlreadyReversed):
        commands.reverse(desk, entry_id=entry.pk, day=DAY, reason="bir daha")
    with pytest.raises(commands.ReversalOfReversal):
        commands.reverse(desk, entry_id=made.pk, day=DAY, reason="geri")

    assert Entry.objects.count() == 2


def test_a_reversal_needs_a_reason(desk: Actor) -> None:
    entry = given.posted(desk)

    with pytest.raises(InvalidInput) as refused:
        commands.reverse(desk, entry_id=entry.pk, day=DAY, reason="  ")

    assert refused.value.field == "reason"
    assert Entry.objects.count() == 1
