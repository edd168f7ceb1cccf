"""A service starts on its day, through a gate that names every reason why not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from muhatap.backing.models import Backing
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import IllegalMove
from muhatap.kernel.periods import Period
from muhatap.kernel.wall import standing_at
from muhatap.operations import commands, reads
from muhatap.operations.models import Job, StartPlan, StartStatus, StartTask
from muhatap.parties.models import Disclosure
from tests.given import operations as given


def test_every_location_gets_its_plan_once(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    here = given.site(customer_a, member_a, starts=date(2026, 4, 1))
    first = commands.make_start_plans(desk, project_id=here.project_id)
    assert commands.make_start_plans(desk, project_id=here.project_id) == first
    plan = StartPlan.objects.get()
    assert (plan.location_id, plan.go_live_on) == (here.location_id, date(2026, 4, 1))
    # Eleven tasks of every start, the hand-over, and the safety data sheets of cleaning.
    assert StartTask.objects.count() == 13
    crew = StartTask.objects.get(key="crew")
    assert (crew.member_id, crew.due_on) == (here.member_id, date(2026, 3, 22))
    assert Disclosure.objects.filter(viewer_id=here.member_id, location_id=here.location_id).exists()


def test_a_project_without_promises_has_nothing_to_start(desk: Actor, customer_a: Actor) -> None:
    project = given.open_project(customer_a, given.contract(customer_a))
    with pytest.raises(commands.NothingPromised):
        commands.make_start_plans(desk, project_id=project.pk)
    assert not StartPlan.objects.exists()


def test_a_ready_location_goes_live_on_its_day_and_its_jobs_are_planned(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    here = given.site(customer_a, member_a)
    plan_id = given.live(desk, here)
    plan = StartPlan.objects.get(pk=plan_id)
    assert (plan.status, plan.live_at) == (StartStatus.LIVE, desk.now)
    assert Job.objects.filter(location_id=here.location_id).count() == 42


def test_it_refuses_and_says_every_reason(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    here = given.site(customer_a, member_a, starts=date(2026, 3, 10), service="pest_control_general", signed=False)
    plan_id = given.start_plan(desk, here)
    with pytest.raises(commands.GateClosed) as refused:
        commands.go_live(desk, plan_id=plan_id)
    kinds = [reason.kind for reason in refused.value.reasons]
    assert kinds.count("date") == 1
    assert kinds.count("agreement") == 1
    assert kinds.count("backing") == 1
    assert kinds.count("task") == StartTask.objects.filter(required=True).count()
    assert kinds.count("document") == 2
    assert "10.03.2026" in refused.value.message
    assert "PS-2026-0001" in refused.value.message
    assert StartPlan.objects.get().status == StartStatus.PREPARING
    assert not Job.objects.exists()


def test_it_refuses_before_the_agreed_day_even_when_all_is_ready(
    desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    here = given.site(customer_a, member_a, starts=date(2026, 3, 10))
    with pytest.raises(commands.GateClosed) as refused:
        given.live(desk, here)
    assert [reason.kind for reason in refused.value.reasons] == ["date"]
    assert StartPlan.objects.get().status == StartStatus.PREPARING
    commands.go_live(desk.at(desk.now + timedelta(days=8)), plan_id=StartPlan.objects.get().pk)
    assert StartPlan.objects.get().status == StartStatus.LIVE


def test_a_hole_in_the_first_thirty_days_keeps_the_gate_closed(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    here = given.site(customer_a, member_a)
    given.documents(here)
    plan_id = given.start_plan(desk, here)
    Backing.objects.filter(pk=here.backing_id).update(period=Period(given.STARTS, date(2026, 3, 22)).range())
    StartTask.objects.update(done_at=desk.now)
    reasons = reads.gate(desk, plan_id=plan_id).reasons
    assert [reason.kind for reason in reasons] == ["backing"]
    assert "10" in reasons[0].text
    assert "30" in reasons[0].text


def test_a_second_person_may_open_the_gate_but_never_before_the_day(
    desk: Actor, second_desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    here = given.site(customer_a, member_a)
    plan_id = given.start_plan(desk, here)
    commands.ask_override(desk, plan_id=plan_id, reason="Açılış töreni var")
    with pytest.raises(commands.GateClosed):
        commands.go_live(desk, plan_id=plan_id)
    with pytest.raises(commands.SecondPersonNeeded):
        commands.agree_override(desk, plan_id=plan_id)
    commands.agree_override(second_desk, plan_id=plan_id)
    commands.go_live(desk, plan_id=plan_id)
    assert StartPlan.objects.get().status == StartStatus.LIVE


def test_nothing_to_override_when_only_the_day_is_missing(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    here = given.site(customer_a, member_a, starts=date(2026, 3, 10))
    given.documents(here)
    plan_id = given.start_plan(desk, here)
    StartTask.objects.update(done_at=desk.now)
    with pytest.raises(commands.NothingToOverride):
        commands.ask_override(desk, plan_id=plan_id, reason="acele")


def test_a_live_location_cannot_start_again_or_move(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    here = given.site(customer_a, member_a)
    plan_id = given.live(desk, here)
    with pytest.raises(IllegalMove):
        commands.go_live(desk, plan_id=plan_id)
    with pytest.raises(commands.AlreadyStarted):
        commands.move_start(desk, plan_id=plan_id, go_live_on=date(2026, 5, 1))
    assert StartPlan.objects.get().go_live_on == given.STARTS


def test_moving_a_start_moves_its_open_tasks(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    here = given.site(customer_a, member_a, starts=date(2026, 4, 1))
    plan_id = given.start_plan(desk, here)
    crew = StartTask.objects.get(key="crew")
    commands.do_start_task(desk, task_id=crew.pk)
    commands.move_start(desk, plan_id=plan_id, go_live_on=date(2026, 4, 8))
    assert StartTask.objects.get(key="crew").due_on == date(2026, 3, 22)
    assert StartTask.objects.get(key="sgk").due_on == date(2026, 4, 5)
    assert StartPlan.objects.get().go_live_on == date(2026, 4, 8)


def test_each_side_does_its_own_tasks(desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor) -> None:
    here = given.site(customer_a, member_a, starts=date(2026, 4, 1))
    given.start_plan(desk, here)
    crew, access, kickoff, sgk = (StartTask.objects.get(key=key) for key in ("crew", "access", "kickoff", "sgk"))
    with standing_at(member_a.audience, party_id=member_a.party_id, user_id=member_a.user_id):
        commands.do_start_task(member_a, task_id=crew.pk, note="Ekip 3")
    with standing_at(customer_a.audience, party_id=customer_a.party_id, user_id=customer_a.user_id):
        commands.do_start_task(customer_a, task_id=access.pk)
        with pytest.raises(commands.NotYourTask):
            commands.do_start_task(customer_a, task_id=kickoff.pk)
    with (
        standing_at(member_b.audience, party_id=member_b.party_id, user_id=member_b.user_id),
        pytest.raises(StartTask.DoesNotExist),
    ):
        commands.do_start_task(member_b, task_id=sgk.pk)
    crew.refresh_from_db()
    assert (crew.done_by_id, crew.note) == (member_a.user_id, "Ekip 3")
    assert StartTask.objects.get(key="kickoff").done_at is None
    assert StartTask.objects.get(key="sgk").done_at is None


def test_the_customer_sees_what_a_start_waits_for_without_names(
    desk: Actor, customer_a: Actor, customer_b: Actor, member_a: Actor
) -> None:
    here = given.site(customer_a, member_a, starts=date(2026, 4, 1), service="pest_control_general")
    plan_id = given.start_plan(desk, here)
    with standing_at(customer_a.audience, party_id=customer_a.party_id, user_id=customer_a.user_id):
        view = reads.start_plan(customer_a, plan_id=plan_id)
    assert set(view.row.blockers) == {"backing", "date", "document", "task"}
    assert view.row.days_left == 30
    assert "Pırıltı" not in repr(view)
    with (
        standing_at(customer_b.audience, party_id=customer_b.party_id, user_id=customer_b.user_id),
        pytest.raises(StartPlan.DoesNotExist),
    ):
        reads.start_plan(customer_b, plan_id=plan_id)
