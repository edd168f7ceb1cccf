"""What the network announces."""

from dataclasses import dataclass
from datetime import date

from muhatap.kernel.events import Fact


@dataclass(frozen=True)
class InvitedToApply(Fact):
    """A company was asked to apply for a need nobody covers."""

    invitation_id: int


@dataclass(frozen=True)
class ApplicationReceived(Fact):
    """A company wants to become a member."""

    application_id: int


@dataclass(frozen=True)
class ApplicationReviewed(Fact):
    """Somebody took an application up."""

    application_id: int


@dataclass(frozen=True)
class ConditionsStated(Fact):
    """An applicant was told what is missing before it can become a member."""

    application_id: int
    condition_ids: tuple[int, ...]


@dataclass(frozen=True)
class ConditionMet(Fact):
    """Something an applicant or member was asked for is there."""

    condition_id: int
    met_on: date


@dataclass(frozen=True)
class ConditionStated(Fact):
    """A member was told what it must bring, do or keep to."""

    condition_id: int
    member_id: int
    text: str


@dataclass(frozen=True)
class ConditionEnded(Fact):
    """A condition of a member holds until a day."""

    condition_id: int
    member_id: int
    on: date


@dataclass(frozen=True)
class ApplicationApproved(Fact):
    """An applicant became a member."""

    application_id: int
    member_id: int


@dataclass(frozen=True)
class ApplicationRefused(Fact):
    """An applicant will not become a member."""

    application_id: int
    reason: str


@dataclass(frozen=True)
class ApplicationWithdrawn(Fact):
    """An applicant took its application back."""

    application_id: int


@dataclass(frozen=True)
class QualificationAnswered(Fact):
    """A company answered the questionnaire."""

    qualification_id: int
    application_id: int
    member_id: int


@dataclass(frozen=True)
class QualificationConfirmed(Fact):
    """The desk let answers to the questionnaire count."""

    qualification_id: int
    application_id: int
    member_id: int
    score: int
    tier: str


@dataclass(frozen=True)
class MemberActivated(Fact):
    """A member's membership agreement is signed: it can be given work."""

    member_id: int


@dataclass(frozen=True)
class MemberSuspended(Fact):
    """A member is not to deliver for a time."""

    member_id: int
    since: date
    until: date | None
    reason: str


@dataclass(frozen=True)
class MemberReinstated(Fact):
    """A suspended member delivers again."""

    member_id: int
    on: date


@dataclass(frozen=True)
class MemberLeft(Fact):
    """A member is no longer one."""

    member_id: int
    on: date
    blacklisted: bool


@dataclass(frozen=True)
class DocumentUploaded(Fact):
    """A member handed a document in."""

    document_id: int
    member_id: int
    type_id: str


@dataclass(frozen=True)
class DocumentVerified(Fact):
    """A document was checked and counts in its period."""

    document_id: int
    member_id: int
    type_id: str


@dataclass(frozen=True)
class DocumentRejected(Fact):
    """A document does not count, and why."""

    document_id: int
    member_id: int
    type_id: str
    reason: str


@dataclass(frozen=True)
class DocumentsReminded(Fact):
    """A member was reminded of documents that run out."""

    member_id: int
    count: int


@dataclass(frozen=True)
class WaiverAsked(Fact):
    """Somebody asked for new work in spite of a missing document."""

    waiver_id: int
    member_id: int
    reason: str


@dataclass(frozen=True)
class WaiverAgreed(Fact):
    """A second person agreed to new work in spite of a missing document."""

    waiver_id: int
    member_id: int


@dataclass(frozen=True)
class WaiverEnded(Fact):
    """A waiver for a missing document ended, or was dropped."""

    waiver_id: int
    member_id: int


@dataclass(frozen=True)
class CoverageProposed(Fact):
    """A member says where it can deliver a service."""

    coverage_id: int
    member_id: int


@dataclass(frozen=True)
class CoverageApproved(Fact):
    """A member's coverage counts."""

    coverage_id: int
    member_id: int


@dataclass(frozen=True)
class CoverageRefused(Fact):
    """A member's coverage does not count, and why."""

    coverage_id: int
    member_id: int
    reason: str


@dataclass(frozen=True)
class CoverageEnded(Fact):
    """A member's coverage counts until a day."""

    coverage_id: int
    member_id: int
    until: date


@dataclass(frozen=True)
class RateStated(Fact):
    """A member stated a price of its own."""

    rate_card_id: int
    member_id: int


@dataclass(frozen=True)
class RateEnded(Fact):
    """A price of a member holds until a day."""

    rate_card_id: int
    member_id: int
    until: date


@dataclass(frozen=True)
class StandingRecorded(Fact):
    """A member's standing of a month was frozen."""

    member_id: int
    month: date
    grade: str


@dataclass(frozen=True)
class MembershipDrafted(Fact):
    """A membership agreement was drafted."""

    agreement_id: int
    member_id: int


@dataclass(frozen=True)
class NetworkGapOpened(Fact):
    """Nobody of the network can deliver a service in a district."""

    network_gap_id: int
    service_id: str
    district_id: int


@dataclass(frozen=True)
class NetworkGapInvited(Fact):
    """A company was invited because of a gap."""

    network_gap_id: int
    invitation_id: int


@dataclass(frozen=True)
class NetworkGapClosed(Fact):
    """A member can deliver what was missing."""

    network_gap_id: int
    member_id: int


@dataclass(frozen=True)
class NetworkGapGivenUp(Fact):
    """Nobody is looked for any more, and why."""

    network_gap_id: int
    reason: str


@dataclass(frozen=True)
class NetworkGapReopened(Fact):
    """Somebody is looked for again."""

    network_gap_id: int
