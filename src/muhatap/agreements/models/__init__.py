"""Agreements of all kinds, the clause library, frozen versions and their signatures."""

from muhatap.agreements.models.agreements import (
    AGREEMENT_LIFECYCLE,
    Agreement,
    AgreementClause,
    Clause,
    FlowDown,
    Kind,
    Status,
)
from muhatap.agreements.models.signatures import (
    SLOT_LIFECYCLE,
    Method,
    Side,
    Signature,
    SignatureSlot,
    SigningCode,
    SlotStatus,
)
from muhatap.agreements.models.versions import (
    VERSION_LIFECYCLE,
    AgreementVersion,
    VersionStatus,
)

__all__ = [
    "AGREEMENT_LIFECYCLE",
    "SLOT_LIFECYCLE",
    "VERSION_LIFECYCLE",
    "Agreement",
    "AgreementClause",
    "AgreementVersion",
    "Clause",
    "FlowDown",
    "Kind",
    "Method",
    "Side",
    "Signature",
    "SignatureSlot",
    "SigningCode",
    "SlotStatus",
    "Status",
    "VersionStatus",
]
