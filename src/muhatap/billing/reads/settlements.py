"""Questions about settlements and payments, at the desk and in the member's portal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from muhatap.billing.models import (
    DeductionKind,
    MemberAccrualJob,
    Payment,
    PaymentAllocation,
    Settlement,
    SettlementDeduction,
    SettlementLine,
    SettlementStatus,
)
from muhatap.billing.permissions import BillingPermission
from muhatap.billing.reads.views import (
    DeductionView,
    JobProof,
    LineView,
    MoneyPart,
    PaymentRow,
    PaymentView,
    SettlementRow,
    SettlementView,
)
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.money import MinorUnitsField, Money
from muhatap.kernel.periods import Period
from muhatap.parties.models import BankAccount

Status = SettlementStatus
Deduction = DeductionKind


def _permission(actor: Actor) -> BillingPermission:
    return BillingPermission.SEE if actor.at_desk else BillingPermission.SEE_SETTLEMENTS


def settlement_rows(actor: Actor) -> QuerySet[Any]:
    """Settlements the actor may meet, with what was paid of each."""
    paid = (
        PaymentAllocation.objects.visible_to(actor)
        .filter(settlement=OuterRef("pk"))
        .order_by()
        .values("settlement")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    return (
        Settlement.objects.visible_to(actor)
        .select_related("member", "project_agreement__agreement")
        .annotate(paid=Coalesce(Subquery(paid, output_field=MinorUnitsField()), Value(0)))
    )


def settlements(actor: Actor, *, query: ListQuery) -> ListPage[SettlementRow]:
    """Settlements as a list. Raises: Forbidden."""
    ask(actor, _permission(actor))
    return paginate(
        settlement_rows(actor),
        query,
        make=lambda row: _row(actor, row),
        sorts={"month": "month", "number": "number", "due": "due_on", "payable": "payable"},
        default="-number",
        search=("number", "member__name", "member__short_name", "project_agreement__agreement__number"),
        filters={"status": lambda rows, value: rows.filter(status=value), "month": _month},
    )


def settlement(actor: Actor, *, settlement_id: int) -> SettlementView:
    """One settlement with its lines, deductions and payments. Raises: Forbidden, Settlement.DoesNotExist."""
    ask(actor, _permission(actor))
    rows = settlement_rows(actor)
    if actor.at_desk:
        rows = rows.select_related("project_agreement__project")
    found = rows.get(pk=settlement_id)
    currency, agreement = found.currency, found.project_agreement.agreement
    return SettlementView(
        id=found.pk, number=found.number, member_id=found.member_id, member=found.member.name,
        agreement_id=agreement.pk, agreement=agreement.number,
        project=found.project_agreement.project.code if actor.at_desk else agreement.title,
        month=found.month, period=Period.of(found.period), currency=currency,
        status=found.status, status_label=found.get_status_display(),
        net=Money(found.net, currency), vat=Money(found.vat, currency), withheld=Money(found.withheld, currency),
        deductions=Money(found.deductions, currency), retention_percent=found.retention_percent,
        retention=Money(found.retention, currency), payable=Money(found.payable, currency),
        paid=Money(found.paid, currency), sent_at=found.sent_at, agreed_at=found.agreed_at,
        answered_by=found.answered_by, objection=found.objection, objected_at=found.objected_at,
        answer=found.answer, approved_at=found.approved_at, approved_by=found.approved_by,
        reservation=found.reservation, invoice_until=found.invoice_until, due_on=found.due_on,
        pdf_id=found.pdf_id, lines=_lines_of(actor, found), netted=_netted_of(actor, found),
        payments=_payments_of(actor, found),
    )  # fmt: skip


def _lines_of(actor: Actor, found: Any) -> tuple[LineView, ...]:
    lines = (
        SettlementLine.objects.visible_to(actor)
        .filter(settlement=found)
        .annotate(proofs=Count("accrual__jobs"))
        .order_by("position")
    )
    return tuple(_line(line, found.currency) for line in lines)


def _netted_of(actor: Actor, found: Any) -> tuple[DeductionView, ...]:
    netted = SettlementDeduction.objects.visible_to(actor).filter(settlement=found).order_by("pk")
    return tuple(
        DeductionView(one.pk, one.get_kind_display(), one.text, one.ground, Money(one.amount, found.currency))
        for one in netted
    )


def _payments_of(actor: Actor, found: Any) -> tuple[MoneyPart, ...]:
    parts = (
        PaymentAllocation.objects.visible_to(actor).filter(settlement=found).select_related("payment").order_by("pk")
    )
    return tuple(
        MoneyPart(
            part.payment_id,
            part.payment.number,
            part.payment.paid_on,
            part.payment.reference,
            Money(part.amount, found.currency),
        )
        for part in parts
    )


def settlement_line_jobs(actor: Actor, *, line_id: int) -> tuple[SettlementRow, LineView, tuple[JobProof, ...]]:
    """The jobs behind a line of a settlement. Raises: Forbidden, SettlementLine.DoesNotExist."""
    ask(actor, _permission(actor))
    line = SettlementLine.objects.visible_to(actor).annotate(proofs=Count("accrual__jobs")).get(pk=line_id)
    owner = settlement_rows(actor).get(pk=line.settlement_id)
    proofs = (
        MemberAccrualJob.objects.visible_to(actor)
        .filter(accrual_id=line.accrual_id)
        .select_related("job__location", "job__service")
        .order_by("job__day", "job__number")
    )
    return _row(actor, owner), _line(line, owner.currency), tuple(JobProof.of(one.job) for one in proofs)


def to_settle(actor: Actor) -> dict[str, int]:
    """How many settlements stand in each state that waits for the desk. Raises: Forbidden."""
    ask(actor, BillingPermission.SEE)
    rows = Settlement.objects.visible_to(actor).values("status").annotate(count=Count("pk")).order_by()
    return {row["status"]: row["count"] for row in rows}


def payable_settlements(actor: Actor, *, member_id: int | None = None) -> list[SettlementRow]:
    """Approved settlements that are not fully paid, due first. Raises: Forbidden."""
    ask(actor, BillingPermission.SEE)
    rows = settlement_rows(actor).filter(status=Status.APPROVED)
    if member_id is not None:
        rows = rows.filter(member_id=member_id)
    return [_row(actor, row) for row in rows.order_by("due_on", "pk")]


def usable_ibans(actor: Actor, *, member_id: int) -> list[str]:
    """IBANs of a member that may be paid to today. Raises: Forbidden."""
    ask(actor, BillingPermission.PAY)
    accounts = BankAccount.objects.visible_to(actor).filter(
        party_id=member_id, usable_from__lte=actor.today, closed_on__isnull=True
    )
    return list(accounts.order_by("-usable_from").values_list("iban", flat=True))


def payments(actor: Actor, *, query: ListQuery) -> ListPage[PaymentRow]:
    """Payments as a list. Raises: Forbidden."""
    ask(actor, _permission(actor))
    rows = Payment.objects.visible_to(actor).select_related("member").prefetch_related("allocations__settlement")
    return paginate(
        rows,
        query,
        make=_payment_row,
        sorts={"paid_on": "paid_on", "amount": "amount", "number": "number"},
        default="-paid_on",
        search=("number", "reference", "member__name", "member__short_name", "iban"),
    )


def payment(actor: Actor, *, payment_id: int) -> PaymentView:
    """One payment with what it settled. Raises: Forbidden, Payment.DoesNotExist."""
    ask(actor, _permission(actor))
    found = Payment.objects.visible_to(actor).select_related("member").get(pk=payment_id)
    parts = (
        PaymentAllocation.objects.visible_to(actor).filter(payment=found).select_related("settlement").order_by("pk")
    )
    return PaymentView(
        found.pk,
        found.number,
        found.member_id,
        found.member.name,
        found.paid_on,
        Money(found.amount, found.currency),
        found.iban,
        found.reference,
        found.recorded_at,
        tuple(
            MoneyPart(p.settlement_id, p.settlement.number, p.settlement.month, "", Money(p.amount, found.currency))
            for p in parts
        ),
    )


def _payment_row(found: Any) -> PaymentRow:
    numbers = ", ".join(sorted(part.settlement.number for part in found.allocations.all()))
    return PaymentRow(
        found.pk,
        found.number,
        found.member.short_name,
        found.paid_on,
        Money(found.amount, found.currency),
        found.iban,
        found.reference,
        numbers,
    )


def _row(actor: Actor, found: Any) -> SettlementRow:
    late = (actor.today - found.due_on).days if found.due_on and found.status == Status.APPROVED else 0
    return SettlementRow(
        found.pk,
        found.number,
        found.member.short_name,
        found.project_agreement.agreement.number,
        found.month,
        found.status,
        found.get_status_display(),
        Money(found.payable, found.currency),
        Money(found.payable - found.paid, found.currency),
        found.due_on,
        max(late, 0),
        found.invoice_until,
    )


def _line(line: Any, currency: str) -> LineView:
    return LineView(
        id=line.pk,
        position=line.position,
        text=line.text,
        description="",
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        net=Money(line.net, currency),
        vat_rate=line.vat_rate,
        vat=Money(line.vat, currency),
        withholding_code=line.withholding_code,
        withheld=Money(line.withheld, currency),
        why="",
        jobs=line.proofs,
    )


def _month(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(month=date.fromisoformat(value))
