"""Promises owed to a customer and what stands behind them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from muhatap.agreements.models import Agreement, Kind, Status
from muhatap.backing.models import Backing, BackingPrice, BackingRole, BackingStatus, ProjectAgreement
from muhatap.contracts.models import CustomerContract, Project, Promise, PromisePrice
from muhatap.kernel.actors import Actor
from muhatap.kernel.periods import Period
from muhatap.parties.models import District, Location
from tests.given import network
from tests.given.cast import NOW

_numbers = iter(range(1, 1_000_000))
TERM = Period(date(2026, 3, 1), date(2027, 3, 1))


def contract(customer: Actor, *, period: Period = TERM, status: Status = Status.ACTIVE) -> CustomerContract:
    """A customer contract in a state, with its project."""
    number = next(_numbers)
    agreement = Agreement.objects.create(
        kind=Kind.CUSTOMER,
        number=f"MS-G-{number:06d}",
        party_id=customer.party_id,
        title="Entegre hizmet sözleşmesi",
        period=period.range(),
        status=status,
        shown=True,
        created_at=NOW,
    )
    made = CustomerContract.objects.create(agreement=agreement, customer_id=customer.party_id, network_notice=True)
    Project.objects.create(
        contract=made,
        customer_id=customer.party_id,
        code=f"PR-G-{number:06d}",
        name="Entegre hizmet",
        starts_on=period.start,
    )
    return made


def location(customer: Actor, name: str = "Levent Genel Müdürlük", place: District | None = None) -> Location:
    """A site of a customer."""
    return Location.objects.create(
        customer_id=customer.party_id,
        code=f"G{next(_numbers)}",
        name=name,
        district=place or network.district(),
    )


def promise(
    made: CustomerContract,
    *,
    quantity: str = "5",
    price: str = "1200",
    period: Period | None = None,
    key: str = network.SERVICE,
    basis: str = "per_period",
    pattern: str = "",
    at: Location | None = None,
) -> Promise:
    """A promise with one price over its whole period."""
    days = period or Period.of(Agreement.objects.get(pk=made.pk).period)
    service = network.service(key)
    row = Promise.objects.create(
        contract=made,
        customer_id=made.customer_id,
        location=at or location(_Owner(made)),
        service=service,
        quantity=Decimal(quantity),
        unit=service.unit,
        basis=basis,
        pattern=pattern,
        period=days.range(),
        position=next(_numbers),
    )
    PromisePrice.objects.create(
        promise=row, customer_id=made.customer_id, unit_price=Decimal(price), period=days.range()
    )
    return row


class _Owner:
    """Just enough of a customer to own a site."""

    def __init__(self, made: CustomerContract) -> None:
        self.party_id = made.customer_id


def bond(made: CustomerContract, member_id: int, *, period: Period, status: Status = Status.ACTIVE) -> ProjectAgreement:
    """A project agreement with a member in a state."""
    agreement = Agreement.objects.create(
        kind=Kind.PROJECT,
        number=f"PS-G-{next(_numbers):06d}",
        party_id=member_id,
        title="Proje sözleşmesi",
        period=period.range(),
        status=status,
        shown=status != Status.DRAFT,
        created_at=NOW,
    )
    return ProjectAgreement.objects.create(
        agreement=agreement,
        project=Project.objects.get(contract=made),
        member_id=member_id,
        payment_days=30,
        notice_days=60,
    )


def backing(
    held: ProjectAgreement,
    row: Promise,
    *,
    quantity: str = "5",
    period: Period | None = None,
    role: BackingRole = BackingRole.PRIMARY,
    price: str = "900",
    status: BackingStatus = BackingStatus.IN_FORCE,
) -> Backing:
    """One line a member owes for a promise."""
    days = (period or Period.of(row.period)).range()
    made = Backing.objects.create(
        project_agreement=held,
        promise=row,
        member_id=held.member_id,
        location_id=row.location_id,
        service_id=row.service_id,
        quantity=Decimal(quantity),
        unit=row.unit,
        basis=row.basis,
        pattern=row.pattern,
        period=days,
        role=role,
        status=status,
        position=next(_numbers),
    )
    BackingPrice.objects.create(backing=made, member_id=held.member_id, unit_price=Decimal(price), period=days)
    return made
