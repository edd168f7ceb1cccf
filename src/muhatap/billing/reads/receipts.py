"""Questions about money received from customers."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from muhatap.billing.models import Receipt, ReceiptAllocation
from muhatap.billing.permissions import BillingPermission
from muhatap.billing.reads.views import MoneyPart, ReceiptRow, ReceiptView
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.money import MinorUnitsField, Money
from muhatap.parties.models import Party


def receipts(actor: Actor, *, query: ListQuery) -> ListPage[ReceiptRow]:
    """Receipts as a list, with what is not yet allocated. Raises: Forbidden."""
    ask(actor, BillingPermission.SEE)
    used = (
        ReceiptAllocation.objects.visible_to(actor)
        .filter(receipt=OuterRef("pk"))
        .order_by()
        .values("receipt")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    rows = (
        Receipt.objects.visible_to(actor)
        .select_related("customer")
        .annotate(used=Coalesce(Subquery(used, output_field=MinorUnitsField()), Value(0)))
    )
    return paginate(
        rows,
        query,
        make=_row,
        sorts={"received_on": "received_on", "amount": "amount", "number": "number"},
        default="-received_on",
        search=("number", "reference", "customer__name", "customer__short_name"),
        filters={"left": lambda found, value: found.filter(amount__gt=F("used")) if value == "yes" else found},
    )


def receipt(actor: Actor, *, receipt_id: int) -> ReceiptView:
    """One receipt with the invoices it fell on. Raises: Forbidden, Receipt.DoesNotExist."""
    ask(actor, BillingPermission.SEE)
    found: Any = Receipt.objects.visible_to(actor).select_related("customer").get(pk=receipt_id)
    parts = ReceiptAllocation.objects.visible_to(actor).filter(receipt=found).select_related("invoice").order_by("pk")
    return ReceiptView(
        found.pk,
        found.number,
        found.customer_id,
        found.customer.name,
        found.received_on,
        Money(found.amount, found.currency),
        found.reference,
        tuple(
            MoneyPart(one.invoice_id, one.invoice.number, one.invoice.month, "", Money(one.amount, found.currency))
            for one in parts
        ),
    )


def customers_to_receive_from(actor: Actor) -> list[tuple[int, str]]:
    """Customers as choices of a form. Raises: Forbidden."""
    ask(actor, BillingPermission.RECEIVE)
    rows = Party.objects.visible_to(actor).filter(is_customer=True).order_by("short_name")
    return [(party.pk, party.short_name) for party in rows]


def _row(found: Any) -> ReceiptRow:
    return ReceiptRow(
        found.pk,
        found.number,
        found.customer.short_name,
        found.received_on,
        Money(found.amount, found.currency),
        Money(found.amount - found.used, found.currency),
        found.reference,
    )
