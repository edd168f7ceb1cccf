"""E-invoices (UBL-TR 1.2): our invoice as XML, a member's XML as values, and what is wrong with either.

It writes drafts and reads what arrives. It does not sign and does not send: that is the integrator's part,
behind an adapter of its own. It decides no tax: amounts come in computed.
"""

from muhatap.integrations.einvoice.checks import Finding, check
from muhatap.integrations.einvoice.documents import (
    EAddress,
    EExemption,
    EInvoice,
    EKind,
    ELine,
    EParty,
    EReference,
    EScenario,
    ETotals,
    EWithholding,
    totals_of,
)
from muhatap.integrations.einvoice.reader import EInvoiceUnreadable, read
from muhatap.integrations.einvoice.writer import EInvoiceNotWritable, HeaderVat, write

__all__ = [
    "EAddress",
    "EExemption",
    "EInvoice",
    "EInvoiceNotWritable",
    "EInvoiceUnreadable",
    "EKind",
    "ELine",
    "EParty",
    "EReference",
    "EScenario",
    "ETotals",
    "EWithholding",
    "Finding",
    "HeaderVat",
    "check",
    "read",
    "totals_of",
    "write",
]
