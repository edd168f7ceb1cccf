"""What this package's facts speak of."""

from __future__ import annotations

from muhatap.billing.models import Invoice, Payment, Receipt, Settlement
from muhatap.kernel.threads import Thread

THREADS = [
    Thread("invoice_id", "invoice", Invoice.objects.all, lambda row: str(row.number), ("customer_id",)),
    Thread("settlement_id", "settlement", Settlement.objects.all, lambda row: str(row.number), ("member_id",)),
    Thread("payment_id", "payment", Payment.objects.all, lambda row: str(row.number)),
    Thread("receipt_id", "receipt", Receipt.objects.all, lambda row: str(row.number)),
]
