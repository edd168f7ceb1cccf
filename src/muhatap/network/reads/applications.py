"""Applications as the desk and the applicant see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from muhatap.accounts.models import User
from muhatap.catalogue.models import Service, ServiceDocument
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.text import TurkishOrder
from muhatap.kernel.wall import show_token
from muhatap.network.models import (
    Application,
    ApplicationStatus,
    Condition,
    Invitation,
)
from muhatap.network.permissions import APPROVERS, NetworkPermission
from muhatap.network.reads.qualification import QualificationView, qualification_of_application
from muhatap.parties.models import District, Party, Province

# Contract practice: how long an applicant has to bring a document.
CONDITION_DAYS = 30
WAITING = (ApplicationStatus.RECEIVED, ApplicationStatus.REVIEW, ApplicationStatus.CONDITIONS)


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application in a list."""

    application_id: int
    number: str
    company_name: str
    place: str
    services: str
    workers: int
    status: str
    status_name: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class ConditionView:
    """What was asked for, until when, and whether it is there."""

    condition_id: int
    text: str
    document_name: str
    before_approval: bool
    due_on: date
    met_on: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """An application with everything the decision needs."""

    application_id: int
    number: str
    company_name: str
    tax_number: str
    tax_office: str
    contact_name: str
    phone: str
    email: str
    place: str
    address: str
    services: tuple[str, ...]
    provinces: tuple[str, ...]
    workers: int
    about: str
    status: str
    status_name: str
    score: int | None
    received_at: datetime
    reviewer: str
    decided_at: datetime | None
    decision_reason: str
    member_id: int | None
    known_as: str
    conditions: tuple[ConditionView, ...]
    needs_second: bool


@dataclass(frozen=True, slots=True)
class ProgressView:
    """What an applicant may know of its application; `answered_at` of its questionnaire."""

    number: str
    company_name: str
    received_at: datetime
    status: str
    status_name: str
    decision_reason: str
    conditions: tuple[ConditionView, ...]
    open: bool
    qualification: QualificationView | None


def place_of(district: District | None) -> str:
    """District and province as people say it."""
    return f"{district.name} / {district.province.name}" if district is not None else ""


def applications(actor: Actor, *, query: ListQuery) -> ListPage[ApplicationRow]:
    """The applications, newest first."""
    ask(actor, NetworkPermission.REVIEW)
    names = {service.pk: service.name for service in Service.objects.all()}
    rows = Application.objects.visible_to(actor).select_related("district__province")
    return paginate(
        rows,
        query,
        make=lambda row: ApplicationRow(
            row.pk,
            row.number,
            row.company_name,
            place_of(row.district),
            ", ".join(names.get(key, key) for key in row.services),
            row.workers,
            row.status,
            row.get_status_display(),
            row.received_at,
        ),
        sorts={"number": "number", "company": TurkishOrder("company_name"), "received": "received_at"},
        default="-received",
        search=("number", "company_name", "contact_name", "tax_number", "email"),
        filters={"status": lambda found, value: found.filter(status__in=WAITING if value == "waiting" else [value])},
    )


def waiting_applications(actor: Actor) -> int:
    """How many applications wait for the desk."""
    ask(actor, NetworkPermission.REVIEW)
    return Application.objects.visible_to(actor).filter(status__in=WAITING).count()


def ready_applications(actor: Actor, *, most: int = 5) -> list[tuple[int, str, datetime]]:
    """Applications with nothing left to bring that somebody else reviewed: (id, company, received), oldest first."""
    ask(actor, NetworkPermission.APPROVE)
    missing = Condition.objects.filter(before_approval=True, met_on__isnull=True)
    rows = (
        Application.objects.visible_to(actor)
        .filter(status=ApplicationStatus.CONDITIONS)
        .exclude(pk__in=missing.values("application_id"))
        .exclude(reviewer_id=actor.user_id)
        .exclude(stated_by_id=actor.user_id)
    )
    return [(row.pk, row.company_name, row.received_at) for row in rows.order_by("received_at", "pk")[:most]]


def application(actor: Actor, *, application_id: int) -> ApplicationView:
    """One application. Raises: Application.DoesNotExist."""
    ask(actor, NetworkPermission.REVIEW)
    row = Application.objects.visible_to(actor).select_related("district__province", "reviewer").get(pk=application_id)
    known = Party.objects.filter(tax_number=row.tax_number).exclude(pk=row.member_id or 0).first()
    return ApplicationView(
        application_id=row.pk,
        number=row.number,
        company_name=row.company_name,
        tax_number=row.tax_number,
        tax_office=row.tax_office,
        contact_name=row.contact_name,
        phone=row.phone,
        email=row.email,
        place=place_of(row.district),
        address=row.address,
        services=tuple(service.name for service in Service.objects.filter(pk__in=row.services).order_by("pk")),
        provinces=tuple(
            Province.objects.filter(pk__in=row.provinces).order_by(TurkishOrder("name")).values_list("name", flat=True)
        ),
        workers=row.workers,
        about=row.about,
        status=row.status,
        status_name=row.get_status_display(),
        score=row.score,
        received_at=row.received_at,
        reviewer=row.reviewer.name if row.reviewer else "",
        decided_at=row.decided_at,
        decision_reason=row.decision_reason,
        member_id=row.member_id,
        known_as=known.name if known is not None else "",
        conditions=_conditions(actor, row.pk),
        needs_second=needs_second_person(actor, reviewed_by={row.reviewer_id, row.stated_by_id}),
    )


def needs_second_person(actor: Actor, *, reviewed_by: Collection[int | None]) -> bool:
    """Whether somebody else has to take a company in: the actor reviewed it, and others hold the right."""
    ask(actor, NetworkPermission.REVIEW)
    if actor.user_id is None or actor.user_id not in reviewed_by:
        return False
    others = User.objects.filter(is_active=True, seats__role__in=APPROVERS, seats__party__isnull=True)
    return bool(others.exclude(pk=actor.user_id).exists())


def _conditions(actor: Actor, application_id: int) -> tuple[ConditionView, ...]:
    rows = Condition.objects.visible_to(actor).filter(application_id=application_id)
    return conditions_of(actor, rows)


def conditions_of(actor: Actor, rows: object) -> tuple[ConditionView, ...]:
    """Conditions as views, the earliest due first."""
    found = rows.select_related("document_type").order_by("met_on", "due_on", "pk")  # type: ignore[attr-defined]
    return tuple(
        ConditionView(
            row.pk,
            row.text,
            row.document_type.name if row.document_type else "",
            row.before_approval,
            row.due_on,
            row.met_on,
            row.met_on is None and row.due_on < actor.today,
        )
        for row in found
    )


def progress(actor: Actor, *, token: str) -> ProgressView:
    """An application by its link. Raises: Application.DoesNotExist."""
    ask(actor, NetworkPermission.APPLY)
    show_token(token)
    row = Application.objects.visible_to(actor).get(token=token)
    return ProgressView(
        number=row.number,
        company_name=row.company_name,
        received_at=row.received_at,
        status=row.status,
        status_name=row.get_status_display(),
        decision_reason=row.decision_reason if row.status == ApplicationStatus.REFUSED else "",
        conditions=_conditions(actor, row.pk),
        open=row.status in WAITING,
        qualification=qualification_of_application(actor, application_id=row.pk),
    )


@dataclass(frozen=True, slots=True)
class InvitationView:
    """What an invitation fills into the application form."""

    company_name: str
    email: str
    service_id: str | None
    district_id: int | None
    message: str


def invitation(actor: Actor, *, token: str) -> InvitationView | None:
    """An invitation by its link, None when unknown."""
    ask(actor, NetworkPermission.APPLY)
    show_token(token)
    row = Invitation.objects.visible_to(actor).filter(token=token).first()
    if row is None:
        return None
    return InvitationView(row.company_name, row.email, row.service_id, row.district_id, row.message)


@dataclass(frozen=True, slots=True)
class SuggestedCondition:
    """A document the services applied for ask of a member, with a day until which it can be brought."""

    document_type_id: str
    text: str
    due_on: date
    blocks: bool


def suggested_conditions(actor: Actor, *, application_id: int) -> list[SuggestedCondition]:
    """What the services of an application require, duties of law first."""
    ask(actor, NetworkPermission.REVIEW)
    row = Application.objects.visible_to(actor).get(pk=application_id)
    needed = (
        ServiceDocument.objects.filter(service_id__in=row.services, document_type__monthly=False)
        .filter(document_type__level="company")
        .select_related("document_type")
    )
    kinds = {entry.document_type_id: entry.document_type for entry in needed}
    due_on = actor.today + timedelta(days=CONDITION_DAYS)
    found = [SuggestedCondition(key, kind.name, due_on, kind.blocks) for key, kind in kinds.items()]
    return sorted(found, key=lambda entry: (not entry.blocks, entry.text))
