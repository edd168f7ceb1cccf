"""The papers of billing: the invoice and the settlement (hakediş), made from reads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from muhatap.billing import commands, reads
from muhatap.billing.reads.papers import InvoicePaper, PartyCard, SettlementPaper
from muhatap.billing.reads.views import LineView
from muhatap.documents import inputs as paper
from muhatap.documents import render_invoice, render_settlement
from muhatap.documents.wording import Language
from muhatap.kernel import jobs
from muhatap.kernel.actors import ISTANBUL, Actor, system

SETTLEMENT_PAPER = "billing.settlement_paper"
# States in which the member stands behind the paper.
AGREED = ("agreed", "approved", "paid")
# Papers name units in words; invoices carry the UN/ECE code beside them in the XML.
UNITS: dict[str, dict[str, str]] = {
    "C62": {"tr": "adet", "en": "piece"},
    "MON": {"tr": "ay", "en": "month"},
    "MTK": {"tr": "m²", "en": "m²"},
    "MTQ": {"tr": "m³", "en": "m³"},
    "HUR": {"tr": "saat", "en": "hour"},
    "DAY": {"tr": "gün", "en": "day"},
    "KGM": {"tr": "kg", "en": "kg"},
}


def set_invoice(actor: Actor, *, invoice_id: int, language: Language = "tr") -> bytes:
    """The PDF of an issued invoice; nothing is kept. Raises: Forbidden, Invoice.DoesNotExist."""
    return render_invoice(_invoice(reads.invoice_paper(actor, invoice_id=invoice_id), language), language)


def make_settlement_paper(actor: Actor, *, settlement_id: int, language: Language = "tr") -> bytes:
    """Set the paper of a settlement, attach it and open it to the member; returns the PDF."""
    made_from = reads.settlement_paper(actor, settlement_id=settlement_id)
    pdf = render_settlement(_settlement(made_from, language), language)
    commands.attach_settlement_paper(actor, settlement_id=settlement_id, pdf=pdf)
    return pdf


@jobs.handles(SETTLEMENT_PAPER)
def print_settlement(payload: dict[str, Any]) -> None:
    """Set the paper of a settlement nobody waits for (outbox)."""
    make_settlement_paper(system(datetime.fromisoformat(payload["at"])), settlement_id=payload["settlement_id"])


def _unit(code: str, language: Language) -> str:
    return UNITS.get(code, {}).get(language, code)


def _company(card: PartyCard) -> paper.Company:
    place = " / ".join(part for part in (card.district, card.province) if part)
    return paper.Company(
        name=card.name,
        address=", ".join(part for part in (card.address, place) if part),
        tax_office=card.tax_office,
        tax_number=card.tax_number,
        phone=card.phone,
        email=card.email,
    )


def _invoice(given: InvoicePaper, language: Language) -> paper.Invoice:
    shown = given.invoice
    period = shown.period
    return paper.Invoice(
        head=paper.Head(
            _company(given.seller), shown.number, given.issued_at.astimezone(ISTANBUL).date(), shown.currency
        ),
        buyer=_company(given.buyer),
        uuid=str(shown.uuid),
        issued_at=given.issued_at,
        kind=shown.type_code,
        scenario=shown.profile,
        since=period.start,
        until=period.end or period.start,
        lines=tuple(_invoice_line(given, line, language) for line in shown.lines),
        due_on=given.due_on,
        iban=given.iban,
        bank=given.bank,
        contract_number=given.contract_number,
        order_number=given.order_number,
    )


def _invoice_line(given: InvoicePaper, line: LineView, language: Language) -> paper.InvoiceLine:
    code = given.codes.get(line.withholding_code)
    return paper.InvoiceLine(
        name=line.text,
        description=line.description,
        quantity=line.quantity,
        unit=_unit(line.unit, language),
        unit_price=line.unit_price,
        net=line.net.minor,
        vat_rate=line.vat_rate,
        vat=line.vat.minor,
        withholding_code=code.code if code else "",
        withholding_name=code.name if code else "",
        ratio=f"{code.numerator}/{code.denominator}" if code else "",
        withheld=line.withheld.minor,
    )


def _settlement(given: SettlementPaper, language: Language) -> paper.Settlement:
    shown = given.settlement
    period = shown.period
    return paper.Settlement(
        head=paper.Head(_company(given.prime), shown.number, given.made_on, shown.currency),
        member=_company(given.member),
        project=shown.project,
        agreement_number=shown.agreement,
        since=period.start,
        until=period.end or period.start,
        lines=tuple(
            paper.SettlementLine(
                location=given.places[line.id][0],
                service=given.places[line.id][1],
                planned=given.planned[line.id],
                accepted=line.quantity,
                unit=_unit(line.unit, language),
                unit_price=line.unit_price,
                amount=line.net.minor,
            )
            for line in shown.lines
        ),
        vat=shown.vat.minor,
        withheld=shown.withheld.minor,
        set_offs=tuple(paper.SettlementEntry(one.text, one.ground, one.amount.minor) for one in shown.netted),
        retention=shown.retention.minor,
        retention_percent=shown.retention_percent,
        due_on=shown.due_on,
        reservation=shown.reservation,
        signatures=_agreed(given, language),
    )


def _agreed(given: SettlementPaper, language: Language) -> tuple[paper.Signature, ...]:
    """Who agreed for the member and who approved for us; empty until then."""
    shown = given.settlement
    member, prime = ("Üye kuruluş", "Ana yüklenici") if language == "tr" else ("Member", "Prime")
    portal = "Üye portalı" if language == "tr" else "Member portal"
    desk = "Onay" if language == "tr" else "Approval"
    found = []
    if shown.agreed_at is not None and shown.status in AGREED:
        found.append(
            paper.Signature(
                side=member,
                company=given.member.name,
                name=shown.answered_by,
                signed_at=shown.agreed_at,
                method=portal,
            )
        )
    if shown.approved_at is not None:
        found.append(
            paper.Signature(
                side=prime,
                company=given.prime.name,
                name=shown.approved_by,
                signed_at=shown.approved_at,
                method=desk,
            )
        )
    return tuple(found)
