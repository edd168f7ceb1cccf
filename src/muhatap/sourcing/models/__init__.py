"""What choosing members keeps: rounds with their lines, candidates with their reasons, plans, quotes, awards."""

from muhatap.sourcing.models.plans import (
    PLAN_LIFECYCLE,
    Plan,
    PlanLine,
    PlanStatus,
)
from muhatap.sourcing.models.quotes import (
    INVITATION_LIFECYCLE,
    QUOTE_LIFECYCLE,
    AskedLine,
    InvitationStatus,
    LineResult,
    Quote,
    QuoteFile,
    QuoteInvitation,
    QuoteLine,
    QuoteStatus,
)
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
    "INVITATION_LIFECYCLE",
    "LINE_LIFECYCLE",
    "PLAN_LIFECYCLE",
    "QUOTE_LIFECYCLE",
    "ROUND_LIFECYCLE",
    "AskedLine",
    "Award",
    "Candidate",
    "InvitationStatus",
    "LineResult",
    "LineStatus",
    "Plan",
    "PlanLine",
    "PlanStatus",
    "Quote",
    "QuoteFile",
    "QuoteInvitation",
    "QuoteLine",
    "QuoteStatus",
    "Round",
    "RoundLine",
    "RoundStatus",
]
