"""Papers of money: the invoice and the settlement (hakediş)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from muhatap.documents.inputs.common import Company, Head, Signature


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One invoiced line, kuruş; `ratio` is the withholding as written on papers, e.g. 9/10."""

    name: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net: int
    vat_rate: Decimal
    vat: int
    description: str = ""
    withholding_code: str = ""
    withholding_name: str = ""
    ratio: str = ""
    withheld: int = 0
    exemption: str = ""


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice on paper; the head's number is the invoice's."""

    head: Head
    buyer: Company
    uuid: str
    issued_at: datetime
    kind: str
    scenario: str
    since: date
    until: date
    lines: tuple[InvoiceLine, ...]
    due_on: date
    iban: str
    bank: str = ""
    contract_number: str = ""
    settlement_number: str = ""
    order_number: str = ""
    notes: tuple[str, ...] = ()
    exchange_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """Accepted deliveries of one service at one location; amount in kuruş."""

    location: str
    service: str
    planned: Decimal
    accepted: Decimal
    unit: str
    unit_price: Decimal
    amount: int


@dataclass(frozen=True, slots=True)
class SettlementEntry:
    """An addition or deduction with its ground; a positive amount in kuruş."""

    text: str
    ground: str
    amount: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settlement of work done (hakediş) with a member.

    Reductions and price differences change the price; set-offs and retention are netted when paying.
    """

    head: Head
    member: Company
    project: str
    agreement_number: str
    since: date
    until: date
    lines: tuple[SettlementLine, ...]
    vat: int
    withheld: int
    reductions: tuple[SettlementEntry, ...] = ()
    price_differences: tuple[SettlementEntry, ...] = ()
    set_offs: tuple[SettlementEntry, ...] = ()
    retention: int = 0
    retention_percent: Decimal = Decimal(0)
    due_on: date | None = None
    reservation: str = ""
    signatures: tuple[Signature, ...] = ()

    @property
    def delivered(self) -> int:
        """Price of accepted deliveries, kuruş."""
        return sum(line.amount for line in self.lines)

    @property
    def base(self) -> int:
        """The invoice base: deliveries less reductions plus price differences, kuruş."""
        reduced = sum(entry.amount for entry in self.reductions)
        return self.delivered - reduced + sum(entry.amount for entry in self.price_differences)

    @property
    def invoice_payable(self) -> int:
        """What the member's invoice asks for, kuruş."""
        return self.base + self.vat - self.withheld

    @property
    def payable(self) -> int:
        """What is paid after set-offs and retention, kuruş."""
        return self.invoice_payable - sum(entry.amount for entry in self.set_offs) - self.retention
