"""Plan jobs for the next 60 days, note who is late, turn what nobody did into misses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Q

from muhatap.backing.models import Backing, BackingRole, BackingStatus
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.commands import command
from muhatap.kernel.events import announce, announce_all
from muhatap.kernel.periods import Period
from muhatap.operations import sets
from muhatap.operations.events import JobCancelled, JobMissed, JobsPlanned
from muhatap.operations.models import (
    JOB_LIFECYCLE,
    ExceptionKind,
    Job,
    JobException,
    JobStatus,
    StartPlan,
    StartStatus,
)
from muhatap.operations.permissions import OperationsPermission
from muhatap.operations.rules.calendar import HORIZON, days_of


@command(OperationsPermission.PLAN)
def plan_jobs(actor: Actor) -> int:
    """Plan the jobs of every live location for 60 days from today; a second run adds nothing.

    Returns how many jobs are new.
    """
    return _plan(actor, list(StartPlan.objects.filter(status=StartStatus.LIVE)))


@command(OperationsPermission.START)
def plan_for_starts(actor: Actor, *, plan_ids: Sequence[int]) -> int:
    """Plan the jobs of some live locations for 60 days from today. Returns how many are new."""
    return _plan(actor, list(StartPlan.objects.filter(status=StartStatus.LIVE, pk__in=plan_ids)))


def _plan(actor: Actor, plans: Sequence[StartPlan]) -> int:
    live = {(plan.contract_id, plan.location_id): plan for plan in plans}
    if not live:
        return 0
    until = actor.today + timedelta(days=HORIZON)
    backings = (
        Backing.objects.filter(
            role=BackingRole.PRIMARY,
            status=BackingStatus.IN_FORCE,
            promise__contract__in={contract for contract, _location in live},
            period__overlap=Period(actor.today, until).range(),
        )
        .select_related("promise")
        .order_by("pk")
    )
    rows: list[sets.Planned] = []
    for one in backings:
        plan = live.get((one.promise.contract_id, one.location_id))
        if plan is not None:
            rows += _deliveries(one, _from(actor, plan), until)
    made = sets.insert_jobs(rows)
    if made:
        announce(JobsPlanned(until=until, count=made), by=actor)
    return made


def _from(actor: Actor, plan: StartPlan) -> date:
    started = plan.live_at.astimezone(ISTANBUL).date() if plan.live_at else plan.go_live_on
    return max(actor.today, started)


def _deliveries(one: Backing, since: date, until: date) -> Iterable[sets.Planned]:
    within = Period(since, until) if since < until else None
    for period in (one.period, one.promise.period):
        within = within and within.meet(Period.of(period))
    if within is None:
        return
    # The rhythm is the promise's: a member that takes over in the middle keeps the customer's days.
    for day in days_of(one.pattern or one.promise.pattern, begins=one.promise.period.lower, within=within):
        yield sets.Planned(
            customer_id=one.promise.customer_id,
            member_id=one.member_id,
            location_id=one.location_id,
            promise_id=one.promise_id,
            backing_id=one.pk,
            service_id=one.service_id,
            day=day,
            window_from=one.window_from or one.promise.window_from,
            window_until=one.window_until or one.promise.window_until,
            quantity=one.quantity,
            unit=one.unit,
        )


@command(OperationsPermission.PLAN)
def watch_jobs(actor: Actor) -> tuple[int, int]:
    """Note late jobs (15 minutes after their window opened) and missed ones (their window closed).

    Returns how many are newly late and newly missed.
    """
    now = actor.now.astimezone(ISTANBUL)
    late = sets.mark_late(now)
    missed = sets.mark_missed(now)
    announce_all(
        [
            JobMissed(job_id=job_id, promise_id=promise_id, backing_id=backing_id, day=day)
            for job_id, promise_id, backing_id, day in missed
        ],
        by=actor,
    )
    return late, len(missed)


@command(OperationsPermission.PLAN)
def cancel_job(actor: Actor, *, job_id: int, reason: str) -> None:
    """Take a job out of the plan. Raises: IllegalMove."""
    job: Job = Job.objects.visible_to(actor).select_for_update().get(pk=job_id)
    job.status = JOB_LIFECYCLE.move(job.status, JobStatus.CANCELLED)
    job.save(update_fields=["status"])
    JobException.objects.create(
        job=job,
        customer_id=job.customer_id,
        member_id=job.member_id,
        kind=ExceptionKind.CANCELLED,
        reason=reason.strip()[:1000],
        at=actor.now,
    )
    announce(JobCancelled(job_id=job.pk, reason=reason.strip()[:1000]), by=actor)


@command(OperationsPermission.PLAN)
def cancel_after(actor: Actor, *, backing_id: int, until: date) -> int:
    """Take the jobs of a backing from its end on out of the plan; returns how many."""
    waiting = Q(status__in=[JobStatus.PLANNED, JobStatus.ACCEPTED, JobStatus.DECLINED])
    return Job.objects.filter(waiting, backing_id=backing_id, day__gte=until).update(status=JobStatus.CANCELLED)
