"""Every question about agreements a face or a later package may ask."""

from muhatap.agreements.models import Kind, Method, Side, SlotStatus, Status, VersionStatus
from muhatap.agreements.reads.agreements import (
    TONES,
    AgreementRow,
    AgreementView,
    ClauseView,
    agreement,
    agreements,
    clause_library,
    tone_of,
)
from muhatap.agreements.reads.signers import desk_signers, party_signers
from muhatap.agreements.reads.signing import SigningView, WaitingSignature, signing, waiting_signatures
from muhatap.agreements.reads.versions import (
    EvidenceView,
    Frozen,
    SlotView,
    VersionView,
    evidence,
    frozen,
    intact,
    signed_snapshot,
    versions_of,
)

__all__ = [
    "TONES",
    "AgreementRow",
    "AgreementView",
    "ClauseView",
    "EvidenceView",
    "Frozen",
    "Kind",
    "Method",
    "Side",
    "SigningView",
    "SlotStatus",
    "SlotView",
    "Status",
    "VersionStatus",
    "VersionView",
    "WaitingSignature",
    "agreement",
    "agreements",
    "clause_library",
    "desk_signers",
    "evidence",
    "frozen",
    "intact",
    "party_signers",
    "signed_snapshot",
    "signing",
    "tone_of",
    "versions_of",
    "waiting_signatures",
]
