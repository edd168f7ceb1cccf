"""A signed contract that runs, with a member behind it: what month end is made from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from muhatap.agreements.models import Agreement
from muhatap.backing.models import Backing, BackingPrice, ProjectAgreement
from muhatap.billing import commands
from muhatap.billing.models import Invoice, Settlement
from muhatap.catalogue.models import Service
from muhatap.contracts.models import CustomerContract, Project, Promise, PromisePrice
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.periods import Period
from muhatap.operations.models import Job, StartPlan
from muhatap.parties.models import BankAccount, Disclosure, District, Location, Party
from tests.given.cast import NOW, prime

MARCH = date(2026, 3, 1)
APRIL = date(2026, 4, 1)
YEAR = Period(date(2026, 3, 1), date(2027, 3, 1))
IBAN = "TR330006100519786457841326"


def at(actor: Actor, day: date, hour: int = 9) -> Actor:
    """The same actor on another day."""
    return actor.at(datetime.combine(day, time(hour), ISTANBUL))


@dataclass
class World:
    """One customer contract with its promises, and one project agreement with its backings."""

    customer: Party
    member: Party
    contract: CustomerContract
    project_agreement: ProjectAgreement
    location: Location
    promises: dict[str, Promise] = field(default_factory=dict)
    backings: dict[str, Backing] = field(default_factory=dict)
    numbers: int = 0


def running(customer: Actor, member: Actor, *, retention: str = "0", live_on: date = MARCH, key: str = "1") -> World:
    """A contract in force whose location is live, with no lines yet."""
    our, their = Party.objects.get(pk=customer.party_id), Party.objects.get(pk=member.party_id)
    for party, tax_number in ((our, f"123456789{key}"), (their, f"987654321{key}")):
        party.tax_number, party.tax_office = tax_number, "Zincirlikuyu"
        party.address = "Büyükdere Cad. 10"
        party.save(update_fields=["tax_number", "tax_office", "address"])
    agreement = _agreement("customer", f"MS-2026-000{key}", our, "Entegre hizmet sözleşmesi")
    contract = CustomerContract.objects.create(agreement=agreement, customer=our, payment_days=30, network_notice=True)
    project = Project.objects.create(
        contract=contract, customer=our, code=f"PR-{key}", name="Pusula", starts_on=YEAR.start, status="running"
    )
    membership = _agreement("project", f"PS-2026-000{key}", their, "Proje sözleşmesi")
    project_agreement = ProjectAgreement.objects.create(
        agreement=membership,
        project=project,
        member=their,
        payment_days=30,
        retention_percent=Decimal(retention),
        notice_days=60,
    )
    location = Location.objects.create(
        customer=our,
        code=f"L{key}",
        name="Levent Genel Müdürlük",
        district=District.objects.get(province_id="34", name="Şişli"),
    )
    Disclosure.objects.create(viewer=their, location=location, reason="proje sözleşmesi", opened_at=NOW)
    StartPlan.objects.create(
        project=project,
        contract=contract,
        customer=our,
        location=location,
        go_live_on=live_on,
        status="live",
        live_at=datetime.combine(live_on, time(8), ISTANBUL),
    )
    BankAccount.objects.get_or_create(party=their, iban=IBAN, defaults={"usable_from": date(2026, 1, 1)})
    BankAccount.objects.get_or_create(
        party=prime(), iban="TR700001500158007300000000", defaults={"usable_from": date(2026, 1, 1)}
    )
    return World(our, their, contract, project_agreement, location)


def line(
    world: World,
    service: str,
    *,
    basis: str = "per_period",
    quantity: str = "1",
    price: str = "100000",
    cost: str = "85000",
    period: Period = YEAR,
) -> str:
    """A promise and its backing with both prices; returns its name for `job`."""
    kind = Service.objects.get(pk=service)
    place = len(world.promises) + 1
    common = {
        "service": kind,
        "location": world.location,
        "quantity": Decimal(quantity),
        "unit": kind.unit,
        "basis": basis,
        "period": period.range(),
        "position": place,
    }
    promise = Promise.objects.create(contract=world.contract, customer=world.customer, delivery_mode="resale", **common)
    PromisePrice.objects.create(
        promise=promise, customer=world.customer, unit_price=Decimal(price), period=period.range()
    )
    backing = Backing.objects.create(
        project_agreement=world.project_agreement, promise=promise, member=world.member, status="in_force", **common
    )
    BackingPrice.objects.create(backing=backing, member=world.member, unit_price=Decimal(cost), period=period.range())
    world.promises[service], world.backings[service] = promise, backing
    return service


def job(world: World, service: str, day: date, *, quantity: str = "1", status: str = "confirmed") -> Job:
    """A delivery on a day, confirmed as accepted."""
    world.numbers += 1
    promise, backing = world.promises[service], world.backings[service]
    confirmed = status == "confirmed"
    return Job.objects.create(
        number=f"IS-{world.contract.pk}-{world.numbers}",
        customer=world.customer,
        member=world.member,
        location=world.location,
        promise=promise,
        backing=backing,
        service=promise.service,
        day=day,
        planned_quantity=Decimal(quantity),
        done_quantity=Decimal(quantity),
        accepted_quantity=Decimal(quantity) if confirmed else None,
        unit=promise.unit,
        status=status,
        confirmed_at=datetime.combine(day + timedelta(days=1), time(9), ISTANBUL) if confirmed else None,
    )


def month_ended(desk: Actor, *, month: date = MARCH, on: date = APRIL) -> None:
    """A month accrued on the first day after it."""
    commands.run_month_end(at(desk, on), month=month)


def agreed_settlement(desk: Actor, member: Actor, world: World, *, month: date = MARCH) -> Settlement:
    """A settlement the member agreed with."""
    made = commands.draft_settlement(at(desk, APRIL), project_agreement_id=world.project_agreement.pk, month=month)
    commands.send_settlement(at(desk, APRIL), settlement_id=made.pk)
    return commands.agree_settlement(at(member, APRIL), settlement_id=made.pk)


def approved_settlement(desk: Actor, member: Actor, world: World) -> Settlement:
    """A settlement that is to be paid."""
    made = agreed_settlement(desk, member, world)
    return commands.approve_settlement(at(desk, APRIL), settlement_id=made.pk)


def issued_invoice(desk: Actor, world: World, *, month: date = MARCH, on: date = APRIL) -> Invoice:
    """An invoice with its number."""
    made = commands.draft_invoice(at(desk, on), contract_id=world.contract.pk, month=month)
    return commands.issue_invoice(at(desk, on), invoice_id=made.pk)


def sent_invoice(desk: Actor, world: World, *, month: date = MARCH, on: date = APRIL) -> Invoice:
    """An invoice its customer sees."""
    made = issued_invoice(desk, world, month=month, on=on)
    commands.attach_invoice_papers(at(desk, on), invoice_id=made.pk, pdf=b"%PDF-1.7", xml=b"<Invoice/>")
    return commands.send_invoice(at(desk, on), invoice_id=made.pk)


def without(actor: Actor, *permissions: str) -> Actor:
    """The actor with only these permissions."""
    return replace(actor, permissions=frozenset(permissions))


def _agreement(kind: str, number: str, party: Party, title: str) -> Agreement:
    return Agreement.objects.create(
        kind=kind,
        number=number,
        party=party,
        title=title,
        period=YEAR.range(),
        status="active",
        shown=True,
        created_at=NOW,
        signed_at=NOW,
        activated_on=YEAR.start,
    )
