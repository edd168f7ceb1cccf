"""How the facts of this package read in a timeline; placeholders are the fact's own values."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from muhatap.billing.events import (
    InvoiceAccepted,
    InvoiceIssued,
    InvoiceRejected,
    InvoiceSent,
    MonthAccrued,
    PaymentRecorded,
    ReceiptRecorded,
    SettlementAgreed,
    SettlementApproved,
    SettlementObjected,
    SettlementSent,
)
from muhatap.kernel.events import Fact

SENTENCES: dict[type[Fact], LazyText] = {
    InvoiceAccepted: _("The customer accepted the invoice"),
    InvoiceIssued: _("Invoice %(number)s was issued, due %(due_on)s"),
    InvoiceRejected: _("The customer rejected the invoice"),
    InvoiceSent: _("The invoice was sent"),
    MonthAccrued: _("The month %(month)s was accrued"),
    PaymentRecorded: _("A payment to the member was recorded for %(paid_on)s"),
    ReceiptRecorded: _("A receipt of %(received_on)s was recorded"),
    SettlementAgreed: _("The member agreed with the settlement"),
    SettlementApproved: _("The settlement was approved; the member's invoice is due until %(invoice_until)s"),
    SettlementObjected: _("The member objected to the settlement"),
    SettlementSent: _("The settlement was sent to the member"),
}
