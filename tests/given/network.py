"""Members that can deliver: active, with coverage, papers and prices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from muhatap.agreements.models import Agreement, Kind, Status
from muhatap.catalogue.models import Service
from muhatap.kernel.actors import Actor
from muhatap.kernel.periods import Period
from muhatap.network import commands
from muhatap.network.models import Document, Member, MembershipAgreement, MemberStatus
from muhatap.network.reads import service_documents
from muhatap.parties.models import District
from tests.given.cast import NOW

PDF = b"%PDF-1.4\n%given\n"
SERVICE = "pest_control_general"
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
TERM = Period(date(2026, 1, 1), date(2029, 1, 1))
_numbers = iter(range(1, 1_000_000))


def service(key: str = SERVICE) -> Service:
    """A service of the catalogue."""
    return Service.objects.get(pk=key)


def district(name: str = "Şişli", province: str = "34") -> District:
    """A district by its name."""
    return District.objects.get(province_id=province, name=name)


def member(actor: Actor, *, status: MemberStatus = MemberStatus.ACTIVE, bound: Period | None = TERM) -> Member:
    """The actor's company as a member, bound by a signed membership agreement (none: not bound)."""
    found: Member = Member.objects.create(
        party_id=actor.party_id, status=status, joined_on=date(2026, 1, 1), activated_on=date(2026, 1, 1)
    )
    if bound is not None:
        bind(found, bound)
    return found


def bind(member: Member, period: Period, status: Status = Status.ACTIVE) -> MembershipAgreement:
    """A membership agreement in a state."""
    agreement = Agreement.objects.create(
        kind=Kind.MEMBERSHIP,
        number=f"UY-G-{next(_numbers):06d}",
        party_id=member.pk,
        title="Üyelik sözleşmesi",
        period=period.range(),
        status=status,
        shown=True,
        created_at=NOW,
    )
    return MembershipAgreement.objects.create(agreement=agreement, member_id=member.pk)


def papers(
    desk: Actor, member: Member, *, key: str = SERVICE, valid_until: date | None = None, but: str = ""
) -> dict[str, Document]:
    """Verified documents of every type the service asks for, without the type `but`."""
    found = {}
    for kind in service_documents([key]).get(key, []):
        if kind.pk == but:
            continue
        document = commands.upload_document(
            desk,
            member_id=member.pk,
            type_id=kind.pk,
            data=PDF + kind.pk.encode(),
            name=f"{kind.pk}.pdf",
            valid_from=date(2026, 1, 1),
            valid_until=valid_until,
        )
        commands.verify_document(desk, document_id=document.pk)
        found[kind.pk] = document
    return found


def covers(
    desk: Actor,
    member: Member,
    *,
    key: str = SERVICE,
    capacity: str = "1000000",
    place: District | None = None,
    since: date = date(2026, 1, 1),
    until: date | None = None,
) -> None:
    """Approved coverage of a service in a district."""
    (row,) = commands.propose_coverage(
        desk,
        member_id=member.pk,
        service_id=key,
        district_ids=[(place or district()).pk],
        capacity=Decimal(capacity),
        valid_from=since,
        valid_until=until,
    )
    commands.approve_coverage(desk, coverage_id=row.pk)


def asks(desk: Actor, member: Member, price: str, *, key: str = SERVICE, basis: str = "per_period") -> None:
    """A price of the member for a service everywhere."""
    commands.state_rate(
        desk,
        member_id=member.pk,
        service_id=key,
        basis=basis,
        unit_price=Decimal(price),
        valid_from=date(2026, 1, 1),
    )


def able(desk: Actor, actor: Actor, price: str = "900", *, key: str = SERVICE) -> Member:
    """A member that can deliver a service in Şişli: bound, with papers, coverage and a price."""
    found = member(actor)
    papers(desk, found, key=key)
    covers(desk, found, key=key)
    asks(desk, found, price, key=key)
    return found
