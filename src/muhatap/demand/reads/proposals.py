"""Proposals at the desk: list, record with cost and margin, approvals, versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from muhatap.demand.models import Basis, Proposal, ProposalApproval, ProposalLine, ProposalStatus
from muhatap.demand.permissions import DemandPermission
from muhatap.demand.rules.patterns import pattern_words, times_per_month, window_words
from muhatap.demand.rules.prices import PricedQuantity, monthly_amount, totals, unit_words
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.money import Money
from muhatap.kernel.parameters import parameter
from muhatap.kernel.text import TurkishOrder

TONES = {
    ProposalStatus.DRAFT: "none",
    ProposalStatus.APPROVAL: "warn",
    ProposalStatus.SENT: "warn",
    ProposalStatus.ACCEPTED: "ok",
    ProposalStatus.REFUSED: "bad",
    ProposalStatus.EXPIRED: "bad",
    ProposalStatus.SUPERSEDED: "none",
}


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal in a list."""

    id: int
    number: str
    version: int
    title: str
    customer: str
    request_id: int
    request_number: str
    status: str
    status_name: str
    tone: str
    valid_until: date
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class OfferedLine:
    """A line as the customer meets it: what, and its price; `monthly` is what an average month comes to."""

    id: int
    position: int
    location: str
    location_id: int
    district: str
    service: str
    service_key: str
    quantity: Decimal
    unit_words: str
    basis: str
    basis_words: str
    pattern: str
    pattern_words: str
    window: str
    standard: str
    need_id: int | None
    unit_price: Decimal | None
    monthly: Money | None


@dataclass(frozen=True, slots=True)
class CostedLine:
    """A line as the desk meets it: with its cost and margin."""

    offered: OfferedLine
    unit_cost: Decimal | None
    cost_source: str
    monthly_cost: Money | None
    margin_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Approval:
    """A wish to go below the margin floor, and its decision."""

    margin_percent: Decimal
    floor_percent: Decimal
    reason: str
    asked_by: str
    asked_by_id: int | None
    asked_at: datetime
    approved: bool | None
    decided_by: str
    decided_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal at the desk; costs are there only for who may see them."""

    row: ProposalRow
    customer_id: int
    currency: str
    notes: str
    created_at: datetime
    pdf_id: UUID | None
    answered_at: datetime | None
    answered_by: str
    answer_note: str
    lines: tuple[CostedLine, ...]
    monthly: Money
    monthly_cost: Money | None
    margin_percent: Decimal | None
    floor_percent: Decimal
    target_percent: Decimal
    approval: Approval | None
    versions: tuple[ProposalRow, ...]

    @property
    def priced(self) -> bool:
        """Whether every line has its price and cost."""
        return all(line.offered.unit_price is not None and line.monthly_cost is not None for line in self.lines)

    @property
    def below_floor(self) -> bool:
        """Whether the margin is below the floor."""
        return self.margin_percent is not None and self.margin_percent < self.floor_percent


def row_of(actor: Actor, proposal: Proposal) -> ProposalRow:
    """A proposal as a list shows it."""
    status = ProposalStatus(proposal.status)
    return ProposalRow(
        id=proposal.pk,
        number=proposal.number,
        version=proposal.version,
        title=proposal.title,
        customer=proposal.customer.short_name,
        request_id=proposal.request_id,
        request_number=proposal.request.number,
        status=status.value,
        status_name=str(status.label),
        tone=TONES[status],
        valid_until=proposal.valid_until,
        sent_at=proposal.sent_at,
    )


def _rows(actor: Actor) -> QuerySet[Proposal]:
    rows: QuerySet[Proposal] = Proposal.objects.visible_to(actor).select_related("customer", "request")
    return rows


def proposals(actor: Actor, *, query: ListQuery) -> ListPage[ProposalRow]:
    """The proposals, newest first. Filter: status. Raises: Forbidden."""
    ask(actor, DemandPermission.SEE)
    return paginate(
        _rows(actor),
        query,
        make=lambda one: row_of(actor, one),
        sorts={
            "number": "number",
            "created": "created_at",
            "valid": "valid_until",
            "customer": TurkishOrder("customer__short_name"),
        },
        default="-created",
        search=("number", "title", "customer__name", "customer__short_name", "request__number"),
        filters={"status": lambda found, value: found.filter(status=value)},
    )


def proposals_of(actor: Actor, *, request_id: int) -> list[ProposalRow]:
    """The proposals of a request, newest first. Raises: Forbidden."""
    ask(actor, DemandPermission.SEE)
    return [row_of(actor, one) for one in _rows(actor).filter(request_id=request_id).order_by("-created_at", "-pk")]


def loaded_lines(actor: Actor, proposal_id: int) -> QuerySet[ProposalLine]:
    """Lines of a proposal with what their words need, and their prices."""
    rows: QuerySet[ProposalLine] = ProposalLine.objects.visible_to(actor).filter(proposal_id=proposal_id)
    return rows.select_related("location__district", "service", "price").order_by("position")


def offered(actor: Actor, line: ProposalLine, currency: str, day: date) -> OfferedLine:
    """A line with its price; an average month of the year from `day`."""
    price = line.price.unit_price if hasattr(line, "price") else None
    return OfferedLine(
        id=line.pk,
        position=line.position,
        location=line.location.name,
        location_id=line.location_id,
        district=line.location.district.name,
        service=line.service.name,
        service_key=line.service_id,
        quantity=line.quantity,
        unit_words=unit_words(line.unit, line.basis),
        basis=line.basis,
        basis_words=str(Basis(line.basis).label),
        pattern=line.pattern,
        pattern_words=pattern_words(line.pattern),
        window=window_words(line.window_from, line.window_until),
        standard=line.standard,
        need_id=line.need_id,
        unit_price=price,
        monthly=None if price is None else Money(_monthly(line, price, day), currency),
    )


def _monthly(line: ProposalLine, unit_price: Decimal, day: date) -> int:
    return monthly_amount(PricedQuantity(unit_price, line.quantity, line.basis, times_per_month(line.pattern, day)))


def _costed(actor: Actor, line: ProposalLine, currency: str, day: date, *, costs: bool) -> CostedLine:
    offer = offered(actor, line, currency, day)
    if not (costs and hasattr(line, "cost")):
        return CostedLine(offer, None, "", None, None)
    cost = _monthly(line, line.cost.unit_cost, day)
    margin = totals([(offer.monthly.minor, cost)])[2] if offer.monthly is not None else None
    return CostedLine(offer, line.cost.unit_cost, line.cost.source, Money(cost, currency), margin)


def proposal(actor: Actor, *, proposal_id: int) -> ProposalView:
    """A proposal with its costs and margin, where the actor may see them. Raises: Proposal.DoesNotExist, Forbidden."""
    ask(actor, DemandPermission.SEE)
    one = _rows(actor).select_related("answered_by").get(pk=proposal_id)
    costs = actor.may(DemandPermission.SEE_COST)
    rows = loaded_lines(actor, one.pk)
    day = one.sent_at.astimezone(ISTANBUL).date() if one.sent_at else actor.today
    lines = tuple(
        _costed(actor, line, one.currency, day, costs=costs)
        for line in (rows.select_related("cost") if costs else rows)
    )
    priced = [line for line in lines if line.offered.monthly is not None]
    whole = sum(line.offered.monthly.minor for line in priced if line.offered.monthly)
    cost = sum(line.monthly_cost.minor for line in priced if line.monthly_cost)
    complete = costs and len(priced) == len(lines) and all(line.monthly_cost is not None for line in lines)
    return ProposalView(
        row=row_of(actor, one),
        customer_id=one.customer_id,
        currency=one.currency,
        notes=one.notes,
        created_at=one.created_at,
        pdf_id=one.pdf_id,
        answered_at=one.answered_at,
        answered_by=one.answered_by.name if one.answered_by else "",
        answer_note=one.answer_note,
        lines=lines,
        monthly=Money(whole, one.currency),
        monthly_cost=Money(cost, one.currency) if complete else None,
        margin_percent=totals([(whole, cost)])[2] if complete else None,
        floor_percent=parameter("margin_floor_percent", actor.today),
        target_percent=parameter("margin_target_percent", actor.today),
        approval=_approval(actor, one.pk) if costs else None,
        versions=tuple(row_of(actor, other) for other in _rows(actor).filter(number=one.number).order_by("-version")),
    )


def _approval(actor: Actor, proposal_id: int) -> Approval | None:
    found = (
        ProposalApproval.objects.visible_to(actor)
        .filter(proposal_id=proposal_id)
        .select_related("asked_by", "decided_by")
        .first()
    )
    if found is None:
        return None
    return Approval(
        margin_percent=found.margin_percent,
        floor_percent=found.floor_percent,
        reason=found.reason,
        asked_by=found.asked_by.name if found.asked_by else "",
        asked_by_id=found.asked_by_id,
        asked_at=found.asked_at,
        approved=found.approved,
        decided_by=found.decided_by.name if found.decided_by else "",
        decided_at=found.decided_at,
        note=found.note,
    )


def proposals_waiting(actor: Actor) -> tuple[int, int]:
    """How many proposals wait for an approval, and how many for the customer's answer. Raises: Forbidden."""
    ask(actor, DemandPermission.SEE)
    rows = Proposal.objects.visible_to(actor)
    open_approvals = rows.filter(status=ProposalStatus.APPROVAL, approval__approved__isnull=True)
    return open_approvals.count(), rows.filter(status=ProposalStatus.SENT).count()
