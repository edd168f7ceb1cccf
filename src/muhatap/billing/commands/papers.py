"""The papers of billing: made above from a read, kept here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from muhatap.billing.models import Invoice, InvoiceStatus, Settlement
from muhatap.billing.permissions import BillingPermission
from muhatap.kernel import files
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import Refusal
from muhatap.kernel.models import StoredFile


class NotIssued(Refusal):
    """A draft has no papers."""


@command(BillingPermission.INVOICE)
def attach_invoice_papers(actor: Actor, *, invoice_id: int, pdf: bytes, xml: bytes) -> Invoice:
    """Keep the PDF and the UBL-TR XML of an issued invoice and open them to its customer. Raises: NotIssued."""
    invoice = Invoice.objects.visible_to(actor).select_for_update().get(pk=invoice_id)
    if invoice.status == InvoiceStatus.DRAFT:
        raise NotIssued(_("A draft has no number yet. Issue the invoice first."))
    invoice.pdf = _keep(actor, pdf, f"{invoice.number}.pdf", "application/pdf")
    invoice.xml = _keep(actor, xml, f"{invoice.number}.xml", "application/xml")
    invoice.save(update_fields=["pdf", "xml"])
    for paper in (invoice.pdf, invoice.xml):
        files.open_to(paper, invoice.customer_id, permission=BillingPermission.SEE_INVOICES)
    return invoice


@command(BillingPermission.SETTLE)
def attach_settlement_paper(actor: Actor, *, settlement_id: int, pdf: bytes) -> Settlement:
    """Keep the PDF of a settlement and open it to its member."""
    settlement = Settlement.objects.visible_to(actor).select_for_update().get(pk=settlement_id)
    settlement.pdf = _keep(actor, pdf, f"{settlement.number}.pdf", "application/pdf")
    settlement.save(update_fields=["pdf"])
    files.open_to(settlement.pdf, settlement.member_id, permission=BillingPermission.SEE_SETTLEMENTS)
    return settlement


def _keep(actor: Actor, data: bytes, name: str, media_type: str) -> StoredFile:
    return files.store_output(actor, data, name=name, media_type=media_type, permission=BillingPermission.SEE)
