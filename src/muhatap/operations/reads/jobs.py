"""Jobs as each side meets them: lists, one job with its evidence, a day on a phone, a board of days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from muhatap.backing.models import Backing
from muhatap.demand.rules.prices import basis_of, unit_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.lists import ListPage, ListQuery, paginate
from muhatap.kernel.text import TurkishOrder
from muhatap.operations.models import ExceptionKind, Job, JobException, JobPhoto, JobStatus, Presence
from muhatap.operations.permissions import OperationsPermission
from muhatap.operations.reads import names
from muhatap.operations.rules import plans, presence

OPEN = (JobStatus.PLANNED, JobStatus.ACCEPTED)
TONES: dict[str, str] = {
    JobStatus.PLANNED: "none",
    JobStatus.ACCEPTED: "none",
    JobStatus.DECLINED: "bad",
    JobStatus.STARTED: "warn",
    JobStatus.DONE: "warn",
    JobStatus.CONFIRMED: "ok",
    JobStatus.DISPUTED: "bad",
    JobStatus.MISSED: "bad",
    JobStatus.CANCELLED: "none",
}


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job in a list or on a card; names stay blank where the wall hides them."""

    id: int
    number: str
    day: date
    window_from: time | None
    window_until: time | None
    location_id: int
    location: str
    address: str
    access_notes: str
    service: str
    category: str
    customer_id: int
    customer: str
    member_id: int
    member: str
    planned_quantity: Decimal
    done_quantity: Decimal | None
    accepted_quantity: Decimal | None
    unit: str
    status: str
    status_label: str
    late: bool
    begins_at: datetime | None
    started_at: datetime | None
    done_at: datetime | None

    @property
    def tone(self) -> str:
        """The colour of the state: late and broken ones stand out."""
        return "bad" if self.late else TONES[self.status]

    @property
    def window(self) -> str:
        """The agreed hours, `08:00–17:00`; blank when any time of the day will do."""
        if self.window_from is None:
            return ""
        until = f"–{self.window_until:%H:%M}" if self.window_until else ""
        return f"{self.window_from:%H:%M}{until}"


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """Somebody was there."""

    at: datetime
    method: str
    distance_m: int | None
    photo_id: str | None


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A photo of a job."""

    file_id: str
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """How a job was not as planned."""

    kind: str
    label: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point of the checklist and whether it is done."""

    key: str
    text: str
    done: bool


@dataclass(frozen=True, slots=True)
class JobView:
    """A job with everything that proves it; the project agreement behind it is the member's and the desk's alone."""

    row: JobRow
    promise_id: int
    agreement_id: int | None
    lead: str
    confirmed_at: datetime | None
    confirmed_by: str
    note: str
    dispute: str
    points: tuple[PointRow, ...]
    photos_needed: int
    presences: tuple[PresenceRow, ...]
    photos: tuple[PhotoRow, ...]
    exceptions: tuple[ExceptionRow, ...]
    site_latitude: float | None
    site_longitude: float | None


def _found(actor: Actor) -> QuerySet[Any]:
    rows = Job.objects.visible_to(actor).select_related("location", "service")
    return rows.select_related("customer", "member") if actor.at_desk else rows


def _row(actor: Actor, job: Any, known: Mapping[int, str]) -> JobRow:
    open_now = job.status in OPEN
    return JobRow(
        id=job.pk,
        number=job.number,
        day=job.day,
        window_from=job.window_from,
        window_until=job.window_until,
        location_id=job.location_id,
        location=job.location.name,
        address=job.location.address,
        access_notes=job.location.access_notes,
        service=job.service.name,
        category=job.service.category_id,
        customer_id=job.customer_id,
        customer=job.customer.short_name if actor.at_desk else known.get(job.customer_id, ""),
        member_id=job.member_id,
        member=job.member.short_name if actor.at_desk else known.get(job.member_id, ""),
        planned_quantity=job.planned_quantity,
        done_quantity=job.done_quantity,
        accepted_quantity=job.accepted_quantity,
        unit=unit_words(job.service.unit, basis_of(job.service.pricing_model)),
        status=job.status,
        status_label=job.get_status_display(),
        late=open_now and presence.is_late(actor.now, job.day, job.window_from),
        begins_at=presence.begins_at(job.day, job.window_from),
        started_at=job.started_at,
        done_at=job.done_at,
    )


def _rows(actor: Actor, found: Any) -> list[JobRow]:
    rows = list(found)
    known = (
        {}
        if actor.at_desk
        else names.parties(actor, {row.customer_id for row in rows} | {row.member_id for row in rows})
    )
    return [_row(actor, row, known) for row in rows]


def _span(rows: QuerySet[Any], value: str, today: date) -> QuerySet[Any]:
    """Jobs of a span of days seen from today."""
    monday = today - timedelta(days=today.weekday())
    spans = {
        "today": (today, today),
        "tomorrow": (today + timedelta(days=1), today + timedelta(days=1)),
        "week": (monday, monday + timedelta(days=6)),
        "past": (today - timedelta(days=60), today - timedelta(days=1)),
        "next": (today + timedelta(days=1), today + timedelta(days=60)),
    }
    return rows.filter(day__range=spans[value]) if value in spans else rows


def _state(rows: QuerySet[Any], value: str, actor: Actor) -> QuerySet[Any]:
    if value == "late":
        return rows.filter(status__in=OPEN, day=actor.today, exceptions__kind=ExceptionKind.LATE).distinct()
    return rows.filter(status=value)


def jobs(actor: Actor, *, query: ListQuery) -> ListPage[JobRow]:
    """Jobs, the latest day first."""
    ask(actor, OperationsPermission.SEE)
    known: dict[int, str] = {}
    if not actor.at_desk:
        known = names.parties(actor, Job.objects.visible_to(actor).values_list("member_id", flat=True).distinct())
    fields = ["number", "location__name"]
    return paginate(
        _found(actor),
        query,
        make=lambda job: _row(actor, job, known),
        sorts={"day": "day", "location": TurkishOrder("location__name"), "number": "number"},
        default="-day",
        search=[*fields, "customer__short_name", "member__short_name"] if actor.at_desk else fields,
        filters={
            "when": lambda rows, value: _span(rows, value, actor.today),
            "status": lambda rows, value: _state(rows, value, actor),
            "service": lambda rows, value: rows.filter(service__category=value),
        },
    )


def jobs_of_day(actor: Actor, *, day: date) -> list[JobRow]:
    """The jobs of one day in the order in which they begin, and night shifts still running from the day before."""
    ask(actor, OperationsPermission.SEE)
    rows = _found(actor).filter(day=day).exclude(status=JobStatus.CANCELLED)
    night = _found(actor).filter(day=day - timedelta(days=1), status=JobStatus.STARTED)
    found = _rows(actor, [*night, *rows])
    return sorted(found, key=lambda row: (row.day, row.window_from or time(), row.location))


def job(actor: Actor, *, job_id: int) -> JobView:
    """One job with its checklist, presence, photos and exceptions."""
    ask(actor, OperationsPermission.SEE)
    found = _found(actor).get(pk=job_id)
    row = _rows(actor, [found])[0]
    checklist = plans.checklist(found.service.category_id)
    people = names.users(actor, [found.lead_id, found.confirmed_by_id])
    language = names.language(actor)
    return JobView(
        row=row,
        promise_id=found.promise_id,
        agreement_id=Backing.objects.visible_to(actor)
        .filter(pk=found.backing_id)
        .values_list("project_agreement_id", flat=True)
        .first(),
        lead=people.get(found.lead_id, ""),
        confirmed_at=found.confirmed_at,
        confirmed_by=people.get(found.confirmed_by_id, ""),
        note=found.note,
        dispute=found.dispute,
        points=tuple(
            PointRow(point.key, point.said(language), point.key in found.checklist) for point in checklist.points
        ),
        photos_needed=checklist.photos,
        presences=tuple(
            PresenceRow(one.at, one.get_method_display(), one.distance_m, str(one.photo_id) if one.photo_id else None)
            for one in Presence.objects.visible_to(actor).filter(job=found).order_by("at", "pk")
        ),
        photos=tuple(
            PhotoRow(str(one.file_id), one.get_kind_display(), one.at)
            for one in JobPhoto.objects.visible_to(actor).filter(job=found).order_by("at", "pk")
        ),
        exceptions=tuple(
            ExceptionRow(one.kind, one.get_kind_display(), one.reason, one.at)
            for one in JobException.objects.visible_to(actor).filter(job=found).order_by("at", "pk")
        ),
        site_latitude=found.location.latitude,
        site_longitude=found.location.longitude,
    )


def job_at_code(actor: Actor, *, code: str) -> list[JobRow]:
    """The member's jobs of today at the location whose code was scanned."""
    ask(actor, OperationsPermission.DELIVER)
    rows = _found(actor).filter(day__range=(actor.today - timedelta(days=1), actor.today))
    rows = rows.filter(status__in=[*OPEN, JobStatus.STARTED])
    here = [row for row in rows if presence.same_code(code, row.location.check_in_code)]
    return _rows(actor, here)


def unconfirmed(actor: Actor, *, until: date) -> list[int]:
    """Ids of the finished jobs up to a day that nobody has confirmed or disputed."""
    ask(actor, OperationsPermission.CONFIRM)
    rows = Job.objects.visible_to(actor).filter(status=JobStatus.DONE, day__lte=until)
    return list(rows.order_by("day", "pk").values_list("pk", flat=True))


def unreported(actor: Actor, *, until: date) -> list[int]:
    """Ids of the jobs up to a day, today at most, that wait for somebody to say they are done."""
    ask(actor, OperationsPermission.DELIVER)
    waiting = [JobStatus.PLANNED, JobStatus.ACCEPTED, JobStatus.STARTED]
    rows = Job.objects.visible_to(actor).filter(status__in=waiting, day__lte=min(until, actor.today))
    return list(rows.order_by("day", "pk").values_list("pk", flat=True))


def rows_of(actor: Actor, job_ids: Sequence[int]) -> list[JobRow]:
    """Some jobs as rows, by day."""
    ask(actor, OperationsPermission.SEE)
    return _rows(actor, _found(actor).filter(pk__in=job_ids).order_by("day", "pk"))


def troubled(actor: Actor) -> list[JobRow]:
    """Jobs of these weeks that the member declined or the customer disputes, the next first."""
    ask(actor, OperationsPermission.SEE)
    since = actor.today - timedelta(days=30)
    rows = _found(actor).filter(
        status__in=[JobStatus.DECLINED, JobStatus.DISPUTED],
        day__gte=since,
        day__lte=actor.today + timedelta(days=30),
    )
    return _rows(actor, rows.order_by("day", "pk")[:20])
