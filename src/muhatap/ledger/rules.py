"""Pure rules of the books: what an entry must be, its canonical line and its place in the chain."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg to post: account, minor units (debit positive, credit negative), party where the account has parties."""

    account: str
    amount: int
    party_id: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to post: day, text, what it is for, and its legs."""

    day: date
    text: str
    source_kind: str
    source_id: int
    legs: tuple[Leg, ...]
    currency: str = "TRY"
    reverses_id: int | None = None


def debit(account: str, amount: int, party_id: int | None = None) -> Leg:
    """A debit leg, minor units. Raises: ValueError for a negative amount."""
    if amount < 0:
        raise ValueError("a debit is not negative; post a credit")
    return Leg(account, amount, party_id)


def credit(account: str, amount: int, party_id: int | None = None) -> Leg:
    """A credit leg, minor units. Raises: ValueError for a negative amount."""
    if amount < 0:
        raise ValueError("a credit is not negative; post a debit")
    return Leg(account, -amount, party_id)


def without_zeros(legs: Sequence[Leg]) -> tuple[Leg, ...]:
    """The legs that carry an amount: an invoice without VAT has no VAT leg."""
    return tuple(leg for leg in legs if leg.amount)


def imbalance(legs: Sequence[Leg]) -> int:
    """What is missing to balance, minor units; 0 when the entry balances."""
    return sum(leg.amount for leg in legs)


def canonical(number: str, draft: Draft) -> str:
    """The one line that stands for an entry in the chain; the database's `ledger_canonical` makes the same."""
    legs = ";".join(
        f"{position}:{leg.account}:{leg.amount}:{'-' if leg.party_id is None else leg.party_id}"
        for position, leg in enumerate(draft.legs, start=1)
    )
    reverses = "-" if draft.reverses_id is None else str(draft.reverses_id)
    return SEPARATOR.join(
        [
            number,
            draft.day.isoformat(),
            draft.currency,
            draft.source_kind,
            str(draft.source_id),
            reverses,
            legs,
            draft.text,
        ]
    )


def chained(previous: str, line: str) -> str:
    """The hash of an entry: SHA-256 of the hash before it and its own line (INV-16)."""
    return hashlib.sha256(f"{previous}{SEPARATOR}{line}".encode()).hexdigest()
