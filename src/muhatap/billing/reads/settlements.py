"""Questions about settlements and payments, at the desk and in the member's portal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from muhatap.backing.models import BackingPrice
from muhatap.billing.models import (
    AccrualStatus,
    DeductionKind,
    MemberAccrual,
    MemberAccrualJob,
    Payment,
    PaymentAllocation,
    Settlement,
    SettlementDeduction,
    SettlementLine,
    SettlementStatus,
)
from muhatap.billing.permissions import BillingPermission
from muhatap.billing.reads.invoices import proof_of
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
from muhatap.billing.rules.amounts import FIXED
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.money import MinorUnitsField, Money, price_times_quantity
from muhatap.kernel.periods import Period
from muhatap.operations.models import Job, JobStatus
from muhatap.parties.models import BankAccount

Status = SettlementStatus
Deduction = DeductionKind


def _permission(actor: Actor) -> BillingPermission:
    return BillingPermission.SEE if actor.at_desk else BillingPermission.SEE_SETTLEMENTS


def _rows(actor: Actor) -> QuerySet[Any]:
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
        _rows(actor),
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
    rows = _rows(actor)
    if actor.at_desk:
        rows = rows.select_related("project_agreement__project")
    found = rows.get(pk=settlement_id)
    currency = found.currency
    agreement = found.project_agreement.agreement
    lines = (
        SettlementLine.objects.visible_to(actor)
        .filter(settlement=found)
        .annotate(proofs=Count("accrual__jobs"))
        .order_by("position")
    )
    netted = SettlementDeduction.objects.visible_to(actor).filter(settlement=found).order_by("pk")
    parts = (
        PaymentAllocation.objects.visible_to(actor).filter(settlement=found).select_related("payment").order_by("pk")
    )
    return SettlementView(
        id=found.pk,
        number=found.number,
        member_id=found.member_id,
        member=found.member.name,
        agreement_id=agreement.pk,
        agreement=agreement.number,
        project=found.project_agreement.project.code if actor.at_desk else agreement.title,
        month=found.month,
        period=Period.of(found.period),
        currency=currency,
        status=found.status,
        status_label=found.get_status_display(),
        net=Money(found.net, currency),
        vat=Money(found.vat, currency),
        withheld=Money(found.withheld, currency),
        deductions=Money(found.deductions, currency),
        retention_percent=found.retention_percent,
        retention=Money(found.retention, currency),
        payable=Money(found.payable, currency),
        paid=Money(found.paid, currency),
        sent_at=found.sent_at,
        agreed_at=found.agreed_at,
        answered_by=found.answered_by,
        objection=found.objection,
        objected_at=found.objected_at,
        answer=found.answer,
        approved_at=found.approved_at,
        approved_by=found.approved_by,
        reservation=found.reservation,
        invoice_until=found.invoice_until,
        due_on=found.due_on,
        pdf_id=found.pdf_id,
        lines=tuple(_line(line, currency) for line in lines),
        netted=tuple(
            DeductionView(one.pk, one.get_kind_display(), one.text, one.ground, Money(one.amount, currency))
            for one in netted
        ),
        payments=tuple(
            MoneyPart(
                p.payment_id,
                p.payment.number,
                p.payment.paid_on,
                p.payment.reference,
                Money(p.amount, currency),
            )
            for p in parts
        ),
    )


def settlement_line_jobs(actor: Actor, *, line_id: int) -> tuple[SettlementRow, LineView, tuple[JobProof, ...]]:
    """The jobs behind a line of a settlement. Raises: Forbidden, SettlementLine.DoesNotExist."""
    ask(actor, _permission(actor))
    line = SettlementLine.objects.visible_to(actor).annotate(proofs=Count("accrual__jobs")).get(pk=line_id)
    owner = _rows(actor).get(pk=line.settlement_id)
    proofs = (
        MemberAccrualJob.objects.visible_to(actor)
        .filter(accrual_id=line.accrual_id)
        .select_related("job__location", "job__service")
        .order_by("job__day", "job__number")
    )
    return _row(actor, owner), _line(line, owner.currency), tuple(proof_of(one.job) for one in proofs)


def to_settle(actor: Actor) -> dict[str, int]:
    """How many settlements stand in each state that waits for the desk. Raises: Forbidden."""
    ask(actor, BillingPermission.SEE)
    rows = Settlement.objects.visible_to(actor).values("status").annotate(count=Count("pk")).order_by()
    return {row["status"]: row["count"] for row in rows}


def payable_settlements(actor: Actor, *, member_id: int | None = None) -> list[SettlementRow]:
    """Approved settlements that are not fully paid, due first. Raises: Forbidden."""
    ask(actor, BillingPermission.SEE)
    rows = _rows(actor).filter(status=Status.APPROVED)
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


@dataclass(frozen=True, slots=True)
class EarnedRow:
    """What a member has earned by one backing in the running month, from confirmed and from done work."""

    service: str
    location: str
    confirmed_jobs: int
    done_jobs: int
    unit_price: Decimal
    unit: str
    monthly: bool
    confirmed: Money
    waiting: Money


@dataclass(frozen=True, slots=True)
class Earned:
    """“Earned so far”: the running month, what is accrued, what is on its way, what was paid this year."""

    month: date
    rows: tuple[EarnedRow, ...]
    accrued: Money
    on_its_way: Money
    next_due: date | None
    paid_this_year: Money

    @property
    def confirmed(self) -> Money:
        """Confirmed work of the running month, without VAT."""
        return Money(sum(row.confirmed.minor for row in self.rows))

    @property
    def waiting(self) -> Money:
        """Done work that waits for confirmation, without VAT."""
        return Money(sum(row.waiting.minor for row in self.rows))


def earned_so_far(actor: Actor) -> Earned:
    """What the member of the portal has earned up to today, without VAT. Raises: Forbidden."""
    ask(actor, BillingPermission.SEE_SETTLEMENTS)
    month = actor.today.replace(day=1)
    accrued = (
        MemberAccrual.objects.visible_to(actor).filter(status=AccrualStatus.OPEN).aggregate(sum=Sum("net"))["sum"] or 0
    )
    waiting = list(_rows(actor).filter(status__in=(Status.SENT, Status.AGREED, Status.APPROVED)))
    due = sorted(one.due_on for one in waiting if one.due_on)
    paid = Payment.objects.visible_to(actor).filter(paid_on__year=actor.today.year).aggregate(sum=Sum("amount"))["sum"]
    return Earned(
        month=month,
        rows=tuple(_earned_rows(actor, month)),
        accrued=Money(accrued),
        on_its_way=Money(sum(one.payable - one.paid for one in waiting)),
        next_due=due[0] if due else None,
        paid_this_year=Money(paid or 0),
    )


def _earned_rows(actor: Actor, month: date) -> list[EarnedRow]:
    """Confirmed and done jobs of the month by backing; fixed lines show their monthly price and no sum per job."""
    jobs = (
        Job.objects.visible_to(actor)
        .filter(day__gte=month, day__lte=actor.today, status__in=(JobStatus.CONFIRMED, JobStatus.DONE))
        .select_related("backing", "service", "location")
        .order_by("location__name", "backing_id", "day")
    )
    prices = _prices(actor, {job.backing_id for job in jobs})
    rows: dict[int, list[Any]] = {}
    for job in jobs:
        rows.setdefault(job.backing_id, []).append(job)
    found = []
    for backing_id, mine in rows.items():
        backing, fixed = mine[0].backing, mine[0].backing.basis in FIXED
        sums = {JobStatus.CONFIRMED: 0, JobStatus.DONE: 0}
        for job in mine:
            price = _price_on(prices.get(backing_id, []), job.day)
            quantity = job.accepted_quantity if job.status == JobStatus.CONFIRMED else job.done_quantity
            if not fixed and price is not None and quantity is not None:
                sums[JobStatus(job.status)] += price_times_quantity(price, quantity)
        found.append(
            EarnedRow(
                mine[0].service.name,
                mine[0].location.name,
                sum(1 for job in mine if job.status == JobStatus.CONFIRMED),
                sum(1 for job in mine if job.status == JobStatus.DONE),
                _price_on(prices.get(backing_id, []), actor.today) or Decimal(0),
                backing.unit,
                fixed,
                Money(sums[JobStatus.CONFIRMED]),
                Money(sums[JobStatus.DONE]),
            )
        )
    return found


def _prices(actor: Actor, backings: set[int]) -> dict[int, list[tuple[Period, Decimal]]]:
    prices: dict[int, list[tuple[Period, Decimal]]] = {}
    for row in BackingPrice.objects.visible_to(actor).filter(backing_id__in=backings):
        prices.setdefault(row.backing_id, []).append((Period.of(row.period), row.unit_price))
    return prices


def _price_on(prices: list[tuple[Period, Decimal]], day: date) -> Decimal | None:
    return next((price for period, price in prices if day in period), None)


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
