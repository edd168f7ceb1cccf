"""What choosing members keeps: rounds with their lines, candidates with their reasons, awards."""

from muhatap.sourcing.models.rounds import (
    LINE_LIFECYCLE,
    ROUND_LIFECYCLE,
    Award,
    Candidate,
    LineStatus,
    Round,
    RoundLine,
    RoundStatus,
)

__all__ = [
    "LINE_LIFECYCLE",
    "ROUND_LIFECYCLE",
    "Award",
    "Candidate",
    "LineStatus",
    "Round",
    "RoundLine",
    "RoundStatus",
]
