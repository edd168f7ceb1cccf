"""Accruals of both sides, settlements and payments with members, invoices and receipts of customers.

The customer's amounts and the member's stand in tables of their own; no table that a portal can read holds both.
"""

from muhatap.billing.models.accruals import (
    AccrualStatus,
    CustomerAccrual,
    CustomerAccrualJob,
    MemberAccrual,
    MemberAccrualJob,
    MonthEndResult,
    MonthEndRun,
    Outcome,
    RunStatus,
    Side,
)
from muhatap.billing.models.invoices import (
    INVOICES,
    Invoice,
    InvoiceLine,
    InvoiceStatus,
    Receipt,
    ReceiptAllocation,
)
from muhatap.billing.models.settlements import (
    SETTLEMENTS,
    DeductionKind,
    Payment,
    PaymentAllocation,
    Settlement,
    SettlementDeduction,
    SettlementLine,
    SettlementStatus,
)

__all__ = [
    "INVOICES",
    "SETTLEMENTS",
    "AccrualStatus",
    "CustomerAccrual",
    "CustomerAccrualJob",
    "DeductionKind",
    "Invoice",
    "InvoiceLine",
    "InvoiceStatus",
    "MemberAccrual",
    "MemberAccrualJob",
    "MonthEndResult",
    "MonthEndRun",
    "Outcome",
    "Payment",
    "PaymentAllocation",
    "Receipt",
    "ReceiptAllocation",
    "RunStatus",
    "Settlement",
    "SettlementDeduction",
    "SettlementLine",
    "SettlementStatus",
    "Side",
]
