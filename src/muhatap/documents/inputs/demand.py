"""Papers of the way to a contract: the visit report and the proposal."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from muhatap.documents.inputs.common import (
    Company,
    Head,
    Person,
    Photo,
    Section,
    Signature,
    Term,
)


@dataclass(frozen=True, slots=True)
class NeedLine:
    """What a location needs."""

    location: str
    service: str
    quantity: Decimal
    unit: str
    pattern: str
    standard: str = ""
    wished_from: date | None = None
    supplier_today: str = ""
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class VisitReport:
    """A visit to a customer: who, where, what was seen and what is needed."""

    head: Head
    customer: Company
    locations: tuple[str, ...]
    began_at: datetime
    ended_at: datetime
    team: tuple[Person, ...]
    contacts: tuple[Person, ...]
    summary: str
    needs: tuple[NeedLine, ...]
    sections: tuple[Section, ...] = ()
    photos: tuple[Photo, ...] = ()
    next_steps: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A service at a location with its price; amount per billing period in kuruş."""

    location: str
    service: str
    quantity: Decimal
    unit: str
    pattern: str
    unit_price: Decimal
    amount: int
    vat_rate: Decimal
    basis: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """An offer to a customer; totals count the lines that are not optional."""

    head: Head
    customer: Company
    attention: Person
    subject: str
    version: int
    valid_until: date
    intro: str
    lines: tuple[PricedLine, ...]
    vat: int
    billing_period: str
    terms: tuple[Term, ...] = ()
    included: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
