"""What agreements announce. `kind` is customer, membership or project."""

from dataclasses import dataclass
from datetime import date

from muhatap.kernel.events import Fact


@dataclass(frozen=True)
class AgreementDrafted(Fact):
    """An agreement was begun."""

    agreement_id: int
    kind: str
    party_id: int


@dataclass(frozen=True)
class AgreementFrozen(Fact):
    """A version was frozen: from here on its content has a hash."""

    agreement_id: int
    version_id: int
    kind: str
    party_id: int
    sha256: str


@dataclass(frozen=True)
class AgreementSent(Fact):
    """A version went out to be signed in order."""

    agreement_id: int
    version_id: int
    kind: str
    party_id: int


@dataclass(frozen=True)
class SigningCodeAsked(Fact):
    """A signer asked for a one-time code."""

    agreement_id: int
    slot_id: int
    code_id: int


@dataclass(frozen=True)
class SlotSigned(Fact):
    """One signer signed; later ones may follow."""

    agreement_id: int
    version_id: int
    slot_id: int


@dataclass(frozen=True)
class SigningDeclined(Fact):
    """A signer refused to sign."""

    agreement_id: int
    version_id: int
    slot_id: int


@dataclass(frozen=True)
class AgreementSigned(Fact):
    """Everybody has signed a version; the `first` is the agreement itself, later ones amend it."""

    agreement_id: int
    version_id: int
    first: bool
    kind: str
    party_id: int
    signed_on: date


@dataclass(frozen=True)
class AgreementActivated(Fact):
    """An agreement came into force."""

    agreement_id: int
    kind: str
    party_id: int
    on: date


@dataclass(frozen=True)
class AgreementSuspended(Fact):
    """An agreement in force rests."""

    agreement_id: int
    kind: str
    party_id: int


@dataclass(frozen=True)
class AgreementResumed(Fact):
    """A resting agreement is in force again."""

    agreement_id: int
    kind: str
    party_id: int


@dataclass(frozen=True)
class AgreementRenewed(Fact):
    """An agreement goes on for another term."""

    agreement_id: int
    kind: str
    party_id: int
    until: date


@dataclass(frozen=True)
class AgreementCut(Fact):
    """Notice was given: the agreement in force runs only until (not including) a day."""

    agreement_id: int
    kind: str
    party_id: int
    until: date


@dataclass(frozen=True)
class AgreementEnded(Fact):
    """An agreement is no longer in force; `on` is the first day without it, `status` ended or terminated."""

    agreement_id: int
    kind: str
    party_id: int
    status: str
    on: date


@dataclass(frozen=True)
class AgreementWithdrawn(Fact):
    """An agreement will not be signed."""

    agreement_id: int
    kind: str
    party_id: int
