"""A job on the phone of a crew lead, and what the customer and the desk make of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden, IllegalMove
from muhatap.kernel.models import JournalEntry
from muhatap.kernel.wall import standing_at
from muhatap.operations import commands, reads
from muhatap.operations.models import ExceptionKind, Job, JobException, JobStatus, Presence
from tests.given import operations as given

ALL = ["floors", "bins", "wet", "rooms", "touch"]


@pytest.fixture
def here(desk: Actor, customer_a: Actor, member_a: Actor) -> given.Site:
    """A live location with its jobs planned."""
    found = given.site(customer_a, member_a)
    given.going(desk, found)
    return found


@pytest.fixture
def job(here: given.Site) -> Job:
    """Today's job there."""
    found: Job = Job.objects.get(backing_id=here.backing_id, day=date(2026, 3, 2))
    return found


def at(actor: Actor) -> Any:
    return standing_at(actor.audience, party_id=actor.party_id, user_id=actor.user_id)


def _done(member: Actor, here: given.Site, job: Job) -> None:
    with at(member):
        commands.check_in(member, job_id=job.pk, method="qr", code=here.code)
        commands.add_photo(member, job_id=job.pk, data=given.photo(), name="sonra.jpg")
        commands.complete_job(member, job_id=job.pk, points=ALL)


def test_three_taps_from_arrival_to_done(
    *, desk: Actor, customer_a: Actor, member_a: Actor, here: given.Site, job: Job, drain: Any
) -> None:
    _done(member_a, here, job)
    job.refresh_from_db()
    assert (job.status, job.done_quantity, job.checklist) == (JobStatus.DONE, Decimal(5), ALL)
    assert job.lead_id == member_a.user_id
    assert Presence.objects.get().method == "qr"
    drain()
    with at(customer_a):
        view = reads.job(customer_a, job_id=job.pk)
        assert len(view.photos) == 1
        commands.confirm_job(customer_a, job_id=job.pk)
    job.refresh_from_db()
    assert (job.status, job.accepted_quantity) == (JobStatus.CONFIRMED, Decimal(5))
    fact = JournalEntry.objects.get(name="operations.JobConfirmed")
    assert fact.facts["accepted_quantity"] == "5.000"


def test_a_wrong_code_is_refused_and_nothing_begins(member_a: Actor, here: given.Site, job: Job) -> None:
    with at(member_a), pytest.raises(commands.WrongCode):
        commands.check_in(member_a, job_id=job.pk, method="pin", code="YANLIS")
    job.refresh_from_db()
    assert job.status == JobStatus.PLANNED
    assert not Presence.objects.exists()


def test_a_position_within_three_hundred_metres_counts(member_a: Actor, here: given.Site, job: Job) -> None:
    with at(member_a):
        commands.check_in(
            member_a, job_id=job.pk, method="position", latitude=given.LATITUDE + 0.002, longitude=given.LONGITUDE
        )
    assert Presence.objects.get().distance_m == 222


def test_a_position_far_away_is_refused_with_the_distance(member_a: Actor, here: given.Site, job: Job) -> None:
    with at(member_a), pytest.raises(commands.TooFar, match="1112 m"):
        commands.check_in(
            member_a, job_id=job.pk, method="position", latitude=given.LATITUDE + 0.01, longitude=given.LONGITUDE
        )
    assert not Presence.objects.exists()


def test_without_a_position_the_code_is_asked_for(member_a: Actor, here: given.Site, job: Job) -> None:
    with at(member_a), pytest.raises(commands.PositionUnknown):
        commands.check_in(member_a, job_id=job.pk, method="position")
    assert not Presence.objects.exists()


def test_tomorrow_cannot_be_begun_today(member_a: Actor, here: given.Site) -> None:
    tomorrow = Job.objects.get(backing_id=here.backing_id, day=date(2026, 3, 3))
    with at(member_a), pytest.raises(commands.NotToday):
        commands.check_in(member_a, job_id=tomorrow.pk, method="qr", code=here.code)


def test_a_job_is_not_done_without_photo_and_arrival(member_a: Actor, here: given.Site, job: Job) -> None:
    with at(member_a):
        with pytest.raises(commands.NotThere):
            commands.complete_job(member_a, job_id=job.pk, points=ALL)
        commands.check_in(member_a, job_id=job.pk, method="qr", code=here.code)
        with pytest.raises(commands.PhotoMissing):
            commands.complete_job(member_a, job_id=job.pk, points=ALL)
    job.refresh_from_db()
    assert (job.status, job.done_at) == (JobStatus.STARTED, None)


def test_open_points_and_less_than_planned_need_a_word(member_a: Actor, here: given.Site, job: Job) -> None:
    with at(member_a):
        commands.check_in(member_a, job_id=job.pk, method="qr", code=here.code)
        commands.add_photo(member_a, job_id=job.pk, data=given.photo())
        with pytest.raises(commands.PointsOpen):
            commands.complete_job(member_a, job_id=job.pk, points=["floors"])
        with pytest.raises(commands.PointsOpen):
            commands.complete_job(member_a, job_id=job.pk, points=ALL, quantity=Decimal(4))
        with pytest.raises(commands.WrongQuantity):
            commands.complete_job(member_a, job_id=job.pk, points=ALL, quantity=Decimal(6))
        commands.complete_job(member_a, job_id=job.pk, points=ALL, quantity=Decimal(4), note="Bir kişi raporlu")
    job.refresh_from_db()
    assert (job.status, job.done_quantity) == (JobStatus.DONE, Decimal(4))
    assert JobException.objects.get().kind == ExceptionKind.SHORT


def test_another_member_cannot_even_find_it(member_b: Actor, here: given.Site, job: Job) -> None:
    with at(member_b):
        for act in (
            lambda: commands.accept_job(member_b, job_id=job.pk),
            lambda: commands.check_in(member_b, job_id=job.pk, method="qr", code=here.code),
            lambda: reads.job(member_b, job_id=job.pk),
        ):
            with pytest.raises(Job.DoesNotExist):
                act()
    job.refresh_from_db()
    assert job.status == JobStatus.PLANNED


def test_another_customer_cannot_even_find_it(customer_b: Actor, here: given.Site, job: Job) -> None:
    with at(customer_b):
        with pytest.raises(Job.DoesNotExist):
            reads.job(customer_b, job_id=job.pk)
        assert commands.confirm_jobs(customer_b, job_ids=[job.pk]) == 0


def test_a_declined_job_says_why_and_can_still_be_accepted(
    desk: Actor, member_a: Actor, here: given.Site, job: Job, drain: Any
) -> None:
    with at(member_a):
        commands.decline_job(member_a, job_id=job.pk, reason="Araç arızalı")
    drain()
    assert [row.id for row in reads.troubled(desk)] == [job.pk]
    with at(member_a):
        commands.accept_job(member_a, job_id=job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.ACCEPTED
    assert JobException.objects.get().reason == "Araç arızalı"


def test_a_dispute_is_settled_at_the_desk_with_a_smaller_quantity(
    desk: Actor, customer_a: Actor, member_a: Actor, here: given.Site, job: Job
) -> None:
    _done(member_a, here, job)
    with at(customer_a):
        commands.dispute_job(customer_a, job_id=job.pk, reason="4. kat temizlenmedi")
        with pytest.raises(Forbidden):
            commands.confirm_job(customer_a, job_id=job.pk)
    with pytest.raises(commands.WrongQuantity):
        commands.confirm_job(desk, job_id=job.pk, accepted_quantity=Decimal(6))
    commands.confirm_job(desk, job_id=job.pk, accepted_quantity=Decimal("4.5"))
    job.refresh_from_db()
    assert (job.status, job.accepted_quantity, job.dispute) == (
        JobStatus.CONFIRMED,
        Decimal("4.500"),
        "4. kat temizlenmedi",
    )


def test_many_are_reported_and_confirmed_at_once(
    desk: Actor, customer_a: Actor, member_a: Actor, here: given.Site
) -> None:
    friday = desk.now + timedelta(days=4)
    ids = list(Job.objects.filter(day__lte=date(2026, 3, 9)).order_by("day").values_list("pk", flat=True))
    assert len(ids) == 6
    later = member_a.at(friday)
    with at(member_a):
        assert commands.report_jobs(later, job_ids=ids) == 5
    with at(customer_a):
        waiting = reads.unconfirmed(customer_a.at(friday), until=date(2026, 3, 5))
        assert waiting == ids[:4]
        assert commands.confirm_jobs(customer_a.at(friday), job_ids=waiting) == 4
        assert commands.confirm_jobs(customer_a.at(friday), job_ids=waiting) == 0
    assert list(Job.objects.filter(status="confirmed").values_list("accepted_quantity", flat=True)) == [5] * 4


def test_late_after_fifteen_minutes_and_missed_when_the_window_closes(desk: Actor, here: given.Site, job: Job) -> None:
    # The window opened at 08:00; it is 09:00.
    assert commands.watch_jobs(desk) == (1, 0)
    assert commands.watch_jobs(desk) == (0, 0)
    assert reads.counts(desk).late == 1
    assert commands.watch_jobs(desk.at(desk.now + timedelta(hours=8))) == (0, 0)
    assert commands.watch_jobs(desk.at(desk.now + timedelta(hours=8, minutes=1))) == (0, 1)
    job.refresh_from_db()
    assert job.status == JobStatus.MISSED
    assert JournalEntry.objects.filter(name="operations.JobMissed").count() == 1
    kinds = list(JobException.objects.filter(job=job).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["late", "missed"]


def test_the_desk_can_prove_a_missed_job_by_other_means(desk: Actor, here: given.Site, job: Job) -> None:
    commands.watch_jobs(desk.at(desk.now + timedelta(hours=9)))
    commands.record_delivery(desk, job_id=job.pk, reason="Müşteri telefonla doğruladı")
    job.refresh_from_db()
    assert (job.status, job.done_quantity) == (JobStatus.DONE, Decimal(5))
    assert Presence.objects.get().method == "desk"


def test_a_confirmed_job_stands(desk: Actor, member_a: Actor, here: given.Site, job: Job) -> None:
    _done(member_a, here, job)
    commands.confirm_job(desk, job_id=job.pk)
    with pytest.raises(IllegalMove):
        commands.dispute_job(desk, job_id=job.pk, reason="geç kaldı")
    with pytest.raises(IllegalMove):
        commands.cancel_job(desk, job_id=job.pk, reason="yanlış")
    job.refresh_from_db()
    assert job.status == JobStatus.CONFIRMED
