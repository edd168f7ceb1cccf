"""How the facts of this package read in a timeline; placeholders are the fact's own values."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from muhatap.kernel.events import Fact
from muhatap.sourcing.events import (
    AwardWithdrawn,
    CandidatesRanked,
    InvitedToQuote,
    LineAwarded,
    PlanApplied,
    PlanAsked,
    PlanGivenUp,
    PlanReady,
    QuoteDeadlineMoved,
    QuoteDeclined,
    QuotesDecided,
    QuoteSent,
    QuotesReminded,
    QuoteWithdrawn,
    RoundClosed,
    RoundOpened,
)

SENTENCES: dict[type[Fact], LazyText] = {
    AwardWithdrawn: _("A choice was taken back"),
    CandidatesRanked: _("The candidates were judged"),
    InvitedToQuote: _("A member was asked for a quote"),
    LineAwarded: _("A member was chosen"),
    QuoteDeadlineMoved: _("Members have until %(until)s to quote"),
    QuoteDeclined: _("A member will not quote: %(reason)s"),
    QuoteSent: _("A quote came in"),
    QuoteWithdrawn: _("A quote was taken back"),
    QuotesDecided: _("Everybody who was asked for a quote was told how it ended"),
    QuotesReminded: _("%(count)s members were reminded of their quote"),
    PlanApplied: _("The members of a plan were chosen"),
    PlanAsked: _("The best plan was asked for"),
    PlanGivenUp: _("A plan was given up"),
    PlanReady: _("The best plan is ready"),
    RoundClosed: _("The round was closed"),
    RoundOpened: _("A sourcing round was opened"),
}
