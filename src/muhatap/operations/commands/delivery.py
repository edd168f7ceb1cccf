"""What a member does with a job: accept it, be there, tick it off, leave photos, finish it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _

from muhatap.kernel import files
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.operations.events import JobAnswered, JobDone, JobsReported, JobStarted
from muhatap.operations.models import (
    JOB_LIFECYCLE,
    ExceptionKind,
    Job,
    JobException,
    JobPhoto,
    JobStatus,
    PhotoKind,
    Presence,
    PresenceMethod,
)
from muhatap.operations.permissions import OperationsPermission
from muhatap.operations.rules import plans, presence


class WrongCode(Refusal):
    """The code is not this location's."""


class TooFar(Refusal):
    """The phone is not at the location."""


class PositionUnknown(Refusal):
    """There is nothing to compare a position with."""


class NotToday(Refusal):
    """The job is on another day."""


class NotThere(Refusal):
    """Nobody has checked in yet."""


class PhotoMissing(Refusal):
    """The service needs photos as evidence."""


class PointsOpen(Refusal):
    """Points of the checklist are open without a word why."""


class WrongQuantity(Refusal):
    """The quantity cannot be right."""


def _locked(actor: Actor, job_id: int) -> Job:
    job: Job = (
        Job.objects.visible_to(actor)
        .select_related("location", "service")
        .select_for_update(of=("self",))
        .get(pk=job_id)
    )
    return job


def note_exception(actor: Actor, job: Job, kind: ExceptionKind, reason: str = "") -> None:
    """Keep how a delivery was not as planned."""
    JobException(
        job=job,
        customer_id=job.customer_id,
        member_id=job.member_id,
        kind=kind,
        reason=reason[:1000],
        at=actor.now,
    ).save(force_insert=True)


@command(OperationsPermission.DELIVER)
def accept_job(actor: Actor, *, job_id: int) -> None:
    """Say that the crew will come. Raises: IllegalMove."""
    job = _locked(actor, job_id)
    job.status = JOB_LIFECYCLE.move(job.status, JobStatus.ACCEPTED)
    job.save(update_fields=["status"])
    announce(JobAnswered(job_id=job.pk, accepted=True, reason=""), by=actor)


@command(OperationsPermission.DELIVER)
def accept_jobs(actor: Actor, *, job_ids: Sequence[int]) -> int:
    """Say that crews will come to all these jobs that still wait for an answer; returns to how many."""
    ids = list(
        Job.objects.visible_to(actor)
        .filter(pk__in=job_ids, status=JobStatus.PLANNED)
        .select_for_update()
        .values_list("pk", flat=True)
    )
    Job.objects.filter(pk__in=ids).update(status=JobStatus.ACCEPTED)
    for job_id in ids:
        announce(JobAnswered(job_id=job_id, accepted=True, reason=""), by=actor)
    return len(ids)


@command(OperationsPermission.DELIVER)
def decline_job(actor: Actor, *, job_id: int, reason: str) -> None:
    """Say that nobody can come and why, while the desk can still act. Raises: IllegalMove, InvalidInput."""
    job = _locked(actor, job_id)
    if not reason.strip():
        raise InvalidInput(_("Write why nobody can come, so that we can find a solution."), field="reason")
    job.status = JOB_LIFECYCLE.move(job.status, JobStatus.DECLINED)
    job.save(update_fields=["status"])
    note_exception(actor, job, ExceptionKind.DECLINED, reason.strip())
    announce(JobAnswered(job_id=job.pk, accepted=False, reason=reason.strip()[:1000]), by=actor)


@command(OperationsPermission.DELIVER)
def check_in(
    actor: Actor,
    *,
    job_id: int,
    method: str,
    code: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    photo: bytes | None = None,
) -> None:
    """Prove to be at the location and begin: by its QR or typed code, or by a position within 300 m.

    Raises: WrongCode, TooFar, PositionUnknown, NotToday, IllegalMove.
    """
    job = _locked(actor, job_id)
    how = PresenceMethod(method)
    _refuse_other_day(actor, job)
    to = JOB_LIFECYCLE.move(job.status, JobStatus.STARTED)
    distance = _distance(job, latitude, longitude)
    _prove(job, how, code, distance)
    job.status = to
    job.started_at = actor.now
    job.lead_id = actor.user_id
    job.save(update_fields=["status", "started_at", "lead"])
    Presence(
        job=job,
        customer_id=job.customer_id,
        member_id=job.member_id,
        at=actor.now,
        user_id=actor.user_id,
        method=how,
        latitude=latitude,
        longitude=longitude,
        distance_m=distance,
        photo=files.store_photo(actor, photo, permission=OperationsPermission.SEE) if photo else None,
    ).save(force_insert=True)
    announce(JobStarted(job_id=job.pk, method=how.value), by=actor)


def _refuse_other_day(actor: Actor, job: Job) -> None:
    """A job begins on its day; one over midnight also on the next."""
    days = {actor.today}
    if job.window_from and job.window_until and job.window_until <= job.window_from:
        days.add(actor.today - timedelta(days=1))
    if job.day not in days:
        raise NotToday(_("This job is on %(day)s; check in on that day.") % {"day": job.day.strftime("%d.%m.%Y")})


def _distance(job: Job, latitude: float | None, longitude: float | None) -> int | None:
    here, site = (latitude, longitude), (job.location.latitude, job.location.longitude)
    if None in here or None in site:
        return None
    return presence.distance_m(*here, *site)  # type: ignore[arg-type]


def _prove(job: Job, how: PresenceMethod, code: str, distance: int | None) -> None:
    if how in (PresenceMethod.QR, PresenceMethod.PIN):
        if not presence.same_code(code, job.location.check_in_code):
            raise WrongCode(
                _("This is not the code of %(location)s. Scan the code at its entrance, or type it as it stands there.")
                % {"location": job.location.name},
                field="code",
            )
    elif how is PresenceMethod.POSITION:
        if distance is None:
            raise PositionUnknown(
                _("Your position or that of the location is not known. Scan the QR code or type the code instead.")
            )
        if distance > presence.RADIUS_M:
            raise TooFar(
                _("You are %(distance)d m from %(location)s; up to %(most)d m count as being there.")
                % {"distance": distance, "location": job.location.name, "most": presence.RADIUS_M}
            )
    else:
        raise InvalidInput(_("Check in by QR code, code or position."), field="method")


@command(OperationsPermission.DELIVER)
def tick_points(actor: Actor, *, job_id: int, points: Sequence[str]) -> None:
    """Keep which points of the checklist are done. Raises: NotThere."""
    job = _locked(actor, job_id)
    if job.status != JobStatus.STARTED:
        raise NotThere(_("Check in first; the checklist belongs to work that has begun."))
    known = [point.key for point in plans.checklist(job.service.category_id).points]
    job.checklist = [key for key in known if key in points]
    job.save(update_fields=["checklist"])


@command(OperationsPermission.DELIVER)
def add_photo(actor: Actor, *, job_id: int, data: bytes, name: str = "", kind: str = PhotoKind.AFTER) -> None:
    """Leave a photo as evidence of a job that has begun. Raises: NotThere, FileRefused."""
    job = _locked(actor, job_id)
    if job.status not in (JobStatus.STARTED, JobStatus.DONE):
        raise NotThere(_("Check in first; photos belong to work that has begun."))
    JobPhoto(
        job=job,
        customer_id=job.customer_id,
        member_id=job.member_id,
        kind=PhotoKind(kind),
        file=files.store_photo(actor, data, name=name, permission=OperationsPermission.SEE),
        at=actor.now,
    ).save(force_insert=True)


@command(OperationsPermission.DELIVER)
def complete_job(
    actor: Actor,
    *,
    job_id: int,
    points: Sequence[str] | None = None,
    quantity: Decimal | None = None,
    note: str = "",
) -> None:
    """Finish a job with its checklist, photos and quantity (the planned one unless another is given).

    Raises: NotThere, PhotoMissing, PointsOpen, WrongQuantity.
    """
    job = _locked(actor, job_id)
    if job.status in (JobStatus.PLANNED, JobStatus.ACCEPTED):
        raise NotThere(_("Check in first; a job is finished where it was begun."))
    to = JOB_LIFECYCLE.move(job.status, JobStatus.DONE)
    checklist = plans.checklist(job.service.category_id)
    done = job.checklist if points is None else [point.key for point in checklist.points if point.key in points]
    note = note.strip()[:1000]
    if len(done) < len(checklist.points) and not note:
        raise PointsOpen(_("Points of the checklist are open. Tick them or write why they are not done."), field="note")
    if JobPhoto.objects.filter(job=job).count() < checklist.photos:
        raise PhotoMissing(_("A photo of the finished work is missing. Take one, then finish the job."))
    delivered = job.planned_quantity if quantity is None else quantity
    if not 0 <= delivered <= job.planned_quantity:
        raise WrongQuantity(
            _("The quantity lies between 0 and the planned %(most)s. More than planned needs our approval first.")
            % {"most": job.planned_quantity.normalize()},
            field="quantity",
        )
    if delivered < job.planned_quantity and not note:
        raise PointsOpen(_("Write why less than planned was delivered."), field="note")
    _finish(actor, job, to=to, delivered=delivered, done=done, note=note)


def _finish(actor: Actor, job: Job, *, to: JobStatus, delivered: Decimal, done: Sequence[str], note: str) -> None:
    job.status = to
    job.done_at = actor.now
    job.done_quantity = delivered
    job.checklist = list(done)
    job.note = note
    job.save(update_fields=["status", "done_at", "done_quantity", "checklist", "note"])
    if delivered < job.planned_quantity:
        note_exception(actor, job, ExceptionKind.SHORT, note)
    announce(
        JobDone(
            job_id=job.pk,
            promise_id=job.promise_id,
            backing_id=job.backing_id,
            day=job.day,
            done_quantity=delivered,
        ),
        by=actor,
    )


@command(OperationsPermission.DELIVER)
def report_jobs(actor: Actor, *, job_ids: Sequence[int]) -> int:
    """Report deliveries of past days and today as done as planned, where the crew could not use the phone.

    Only jobs that are planned, accepted or begun and whose day has come count; returns how many.
    """
    ids = list(
        Job.objects.visible_to(actor)
        .filter(
            pk__in=job_ids,
            day__lte=actor.today,
            status__in=[JobStatus.PLANNED, JobStatus.ACCEPTED, JobStatus.STARTED],
        )
        .select_for_update()
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    Job.objects.filter(pk__in=ids).update(status=JobStatus.DONE, done_at=actor.now, done_quantity=F("planned_quantity"))
    if ids:
        announce(JobsReported(job_ids=tuple(ids)), by=actor)
    return len(ids)
