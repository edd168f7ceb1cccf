"""What the customer and the desk do with a delivery: confirm, dispute, settle the dispute, prove a missed one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _

from muhatap.kernel import files
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import Forbidden, InvalidInput
from muhatap.kernel.events import announce
from muhatap.operations.commands.delivery import WrongQuantity, note_exception
from muhatap.operations.events import JobConfirmed, JobDisputed, JobDone, JobsConfirmed
from muhatap.operations.models import (
    JOB_LIFECYCLE,
    ExceptionKind,
    Job,
    JobPhoto,
    JobStatus,
    Presence,
    PresenceMethod,
)
from muhatap.operations.permissions import OperationsPermission


def _locked(actor: Actor, job_id: int) -> Job:
    job: Job = Job.objects.visible_to(actor).select_for_update().get(pk=job_id)
    return job


@command(OperationsPermission.CONFIRM)
def confirm_job(actor: Actor, *, job_id: int, accepted_quantity: Decimal | None = None) -> None:
    """Accept a delivery, as reported or with a smaller quantity: from then on it may be billed and settled.

    A disputed one is settled at the desk alone. Raises: IllegalMove, WrongQuantity, Forbidden.
    """
    job = _locked(actor, job_id)
    to = JOB_LIFECYCLE.move(job.status, JobStatus.CONFIRMED)
    if job.status == JobStatus.DISPUTED and not actor.at_desk:
        raise Forbidden(str(OperationsPermission.CONFIRM))
    done = job.done_quantity if job.done_quantity is not None else job.planned_quantity
    accepted = done if accepted_quantity is None else accepted_quantity
    if not 0 <= accepted <= done:
        raise WrongQuantity(
            _("At most the reported %(most)s can be accepted.") % {"most": done.normalize()},
            field="accepted_quantity",
        )
    job.status = to
    job.accepted_quantity = accepted
    job.confirmed_at = actor.now
    job.confirmed_by_id = actor.user_id
    job.save(update_fields=["status", "accepted_quantity", "confirmed_at", "confirmed_by"])
    announce(
        JobConfirmed(
            job_id=job.pk,
            promise_id=job.promise_id,
            backing_id=job.backing_id,
            day=job.day,
            accepted_quantity=accepted,
        ),
        by=actor,
    )


@command(OperationsPermission.CONFIRM)
def confirm_jobs(actor: Actor, *, job_ids: Sequence[int]) -> int:
    """Accept all these deliveries as reported; what is not waiting for that stays as it is. Returns how many."""
    ids = list(
        Job.objects.visible_to(actor)
        .filter(pk__in=job_ids, status=JobStatus.DONE)
        .select_for_update()
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    Job.objects.filter(pk__in=ids).update(
        status=JobStatus.CONFIRMED,
        accepted_quantity=F("done_quantity"),
        confirmed_at=actor.now,
        confirmed_by_id=actor.user_id,
    )
    if ids:
        announce(JobsConfirmed(job_ids=tuple(ids)), by=actor)
    return len(ids)


@command(OperationsPermission.CONFIRM)
def dispute_job(actor: Actor, *, job_id: int, reason: str) -> None:
    """Say what was wrong with a delivery; the desk settles it with the member. Raises: IllegalMove, InvalidInput."""
    job = _locked(actor, job_id)
    if not reason.strip():
        raise InvalidInput(_("Write what was wrong, so that we can settle it."), field="reason")
    job.status = JOB_LIFECYCLE.move(job.status, JobStatus.DISPUTED)
    job.dispute = reason.strip()[:1000]
    job.save(update_fields=["status", "dispute"])
    note_exception(actor, job, ExceptionKind.DISPUTED, job.dispute)
    announce(JobDisputed(job_id=job.pk, promise_id=job.promise_id, reason=job.dispute), by=actor)


@command(OperationsPermission.PLAN)
def record_delivery(actor: Actor, *, job_id: int, reason: str, quantity: Decimal | None = None) -> None:
    """Write down, by phone or paper, a delivery nobody recorded on the spot.

    Raises: IllegalMove, InvalidInput, WrongQuantity.
    """
    job = _locked(actor, job_id)
    to = JOB_LIFECYCLE.move(job.status, JobStatus.DONE)
    if not reason.strip():
        raise InvalidInput(_("Write how you know that the work was done."), field="reason")
    if job.day > actor.today:
        raise InvalidInput(_("The day of this job has not come yet."), field="reason")
    delivered = job.planned_quantity if quantity is None else quantity
    if not 0 <= delivered <= job.planned_quantity:
        raise WrongQuantity(
            _("The quantity lies between 0 and the planned %(most)s.") % {"most": job.planned_quantity.normalize()},
            field="quantity",
        )
    job.status = to
    job.done_at = actor.now
    job.done_quantity = delivered
    job.save(update_fields=["status", "done_at", "done_quantity"])
    Presence.objects.create(
        job=job,
        customer_id=job.customer_id,
        member_id=job.member_id,
        at=actor.now,
        user_id=actor.user_id,
        method=PresenceMethod.DESK,
    )
    note_exception(actor, job, ExceptionKind.BY_DESK, reason.strip())
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


@command(OperationsPermission.PLAN)
def show_evidence(actor: Actor, *, job_id: int) -> None:
    """Open the photos of a finished job to the customer."""
    job = _locked(actor, job_id)
    for photo in JobPhoto.objects.filter(job=job).select_related("file"):
        files.open_to(photo.file, job.customer_id, permission=OperationsPermission.SEE)
    for presence in Presence.objects.filter(job=job, photo__isnull=False).select_related("photo"):
        if presence.photo is not None:
            files.open_to(presence.photo, job.customer_id, permission=OperationsPermission.SEE)
