"""Margin: what a promise brings and what its backings cost, for the desk alone (INV-21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from muhatap.agreements.models import Agreement
from muhatap.billing.models import CustomerAccrual, MemberAccrual
from muhatap.billing.permissions import BillingPermission
from muhatap.contracts.models import Promise
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.money import Money


@dataclass(frozen=True, slots=True)
class MarginRow:
    """Revenue and cost of one promise (in one month or all), without VAT, minor units."""

    promise_id: int
    location: str
    service: str
    month: date | None
    revenue: Money
    cost: Money

    @property
    def margin(self) -> Money:
        """Revenue less cost."""
        return self.revenue - self.cost

    @property
    def percent(self) -> Decimal | None:
        """Margin in percent of revenue, one decimal; None without revenue."""
        if not self.revenue:
            return None
        return (Decimal(self.margin.minor) * 100 / self.revenue.minor).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class ContractMargin:
    """The margin of a contract, by promise and by month; both add up to the same totals."""

    contract_id: int
    number: str
    customer: str
    promises: tuple[MarginRow, ...]
    months: tuple[MarginRow, ...]
    total: MarginRow


@dataclass(frozen=True, slots=True)
class ContractMarginRow:
    """The margin of a contract in a list."""

    contract_id: int
    number: str
    customer: str
    margin: MarginRow


def margin_by_promise_and_month(actor: Actor, *, contract_id: int, month: date | None = None) -> list[MarginRow]:
    """Revenue and cost of every promise of a contract per month. Raises: Forbidden."""
    ask(actor, BillingPermission.MARGIN)
    revenue = CustomerAccrual.objects.visible_to(actor).filter(contract_id=contract_id)
    cost = MemberAccrual.objects.visible_to(actor).filter(backing__promise__contract_id=contract_id)
    if month is not None:
        revenue, cost = revenue.filter(month=month), cost.filter(month=month)
    earned = {
        (row["promise_id"], row["month"]): row["sum"]
        for row in revenue.values("promise_id", "month").annotate(sum=Sum("net"))
    }
    paid = {
        (row["backing__promise_id"], row["month"]): row["sum"]
        for row in cost.values("backing__promise_id", "month").annotate(sum=Sum("net"))
    }
    keys = sorted(set(earned) | set(paid), key=lambda key: (key[1], key[0]))
    promises = (
        Promise.objects.visible_to(actor)
        .filter(pk__in={promise for promise, _month in keys})
        .select_related("location", "service")
    )
    known = {promise.pk: promise for promise in promises}
    return [
        MarginRow(
            promise,
            known[promise].location.name,
            known[promise].service.name,
            when,
            Money(earned.get((promise, when), 0)),
            Money(paid.get((promise, when), 0)),
        )
        for promise, when in keys
    ]


def contract_margin(actor: Actor, *, contract_id: int) -> ContractMargin:
    """The margin of one contract by promise, by month and in all. Raises: Forbidden, Agreement.DoesNotExist."""
    agreement = Agreement.objects.visible_to(actor).select_related("party").get(pk=contract_id, kind="customer")
    rows = margin_by_promise_and_month(actor, contract_id=contract_id)
    by_promise: dict[int, MarginRow] = {}
    by_month: dict[date | None, MarginRow] = {}
    for row in rows:
        by_promise[row.promise_id] = _plus(by_promise.get(row.promise_id), row, month=None)
        by_month[row.month] = _plus(by_month.get(row.month), row, month=row.month)
    promises = sorted(by_promise.values(), key=lambda row: (row.percent is not None, row.percent or 0, row.promise_id))
    months = [by_month[month] for month in sorted(by_month, key=lambda day: day or date.min)]
    return ContractMargin(
        contract_id,
        agreement.number,
        agreement.party.short_name,
        tuple(promises),
        tuple(months),
        _total(rows),
    )


def margins(actor: Actor, *, query: ListQuery) -> ListPage[ContractMarginRow]:
    """Contracts with revenue and their margin, in all or in the month of the filter. Raises: Forbidden."""
    ask(actor, BillingPermission.MARGIN)
    month = query.filters.get("month")
    revenue = CustomerAccrual.objects.visible_to(actor)
    cost = MemberAccrual.objects.visible_to(actor)
    if month:
        revenue, cost = revenue.filter(month=month), cost.filter(month=month)
    earned = dict(revenue.values_list("contract_id").annotate(sum=Sum("net")))
    paid = dict(cost.values_list("backing__promise__contract_id").annotate(sum=Sum("net")))
    rows = Agreement.objects.visible_to(actor).filter(pk__in=set(earned) | set(paid)).select_related("party")
    return paginate(
        rows,
        query,
        make=lambda row: ContractMarginRow(
            row.pk,
            row.number,
            row.party.short_name,
            MarginRow(0, "", "", None, Money(earned.get(row.pk, 0)), Money(paid.get(row.pk, 0))),
        ),
        sorts={"number": "number"},
        default="number",
        search=("number", "party__name", "party__short_name"),
    )


def _plus(before: MarginRow | None, row: MarginRow, *, month: date | None) -> MarginRow:
    revenue, cost = (before.revenue, before.cost) if before else (Money(0), Money(0))
    return MarginRow(row.promise_id, row.location, row.service, month, revenue + row.revenue, cost + row.cost)


def _total(rows: list[MarginRow]) -> MarginRow:
    revenue, cost = sum(row.revenue.minor for row in rows), sum(row.cost.minor for row in rows)
    return MarginRow(0, "", "", None, Money(revenue), Money(cost))
