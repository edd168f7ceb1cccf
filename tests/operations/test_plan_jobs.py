"""Jobs come from patterns, holidays and the calendar of what is live; once per backing and day."""

from __future__ import annotations

from datetime import date, time, timedelta

from muhatap.backing.models import Backing
from muhatap.kernel.actors import Actor
from muhatap.kernel.periods import Period
from muhatap.operations import commands
from muhatap.operations.models import Job, JobStatus
from tests.given import operations as given


def test_sixty_days_of_working_days_are_planned_without_the_public_holidays(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    here = given.site(customer_a, member_a)
    given.going(desk, here)
    days = list(Job.objects.filter(backing=here.backing_id).order_by("day").values_list("day", flat=True))
    # Between 2 March and 30 April 2026: 44 weekdays, less 20 March (Ramadan feast) and 23 April.
    assert len(days) == 42
    assert days[0] == date(2026, 3, 2)
    assert days[-1] == date(2026, 4, 30)
    assert date(2026, 3, 20) not in days
    assert date(2026, 4, 23) not in days
    # The eve of the feast is a half day and is worked.
    assert date(2026, 3, 19) in days


def test_a_job_carries_what_the_backing_says(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    here = given.site(customer_a, member_a)
    given.going(desk, here)
    job = Job.objects.get(backing=here.backing_id, day=date(2026, 3, 3))
    assert (job.customer_id, job.member_id, job.promise_id) == (here.customer_id, here.member_id, here.promise_id)
    assert (job.window_from, job.window_until, job.planned_quantity) == (time(8), time(17), 5)
    assert job.number == f"IS-260303-{here.backing_id}"
    assert job.status == JobStatus.PLANNED


def test_a_second_run_adds_nothing(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    here = given.site(customer_a, member_a)
    given.going(desk, here)
    assert commands.plan_jobs(desk) == 0
    assert Job.objects.count() == 42


def test_the_next_day_adds_only_the_day_that_came_into_sight(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    here = given.site(customer_a, member_a)
    given.going(desk, here)
    # Day 61 is Friday 1 May, a holiday; Monday 4 May comes into sight three days later.
    assert commands.plan_jobs(desk.at(desk.now + timedelta(days=1))) == 0
    assert commands.plan_jobs(desk.at(desk.now + timedelta(days=4))) == 1
    assert Job.objects.filter(day=date(2026, 5, 4)).count() == 1


def test_a_location_that_is_not_live_gets_no_jobs(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    here = given.site(customer_a, member_a)
    given.start_plan(desk, here)
    assert commands.plan_jobs(desk) == 0
    assert not Job.objects.exists()


def test_guards_work_on_holidays_too(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    here = given.site(customer_a, member_a, service="hospital_cleaning", pattern="FREQ=DAILY")
    given.going(desk, here)
    assert Job.objects.filter(backing=here.backing_id).count() == 60
    assert Job.objects.filter(day=date(2026, 3, 20)).exists()


def test_jobs_end_with_the_backing(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    here = given.site(customer_a, member_a)
    Backing.objects.filter(pk=here.backing_id).update(period=Period(date(2026, 3, 2), date(2026, 3, 9)).range())
    given.going(desk, here)
    assert Job.objects.count() == 5


def test_an_ended_backing_takes_its_waiting_jobs_out_of_the_plan(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    here = given.site(customer_a, member_a)
    given.going(desk, here)
    assert commands.cancel_after(desk, backing_id=here.backing_id, until=date(2026, 4, 1)) == 21
    assert Job.objects.filter(status=JobStatus.CANCELLED).count() == 21
    assert not Job.objects.filter(status=JobStatus.CANCELLED, day__lt=date(2026, 4, 1)).exists()
