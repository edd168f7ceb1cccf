"""Contracts as lists and records, with their promises and, for who may see them, prices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count

from muhatap.agreements.models import Status
from muhatap.agreements.reads import TONES
from muhatap.contracts.content import billing_day_words, late_words, monthly_of, renewal_words
from muhatap.contracts.models import BillingCycle, CustomerContract, Project, Promise
from muhatap.contracts.permissions import ContractPermission
from muhatap.contracts.rules import Terms
from muhatap.demand.models import Basis, Proposal, ProposalStatus
from muhatap.demand.rules.patterns import pattern_words, window_words
from muhatap.demand.rules.prices import unit_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.money import Money
from muhatap.kernel.periods import Period
from muhatap.kernel.text import TurkishOrder


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract as a list shows it."""

    id: int
    number: str
    title: str
    customer_id: int
    customer: str
    status: str
    status_name: str
    tone: str
    since: date
    last_day: date | None
    promises: int
    locations: int


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promised line in words; `unit_price` and `monthly` only for who may see prices."""

    id: int
    position: int
    location_id: int
    location: str
    district: str
    service_key: str
    service: str
    category: str
    quantity: Decimal
    unit: str
    basis: str
    basis_name: str
    pattern: str
    pattern_words: str
    window: str
    standard: str
    since: date
    last_day: date | None
    direct: bool
    response_minutes: int | None
    attend_minutes: int | None
    fix_minutes: int | None
    unit_price: Decimal | None
    monthly: Money | None


@dataclass(frozen=True, slots=True)
class ContractView:
    """A contract with its terms in words and as values."""

    row: ContractRow
    currency: str
    terms: Terms
    billing: str
    late_interest: str
    renewal: str
    renewal_deadline: date | None
    proposal_id: int | None
    proposal_number: str
    request_id: int | None
    project_id: int | None
    monthly: Money | None
    lines: tuple[PromiseRow, ...]

    @property
    def draft(self) -> bool:
        """Whether it can still be changed."""
        return self.row.status == Status.DRAFT


@dataclass(frozen=True, slots=True)
class ReadyProposal:
    """An accepted proposal that has no contract yet."""

    id: int
    number: str
    title: str
    customer_id: int
    customer: str
    request_id: int


def _row(found: Any) -> ContractRow:
    agreement = found.agreement
    period = Period.of(agreement.period)
    return ContractRow(
        id=found.pk,
        number=agreement.number,
        title=agreement.title,
        customer_id=found.customer_id,
        customer=found.customer.short_name,
        status=agreement.status,
        status_name=str(Status(agreement.status).label),
        tone=TONES[Status(agreement.status)],
        since=period.start,
        last_day=period.last_day,
        promises=found.promise_count,
        locations=found.location_count,
    )


def _contracts(actor: Actor) -> Any:
    rows: Any = CustomerContract.objects.visible_to(actor)
    return rows.select_related("agreement", "customer", "proposal").annotate(
        promise_count=Count("promises", distinct=True),
        location_count=Count("promises__location", distinct=True),
    )


def contracts(actor: Actor, *, query: ListQuery, customer_id: int | None = None) -> ListPage[ContractRow]:
    """Customer contracts the actor may meet, of one customer or all."""
    ask(actor, ContractPermission.SEE)
    rows = _contracts(actor)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    return paginate(
        rows,
        query,
        make=_row,
        sorts={
            "number": "agreement__number",
            "customer": TurkishOrder("customer__short_name"),
            "title": TurkishOrder("agreement__title"),
            "since": "agreement__period__startswith",
            "status": "agreement__status",
        },
        default="-number",
        search=("agreement__number", "agreement__title", "customer__name"),
        filters={"status": lambda found, value: found.filter(agreement__status=value)},
    )


def _promise_rows(actor: Actor, rows: Any, currency: str) -> list[PromiseRow]:
    """Promises in words; prices only where the actor may see them."""
    priced = actor.may(ContractPermission.SEE_PRICE)
    found = rows.select_related("location__district", "service__category").order_by("contract_id", "position")
    if priced:
        found = found.prefetch_related("prices")
    return [_promise_row(one, actor.today, currency, priced=priced) for one in found]


def _promise_row(one: Promise, today: date, currency: str, *, priced: bool) -> PromiseRow:
    period = Period.of(one.period)
    price = _price_on(one, min(max(today, period.start), period.last_day or today)) if priced else None
    return PromiseRow(
        id=one.pk,
        position=one.position,
        location_id=one.location_id,
        location=one.location.name,
        district=one.location.district.name,
        service_key=one.service_id,
        service=one.service.name,
        category=one.service.category.name,
        quantity=one.quantity,
        unit=unit_words(one.unit, one.basis),
        basis=one.basis,
        basis_name=str(Basis(one.basis).label),
        pattern=one.pattern,
        pattern_words=pattern_words(one.pattern),
        window=window_words(one.window_from, one.window_until),
        standard=one.standard,
        since=period.start,
        last_day=period.last_day,
        direct=one.delivery_mode == "direct",
        response_minutes=one.response_minutes,
        attend_minutes=one.attend_minutes,
        fix_minutes=one.fix_minutes,
        unit_price=price,
        monthly=None if price is None else Money(monthly_of(one, price, period.start), currency),
    )


def _price_on(one: Promise, day: date) -> Decimal | None:
    return next((price.unit_price for price in one.prices.all() if day in Period.of(price.period)), None)


def promises(actor: Actor, *, contract_id: int) -> list[PromiseRow]:
    """The promises of a contract in order, with the price of today where the actor may see prices."""
    ask(actor, ContractPermission.SEE)
    found: Any = CustomerContract.objects.visible_to(actor).select_related("agreement").get(pk=contract_id)
    rows = Promise.objects.visible_to(actor).filter(contract_id=contract_id)
    return _promise_rows(actor, rows, found.agreement.currency)


def promise(actor: Actor, *, promise_id: int) -> tuple[int, PromiseRow]:
    """One promise and the contract it belongs to."""
    ask(actor, ContractPermission.SEE)
    found: Any = Promise.objects.visible_to(actor).select_related("contract__agreement").get(pk=promise_id)
    rows = Promise.objects.visible_to(actor).filter(pk=promise_id)
    return found.contract_id, _promise_rows(actor, rows, found.contract.agreement.currency)[0]


def contract(actor: Actor, *, contract_id: int) -> ContractView:
    """A contract with terms and promises; the monthly total counts what is sold by us (not `direct`)."""
    ask(actor, ContractPermission.SEE)
    found = _contracts(actor).get(pk=contract_id)
    currency = found.agreement.currency
    lines = promises(actor, contract_id=contract_id)
    amounts = [line.monthly.minor for line in lines if line.monthly is not None and not line.direct]
    rate = found.late_interest_rate
    project: Any = Project.objects.visible_to(actor).filter(contract_id=contract_id).first()
    return ContractView(
        row=_row(found),
        currency=currency,
        terms=Terms(**{name: getattr(found, name) for name in Terms.__slots__}),
        billing=f"{BillingCycle(found.billing_cycle).label}, {billing_day_words(found)}",
        late_interest=late_words() if rate is None else f"%{rate.normalize():f}",
        renewal=renewal_words(found),
        renewal_deadline=found.renewal_deadline,
        proposal_id=found.proposal_id,
        proposal_number=found.proposal.number if found.proposal else "",
        request_id=found.request_id,
        project_id=project.pk if project else None,
        monthly=Money(sum(amounts), currency) if actor.may(ContractPermission.SEE_PRICE) else None,
        lines=tuple(lines),
    )


def contract_of(actor: Actor, *, proposal_id: int) -> int | None:
    """The contract that was made of a proposal and not withdrawn; none yet, or none the actor may see."""
    if not actor.may(ContractPermission.SEE):
        return None
    found: Any = _contracts(actor).filter(proposal_id=proposal_id).exclude(agreement__status=Status.WITHDRAWN).first()
    return None if found is None else found.pk


def ready_proposals(actor: Actor) -> list[ReadyProposal]:
    """Accepted proposals that wait for their contract, oldest answer first."""
    ask(actor, ContractPermission.DRAFT)
    taken = CustomerContract.objects.exclude(agreement__status=Status.WITHDRAWN).exclude(proposal=None)
    rows: Any = (
        Proposal.objects.visible_to(actor)
        .filter(status=ProposalStatus.ACCEPTED)
        .exclude(pk__in=taken.values("proposal_id"))
        .select_related("customer")
        .order_by("answered_at", "pk")
    )
    return [
        ReadyProposal(row.pk, row.number, row.title, row.customer_id, row.customer.short_name, row.request_id)
        for row in rows
    ]
