"""Papers that are signed: agreements of all three kinds and the evidence of their signatures."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from muhatap.documents.inputs.common import Company, Head, Signature, Term
from muhatap.documents.inputs.demand import PricedLine


class AgreementKind(StrEnum):
    """Which of the three agreements a paper is."""

    CUSTOMER = "customer"
    MEMBERSHIP = "membership"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered clause."""

    number: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement as signed: the frozen snapshot with its SHA-256, which stands on every page."""

    head: Head
    kind: AgreementKind
    subject: str
    version: int
    other: Company
    since: date
    until: date | None
    clauses: tuple[Clause, ...]
    terms: tuple[Term, ...]
    snapshot_sha256: str
    lines: tuple[PricedLine, ...] = ()
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureEvent:
    """How one person signed: steps with their instants, address and device."""

    order: int
    name: str
    title: str
    company: str
    method: str
    address: str
    shown_at: datetime
    code_sent_at: datetime | None
    signed_at: datetime
    ip: str
    device: str
    record_sha256: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence page of a signed document."""

    head: Head
    document_number: str
    document_title: str
    version: int
    snapshot_sha256: str
    pdf_sha256: str
    events: tuple[SignatureEvent, ...]
