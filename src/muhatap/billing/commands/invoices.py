"""Invoices to customers: drafted from accruals, issued with a gapless number, sent, accepted or rejected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from muhatap.billing.commands import books
from muhatap.billing.events import InvoiceAccepted, InvoiceIssued, InvoiceRejected, InvoiceSent
from muhatap.billing.letters import write_invoice
from muhatap.billing.models import (
    INVOICES,
    AccrualStatus,
    CustomerAccrual,
    Invoice,
    InvoiceLine,
    InvoiceStatus,
)
from muhatap.billing.permissions import BillingPermission
from muhatap.billing.reads.taxing import Taxable, tax_lines
from muhatap.billing.rules import posting
from muhatap.billing.rules.amounts import bills_in, last_day_of, month_of
from muhatap.contracts.models import CustomerContract
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.numbering import next_invoice_number
from muhatap.kernel.parameters import parameter
from muhatap.kernel.periods import Period
from muhatap.ledger.rules import Draft
from muhatap.parties.models import Party

# The series of e-invoices and of e-archive invoices, each gapless in its year (VUK GT 509).
EINVOICE_PREFIX = "MHT"
EARCHIVE_PREFIX = "MHA"
COMMERCIAL, ARCHIVE = "TICARIFATURA", "EARSIVFATURA"
SALE, WITHHELD = "SATIS", "TEVKIFAT"
SILENCE_DAYS = "invoice_objection_days"
PIECE = "C62"
TAXED = ["vat_rate", "vat", "withheld", "withholding_code", "why"]


class NothingToInvoice(Refusal):
    """No accrual waits for an invoice."""


class CustomerIncomplete(Refusal):
    """The customer's card lacks what an invoice must carry."""


class PapersMissing(Refusal):
    """An invoice is sent with its PDF and its XML."""


@command(BillingPermission.INVOICE)
def draft_invoice(actor: Actor, *, contract_id: int, month: date) -> Invoice:
    """Draft the invoice of a contract and month from what was accrued; an open draft takes what came since.

    Raises: NothingToInvoice, TaxRefused, ParameterMissing.
    """
    accruals = _waiting(actor, contract_id, month)
    if not accruals:
        raise NothingToInvoice(_("Nothing was accrued for this contract and month. Run the month end first."))
    draft = (
        Invoice.objects.select_for_update()
        .filter(contract_id=contract_id, month=month, status=InvoiceStatus.DRAFT)
        .first()
    )
    invoice = draft or Invoice.objects.create(
        customer_id=accruals[0].customer_id,
        contract_id=contract_id,
        month=month,
        period=month_of(month).range(),
        currency=accruals[0].currency,
        made_at=actor.now,
    )
    first = invoice.lines.count()
    InvoiceLine.objects.bulk_create(
        _line(invoice, place, accrual) for place, accrual in enumerate(accruals, start=first + 1)
    )
    CustomerAccrual.objects.filter(pk__in=[one.pk for one in accruals]).update(status=AccrualStatus.TAKEN)
    _tax(actor, invoice)
    return invoice


@command(BillingPermission.INVOICE)
def draft_invoices(actor: Actor, *, month: date) -> list[Invoice]:
    """Draft the invoice of every contract whose billing cycle ends with the month and that has accruals waiting.

    A contract that is over is invoiced at once, whatever its cycle.
    """
    waiting = CustomerAccrual.objects.visible_to(actor).filter(status=AccrualStatus.OPEN, month__lte=month)
    contracts = (
        CustomerContract.objects.visible_to(actor)
        .filter(pk__in=waiting.values("contract_id"))
        .select_related("agreement")
        .order_by("pk")
    )
    return [
        draft_invoice(actor, contract_id=one.pk, month=month)
        for one in contracts
        if one.agreement.ended_on or bills_in(one.billing_cycle, start=one.agreement.period.lower, month=month)
    ]


@command(BillingPermission.INVOICE)
def issue_invoice(actor: Actor, *, invoice_id: int) -> Invoice:
    """Give an invoice its number and day, and post it. Raises: CustomerIncomplete, IllegalMove, MonthClosed."""
    invoice = _locked(actor, invoice_id)
    status = INVOICES.move(invoice.status, InvoiceStatus.ISSUED)
    _refuse_incomplete(invoice.customer)
    prefix = EINVOICE_PREFIX if invoice.customer.einvoice_registered else EARCHIVE_PREFIX
    _tax(actor, invoice)
    invoice.status = status
    invoice.number = next_invoice_number(prefix, actor.today.year)
    invoice.profile = COMMERCIAL if invoice.customer.einvoice_registered else ARCHIVE
    invoice.type_code = WITHHELD if invoice.withheld else SALE
    invoice.issued_at, invoice.issued_on = actor.now, actor.today
    invoice.due_on = actor.today + timedelta(days=invoice.contract.payment_days)
    invoice.save(update_fields=["status", "number", "profile", "type_code", "issued_at", "issued_on", "due_on"])
    legs = posting.invoice_issued(invoice.customer_id, net=invoice.net, vat=invoice.vat, withheld=invoice.withheld)
    text = _("Invoice %(number)s") % {"number": invoice.number}
    books.write(actor, [Draft(actor.today, text, "billing.invoice", invoice.pk, legs, invoice.currency)])
    announce(
        InvoiceIssued(
            invoice_id=invoice.pk,
            customer_id=invoice.customer_id,
            number=invoice.number,
            due_on=invoice.due_on,
        ),
        by=actor,
    )
    return invoice


@command(BillingPermission.INVOICE)
def send_invoice(actor: Actor, *, invoice_id: int) -> Invoice:
    """Send an issued invoice: from now on the customer sees it. Raises: PapersMissing, IllegalMove."""
    invoice = _locked(actor, invoice_id)
    status = INVOICES.move(invoice.status, InvoiceStatus.SENT)
    if invoice.pdf_id is None or invoice.xml_id is None:
        raise PapersMissing(_("The PDF and the XML of this invoice are not made yet. Make them, then send."))
    invoice.status, invoice.sent_at = status, actor.now
    invoice.save(update_fields=["status", "sent_at"])
    write_invoice(invoice)
    announce(InvoiceSent(invoice_id=invoice.pk, customer_id=invoice.customer_id), by=actor)
    return invoice


@command(BillingPermission.ANSWER_INVOICE)
def accept_invoice(actor: Actor, *, invoice_id: int) -> Invoice:
    """Accept an invoice as its customer. Raises: IllegalMove."""
    invoice = _locked(actor, invoice_id)
    invoice.status = INVOICES.move(invoice.status, InvoiceStatus.ACCEPTED)
    invoice.answered_at, invoice.answered_by = actor.now, actor.name
    invoice.save(update_fields=["status", "answered_at", "answered_by"])
    announce(InvoiceAccepted(invoice_id=invoice.pk, customer_id=invoice.customer_id), by=actor)
    return invoice


@command(BillingPermission.ANSWER_INVOICE)
def reject_invoice(actor: Actor, *, invoice_id: int, reason: str) -> Invoice:
    """Reject an invoice as its customer, and say why. Raises: InvalidInput, IllegalMove."""
    if not reason.strip():
        raise InvalidInput(_("Say why you reject the invoice."), field="reason")
    invoice = _locked(actor, invoice_id)
    invoice.status = INVOICES.move(invoice.status, InvoiceStatus.REJECTED)
    invoice.rejection, invoice.answered_at, invoice.answered_by = reason.strip(), actor.now, actor.name
    invoice.save(update_fields=["status", "rejection", "answered_at", "answered_by"])
    announce(InvoiceRejected(invoice_id=invoice.pk, customer_id=invoice.customer_id), by=actor)
    return invoice


@command(BillingPermission.INVOICE)
def accept_silent_invoices(actor: Actor) -> int:
    """Count invoices as accepted whose customer was silent for the days of TTK 21/2; returns how many."""
    days = int(parameter(SILENCE_DAYS, actor.today))
    rows = Invoice.objects.visible_to(actor).filter(
        status=InvoiceStatus.SENT, sent_at__lt=actor.now - timedelta(days=days)
    )
    found = list(rows.select_for_update())
    for invoice in found:
        invoice.status = INVOICES.move(invoice.status, InvoiceStatus.ACCEPTED)
        invoice.answered_at, invoice.answered_by = (
            actor.now,
            _("no objection in %(days)d days") % {"days": days},
        )
        invoice.save(update_fields=["status", "answered_at", "answered_by"])
        announce(InvoiceAccepted(invoice_id=invoice.pk, customer_id=invoice.customer_id), by=actor)
    return len(found)


def _locked(actor: Actor, invoice_id: int) -> Invoice:
    rows = Invoice.objects.visible_to(actor).select_for_update(of=("self",))
    if actor.at_desk:
        rows = rows.select_related("customer", "contract")
    found: Invoice = rows.get(pk=invoice_id)
    return found


def _waiting(actor: Actor, contract_id: int, month: date) -> list[CustomerAccrual]:
    rows = (
        CustomerAccrual.objects.visible_to(actor)
        .filter(contract_id=contract_id, month__lte=month, status=AccrualStatus.OPEN)
        .select_related("promise__service", "promise__location")
        .select_for_update(of=("self",))
        .order_by("promise__position", "period", "part")
    )
    return list(rows)


def _refuse_incomplete(customer: Party) -> None:
    missing: Sequence[tuple[bool, str]] = (
        (not customer.tax_number, _("VKN / TCKN")),
        (customer.is_company and not customer.tax_office, _("tax office")),
        (customer.district_id is None, _("district")),
    )
    words = [word for lacks, word in missing if lacks]
    if words:
        raise CustomerIncomplete(
            _("The invoice cannot be issued: the customer's card lacks %(what)s. Complete it under Customers.")
            % {"what": ", ".join(words)}
        )


def _line(invoice: Invoice, place: int, accrual: CustomerAccrual) -> InvoiceLine:
    """A prorated line is one piece at the price of its part of the month, so that price times quantity is exact."""
    promise = accrual.promise
    whole = accrual.days is None or accrual.days == accrual.of_days
    served = accrual.period.lower.strftime("%m.%Y")
    description = f"{promise.location.name} · {served}"
    if not whole:
        description += f" · {accrual.days}/{accrual.of_days} gün × {accrual.quantity.normalize():f}"
    return InvoiceLine(
        invoice=invoice,
        customer_id=invoice.customer_id,
        accrual=accrual,
        position=place,
        text=promise.service.name_tr[:300],
        description=description[:300],
        quantity=accrual.quantity if whole else Decimal(1),
        unit=promise.unit if whole else PIECE,
        unit_price=accrual.unit_price if whole else Decimal(accrual.net) / 100,
        net=accrual.net,
        vat_rate=Decimal(0),
        vat=0,
    )


def _tax(actor: Actor, invoice: Invoice) -> None:
    """VAT and withholding of the whole document, from us to the customer."""
    lines = list(invoice.lines.select_related("accrual__promise__service").order_by("position"))
    taxed = tax_lines(
        actor,
        [
            Taxable(
                line.accrual.promise.service,
                line.net,
                Period.of(line.accrual.period).last_day or invoice.month,
            )
            for line in lines
        ],
        seller=Party.objects.get(is_prime=True),
        buyer=Party.objects.get(pk=invoice.customer_id),
        service_date=last_day_of(invoice.month),
        passed_on=True,
    )
    changed = []
    for line, result in zip(lines, taxed.lines, strict=True):
        before = [getattr(line, name) for name in TAXED]
        line.vat_rate, line.vat, line.withheld, line.why = (
            result.vat_rate,
            result.vat,
            result.withheld,
            result.why.value,
        )
        line.withholding_code = result.rule.code if result.rule is not None and result.withheld else ""
        if [getattr(line, name) for name in TAXED] != before:
            changed.append(line)
    InvoiceLine.objects.bulk_update(changed, TAXED)
    totals = invoice.lines.aggregate(net=Sum("net"), vat=Sum("vat"), withheld=Sum("withheld"))
    invoice.net, invoice.vat, invoice.withheld = totals["net"], totals["vat"], totals["withheld"]
    invoice.payable = invoice.net + invoice.vat - invoice.withheld
    invoice.save(update_fields=["net", "vat", "withheld", "payable"])
