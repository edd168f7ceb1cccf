"""What choosing members keeps: rounds with their lines, candidates with their reasons, plans, awards."""

from muhatap.sourcing.models.plans import PLAN_LIFECYCLE, Plan, PlanLine, PlanStatus
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
    "PLAN_LIFECYCLE",
    "ROUND_LIFECYCLE",
    "Award",
    "Candidate",
    "LineStatus",
    "Plan",
    "PlanLine",
    "PlanStatus",
    "Round",
    "RoundLine",
    "RoundStatus",
]
