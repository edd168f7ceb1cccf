"""Every change of rounds, their candidates and awards."""

from muhatap.sourcing.commands.gaps import keep_all_network_gaps, keep_network_gaps, look_again
from muhatap.sourcing.commands.rounds import (
    DoesNotFit,
    InAnotherRound,
    LinesOpen,
    NothingToSource,
    ReasonMissing,
    RoundIsOver,
    award,
    award_first_ranks,
    cancel_round,
    close_round,
    open_round,
    rank_candidates,
    withdraw_award,
)

__all__ = [
    "DoesNotFit",
    "InAnotherRound",
    "LinesOpen",
    "NothingToSource",
    "ReasonMissing",
    "RoundIsOver",
    "award",
    "award_first_ranks",
    "cancel_round",
    "close_round",
    "keep_all_network_gaps",
    "keep_network_gaps",
    "look_again",
    "open_round",
    "rank_candidates",
    "withdraw_award",
]
