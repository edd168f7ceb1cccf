"""What all papers share: the head, companies, signatures, photos and terms as values for a template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from muhatap.documents.engine import PaperNotMade, compile_paper
from muhatap.documents.inputs import Company, Head, Money, Percent, Person, Photo, Signature, Term
from muhatap.documents.wording import Language, words
from muhatap.kernel import formats as write

SIGNS = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png", b"RIFF": "webp"}
Pairs = list[list[str]]
PERCENT_DECIMALS = 2  # rates of law and contract have up to two
NO_BREAK = "\N{NO-BREAK SPACE}"


def _unbroken(amount: str) -> str:
    """An amount whose sign never stands on the next line."""
    return amount.replace(" ", NO_BREAK)


@dataclass
class Sheet:
    """A paper on its way to the press: its language, currency, values and images."""

    head: Head
    language: Language
    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Fetch the fixed words of the language."""
        self.t = words(self.language)

    def money(self, minor: int) -> str:
        """An amount in the paper's currency."""
        return _unbroken(write.money(minor, self.head.currency, self.language))

    def price(self, value: Decimal) -> str:
        """A unit price in the paper's currency."""
        return self.price_in(self.head.currency, value)

    def price_in(self, currency: str, value: Decimal) -> str:
        """A unit price in another currency than the paper's."""
        return _unbroken(write.unit_price(value, currency, self.language))

    def quantity(self, value: Decimal) -> str:
        """A quantity."""
        return write.quantity(value, self.language)

    def percent(self, value: Decimal) -> str:
        """Percentage points."""
        return write.percent(value, self.language, decimals=PERCENT_DECIMALS)

    def day(self, value: date | None) -> str:
        """A day, empty if there is none."""
        return write.day(value, self.language) if value else ""

    def period(self, since: date, until: date | None) -> str:
        """A half-open period by its first and last day."""
        return write.period(since, until, self.language)

    def image(self, content: bytes) -> str:
        """Take an image along and name its file. Raises: PaperNotMade if it is no JPEG, PNG or WebP."""
        for sign, ending in SIGNS.items():
            if content.startswith(sign):
                name = f"image-{len(self.files)}.{ending}"
                self.files[name] = content
                return name
        raise PaperNotMade("An image of the paper is no JPEG, PNG or WebP.")

    def press(self, template: str, *, kind: str, heading: str, foot: Sequence[str] | None = None) -> bytes:
        """Set the paper. `foot`: name and value at the foot of each page instead of the paper's own hash."""
        made = self.head.made_on
        data = {
            **self.values,
            "t": self.t,
            "language": self.language,
            "kind": kind,
            "heading": heading,
            "title": f"{self.head.number} · {heading}",
            "number": self.head.number,
            "prime": {"name": self.head.prime.name},
            "made": [made.year, made.month, made.day],
            "made_on": write.day(made, self.language),
            "own_foot": list(foot) if foot else [],
        }
        return compile_paper(template, data, self.files)


def company(sheet: Sheet, role: str, who: Company) -> dict[str, Any]:
    """A company with its role and address lines."""
    t = sheet.t
    tax = " · ".join(
        part
        for part in (
            f"{t['tax_office']}: {who.tax_office}" if who.tax_office else "",
            f"{t['tax_number']}: {who.tax_number}" if who.tax_number else "",
        )
        if part
    )
    reach = " · ".join(part for part in (who.phone, who.email) if part)
    agent = f"{t['represented_by']}: {who.represented_by}" if who.represented_by else ""
    return {
        "role": role,
        "name": who.name,
        "lines": [part for part in (who.address, tax, reach, agent) if part],
    }


def signatures(sheet: Sheet, rows: Iterable[Signature]) -> list[dict[str, str]]:
    """Places to sign, with what has been signed already."""
    return [
        {
            "side": row.side,
            "company": row.company,
            "person": ", ".join(part for part in (row.name, row.title) if part),
            "signed": write.moment(row.signed_at, sheet.language) if row.signed_at else "",
            "method": row.method,
        }
        for row in rows
    ]


def photos(sheet: Sheet, rows: Iterable[Photo]) -> list[dict[str, str]]:
    """Images with caption and time."""
    return [
        {
            "file": sheet.image(row.content),
            "caption": row.caption,
            "taken": write.moment(row.taken_at, sheet.language) if row.taken_at else "",
        }
        for row in rows
    ]


def people(rows: Iterable[Person]) -> str:
    """Names with roles, one per line."""
    return "\n".join(f"{row.name} ({row.role})" if row.role else row.name for row in rows)


def terms(sheet: Sheet, rows: Iterable[Term]) -> Pairs:
    """Agreed values, written as their kind asks."""
    return [[row.name, _value(sheet, row)] for row in rows]


def _value(sheet: Sheet, term: Term) -> str:
    match term.value:
        case Money(minor=minor):
            return sheet.money(minor)
        case Percent(points=points):
            return sheet.percent(points)
        case Decimal() as number:
            return sheet.quantity(number)
        case date() as day:
            return sheet.day(day)
        case text:
            return text
