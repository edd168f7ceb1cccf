"""What faces get to see of invoices, settlements, payments and receipts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from muhatap.kernel.money import Money
from muhatap.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class JobProof:
    """A job behind a line: when, where, how much was accepted. It names no other side."""

    id: int
    number: str
    day: date
    location: str
    service: str
    quantity: Decimal
    unit: str
    confirmed_at: datetime | None

    @classmethod
    def of(cls, job: Any) -> JobProof:
        """A job (with its location and service loaded) as the evidence of a line."""
        return cls(
            job.pk,
            job.number,
            job.day,
            job.location.name,
            job.service.name,
            job.accepted_quantity,
            job.unit,
            job.confirmed_at,
        )


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of an invoice or settlement with its tax and how many jobs prove it."""

    id: int
    position: int
    text: str
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net: Money
    vat_rate: Decimal
    vat: Money
    withholding_code: str
    withheld: Money
    why: str
    jobs: int


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """A part of a payment or receipt that fell on a document."""

    id: int
    number: str
    day: date
    reference: str
    amount: Money


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """An invoice with everything its page shows."""

    id: int
    number: str
    uuid: UUID
    customer_id: int
    customer: str
    contract_id: int
    contract: str
    month: date
    period: Period
    currency: str
    profile: str
    type_code: str
    status: str
    status_label: str
    net: Money
    vat: Money
    withheld: Money
    payable: Money
    received: Money
    issued_on: date | None
    due_on: date | None
    sent_at: datetime | None
    answered_at: datetime | None
    answered_by: str
    rejection: str
    pdf_id: UUID | None
    xml_id: UUID | None
    lines: tuple[LineView, ...]
    receipts: tuple[MoneyPart, ...]

    @property
    def open(self) -> Money:
        """What the customer still owes for it."""
        return self.payable - self.received


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice in a list."""

    id: int
    number: str
    customer: str
    contract: str
    month: date
    issued_on: date | None
    due_on: date | None
    status: str
    status_label: str
    payable: Money
    open: Money
    overdue_days: int


@dataclass(frozen=True, slots=True)
class DeductionView:
    """An amount netted when paying."""

    id: int
    kind: str
    text: str
    ground: str
    amount: Money


@dataclass(frozen=True, slots=True)
class SettlementView:
    """A settlement with everything its page shows."""

    id: int
    number: str
    member_id: int
    member: str
    agreement_id: int
    agreement: str
    project: str
    month: date
    period: Period
    currency: str
    status: str
    status_label: str
    net: Money
    vat: Money
    withheld: Money
    deductions: Money
    retention_percent: Decimal
    retention: Money
    payable: Money
    paid: Money
    sent_at: datetime | None
    agreed_at: datetime | None
    answered_by: str
    objection: str
    objected_at: datetime | None
    answer: str
    approved_at: datetime | None
    approved_by: str
    reservation: str
    invoice_until: date | None
    due_on: date | None
    pdf_id: UUID | None
    lines: tuple[LineView, ...]
    netted: tuple[DeductionView, ...]
    payments: tuple[MoneyPart, ...]

    @property
    def open(self) -> Money:
        """What is still to be paid of it."""
        return self.payable - self.paid

    @property
    def invoice_amount(self) -> Money:
        """What the member's invoice asks for."""
        return self.net + self.vat - self.withheld


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """A settlement in a list."""

    id: int
    number: str
    member: str
    agreement: str
    month: date
    status: str
    status_label: str
    payable: Money
    open: Money
    due_on: date | None
    overdue_days: int
    invoice_until: date | None


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment in a list."""

    id: int
    number: str
    member: str
    paid_on: date
    amount: Money
    iban: str
    reference: str
    settlements: str


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment with what it settled."""

    id: int
    number: str
    member_id: int
    member: str
    paid_on: date
    amount: Money
    iban: str
    reference: str
    recorded_at: datetime
    parts: tuple[MoneyPart, ...]


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt with the invoices it fell on."""

    id: int
    number: str
    customer_id: int
    customer: str
    received_on: date
    amount: Money
    reference: str
    parts: tuple[MoneyPart, ...]

    @property
    def left(self) -> Money:
        """What is not allocated: the customer's credit."""
        return self.amount - Money(sum(part.amount.minor for part in self.parts), self.amount.currency)


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt in a list."""

    id: int
    number: str
    customer: str
    received_on: date
    amount: Money
    left: Money
    reference: str
