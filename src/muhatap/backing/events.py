"""What backing announces."""

from dataclasses import dataclass
from datetime import date

from muhatap.kernel.events import Fact


@dataclass(frozen=True)
class ProjectAgreementDrafted(Fact):
    """What a member is to deliver for a project was written down."""

    agreement_id: int
    project_id: int
    member_id: int
    backing_ids: tuple[int, ...]


@dataclass(frozen=True)
class BackingInForce(Fact):
    """The agreement of a backing is signed: the member owes it."""

    backing_id: int
    promise_id: int
    member_id: int


@dataclass(frozen=True)
class BackingEnded(Fact):
    """A member owes a backing until this day (not included) and no longer; never began when it is its first day."""

    backing_id: int
    promise_id: int
    member_id: int
    until: date
    reason: str = ""


@dataclass(frozen=True)
class SubTierDeclared(Fact):
    """A member wants a subcontractor to work under one of its agreements."""

    sub_tier_id: int
    agreement_id: int
    member_id: int


@dataclass(frozen=True)
class SubTierDecided(Fact):
    """A subcontractor of a member was approved, refused, or its work has ended."""

    sub_tier_id: int
    agreement_id: int
    status: str
    reason: str


@dataclass(frozen=True)
class GapOpened(Fact):
    """A promise is not fully backed in a period, or the terms of a project agreement fall short of its contract's."""

    gap_id: int
    promise_id: int | None
    kind: str
    since: date
    until: date | None
    agreement_id: int | None = None


@dataclass(frozen=True)
class GapClosed(Fact):
    """A gap is no more."""

    gap_id: int
    promise_id: int | None
    kind: str
    agreement_id: int | None = None


@dataclass(frozen=True)
class GapTaken(Fact):
    """Somebody of the desk owns a gap."""

    gap_id: int
    owner_id: int


@dataclass(frozen=True)
class GapAccepted(Fact):
    """A gap is accepted until a day, and why."""

    gap_id: int
    until: date
    reason: str
