"""Requests, visits, needs and proposals: steps 1 to 3 of the spine."""

from muhatap.demand.models.needs import Basis, Need
from muhatap.demand.models.proposals import (
    PROPOSAL_LIFECYCLE,
    Proposal,
    ProposalApproval,
    ProposalLine,
    ProposalLineCost,
    ProposalLinePrice,
    ProposalStatus,
)
from muhatap.demand.models.requests import (
    REQUEST_LIFECYCLE,
    Channel,
    LostReason,
    Request,
    RequestContact,
    RequestStatus,
    Source,
)
from muhatap.demand.models.visits import (
    VISIT_LIFECYCLE,
    SurveyAnswer,
    SurveyForm,
    Visit,
    VisitStatus,
)

__all__ = [
    "PROPOSAL_LIFECYCLE",
    "REQUEST_LIFECYCLE",
    "VISIT_LIFECYCLE",
    "Basis",
    "Channel",
    "LostReason",
    "Need",
    "Proposal",
    "ProposalApproval",
    "ProposalLine",
    "ProposalLineCost",
    "ProposalLinePrice",
    "ProposalStatus",
    "Request",
    "RequestContact",
    "RequestStatus",
    "Source",
    "SurveyAnswer",
    "SurveyForm",
    "Visit",
    "VisitStatus",
]
