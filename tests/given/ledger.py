"""Entries to begin with."""

from __future__ import annotations

from datetime import date

from muhatap.kernel.actors import Actor
from muhatap.ledger import commands
from muhatap.ledger.models import Entry
from muhatap.ledger.rules import Draft, credit, debit

DAY = date(2026, 2, 10)


def draft(amount: int = 120_000, *, day: date = DAY, text: str = "Kira", source_id: int = 1) -> Draft:
    """A rent paid through the bank, kuruş."""
    return Draft(day, text, "test", source_id, (debit("770", amount), credit("102", amount)))


def posted(desk: Actor, amount: int = 120_000, *, day: date = DAY, text: str = "Kira") -> Entry:
    """One posted entry."""
    return commands.post(desk, drafts=[draft(amount, day=day, text=text)])[0]
