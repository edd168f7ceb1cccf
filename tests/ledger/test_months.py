"""Fiscal months close in order and reopen only with a second person."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from muhatap.kernel import invariants
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import IllegalMove, InvalidInput
from muhatap.ledger import commands, reads
from muhatap.ledger.invariants import INVARIANTS
from muhatap.ledger.models import Entry, FiscalPeriod
from tests.given import ledger as given


def test_a_closed_month_takes_no_entry(desk: Actor) -> None:
    given.posted(desk)
    commands.close_month(desk, year=2026, month=2)

    with pytest.raises(commands.MonthClosed):
        given.posted(desk)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.create(number="YV-X", day=given.DAY, text="", source_kind="t", source_id=1, hash="")

    assert Entry.objects.count() == 1
    assert [(row.month, row.status, row.entries) for row in reads.months(desk)] == [(2, "closed", 1)]


def test_months_close_in_their_order(desk: Actor) -> None:
    given.posted(desk, day=date(2026, 1, 5))
    given.posted(desk)

    with pytest.raises(commands.EarlierMonthOpen):
        commands.close_month(desk, year=2026, month=2)

    assert FiscalPeriod.objects.filter(status="closed").count() == 0


def test_a_second_person_reopens_a_month(desk: Actor, second_desk: Actor) -> None:
    given.posted(desk)
    commands.close_month(desk, year=2026, month=2)
    commands.ask_to_reopen(desk, year=2026, month=2, reason="eksik fatura")

    with pytest.raises(commands.SamePerson):
        commands.reopen_month(desk, year=2026, month=2)
    assert FiscalPeriod.objects.get(month=2).status == "reopening"
    commands.reopen_month(second_desk, year=2026, month=2)

    given.posted(desk)
    assert Entry.objects.count() == 2


def test_a_second_person_may_leave_it_closed(desk: Actor, second_desk: Actor) -> None:
    given.posted(desk)
    commands.close_month(desk, year=2026, month=2)
    commands.ask_to_reopen(desk, year=2026, month=2, reason="eksik fatura")

    commands.keep_closed(second_desk, year=2026, month=2)

    assert FiscalPeriod.objects.get(month=2).status == "closed"


def test_an_open_month_is_not_reopened(desk: Actor, second_desk: Actor) -> None:
    with pytest.raises(IllegalMove):
        commands.reopen_month(second_desk, year=2026, month=2)
    with pytest.raises(InvalidInput):
        commands.ask_to_reopen(desk, year=2026, month=2, reason="")


def test_the_fingerprint_of_a_closed_month_betrays_a_change(desk: Actor) -> None:
    given.posted(desk)
    commands.close_month(desk, year=2026, month=2)
    kept = [one for one in INVARIANTS if one.code == "INV-14"]
    assert invariants.check(kept)[0].breaches == 0

    FiscalPeriod.objects.filter(month=2).update(fingerprint="0" * 64)

    assert invariants.check(kept)[0].rows == ((2026, 2),)
