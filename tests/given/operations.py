"""A signed contract with promises backed by a member, ready to start and to be delivered."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from PIL import Image

from muhatap.agreements.models import Agreement
from muhatap.agreements.models import Status as AgreementStatus
from muhatap.backing.models import Backing, BackingPrice, BackingStatus, ProjectAgreement
from muhatap.catalogue.models import Service, ServiceDocument
from muhatap.contracts.models import CustomerContract, Project, Promise, PromisePrice
from muhatap.kernel import files
from muhatap.kernel.actors import Actor, system
from muhatap.kernel.periods import Period
from muhatap.network.models import Document, DocumentStatus, Member, MembershipAgreement, MemberStatus
from muhatap.network.permissions import NetworkPermission
from muhatap.operations import commands
from muhatap.operations.models import StartPlan, StartTask
from muhatap.parties import commands as parties
from muhatap.parties.models import District, Location
from tests.given.cast import NOW

STARTS = date(2026, 3, 2)
ENDS = date(2027, 3, 1)
LATITUDE, LONGITUDE = 41.0603, 28.9877


@dataclass(frozen=True)
class Site:
    """One location of a project with a promise that a member backs."""

    project_id: int
    contract_id: int
    customer_id: int
    member_id: int
    location_id: int
    promise_id: int
    backing_id: int
    code: str


def photo(colour: str = "navy") -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


def contract(customer: Actor, *, number: str = "MS-2026-0001", starts: date = STARTS) -> CustomerContract:
    """A customer contract in force."""
    assert customer.party_id is not None
    agreement = Agreement.objects.create(
        kind="customer",
        number=number,
        party_id=customer.party_id,
        title="Entegre hizmet sözleşmesi",
        period=Period(starts, ENDS).range(),
        status=AgreementStatus.ACTIVE,
        shown=True,
        created_at=NOW,
    )
    return CustomerContract.objects.create(agreement=agreement, customer_id=customer.party_id, network_notice=True)


def open_project(customer: Actor, head: CustomerContract, *, key: str = "1", starts: date = STARTS) -> Project:
    """The project that delivers a contract."""
    return Project.objects.create(
        contract=head, customer_id=customer.party_id, code=f"PR-{key}", name="Ofisler", starts_on=starts
    )


def membership(member: Actor) -> None:
    """The member with its membership agreement in force."""
    assert member.party_id is not None
    if Member.objects.filter(pk=member.party_id).exists():
        return
    Member.objects.create(party_id=member.party_id, status=MemberStatus.ACTIVE, joined_on=date(2025, 1, 1))
    agreement = Agreement.objects.create(
        kind="membership",
        number=f"UY-2025-{member.party_id:04}",
        party_id=member.party_id,
        title="Üyelik sözleşmesi",
        period=Period(date(2025, 1, 1), date(2030, 1, 1)).range(),
        status=AgreementStatus.ACTIVE,
        shown=True,
        created_at=NOW,
    )
    MembershipAgreement.objects.create(agreement=agreement, member_id=member.party_id)


def project_agreement(
    project: Project, member: Actor, *, number: str = "PS-2026-0001", starts: date = STARTS, signed: bool = True
) -> ProjectAgreement:
    """A project agreement in force, or still out for signature."""
    assert member.party_id is not None
    agreement = Agreement.objects.create(
        kind="project",
        number=number,
        party_id=member.party_id,
        title="Proje sözleşmesi",
        period=Period(starts, ENDS).range(),
        status=AgreementStatus.ACTIVE if signed else AgreementStatus.SENT,
        shown=True,
        created_at=NOW,
    )
    return ProjectAgreement.objects.create(
        agreement=agreement, project=project, member_id=member.party_id, payment_days=30, notice_days=30
    )


def site(
    customer: Actor,
    member: Actor,
    *,
    service: str = "office_cleaning",
    pattern: str = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    starts: date = STARTS,
    key: str = "1",
    window: tuple[time, time] | None = (time(8), time(17)),
    signed: bool = True,
) -> Site:
    """A location with one promise of five heads, backed in full by a member."""
    assert customer.party_id is not None
    assert member.party_id is not None
    house = system(NOW)
    head = contract(customer, number=f"MS-2026-{key:0>4}", starts=starts)
    project = open_project(customer, head, key=key, starts=starts)
    location = parties.register_location(
        house,
        customer_id=customer.party_id,
        name="Levent Genel Müdürlük",
        district_id=District.objects.get(province_id="34", name="Şişli").pk,
        address="Büyükdere Cad. 171",
        latitude=LATITUDE,
        longitude=LONGITUDE,
        access_notes="B kapısı, kart danışmada",
    )
    kind = Service.objects.get(pk=service)
    whole = Period(starts, ENDS).range()
    terms = {
        "location": location,
        "service": kind,
        "quantity": Decimal(5),
        "unit": kind.unit,
        "basis": "per_head",
        "pattern": pattern,
        "window_from": window[0] if window else None,
        "window_until": window[1] if window else None,
        "period": whole,
        "position": 1,
    }
    promise = Promise.objects.create(contract=head, customer_id=customer.party_id, **terms)
    PromisePrice.objects.create(
        promise=promise, customer_id=customer.party_id, unit_price=Decimal(7013000), period=whole
    )
    membership(member)
    below = project_agreement(project, member, number=f"PS-2026-{key:0>4}", starts=starts, signed=signed)
    backing = Backing.objects.create(
        project_agreement=below,
        promise=promise,
        member_id=member.party_id,
        status=BackingStatus.IN_FORCE if signed else BackingStatus.PLANNED,
        **terms,
    )
    BackingPrice.objects.create(backing=backing, member_id=member.party_id, unit_price=Decimal(9017000), period=whole)
    return Site(
        project.pk,
        head.pk,
        customer.party_id,
        member.party_id,
        location.pk,
        promise.pk,
        backing.pk,
        location.check_in_code,
    )


def documents(here: Site, *, period: Period | None = None) -> None:
    """Every document law demands for the service, valid for a year."""
    service = Promise.objects.get(pk=here.promise_id).service_id
    days = period or Period(STARTS - timedelta(days=60), ENDS + timedelta(days=60))
    for need in ServiceDocument.objects.filter(service_id=service, document_type__blocks=True):
        Document.objects.create(
            member_id=here.member_id,
            type_id=need.document_type_id,
            period=days.range(),
            file=files.store_output(
                system(NOW),
                need.document_type_id.encode(),
                name="belge.pdf",
                media_type="application/pdf",
                permission=NetworkPermission.SEE,
            ),
            status=DocumentStatus.VERIFIED,
            uploaded_at=NOW,
        )


def start_plan(desk: Actor, here: Site) -> int:
    """The plan of the start at the site."""
    plans = commands.make_start_plans(desk, project_id=here.project_id)
    return plans[0]


def live(desk: Actor, here: Site) -> int:
    """The site with every task done, started through the gate; returns its plan."""
    documents(here)
    plan_id = start_plan(desk, here)
    for task in StartTask.objects.filter(plan=plan_id, required=True):
        commands.do_start_task(desk, task_id=task.pk)
    commands.go_live(desk, plan_id=plan_id)
    return plan_id


def going(desk: Actor, here: Site) -> int:
    """The site started some time ago, with its jobs planned; returns its plan."""
    plan_id = start_plan(desk, here)
    StartPlan.objects.filter(pk=plan_id).update(status="live", live_at=NOW)
    commands.plan_jobs(desk)
    return plan_id


def location(here: Site) -> Location:
    """The location of a site."""
    found: Location = Location.objects.get(pk=here.location_id)
    return found
