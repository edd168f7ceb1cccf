"""Project agreements with their lines: at the desk, for the member, and as content to be frozen."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import get_language

from muhatap.backing.models import (
    Backing,
    BackingPrice,
    BackingRole,
    BackingStatus,
    ProjectAgreement,
    SettlementCycle,
)
from muhatap.backing.permissions import BackingPermission
from muhatap.backing.rules import BondTerms
from muhatap.contracts.content import exposure
from muhatap.contracts.models import Promise
from muhatap.demand.rules.prices import unit_words
from muhatap.kernel import formats
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.money import Money
from muhatap.kernel.parameters import parameter
from muhatap.kernel.periods import Period
from muhatap.kernel.text import TurkishOrder
from muhatap.network.rules import monthly_minor
from muhatap.sourcing.models import Round


@dataclass(frozen=True, slots=True)
class ProjectAgreementRow:
    """A project agreement in a list."""

    agreement_id: int
    number: str
    member_id: int
    member: str
    project_code: str
    project_name: str
    customer: str
    contract_id: int
    status: str
    status_name: str
    period: Period
    lines: int


@dataclass(frozen=True, slots=True)
class BackingRow:
    """What a member owes, with its own price and what that comes to in an average month."""

    backing_id: int
    promise_id: int
    agreement_id: int
    agreement_number: str
    location: str
    address: str
    service: str
    quantity: Decimal
    unit: str
    basis: str
    basis_name: str
    pattern: str
    standard: str
    period: Period
    role: str
    role_name: str
    status: str
    status_name: str
    unit_price: Decimal | None
    monthly: Money | None
    response_minutes: int | None
    attend_minutes: int | None
    fix_minutes: int | None
    monthly_limit: Money | None


@dataclass(frozen=True, slots=True)
class ProjectAgreementView:
    """A project agreement with its terms and lines."""

    agreement_id: int
    number: str
    title: str
    status: str
    status_name: str
    member_id: int
    member: str
    project_id: int
    project_code: str
    project_name: str
    customer: str
    contract_id: int
    contract_number: str
    period: Period
    settlement_cycle: str
    terms: BondTerms
    exposure: tuple[tuple[str, str], ...]
    lines: tuple[BackingRow, ...]
    monthly: Money


def project_agreements(actor: Actor, *, query: ListQuery) -> ListPage[ProjectAgreementRow]:
    """The project agreements, newest first."""
    ask(actor, BackingPermission.SEE)
    rows = (
        ProjectAgreement.objects.visible_to(actor)
        .select_related("agreement", "member", "project__customer")
        .annotate(lines=Count("backings", filter=~Q(backings__status=BackingStatus.CANCELLED)))
    )
    return paginate(
        rows,
        query,
        make=_row,
        sorts={
            "number": "agreement__number",
            "member": TurkishOrder("member__short_name"),
            "created": "agreement__created_at",
        },
        default="-created",
        search=(
            "agreement__number",
            "member__short_name",
            "project__code",
            "project__name",
            "project__customer__short_name",
        ),
        filters={"status": lambda found, value: found.filter(agreement__status=value)},
    )


def _row(row: Any) -> ProjectAgreementRow:
    return ProjectAgreementRow(
        row.pk,
        row.agreement.number,
        row.member_id,
        row.member.short_name,
        row.project.code,
        row.project.name,
        row.project.customer.short_name,
        row.project.contract_id,
        row.agreement.status,
        str(row.agreement.get_status_display()),
        Period.of(row.agreement.period),
        row.lines,
    )


def agreements_of(
    actor: Actor, *, member_id: int | None = None, contract_id: int | None = None
) -> list[ProjectAgreementRow]:
    """The project agreements of a member or for a contract, newest first."""
    ask(actor, BackingPermission.SEE)
    where = Q(member_id=member_id) if member_id is not None else Q(project__contract_id=contract_id)
    rows = (
        ProjectAgreement.objects.visible_to(actor)
        .filter(where)
        .select_related("agreement", "member", "project__customer")
        .annotate(lines=Count("backings", filter=~Q(backings__status=BackingStatus.CANCELLED)))
        .order_by("-agreement__created_at", "-pk")
    )
    return [_row(row) for row in rows]


def project_agreement(actor: Actor, *, agreement_id: int) -> ProjectAgreementView:
    """One project agreement. Raises: ProjectAgreement.DoesNotExist."""
    ask(actor, BackingPermission.SEE)
    row = (
        ProjectAgreement.objects.visible_to(actor)
        .select_related("agreement", "member", "project__customer", "project__contract__agreement")
        .get(pk=agreement_id)
    )
    lines = _lines(actor, Q(project_agreement_id=row.pk))
    return ProjectAgreementView(
        agreement_id=row.pk,
        number=row.agreement.number,
        title=row.agreement.title,
        status=row.agreement.status,
        status_name=str(row.agreement.get_status_display()),
        member_id=row.member_id,
        member=row.member.short_name,
        project_id=row.project_id,
        project_code=row.project.code,
        project_name=row.project.name,
        customer=row.project.customer.short_name,
        contract_id=row.project.contract_id,
        contract_number=row.project.contract.agreement.number,
        period=Period.of(row.agreement.period),
        settlement_cycle=str(SettlementCycle(row.settlement_cycle).label),
        terms=BondTerms(**{name: getattr(row, name) for name in BondTerms.__slots__}),
        exposure=tuple(exposure(row)),
        lines=lines,
        monthly=_monthly(lines, row.agreement.currency),
    )


def _monthly(lines: tuple[BackingRow, ...], currency: str) -> Money:
    total = Money(0, currency)
    for line in lines:
        if line.monthly is not None and line.role == BackingRole.PRIMARY and line.status != BackingStatus.CANCELLED:
            total = total + line.monthly
    return total


def _lines(actor: Actor, where: Q) -> tuple[BackingRow, ...]:
    rows = list(
        Backing.objects.visible_to(actor)
        .filter(where)
        .select_related("location", "service", "project_agreement__agreement")
        .order_by("project_agreement_id", "position", "pk")
    )
    prices: dict[int, Decimal] = {}
    stated = BackingPrice.objects.visible_to(actor).filter(backing__in=[row.pk for row in rows])
    for price in stated.order_by("period"):
        # The price that holds today; before the first day the first one, after the last the last.
        if price.backing_id not in prices or price.period.lower <= actor.today:
            prices[price.backing_id] = price.unit_price
    return tuple(_line(row, prices.get(row.pk)) for row in rows)


def _line(row: Any, price: Decimal | None) -> BackingRow:
    agreement = row.project_agreement.agreement
    monthly = None
    if price is not None:
        monthly = Money(
            monthly_minor(price, row.quantity, row.basis, row.pattern, row.period.lower), agreement.currency
        )
    return BackingRow(
        backing_id=row.pk,
        promise_id=row.promise_id,
        agreement_id=row.project_agreement_id,
        agreement_number=agreement.number,
        location=row.location.name,
        address=row.location.address,
        service=row.service.name,
        quantity=row.quantity,
        unit=unit_words(row.unit, row.basis),
        basis=row.basis,
        basis_name=str(row.get_basis_display()),
        pattern=row.pattern,
        standard=row.standard,
        period=Period.of(row.period),
        role=row.role,
        role_name=str(BackingRole(row.role).label),
        status=row.status,
        status_name=str(BackingStatus(row.status).label),
        unit_price=price,
        monthly=monthly,
        response_minutes=row.response_minutes,
        attend_minutes=row.attend_minutes,
        fix_minutes=row.fix_minutes,
        monthly_limit=None if row.monthly_limit is None else Money(row.monthly_limit, agreement.currency),
    )


def promise_choices(actor: Actor, *, agreement_id: int) -> list[tuple[int, str]]:
    """The promises of the contract a project agreement delivers, for a form."""
    ask(actor, BackingPermission.SEE)
    bond = ProjectAgreement.objects.visible_to(actor).select_related("project").get(pk=agreement_id)
    rows = Promise.objects.filter(contract_id=bond.project.contract_id).select_related("location", "service")
    return [
        (
            row.pk,
            f"{row.location.name} · {row.service.name} · {formats.quantity(row.quantity, get_language())} {unit_words(row.unit, row.basis)}",
        )
        for row in rows.order_by("position", "pk")
    ]


def backing(actor: Actor, *, backing_id: int) -> BackingRow:
    """One line of a project agreement (desk). Raises: Backing.DoesNotExist."""
    ask(actor, BackingPermission.SEE)
    found = Backing.objects.visible_to(actor).get(pk=backing_id)
    return _lines(actor, Q(pk=found.pk))[0]


def proposed_terms(actor: Actor, *, round_id: int) -> BondTerms:
    """Terms for the members of a round that leave nothing open beside the customer's contract."""
    ask(actor, BackingPermission.SEE)
    contract = Round.objects.visible_to(actor).select_related("contract").get(pk=round_id).contract
    return BondTerms(
        payment_days=min(
            max(contract.payment_days, BondTerms().payment_days),
            int(parameter("payment_term_max_days", actor.today)),
        ),
        notice_days=contract.notice_days,
        penalty_cap_percent=contract.penalty_cap_percent,
        price_index=contract.price_index,
        revision_month=contract.revision_month,
    )


def own_backings(actor: Actor) -> list[BackingRow]:
    """What the actor's own member company owes, with its own prices (member portal)."""
    ask(actor, BackingPermission.SEE_OWN)
    return list(_lines(actor, Q(member_id=actor.party_id) & ~Q(status=BackingStatus.CANCELLED)))


def backings_of(actor: Actor, *, member_id: int) -> list[BackingRow]:
    """What a member owes or would owe (desk)."""
    ask(actor, BackingPermission.SEE)
    return list(_lines(actor, Q(member_id=member_id) & ~Q(status=BackingStatus.CANCELLED)))
