"""How the facts of this package read in a timeline; placeholders are the fact's own values."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from muhatap.demand.events import (
    ApprovalAsked,
    ApprovalDecided,
    NeedDropped,
    NeedsWritten,
    ProposalAccepted,
    ProposalDrafted,
    ProposalExpired,
    ProposalPriced,
    ProposalRefused,
    ProposalSent,
    RequestAssigned,
    RequestContacted,
    RequestLinked,
    RequestLost,
    RequestMerged,
    RequestReceived,
    RequestWon,
    VisitCancelled,
    VisitConfirmed,
    VisitHeld,
    VisitMoved,
    VisitPlanned,
    VisitReported,
)
from muhatap.kernel.events import Fact

SENTENCES: dict[type[Fact], LazyText] = {
    ApprovalAsked: _("The margin is below the floor; approval was asked"),
    ApprovalDecided: _("The margin was decided on"),
    NeedDropped: _("A need was taken back"),
    NeedsWritten: _("Needs were written down"),
    ProposalAccepted: _("The customer accepted the proposal"),
    ProposalDrafted: _("Version %(version)s of the proposal was drafted"),
    ProposalExpired: _("The proposal ran out"),
    ProposalPriced: _("The proposal was priced"),
    ProposalRefused: _("The customer refused the proposal"),
    ProposalSent: _("The proposal was sent"),
    RequestAssigned: _("%(owner)s owns the request"),
    RequestContacted: _("The one who asked was spoken to"),
    RequestLinked: _("The request was linked to a customer"),
    RequestLost: _("The request was closed as lost"),
    RequestMerged: _("The request was merged into another"),
    RequestReceived: _("The request was received"),
    RequestWon: _("The request was won"),
    VisitCancelled: _("The visit was cancelled: %(reason)s"),
    VisitConfirmed: _("The customer confirmed the visit's report"),
    VisitHeld: _("The visit took place"),
    VisitMoved: _("The visit was moved"),
    VisitPlanned: _("A visit was planned"),
    VisitReported: _("The visit's report was sent"),
}
