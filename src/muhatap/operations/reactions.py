"""What the operation does when an earlier step, or a portal, announces something."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import close_old_connections
from django.db.models import Exists, OuterRef
from procrastinate.contrib.django import app

from muhatap.backing.events import BackingEnded, BackingInForce, GapClosed, GapOpened
from muhatap.backing.models import Backing
from muhatap.contracts.events import ContractActivated, ContractSigned
from muhatap.contracts.models import Project, Promise
from muhatap.kernel import clock
from muhatap.kernel.actors import Actor, system
from muhatap.kernel.commands import at_the_end
from muhatap.kernel.events import reacts_to
from muhatap.kernel.tasks import AGAIN, nightly
from muhatap.operations import commands
from muhatap.operations.events import JobDone, StartMoved, StartOverrideAgreed, StartPlanned, StartTaskDone
from muhatap.operations.models import StartPlan, StartStatus


def _look_in_the_end(house: Actor, plan_id: int) -> None:
    """Look at a gate once, when everything that one command changes has happened."""
    at_the_end("gates", plan_id, lambda plan_ids: commands.look_at_gates(house, plan_ids=plan_ids))


@reacts_to(ContractSigned)
def plan_starts(house: Actor, fact: ContractSigned) -> None:
    """A signed contract is prepared at every location it promises something at."""
    project = Project.objects.filter(contract_id=fact.contract_id).first()
    if project is not None and Promise.objects.filter(contract_id=fact.contract_id).exists():
        commands.make_start_plans(house, project_id=project.pk)


@reacts_to(BackingInForce)
def give_tasks(house: Actor, fact: BackingInForce) -> None:
    """Who owes the delivery owes its part of the preparation; at a live place its jobs are planned."""
    at_the_end("starts of backings", fact.backing_id, lambda backing_ids: _give_all(house, backing_ids))


def _give_all(house: Actor, backing_ids: list[int]) -> None:
    """Look once at the starts of all backings that one command brought into force."""
    backings = Backing.objects.filter(pk__in=backing_ids).order_by("pk")
    places = dict.fromkeys(backings.values_list("promise__contract_id", "location_id"))
    plans = StartPlan.objects.filter(
        contract__in={contract for contract, _ in places}, location__in={location for _, location in places}
    )
    of_place = {(plan.contract_id, plan.location_id): plan for plan in plans}
    found = [of_place[place] for place in places if place in of_place]
    preparing = [plan.pk for plan in found if plan.status == StartStatus.PREPARING]
    live = [plan.pk for plan in found if plan.status == StartStatus.LIVE]
    if preparing:
        commands.assign_members(house, plan_ids=preparing)
    for plan_id in preparing:
        _look_in_the_end(house, plan_id)
    if live:
        commands.plan_for_starts(house, plan_ids=live)


@reacts_to(BackingEnded)
def drop_jobs(house: Actor, fact: BackingEnded) -> None:
    """What nobody owes any more is not waited for."""
    commands.cancel_after(house, backing_id=fact.backing_id, until=fact.until)


def _look(house: Actor, promise_id: int) -> None:
    at_the_end("gates of promises", promise_id, lambda promise_ids: _look_at_all(house, promise_ids))


def _look_at_all(house: Actor, promise_ids: list[int]) -> None:
    preparing = StartPlan.objects.filter(status=StartStatus.PREPARING)
    places = Promise.objects.filter(pk__in=promise_ids, contract=OuterRef("contract"), location=OuterRef("location"))
    for plan_id in preparing.filter(Exists(places)).order_by("pk").values_list("pk", flat=True):
        _look_in_the_end(house, plan_id)


@reacts_to(GapOpened)
def see_gap(house: Actor, fact: GapOpened) -> None:
    """A gap behind a promise may close a gate."""
    if fact.promise_id is not None:
        _look(house, fact.promise_id)


@reacts_to(GapClosed)
def see_gap_gone(house: Actor, fact: GapClosed) -> None:
    """A gap that is gone may open a gate."""
    if fact.promise_id is not None:
        _look(house, fact.promise_id)


@reacts_to(ContractActivated)
def see_contract(house: Actor, fact: ContractActivated) -> None:
    """A contract in force may open gates."""
    waiting = StartPlan.objects.filter(contract_id=fact.contract_id, status=StartStatus.PREPARING)
    for plan_id in waiting.values_list("pk", flat=True):
        _look_in_the_end(house, plan_id)


@reacts_to(StartPlanned)
def see_new_start(house: Actor, fact: StartPlanned) -> None:
    """The customer sees from the first day what a start waits for."""
    _look_in_the_end(house, fact.plan_id)


@reacts_to(StartMoved)
def see_moved_start(house: Actor, fact: StartMoved) -> None:
    """Another day, another gate."""
    _look_in_the_end(house, fact.plan_id)


@reacts_to(StartTaskDone)
def see_task(house: Actor, fact: StartTaskDone) -> None:
    """A task that is done keeps the gate closed no longer."""
    _look_in_the_end(house, fact.plan_id)


@reacts_to(StartOverrideAgreed)
def see_override(house: Actor, fact: StartOverrideAgreed) -> None:
    """What was overridden is looked at again."""
    _look_in_the_end(house, fact.plan_id)


@reacts_to(JobDone)
def show_evidence(house: Actor, fact: JobDone) -> None:
    """The customer may look at the photos of what was done."""
    commands.show_evidence(house, job_id=fact.job_id)


@nightly
def plan_ahead(house: Actor) -> None:
    """Every night the day that came into sight is planned, and what nobody did yesterday is noted."""
    commands.plan_jobs(house)
    commands.watch_jobs(house)


@app.periodic(cron="*/5 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="watch_jobs", queueing_lock="watch_jobs", retry=AGAIN)  # type: ignore[untyped-decorator]
def watch_jobs(timestamp: int) -> None:
    """Every five minutes somebody who is late, or did not come, is noticed."""
    if clock.stopped():
        return
    close_old_connections()
    try:
        commands.watch_jobs(system(clock.moved(datetime.fromtimestamp(timestamp, UTC))))
    finally:
        close_old_connections()
