"""What each paper is made of: raw values, formatted nowhere but in `format`.

Money is whole kuruş (or cents) with the paper's currency, quantities and rates are `Decimal`, moments carry a
time zone, periods are half-open [since, until). Texts are in the language of the paper.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Company:
    """A company as papers name it."""

    name: str
    address: str = ""
    tax_office: str = ""
    tax_number: str = ""
    phone: str = ""
    email: str = ""
    represented_by: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What every paper carries: whose it is, its number, the day it was made, its currency."""

    prime: Company
    number: str
    made_on: date
    currency: str = "TRY"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of the paper's currency, kuruş."""

    minor: int


@dataclass(frozen=True, slots=True)
class Percent:
    """Percentage points."""

    points: Decimal


@dataclass(frozen=True, slots=True)
class Term:
    """One agreed value with its name."""

    name: str
    value: str | date | Money | Percent | Decimal


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG, PNG or WebP image with what it shows."""

    content: bytes
    caption: str
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who took part."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign; with `signed_at` it has been signed."""

    side: str
    company: str
    name: str = ""
    title: str = ""
    signed_at: datetime | None = None
    method: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of a survey or checklist and its answer."""

    question: str
    answer: str
    note: str = ""
    exception: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A named group of answers; score and weight in percent, for audits."""

    name: str
    answers: tuple[Answer, ...] = ()
    score: Decimal | None = None
    weight: Decimal | None = None
