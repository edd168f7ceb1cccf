"""What parties announce."""

from dataclasses import dataclass
from datetime import date

from muhatap.kernel.events import Fact


@dataclass(frozen=True)
class PartyRegistered(Fact):
    """A company or person is known to the house."""

    party_id: int


@dataclass(frozen=True)
class PartyChanged(Fact):
    """Master data of a party changed."""

    party_id: int


@dataclass(frozen=True)
class LocationRegistered(Fact):
    """A customer has a site."""

    location_id: int
    customer_id: int


@dataclass(frozen=True)
class LocationChanged(Fact):
    """Data of a site changed."""

    location_id: int
    customer_id: int


@dataclass(frozen=True)
class ContactAdded(Fact):
    """A party has a person to speak to."""

    contact_id: int
    party_id: int


@dataclass(frozen=True)
class Disclosed(Fact):
    """A party's or location's name was opened to another party."""

    viewer_id: int
    party_id: int | None
    location_id: int | None
    reason: str


@dataclass(frozen=True)
class BankAccountRegistered(Fact):
    """A party has an account to be paid to, from a day on."""

    account_id: int
    party_id: int
    usable_from: date
