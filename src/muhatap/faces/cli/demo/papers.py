"""Papers of the demo: an invoice's PDF and XML."""

from muhatap.integrations.einvoice.making import make_invoice_papers

__all__ = ["make_invoice_papers"]
