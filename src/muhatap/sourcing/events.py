"""What sourcing announces."""

from dataclasses import dataclass
from datetime import date

from muhatap.kernel.events import Fact


@dataclass(frozen=True)
class RoundOpened(Fact):
    """Members are being chosen for promises of a contract."""

    round_id: int
    contract_id: int


@dataclass(frozen=True)
class CandidatesRanked(Fact):
    """Every member was judged for every line of a round."""

    round_id: int


@dataclass(frozen=True)
class LineAwarded(Fact):
    """A member was chosen for a promise."""

    award_id: int
    round_id: int
    promise_id: int
    member_id: int
    rank: int


@dataclass(frozen=True)
class AwardWithdrawn(Fact):
    """A choice was taken back before it became an agreement."""

    award_id: int
    round_id: int
    promise_id: int
    member_id: int


@dataclass(frozen=True)
class RoundClosed(Fact):
    """Every line of a round has a member, or the round was given up."""

    round_id: int
    cancelled: bool


@dataclass(frozen=True)
class InvitedToQuote(Fact):
    """A member is asked for a quote."""

    quote_invitation_id: int
    round_id: int
    member_id: int


@dataclass(frozen=True)
class QuotesReminded(Fact):
    """Members whose quote is still missing were reminded."""

    round_id: int
    count: int


@dataclass(frozen=True)
class QuoteDeadlineMoved(Fact):
    """Members have longer to quote, until some time of a day."""

    round_id: int
    until: date


@dataclass(frozen=True)
class QuoteSent(Fact):
    """A member sent its quote."""

    quote_id: int
    quote_invitation_id: int
    round_id: int
    member_id: int


@dataclass(frozen=True)
class QuoteWithdrawn(Fact):
    """A member took its quote back before the deadline."""

    quote_id: int
    quote_invitation_id: int
    round_id: int
    member_id: int


@dataclass(frozen=True)
class QuoteDeclined(Fact):
    """A member will not quote."""

    quote_invitation_id: int
    round_id: int
    member_id: int
    reason: str


@dataclass(frozen=True)
class QuotesDecided(Fact):
    """Everybody who was asked for a quote was told how it ended."""

    round_id: int


@dataclass(frozen=True)
class PlanAsked(Fact):
    """Somebody asked for the best plan of a round."""

    round_plan_id: int
    round_id: int


@dataclass(frozen=True)
class PlanReady(Fact):
    """The best plan of a round stands with its bound."""

    round_plan_id: int
    round_id: int
    open_lines: int


@dataclass(frozen=True)
class PlanGivenUp(Fact):
    """A plan was not made: the round was over, or nothing was left to plan."""

    round_plan_id: int
    round_id: int


@dataclass(frozen=True)
class PlanApplied(Fact):
    """The members of a plan were chosen."""

    round_plan_id: int
    round_id: int
    chosen: int
