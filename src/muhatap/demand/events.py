"""What demand announces."""

from dataclasses import dataclass
from datetime import datetime

from muhatap.kernel.events import Fact


@dataclass(frozen=True)
class RequestReceived(Fact):
    """Somebody asked for services."""

    request_id: int
    source: str


@dataclass(frozen=True)
class RequestAssigned(Fact):
    """A request has an owner."""

    request_id: int
    owner_id: int


@dataclass(frozen=True)
class RequestContacted(Fact):
    """The one who asked was spoken to."""

    request_id: int
    channel: str
    first: bool


@dataclass(frozen=True)
class RequestLinked(Fact):
    """A request belongs to a customer."""

    request_id: int
    customer_id: int


@dataclass(frozen=True)
class RequestLost(Fact):
    """A request will not become a contract."""

    request_id: int
    reason: str


@dataclass(frozen=True)
class RequestMerged(Fact):
    """A request was the same as another."""

    request_id: int
    into_id: int


@dataclass(frozen=True)
class RequestWon(Fact):
    """A request ended in an accepted proposal."""

    request_id: int
    proposal_id: int


@dataclass(frozen=True)
class VisitPlanned(Fact):
    """A visit has a time and a place."""

    visit_id: int
    request_id: int
    customer_id: int
    planned_at: datetime


@dataclass(frozen=True)
class VisitMoved(Fact):
    """A planned visit got another time."""

    visit_id: int
    request_id: int
    planned_at: datetime


@dataclass(frozen=True)
class VisitCancelled(Fact):
    """A planned visit will not take place."""

    visit_id: int
    request_id: int
    reason: str


@dataclass(frozen=True)
class VisitHeld(Fact):
    """A visit took place and its survey was answered."""

    visit_id: int
    request_id: int


@dataclass(frozen=True)
class VisitReported(Fact):
    """The report of a visit went to the customer."""

    visit_id: int
    request_id: int
    customer_id: int


@dataclass(frozen=True)
class VisitConfirmed(Fact):
    """The customer confirmed a visit's report, with or without corrections."""

    visit_id: int
    request_id: int
    corrected: bool


@dataclass(frozen=True)
class NeedsWritten(Fact):
    """Needs were written down for a request."""

    request_id: int
    need_ids: tuple[int, ...]


@dataclass(frozen=True)
class NeedDropped(Fact):
    """A need was taken back."""

    request_id: int
    need_id: int


@dataclass(frozen=True)
class ProposalDrafted(Fact):
    """A version of a proposal was made from needs."""

    proposal_id: int
    request_id: int
    version: int


@dataclass(frozen=True)
class ProposalPriced(Fact):
    """Costs and prices of a draft were set."""

    proposal_id: int
    request_id: int


@dataclass(frozen=True)
class ApprovalAsked(Fact):
    """A proposal below the margin floor waits for a decision."""

    proposal_id: int
    request_id: int


@dataclass(frozen=True)
class ApprovalDecided(Fact):
    """A proposal below the margin floor was allowed or sent back."""

    proposal_id: int
    request_id: int
    approved: bool


@dataclass(frozen=True)
class ProposalSent(Fact):
    """A proposal went to the customer."""

    proposal_id: int
    request_id: int
    customer_id: int


@dataclass(frozen=True)
class ProposalAccepted(Fact):
    """The customer accepted a proposal."""

    proposal_id: int
    request_id: int
    customer_id: int


@dataclass(frozen=True)
class ProposalRefused(Fact):
    """The customer refused a proposal."""

    proposal_id: int
    request_id: int
    customer_id: int


@dataclass(frozen=True)
class ProposalExpired(Fact):
    """A proposal was not answered in its validity."""

    proposal_id: int
    request_id: int
