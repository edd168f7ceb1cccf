"""What sourcing announces."""

from dataclasses import dataclass

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
