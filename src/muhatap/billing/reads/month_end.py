"""The month-end work surface: what was accrued, what is due, what is missing, what the runs did."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, Sum

from muhatap.agreements.models import Agreement
from muhatap.billing import sets
from muhatap.billing.models import (
    AccrualStatus,
    CustomerAccrual,
    Invoice,
    MemberAccrual,
    MonthEndRun,
    Outcome,
    RunStatus,
    Settlement,
    Side,
)
from muhatap.billing.permissions import BillingPermission
from muhatap.billing.rules.amounts import FIXED, bills_in, month_of
from muhatap.contracts.models import BillingCycle, CustomerContract, Promise
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.money import Money
from muhatap.kernel.periods import Period
from muhatap.operations.models import Job, JobStatus, StartStatus

MOST_MONTHS = 24
UNFINISHED = (JobStatus.PLANNED, JobStatus.ACCEPTED, JobStatus.STARTED, JobStatus.DONE, JobStatus.DISPUTED)


@dataclass(frozen=True, slots=True)
class Subject:
    """One contract or project agreement at month end."""

    side: str
    id: int
    number: str
    party: str
    accrued_lines: int
    accrued: Money
    due_lines: int
    due: Money
    open_jobs: int
    not_started: int
    document_id: int | None
    document: str
    document_status: str
    document_label: str
    # The billing cycle ends in a later month: no invoice is due yet.
    later: bool = False

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do for it."""
        return not self.due_lines and not self.open_jobs and (self.document_id is not None or not self.accrued_lines)


@dataclass(frozen=True, slots=True)
class RunView:
    """One run over the month."""

    id: int
    started_at: datetime
    started_by: str
    finished: bool
    accrued: int
    nothing_new: int
    refused: int
    waiting: int
    refusals: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """Everything of a month end."""

    month: date
    over: bool
    customers: tuple[Subject, ...]
    members: tuple[Subject, ...]
    runs: tuple[RunView, ...]

    @property
    def due_lines(self) -> int:
        """Lines a run would accrue now, on both sides."""
        return sum(one.due_lines for one in self.customers + self.members)

    @property
    def open_jobs(self) -> int:
        """Jobs of the month that are neither confirmed nor called off."""
        return sum(one.open_jobs for one in self.customers)

    @property
    def revenue(self) -> Money:
        """What customers owe for the month, without VAT."""
        return Money(sum(one.accrued.minor for one in self.customers))

    @property
    def cost(self) -> Money:
        """What members earned in the month, without VAT."""
        return Money(sum(one.accrued.minor for one in self.members))

    @property
    def without_invoice(self) -> int:
        """Contracts with accruals and no invoice yet."""
        return sum(1 for one in self.customers if one.accrued_lines and one.document_id is None and not one.later)

    @property
    def without_settlement(self) -> int:
        """Project agreements with accruals and no settlement yet."""
        return sum(1 for one in self.members if one.accrued_lines and one.document_id is None)


def month_end(actor: Actor, *, month: date) -> MonthEnd:
    """The month end of a month (its first day) as it stands. Raises: Forbidden."""
    ask(actor, BillingPermission.SEE)
    period = month_of(month)
    sides = {side: _subjects(actor, side, period) for side in Side.values}
    return MonthEnd(
        month=month,
        over=period.end is not None and actor.today >= period.end,
        customers=sides[Side.CUSTOMER],
        members=sides[Side.MEMBER],
        runs=_runs(actor, month),
    )


def open_months(actor: Actor) -> list[date]:
    """Months that may be looked at: from the first contract's start to the running month, newest first, at most 24."""
    ask(actor, BillingPermission.SEE)
    first = (
        Agreement.objects.visible_to(actor)
        .filter(kind="customer")
        .order_by("period")
        .values_list("period", flat=True)
        .first()
    )
    month = actor.today.replace(day=1)
    months = [month]
    while first is not None and months[-1] > first.lower and len(months) < MOST_MONTHS:
        month = month.replace(month=month.month - 1) if month.month > 1 else date(month.year - 1, 12, 1)
        months.append(month)
    return months


def month_to_close(actor: Actor) -> date:
    """The month before the running one, which is closed now."""
    this = actor.today.replace(day=1)
    return this.replace(month=this.month - 1) if this.month > 1 else date(this.year - 1, 12, 1)


def month_waiting(actor: Actor) -> date | None:
    """The month that is over and waits for its run or for documents; None when nothing waits."""
    ask(actor, BillingPermission.SEE)
    month = month_to_close(actor)
    if MonthEndRun.objects.filter(month=month, status=RunStatus.DONE).exists():
        bare = {"month": month, "status": AccrualStatus.OPEN}
        monthly = CustomerAccrual.objects.filter(**bare, contract__billing_cycle=BillingCycle.MONTHLY)
        return month if monthly.exists() or MemberAccrual.objects.filter(**bare).exists() else None
    period = month_of(month)
    return month if any(sets.subjects(actor, side=side, month=period) for side in Side.values) else None


def _subjects(actor: Actor, side: str, period: Period) -> tuple[Subject, ...]:
    ids = sets.subjects(actor, side=side, month=period)
    agreements = Agreement.objects.visible_to(actor).filter(pk__in=ids).select_related("party").order_by("number")
    accrued = _accrued(actor, side, period, ids)
    due = sets.due(actor, side=side, month=period, subject_ids=ids)
    jobs = _open_jobs(actor, side, period, ids)
    waiting = _not_started(actor, period, ids) if side == Side.CUSTOMER else {}
    documents = _documents(actor, side, period, ids)
    later = _billed_later(actor, period, ids) if side == Side.CUSTOMER else set()
    rows = []
    for one in agreements:
        lines, net = accrued.get(one.pk, (0, 0))
        due_lines, due_net = due.get(one.pk, (0, 0))
        document = documents.get(one.pk)
        rows.append(
            Subject(
                side=side,
                id=one.pk,
                number=one.number,
                party=one.party.short_name,
                accrued_lines=lines,
                accrued=Money(net, one.currency),
                due_lines=due_lines,
                due=Money(due_net, one.currency),
                open_jobs=jobs.get(one.pk, 0),
                not_started=waiting.get(one.pk, 0),
                document_id=document.pk if document else None,
                document=document.number if document else "",
                document_status=document.status if document else "",
                document_label=document.get_status_display() if document else "",
                later=one.pk in later,
            )
        )
    return tuple(row for row in rows if row.accrued_lines or row.due_lines or row.open_jobs or row.not_started)


def _accrued(actor: Actor, side: str, period: Period, ids: list[int]) -> dict[int, tuple[int, int]]:
    model, key = (CustomerAccrual, "contract_id") if side == Side.CUSTOMER else (MemberAccrual, "project_agreement_id")
    rows = (
        model.objects.visible_to(actor)
        .filter(**{f"{key}__in": ids}, month=period.start)
        .values(key)
        .annotate(lines=Count("pk"), sum=Sum("net"))
    )
    return {row[key]: (row["lines"], row["sum"]) for row in rows}


def _open_jobs(actor: Actor, side: str, period: Period, ids: list[int]) -> dict[int, int]:
    key = "promise__contract_id" if side == Side.CUSTOMER else "backing__project_agreement_id"
    rows = (
        Job.objects.visible_to(actor)
        .filter(**{f"{key}__in": ids}, day__gte=period.start, day__lt=period.end, status__in=UNFINISHED)
        .values(key)
        .annotate(count=Count("pk"))
    )
    return {row[key]: row["count"] for row in rows}


def _not_started(actor: Actor, period: Period, ids: list[int]) -> dict[int, int]:
    """Fixed lines owed in the month whose location has not started."""
    rows = (
        Promise.objects.visible_to(actor)
        .filter(contract_id__in=ids, basis__in=FIXED, period__overlap=period.range())
        .annotate(
            live=Count(
                "contract__start_plans",
                filter=Q(contract__start_plans__location_id=F("location_id"))
                & Q(contract__start_plans__status=StartStatus.LIVE),
            )
        )
        .filter(live=0)
        .values_list("contract_id", flat=True)
    )
    counts: dict[int, int] = defaultdict(int)
    for contract in rows:
        counts[contract] += 1
    return counts


def _billed_later(actor: Actor, period: Period, ids: list[int]) -> set[int]:
    """Contracts whose billing cycle ends in a later month."""
    contracts = CustomerContract.objects.visible_to(actor).filter(pk__in=ids, agreement__ended_on__isnull=True)
    return {
        one.pk
        for one in contracts.select_related("agreement")
        if not bills_in(one.billing_cycle, start=one.agreement.period.lower, month=period.start)
    }


def _documents(actor: Actor, side: str, period: Period, ids: list[int]) -> dict[int, Invoice | Settlement]:
    if side == Side.CUSTOMER:
        invoices = Invoice.objects.visible_to(actor).filter(contract_id__in=ids, month=period.start)
        return {one.contract_id: one for one in invoices.order_by("pk")}
    settlements = Settlement.objects.visible_to(actor).filter(project_agreement_id__in=ids, month=period.start)
    return {one.project_agreement_id: one for one in settlements.order_by("pk")}


def _runs(actor: Actor, month: date) -> tuple[RunView, ...]:
    runs = list(
        MonthEndRun.objects.visible_to(actor).filter(month=month).prefetch_related("results").order_by("-pk")[:10]
    )
    refused = {r.subject_id for run in runs for r in run.results.all() if r.outcome == Outcome.REFUSED}
    numbers = dict(Agreement.objects.visible_to(actor).filter(pk__in=refused).values_list("pk", "number"))
    views = []
    for run in runs:
        results = list(run.results.all())
        counts = {outcome: sum(1 for r in results if r.outcome == outcome) for outcome in Outcome.values}
        views.append(
            RunView(
                id=run.pk,
                started_at=run.started_at,
                started_by=run.started_by,
                finished=run.status == RunStatus.DONE,
                accrued=counts[Outcome.ACCRUED],
                nothing_new=counts[Outcome.NOTHING_NEW],
                refused=counts[Outcome.REFUSED],
                waiting=counts[Outcome.WAITING],
                refusals=tuple(
                    (numbers.get(r.subject_id, ""), r.message) for r in results if r.outcome == Outcome.REFUSED
                ),
            )
        )
    return tuple(views)
