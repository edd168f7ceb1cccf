"""What an e-invoice says, as plain values: whole kuruş (or cents), `Decimal` quantities and unit prices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

TCKN_DIGITS = 11


class EScenario(StrEnum):
    """How the invoice travels and whether it can be rejected (cbc:ProfileID)."""

    BASIC = "TEMELFATURA"
    COMMERCIAL = "TICARIFATURA"
    ARCHIVE = "EARSIVFATURA"


class EKind(StrEnum):
    """What the invoice is (cbc:InvoiceTypeCode)."""

    SALE = "SATIS"
    WITHHELD = "TEVKIFAT"
    RETURN = "IADE"
    EXEMPT = "ISTISNA"


@dataclass(frozen=True, slots=True)
class EAddress:
    """A postal address; district and city are compulsory in UBL-TR."""

    district: str
    city: str
    street: str = ""
    building: str = ""
    postal_code: str = ""
    country: str = "Türkiye"


@dataclass(frozen=True, slots=True)
class EParty:
    """Seller or buyer: a company by VKN (10 digits) and name, or a person by TCKN (11) and both names."""

    tax_number: str
    address: EAddress
    name: str = ""
    first_name: str = ""
    family_name: str = ""
    tax_office: str = ""
    mersis: str = ""
    trade_registry: str = ""
    phone: str = ""
    email: str = ""

    @property
    def is_person(self) -> bool:
        """Whether the number is a citizen's (TCKN)."""
        return len(self.tax_number) == TCKN_DIGITS


@dataclass(frozen=True, slots=True)
class EReference:
    """Another paper the invoice points to: contract, settlement, returned invoice."""

    number: str
    issued_on: date
    kind: str = ""


@dataclass(frozen=True, slots=True)
class EWithholding:
    """Withholding code with its official name and ratio in whole percent (9/10 is 90)."""

    code: str
    name: str
    percent: int


@dataclass(frozen=True, slots=True)
class EExemption:
    """Why a line carries no VAT: official code and text."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ELine:
    """One invoice line; net, discount, VAT and withheld in kuruş, net after the discount."""

    name: str
    quantity: Decimal
    unit_code: str
    unit_price: Decimal
    net: int
    vat_rate: Decimal
    vat: int
    withholding: EWithholding | None = None
    withheld: int = 0
    discount: int = 0
    discount_reason: str = ""
    exemption: EExemption | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class ETotals:
    """The totals an invoice claims, kuruş."""

    net: int
    vat: int
    withheld: int
    gross: int
    payable: int


@dataclass(frozen=True, slots=True)
class EInvoice:
    """A whole e-invoice; number and UUID (ETTN) are given by the caller, the period includes both days."""

    scenario: EScenario
    kind: EKind
    number: str
    uuid: str
    issued_on: date
    issued_at: time
    seller: EParty
    buyer: EParty
    lines: tuple[ELine, ...]
    totals: ETotals
    currency: str = "TRY"
    exchange_rate: Decimal | None = None
    notes: tuple[str, ...] = ()
    period: tuple[date, date] | None = None
    contract: EReference | None = None
    settlements: tuple[EReference, ...] = ()
    returned: tuple[EReference, ...] = ()
    iban: str = ""
    due_on: date | None = None


def totals_of(lines: Iterable[ELine]) -> ETotals:
    """The exact sums of the lines, kuruş."""
    rows = tuple(lines)
    net = sum(line.net for line in rows)
    vat = sum(line.vat for line in rows)
    withheld = sum(line.withheld for line in rows)
    return ETotals(net=net, vat=vat, withheld=withheld, gross=net + vat, payable=net + vat - withheld)
