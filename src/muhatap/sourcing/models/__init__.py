"""What choosing members keeps: rounds with their lines, candidates with their reasons, invitations, quotes, awards."""

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
    "QUOTE_LIFECYCLE",
    "ROUND_LIFECYCLE",
    "AskedLine",
    "Award",
    "Candidate",
    "InvitationStatus",
    "LineResult",
    "LineStatus",
    "Quote",
    "QuoteFile",
    "QuoteInvitation",
    "QuoteLine",
    "QuoteStatus",
    "Round",
    "RoundLine",
    "RoundStatus",
]
