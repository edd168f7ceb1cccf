"""Our invoice as UBL-TR XML, from what billing says of it, and both its papers kept together."""

from __future__ import annotations

from muhatap.billing import commands, reads
from muhatap.billing.reads.papers import InvoicePaper, PartyCard
from muhatap.billing.reads.views import LineView
from muhatap.billing.rules import amount_in_words
from muhatap.documents.making.billing import set_invoice
from muhatap.integrations.einvoice.documents import (
    EAddress,
    EInvoice,
    EKind,
    ELine,
    EParty,
    EReference,
    EScenario,
    EWithholding,
    totals_of,
)
from muhatap.integrations.einvoice.writer import write
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.periods import DAY

TCKN_DIGITS = 11


def invoice_xml(actor: Actor, *, invoice_id: int) -> bytes:
    """The UBL-TR 1.2 draft of an issued invoice. Raises: Forbidden, EInvoiceNotWritable, Invoice.DoesNotExist."""
    return write(_einvoice(reads.invoice_paper(actor, invoice_id=invoice_id)))


def make_invoice_papers(actor: Actor, *, invoice_id: int) -> tuple[bytes, bytes]:
    """Make the PDF and the XML of an issued invoice and keep them; the customer may open them once it is sent."""
    pdf = set_invoice(actor, invoice_id=invoice_id)
    xml = invoice_xml(actor, invoice_id=invoice_id)
    commands.attach_invoice_papers(actor, invoice_id=invoice_id, pdf=pdf, xml=xml)
    return pdf, xml


def _einvoice(given: InvoicePaper) -> EInvoice:
    shown = given.invoice
    lines = tuple(_line(given, line) for line in shown.lines)
    issued = given.issued_at.astimezone(ISTANBUL)
    last = (shown.period.end or shown.period.start + DAY) - DAY
    contract = None
    if given.contract_signed_on is not None:
        contract = EReference(given.contract_number, given.contract_signed_on)
    return EInvoice(
        scenario=EScenario(shown.profile),
        kind=EKind(shown.type_code),
        number=shown.number,
        uuid=str(shown.uuid),
        issued_on=issued.date(),
        issued_at=issued.time().replace(microsecond=0),
        seller=_party(given.seller),
        buyer=_party(given.buyer),
        lines=lines,
        totals=totals_of(lines),
        currency=shown.currency,
        notes=(amount_in_words(shown.payable.minor, "tr", style="invoice", currency=shown.currency),),
        period=(shown.period.start, last),
        contract=contract,
        iban=given.iban,
        due_on=given.due_on,
    )


def _line(given: InvoicePaper, line: LineView) -> ELine:
    code = given.codes.get(line.withholding_code)
    return ELine(
        name=line.text,
        description=line.description,
        quantity=line.quantity,
        unit_code=line.unit,
        unit_price=line.unit_price,
        net=line.net.minor,
        vat_rate=line.vat_rate,
        vat=line.vat.minor,
        withholding=EWithholding(code.code, code.name, code.percent) if code else None,
        withheld=line.withheld.minor,
    )


def _party(card: PartyCard) -> EParty:
    """A company by its name; a person by first and family name."""
    first, _space, family = card.name.rpartition(" ")
    person = len(card.tax_number) == TCKN_DIGITS
    return EParty(
        tax_number=card.tax_number,
        address=EAddress(district=card.district, city=card.province, street=card.address),
        name="" if person else card.name,
        first_name=first if person else "",
        family_name=family if person else "",
        tax_office=card.tax_office,
        phone=card.phone,
        email=card.email,
    )
