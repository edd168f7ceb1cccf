"""Money of customers: received, falling on invoices, the rest kept as their credit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from muhatap.billing.commands import books
from muhatap.billing.events import ReceiptRecorded
from muhatap.billing.models import INVOICES, Invoice, InvoiceStatus, Receipt, ReceiptAllocation
from muhatap.billing.permissions import BillingPermission
from muhatap.billing.rules import posting
from muhatap.billing.rules.amounts import Owed, spread
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.kernel.numbering import next_number
from muhatap.ledger.rules import Draft
from muhatap.parties.models import Party

SERIES = "TH"
OPEN = (InvoiceStatus.SENT, InvoiceStatus.ACCEPTED)


class ReceivedAlready(Refusal):
    """A receipt with this reference was recorded before."""


class ReceivedInFuture(Refusal):
    """A receipt is recorded when the money has arrived."""


class NothingLeft(Refusal):
    """The receipt has no amount left to allocate."""


@command(BillingPermission.RECEIVE)
def record_receipt(
    actor: Actor,
    *,
    customer_id: int,
    amount: int,
    received_on: date,
    reference: str,
    invoice_ids: Sequence[int] = (),
) -> Receipt:
    """Record money of a customer (minor units): on the given invoices or the oldest due, the rest is its credit.

    Raises: ReceivedAlready, ReceivedInFuture, InvalidInput, MonthClosed.
    """
    _refuse_bad_input(actor, amount, received_on, reference)
    customer = Party.objects.visible_to(actor).get(pk=customer_id, is_customer=True)
    if Receipt.objects.filter(customer=customer, reference=reference.strip()).exists():
        raise ReceivedAlready(_("A receipt with this bank reference is recorded already."), field="reference")
    receipt = Receipt.objects.create(
        number=next_number(SERIES, received_on.year),
        customer=customer,
        amount=amount,
        received_on=received_on,
        reference=reference.strip(),
        recorded_at=actor.now,
    )
    _allocate(actor, receipt, amount, invoice_ids)
    text = _("Receipt %(number)s of %(customer)s") % {
        "number": receipt.number,
        "customer": customer.short_name,
    }
    legs = posting.receipt(customer.pk, amount)
    books.write(actor, [Draft(received_on, text, "billing.receipt", receipt.pk, legs, receipt.currency)])
    announce(ReceiptRecorded(receipt_id=receipt.pk, customer_id=customer.pk, received_on=received_on), by=actor)
    return receipt


def _refuse_bad_input(actor: Actor, amount: int, received_on: date, reference: str) -> None:
    if amount <= 0:
        raise InvalidInput(_("Enter an amount above zero."), field="amount")
    if received_on > actor.today:
        raise ReceivedInFuture(
            _("A receipt is recorded when the money has arrived; this day is still to come."),
            field="received_on",
        )
    if not reference.strip():
        raise InvalidInput(_("Enter the bank's reference of the receipt."), field="reference")


@command(BillingPermission.RECEIVE)
def allocate_receipt(actor: Actor, *, receipt_id: int, invoice_ids: Sequence[int] = ()) -> int:
    """Let what is left of a receipt fall on invoices; returns the amount allocated now. Raises: NothingLeft."""
    receipt = Receipt.objects.visible_to(actor).select_for_update().get(pk=receipt_id)
    used = receipt.allocations.aggregate(total=Coalesce(Sum("amount"), 0))["total"]
    left = receipt.amount - used
    if left == 0:
        raise NothingLeft(_("All of this receipt is allocated."))
    rest = _allocate(actor, receipt, left, invoice_ids)
    if rest == left:
        raise NothingLeft(_("No open invoice of this customer is left to allocate to."))
    return int(left - rest)


def _allocate(actor: Actor, receipt: Receipt, amount: int, invoice_ids: Sequence[int]) -> int:
    """Let an amount fall on open invoices, oldest due first; returns what is left over."""
    rows = Invoice.objects.visible_to(actor).filter(customer_id=receipt.customer_id, status__in=OPEN)
    rows = rows.filter(currency=receipt.currency).exclude(allocations__receipt=receipt)
    if invoice_ids:
        rows = rows.filter(pk__in=invoice_ids)
    invoices = list(rows.select_for_update(of=("self",)).order_by("due_on", "pk"))
    paid = dict(
        ReceiptAllocation.objects.filter(invoice__in=invoices)
        .values_list("invoice_id")
        .annotate(total=Coalesce(Sum("amount"), 0))
    )
    parts, left = spread(amount, [Owed(one.pk, one.payable - paid.get(one.pk, 0)) for one in invoices])
    ReceiptAllocation.objects.bulk_create(
        ReceiptAllocation(receipt=receipt, customer_id=receipt.customer_id, invoice_id=pk, amount=part)
        for pk, part in parts
    )
    fallen = dict(parts)
    for invoice in invoices:
        if paid.get(invoice.pk, 0) + fallen.get(invoice.pk, 0) == invoice.payable:
            invoice.status = INVOICES.move(invoice.status, InvoiceStatus.PAID)
            invoice.paid_on = receipt.received_on
            invoice.save(update_fields=["status", "paid_on"])
    return left
