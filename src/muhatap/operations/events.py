"""What the operation announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from muhatap.kernel.events import Fact


@dataclass(frozen=True)
class StartPlanned(Fact):
    """The start at a location was planned for a day."""

    plan_id: int
    contract_id: int
    location_id: int
    go_live_on: date


@dataclass(frozen=True)
class StartMoved(Fact):
    """The start at a location was moved to another day."""

    plan_id: int
    go_live_on: date


@dataclass(frozen=True)
class StartTaskDone(Fact):
    """A task before a start is done."""

    task_id: int
    plan_id: int


@dataclass(frozen=True)
class StartOverrideAsked(Fact):
    """Somebody wants a start in spite of the gate."""

    plan_id: int
    reason: str


@dataclass(frozen=True)
class StartOverrideAgreed(Fact):
    """A second person agreed to a start in spite of the gate."""

    plan_id: int


@dataclass(frozen=True)
class LocationLive(Fact):
    """The service has started at a location."""

    plan_id: int
    contract_id: int
    location_id: int
    customer_id: int
    day: date
    overridden: bool


@dataclass(frozen=True)
class HandoverMade(Fact):
    """The protocol of a start was made."""

    plan_id: int


@dataclass(frozen=True)
class JobsPlanned(Fact):
    """Jobs were planned up to a day."""

    until: date
    count: int


@dataclass(frozen=True)
class JobAnswered(Fact):
    """A member accepted or declined a job."""

    job_id: int
    accepted: bool
    reason: str


@dataclass(frozen=True)
class JobStarted(Fact):
    """Somebody of the member is at the location."""

    job_id: int
    method: str


@dataclass(frozen=True)
class JobDone(Fact):
    """A job is done."""

    job_id: int
    promise_id: int
    backing_id: int
    day: date
    done_quantity: Decimal


@dataclass(frozen=True)
class JobConfirmed(Fact):
    """A delivery is accepted: this quantity may be billed and settled."""

    job_id: int
    promise_id: int
    backing_id: int
    day: date
    accepted_quantity: Decimal


@dataclass(frozen=True)
class JobsReported(Fact):
    """A member reported several deliveries as planned."""

    job_ids: tuple[int, ...]


@dataclass(frozen=True)
class JobsConfirmed(Fact):
    """Several deliveries were accepted as reported: their quantities may be billed and settled."""

    job_ids: tuple[int, ...]


@dataclass(frozen=True)
class JobDisputed(Fact):
    """The customer does not accept a delivery as it was reported."""

    job_id: int
    promise_id: int
    reason: str


@dataclass(frozen=True)
class JobMissed(Fact):
    """Nobody came to deliver."""

    job_id: int
    promise_id: int
    backing_id: int
    day: date


@dataclass(frozen=True)
class JobCancelled(Fact):
    """A job will not take place."""

    job_id: int
    reason: str


@dataclass(frozen=True)
class TicketOpened(Fact):
    """A customer opened a ticket."""

    ticket_id: int
    customer_id: int


@dataclass(frozen=True)
class TicketRouted(Fact):
    """A ticket was passed to a member."""

    ticket_id: int
    member_id: int


@dataclass(frozen=True)
class TicketAnswered(Fact):
    """We answered a ticket."""

    ticket_id: int
    customer_id: int


@dataclass(frozen=True)
class TicketReplied(Fact):
    """A customer or a member wrote into a ticket."""

    ticket_id: int
    by_member: bool


@dataclass(frozen=True)
class TicketClosed(Fact):
    """A ticket is closed."""

    ticket_id: int


@dataclass(frozen=True)
class AdviceGiven(Fact):
    """We advised a member."""

    advice_id: int
    member_id: int


@dataclass(frozen=True)
class AdviceClosed(Fact):
    """What became of an advice was written down."""

    advice_id: int
    member_id: int
