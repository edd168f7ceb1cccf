"""Papers of the field: the audit report and the protocol by which a service starts."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from muhatap.documents.inputs.common import (
    Answer,
    Company,
    Head,
    Person,
    Photo,
    Section,
    Signature,
    Term,
)


class Verdict(StrEnum):
    """What an audit concludes."""

    PASSED = "passed"
    CONDITIONAL = "conditional"
    FAILED = "failed"


class Grade(StrEnum):
    """How heavy a finding is."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


@dataclass(frozen=True, slots=True)
class Point:
    """A strong or weak point with its score in percent."""

    text: str
    score: Decimal


@dataclass(frozen=True, slots=True)
class FindingLine:
    """What an audit found wrong, who corrects it and until when."""

    grade: Grade
    text: str
    owner: str
    due: date
    photo: Photo | None = None


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action of the last audit and its state today."""

    text: str
    owner: str
    due: date
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sampling:
    """A sample taken after ISO 2859-1: lot, sample, acceptance number, what was found."""

    what: str
    lot: int
    sample: int
    acceptance: int
    found: int

    @property
    def accepted(self) -> bool:
        """Whether no more was found than may be."""
        return self.found <= self.acceptance


@dataclass(frozen=True, slots=True)
class AuditReport:
    """An audit as the customer receives it; scores in percent."""

    head: Head
    customer: Company
    location: str
    service: str
    template: str
    audited_at: datetime
    auditor: Person
    verdict: Verdict
    score: Decimal
    band: str
    last_score: Decimal | None
    best: tuple[Point, ...]
    worst: tuple[Point, ...]
    findings: tuple[FindingLine, ...]
    sections: tuple[Section, ...]
    last_actions: tuple[ActionLine, ...] = ()
    samplings: tuple[Sampling, ...] = ()
    signatures: tuple[Signature, ...] = ()
    page_address: str = ""
    customer_logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """The protocol by which a service starts at a location, signed by three sides."""

    head: Head
    customer: Company
    member: Company
    location: str
    service: str
    starts_at: datetime
    checks: tuple[Answer, ...]
    handed_over: tuple[Term, ...] = ()
    open_points: tuple[ActionLine, ...] = ()
    photos: tuple[Photo, ...] = ()
    remarks: str = ""
    signatures: tuple[Signature, ...] = ()
