"""Members and those who want to be: step 5 of the spine."""

from muhatap.network.models.applications import (
    APPLICATION_LIFECYCLE,
    Application,
    ApplicationStatus,
    Asks,
    Condition,
    Effect,
    Invitation,
)
from muhatap.network.models.gaps import (
    ALIVE,
    NETWORK_GAP_LIFECYCLE,
    NetworkGap,
    NetworkGapInvitation,
    NetworkGapPromise,
    NetworkGapStatus,
)
from muhatap.network.models.members import (
    MEMBER_LIFECYCLE,
    Member,
    MembershipAgreement,
    MemberStatus,
    Standing,
)
from muhatap.network.models.offers import (
    COVERAGE_LIFECYCLE,
    DOCUMENT_LIFECYCLE,
    Commitment,
    Coverage,
    CoverageStatus,
    Document,
    DocumentStatus,
    RateCard,
    RejectionReason,
)
from muhatap.network.models.papers import (
    DocumentReminder,
    DocumentWaiver,
)
from muhatap.network.models.qualifications import (
    Qualification,
    Tier,
)

__all__ = [
    "ALIVE",
    "APPLICATION_LIFECYCLE",
    "COVERAGE_LIFECYCLE",
    "DOCUMENT_LIFECYCLE",
    "MEMBER_LIFECYCLE",
    "NETWORK_GAP_LIFECYCLE",
    "Application",
    "ApplicationStatus",
    "Asks",
    "Commitment",
    "Condition",
    "Coverage",
    "CoverageStatus",
    "Document",
    "DocumentReminder",
    "DocumentStatus",
    "DocumentWaiver",
    "Effect",
    "Invitation",
    "Member",
    "MemberStatus",
    "MembershipAgreement",
    "NetworkGap",
    "NetworkGapInvitation",
    "NetworkGapPromise",
    "NetworkGapStatus",
    "Qualification",
    "RateCard",
    "RejectionReason",
    "Standing",
    "Tier",
]
