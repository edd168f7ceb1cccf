"""Every question later packages and faces may ask about rounds."""

from muhatap.sourcing.reads.fitting import Fitting, Place, fitting
from muhatap.sourcing.reads.rounds import (
    CandidateView,
    ComparisonView,
    LineView,
    ReasonView,
    RoundRow,
    RoundView,
    bases,
    comparison,
    kind_words,
    open_rounds,
    reason_words,
    rounds,
    sourcing_round,
)

__all__ = [
    "CandidateView",
    "ComparisonView",
    "Fitting",
    "LineView",
    "Place",
    "ReasonView",
    "RoundRow",
    "RoundView",
    "bases",
    "comparison",
    "fitting",
    "kind_words",
    "open_rounds",
    "reason_words",
    "rounds",
    "sourcing_round",
]
