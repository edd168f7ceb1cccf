"""Every question about billing, by noun."""

from muhatap.billing.models import DeductionKind, InvoiceStatus, SettlementStatus
from muhatap.billing.reads.earned import earned_so_far
from muhatap.billing.reads.holding import held_back
from muhatap.billing.reads.invoices import (
    invoice,
    invoice_line_jobs,
    invoices,
    open_invoices,
    overdue_count,
    receivable_totals,
    receivables,
    to_do,
)
from muhatap.billing.reads.margin import (
    ContractMarginRow,
    MarginRow,
    contract_margin,
    margin_by_promise_and_month,
    margins,
)
from muhatap.billing.reads.month_end import (
    MonthEnd,
    Subject,
    month_end,
    month_to_close,
    month_waiting,
    open_months,
)
from muhatap.billing.reads.papers import invoice_paper, settlement_paper
from muhatap.billing.reads.parting import Parting, parting
from muhatap.billing.reads.receipts import customers_to_receive_from, receipt, receipts
from muhatap.billing.reads.settlements import (
    payable_settlements,
    payment,
    payments,
    settlement,
    settlement_line_jobs,
    settlements,
    to_settle,
    usable_ibans,
)
from muhatap.billing.reads.views import (
    InvoiceRow,
    InvoiceView,
    LineView,
    PaymentRow,
    ReceiptRow,
    SettlementRow,
    SettlementView,
)

__all__ = [
    "ContractMarginRow",
    "DeductionKind",
    "InvoiceRow",
    "InvoiceStatus",
    "InvoiceView",
    "LineView",
    "MarginRow",
    "MonthEnd",
    "Parting",
    "PaymentRow",
    "ReceiptRow",
    "SettlementRow",
    "SettlementStatus",
    "SettlementView",
    "Subject",
    "contract_margin",
    "customers_to_receive_from",
    "earned_so_far",
    "held_back",
    "invoice",
    "invoice_line_jobs",
    "invoice_paper",
    "invoices",
    "margin_by_promise_and_month",
    "margins",
    "month_end",
    "month_to_close",
    "month_waiting",
    "open_invoices",
    "open_months",
    "overdue_count",
    "parting",
    "payable_settlements",
    "payment",
    "payments",
    "receipt",
    "receipts",
    "receivable_totals",
    "receivables",
    "settlement",
    "settlement_line_jobs",
    "settlement_paper",
    "settlements",
    "to_do",
    "to_settle",
    "usable_ibans",
]
