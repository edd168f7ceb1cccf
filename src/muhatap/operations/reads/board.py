"""Jobs counted: by location and day, and what they ask of somebody today."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.operations.models import ExceptionKind, Job, JobStatus
from muhatap.operations.permissions import OperationsPermission
from muhatap.operations.reads import names
from muhatap.operations.reads.jobs import OPEN


@dataclass(frozen=True, slots=True)
class BoardCell:
    """The jobs of a location on a day: how many, and the worst state among them."""

    day: date
    count: int
    worst: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A location on the board."""

    location: str
    customer: str
    cells: tuple[BoardCell, ...]


WORST_FIRST = (
    JobStatus.MISSED,
    JobStatus.DECLINED,
    JobStatus.DISPUTED,
    JobStatus.PLANNED,
    JobStatus.ACCEPTED,
    JobStatus.STARTED,
    JobStatus.DONE,
    JobStatus.CONFIRMED,
)


def board(actor: Actor, *, first: date, days: int, most: int = 60) -> list[BoardRow]:
    """Location by day: what is planned, done, missed; the places with trouble first."""
    ask(actor, OperationsPermission.SEE)
    until = first + timedelta(days=days)
    counted = (
        Job.objects.visible_to(actor)
        .filter(day__gte=first, day__lt=until)
        .exclude(status=JobStatus.CANCELLED)
        .values("location_id", "location__name", "customer_id", "day", "status")
        .annotate(n=Count("pk"))
        .order_by()
    )
    places: dict[int, tuple[str, int]] = {}
    cells: dict[tuple[int, date], dict[str, int]] = defaultdict(dict)
    for row in counted:
        places[row["location_id"]] = (row["location__name"], row["customer_id"])
        cells[row["location_id"], row["day"]][row["status"]] = row["n"]
    known = names.parties(actor, [customer for _name, customer in places.values()])
    rows = []
    for place, (name, customer) in places.items():
        line = []
        for offset in range(days):
            day = first + timedelta(days=offset)
            found = cells.get((place, day), {})
            worst = next((state.value for state in WORST_FIRST if state in found), "")
            line.append(BoardCell(day, sum(found.values()), worst))
        rows.append(BoardRow(name, known.get(customer, ""), tuple(line)))
    trouble = {JobStatus.MISSED.value, JobStatus.DECLINED.value, JobStatus.DISPUTED.value}
    rows.sort(key=lambda row: (-sum(1 for cell in row.cells if cell.worst in trouble), row.location))
    return rows[:most]


@dataclass(frozen=True, slots=True)
class JobCounts:
    """What the jobs of today and of the past ask of the actor."""

    today: int
    started: int
    late: int
    declined: int
    missed: int
    disputed: int
    unconfirmed: int


# Somebody has been there, whatever became of it.
BEGUN = (JobStatus.STARTED, JobStatus.DONE, JobStatus.CONFIRMED, JobStatus.DISPUTED)


def counts(actor: Actor) -> JobCounts:
    """How many jobs stand where: today's, and what waits from the last 60 days."""
    ask(actor, OperationsPermission.SEE)
    rows = Job.objects.visible_to(actor)
    since = actor.today - timedelta(days=60)
    today = dict(rows.filter(day=actor.today).values_list("status").annotate(n=Count("pk")).order_by("status"))
    past = dict(
        rows.filter(
            day__gte=since,
            day__lte=actor.today + timedelta(days=60),
            status__in=["declined", "disputed", "done"],
        )
        .values_list("status")
        .annotate(n=Count("pk"))
        .order_by("status")
    )
    late = rows.filter(day=actor.today, status__in=OPEN, exceptions__kind=ExceptionKind.LATE).distinct().count()
    missed = rows.filter(day__gte=actor.today - timedelta(days=7), status=JobStatus.MISSED).count()
    return JobCounts(
        today=sum(number for status, number in today.items() if status != JobStatus.CANCELLED),
        started=sum(today.get(status, 0) for status in BEGUN),
        late=late,
        declined=past.get(JobStatus.DECLINED, 0),
        missed=missed,
        disputed=past.get(JobStatus.DISPUTED, 0),
        unconfirmed=past.get(JobStatus.DONE, 0),
    )
