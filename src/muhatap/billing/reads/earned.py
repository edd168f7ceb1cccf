"""“Earned so far”: what a member sees of its own work before the month is settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from muhatap.backing.models import BackingPrice
from muhatap.billing.models import AccrualStatus, MemberAccrual, Payment, SettlementStatus
from muhatap.billing.permissions import BillingPermission
from muhatap.billing.reads.settlements import settlement_rows
from muhatap.billing.rules.amounts import FIXED
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.money import Money, price_times_quantity
from muhatap.kernel.periods import Period
from muhatap.operations.models import Job, JobStatus

Status = SettlementStatus


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
    waiting = list(settlement_rows(actor).filter(status__in=(Status.SENT, Status.AGREED, Status.APPROVED)))
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
