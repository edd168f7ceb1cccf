"""Questions about invoices: lists, one invoice, the jobs behind a line, what is due."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from muhatap.billing.models import (
    CustomerAccrualJob,
    Invoice,
    InvoiceLine,
    InvoiceStatus,
    ReceiptAllocation,
)
from muhatap.billing.permissions import BillingPermission
from muhatap.billing.reads.views import InvoiceRow, InvoiceView, JobProof, LineView, MoneyPart
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.money import MinorUnitsField, Money
from muhatap.kernel.periods import Period

SOON = 7
OPEN = (InvoiceStatus.SENT, InvoiceStatus.ACCEPTED)
Status = InvoiceStatus


def _permission(actor: Actor) -> BillingPermission:
    return BillingPermission.SEE if actor.at_desk else BillingPermission.SEE_INVOICES


def _rows(actor: Actor) -> QuerySet[Any]:
    received = (
        ReceiptAllocation.objects.visible_to(actor)
        .filter(invoice=OuterRef("pk"))
        .order_by()
        .values("invoice")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    return (
        Invoice.objects.visible_to(actor)
        .select_related("customer", "contract__agreement")
        .annotate(received=Coalesce(Subquery(received, output_field=MinorUnitsField()), Value(0)))
    )


def invoices(actor: Actor, *, query: ListQuery) -> ListPage[InvoiceRow]:
    """Invoices as a list. Raises: Forbidden."""
    ask(actor, _permission(actor))
    return paginate(
        _rows(actor),
        query,
        make=lambda row: _row(actor, row),
        sorts={
            "month": "month",
            "number": "number",
            "due": "due_on",
            "payable": "payable",
            "made": "made_at",
        },
        default="-month",
        search=("number", "customer__name", "customer__short_name", "contract__agreement__number"),
        filters={
            "status": lambda rows, value: rows.filter(status=value),
            "due": _due(actor),
            "month": _month,
        },
    )


def receivables(actor: Actor, *, query: ListQuery) -> ListPage[InvoiceRow]:
    """Invoices that are sent and not paid, oldest due first. Raises: Forbidden."""
    ask(actor, BillingPermission.SEE)
    return paginate(
        _rows(actor).filter(status__in=OPEN),
        query,
        make=lambda row: _row(actor, row),
        sorts={"due": "due_on", "payable": "payable", "number": "number"},
        default="due",
        search=("number", "customer__name", "customer__short_name"),
        filters={"due": _due(actor)},
    )


def receivable_totals(actor: Actor) -> dict[str, Money]:
    """What customers owe: in all, overdue, due within seven days (TRY). Raises: Forbidden."""
    ask(actor, BillingPermission.SEE)
    totals = {"all": 0, "overdue": 0, "soon": 0}
    for due_on, payable, received in (
        _rows(actor).filter(status__in=OPEN, currency="TRY").values_list("due_on", "payable", "received")
    ):
        left = payable - received
        totals["all"] += left
        totals["overdue"] += left if due_on < actor.today else 0
        totals["soon"] += left if 0 <= (due_on - actor.today).days <= SOON else 0
    return {key: Money(value) for key, value in totals.items()}


def overdue_count(actor: Actor) -> int:
    """How many invoices are past their due day. Raises: Forbidden."""
    ask(actor, _permission(actor))
    return Invoice.objects.visible_to(actor).filter(status__in=OPEN, due_on__lt=actor.today).count()


def invoice(actor: Actor, *, invoice_id: int) -> InvoiceView:
    """One invoice with its lines and receipts. Raises: Forbidden, Invoice.DoesNotExist."""
    ask(actor, _permission(actor))
    found = _rows(actor).get(pk=invoice_id)
    currency = found.currency
    return InvoiceView(
        id=found.pk, number=found.number, uuid=found.uuid,
        customer_id=found.customer_id, customer=found.customer.name,
        contract_id=found.contract_id, contract=found.contract.agreement.number,
        month=found.month, period=Period.of(found.period), currency=currency,
        profile=found.profile, type_code=found.type_code,
        status=found.status, status_label=found.get_status_display(),
        net=Money(found.net, currency), vat=Money(found.vat, currency), withheld=Money(found.withheld, currency),
        payable=Money(found.payable, currency), received=Money(found.received, currency),
        issued_on=found.issued_on, due_on=found.due_on, sent_at=found.sent_at,
        answered_at=found.answered_at, answered_by=found.answered_by, rejection=found.rejection,
        pdf_id=found.pdf_id, xml_id=found.xml_id,
        lines=_lines_of(actor, found), receipts=_receipts_of(actor, found),
    )  # fmt: skip


def _lines_of(actor: Actor, found: Any) -> tuple[LineView, ...]:
    lines = (
        InvoiceLine.objects.visible_to(actor)
        .filter(invoice=found)
        .annotate(proofs=Count("accrual__jobs"))
        .order_by("position")
    )
    return tuple(_line(line, found.currency) for line in lines)


def _receipts_of(actor: Actor, found: Any) -> tuple[MoneyPart, ...]:
    parts = ReceiptAllocation.objects.visible_to(actor).filter(invoice=found).select_related("receipt").order_by("pk")
    return tuple(
        MoneyPart(
            part.receipt_id,
            part.receipt.number,
            part.receipt.received_on,
            part.receipt.reference,
            Money(part.amount, found.currency),
        )
        for part in parts
    )


def invoice_line_jobs(actor: Actor, *, line_id: int) -> tuple[InvoiceRow, LineView, tuple[JobProof, ...]]:
    """The jobs behind a line of an invoice. Raises: Forbidden, InvoiceLine.DoesNotExist."""
    ask(actor, _permission(actor))
    line = InvoiceLine.objects.visible_to(actor).annotate(proofs=Count("accrual__jobs")).get(pk=line_id)
    owner = _rows(actor).get(pk=line.invoice_id)
    proofs = (
        CustomerAccrualJob.objects.visible_to(actor)
        .filter(accrual_id=line.accrual_id)
        .select_related("job__location", "job__service")
        .order_by("job__day", "job__number")
    )
    return _row(actor, owner), _line(line, owner.currency), tuple(JobProof.of(one.job) for one in proofs)


def open_invoices(actor: Actor, *, customer_id: int) -> list[InvoiceRow]:
    """Open invoices of one customer, oldest due first. Raises: Forbidden."""
    ask(actor, BillingPermission.SEE)
    rows = _rows(actor).filter(customer_id=customer_id, status__in=OPEN).order_by("due_on", "pk")
    return [_row(actor, row) for row in rows]


def to_do(actor: Actor) -> dict[str, int]:
    """How many invoices wait for the desk: drafts to issue, issued to send, rejected to clear. Raises: Forbidden."""
    ask(actor, BillingPermission.SEE)
    rows = Invoice.objects.visible_to(actor).values("status").annotate(count=Count("pk")).order_by()
    counts = {row["status"]: row["count"] for row in rows}
    return {status.value: counts.get(status.value, 0) for status in (Status.DRAFT, Status.ISSUED, Status.REJECTED)}


def _row(actor: Actor, found: Any) -> InvoiceRow:
    late = (actor.today - found.due_on).days if found.due_on and found.status in OPEN else 0
    return InvoiceRow(
        found.pk,
        found.number,
        found.customer.short_name,
        found.contract.agreement.number,
        found.month,
        found.issued_on,
        found.due_on,
        found.status,
        found.get_status_display(),
        Money(found.payable, found.currency),
        Money(found.payable - found.received, found.currency),
        max(late, 0),
    )


def _line(line: Any, currency: str) -> LineView:
    return LineView(
        id=line.pk,
        position=line.position,
        text=line.text,
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        net=Money(line.net, currency),
        vat_rate=line.vat_rate,
        vat=Money(line.vat, currency),
        withholding_code=line.withholding_code,
        withheld=Money(line.withheld, currency),
        why=line.why,
        jobs=line.proofs,
    )


def _due(actor: Actor) -> Any:
    def narrow(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        rows = rows.filter(status__in=OPEN)
        return rows.filter(due_on__lt=actor.today) if value == "overdue" else rows.filter(due_on__gte=actor.today)

    return narrow


def _month(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(month=date.fromisoformat(value))
