"""What billing announces."""

from dataclasses import dataclass
from datetime import date

from muhatap.kernel.events import Fact


@dataclass(frozen=True)
class MonthAccrued(Fact):
    """A month-end run wrote what both sides earned in a month."""

    run_id: int
    month: date
    customer_accruals: int
    member_accruals: int


@dataclass(frozen=True)
class SettlementSent(Fact):
    """A settlement was shown to its member."""

    settlement_id: int
    member_id: int


@dataclass(frozen=True)
class SettlementAgreed(Fact):
    """The member agreed with its settlement."""

    settlement_id: int
    member_id: int


@dataclass(frozen=True)
class SettlementObjected(Fact):
    """The member objected to its settlement."""

    settlement_id: int
    member_id: int


@dataclass(frozen=True)
class SettlementApproved(Fact):
    """A settlement was approved: the member's invoice is due within its days."""

    settlement_id: int
    member_id: int
    invoice_until: date


@dataclass(frozen=True)
class PaymentRecorded(Fact):
    """A payment to a member was recorded."""

    payment_id: int
    member_id: int
    paid_on: date


@dataclass(frozen=True)
class InvoiceIssued(Fact):
    """An invoice got its number."""

    invoice_id: int
    customer_id: int
    number: str
    due_on: date


@dataclass(frozen=True)
class InvoiceSent(Fact):
    """An invoice was sent to its customer."""

    invoice_id: int
    customer_id: int


@dataclass(frozen=True)
class InvoiceAccepted(Fact):
    """The customer accepted an invoice."""

    invoice_id: int
    customer_id: int


@dataclass(frozen=True)
class InvoiceRejected(Fact):
    """The customer rejected an invoice."""

    invoice_id: int
    customer_id: int


@dataclass(frozen=True)
class ReceiptRecorded(Fact):
    """Money of a customer was received."""

    receipt_id: int
    customer_id: int
    received_on: date
