"""What the books announce."""

from dataclasses import dataclass

from muhatap.kernel.events import Fact


@dataclass(frozen=True)
class EntryReversed(Fact):
    """An entry was reversed by another."""

    entry_id: int
    reversal_id: int
    reason: str


@dataclass(frozen=True)
class PeriodClosed(Fact):
    """A fiscal month was closed."""

    year: int
    month: int
    fingerprint: str


@dataclass(frozen=True)
class ReopeningAsked(Fact):
    """Somebody asked to reopen a closed fiscal month."""

    year: int
    month: int
    reason: str


@dataclass(frozen=True)
class PeriodReopened(Fact):
    """A second person reopened a fiscal month."""

    year: int
    month: int


@dataclass(frozen=True)
class ReopeningDeclined(Fact):
    """A second person left a fiscal month closed."""

    year: int
    month: int
