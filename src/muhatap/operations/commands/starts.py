"""Plan the start at every location, do its tasks, and go live through the gate."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from muhatap.backing.models import Backing, BackingRole, BackingStatus
from muhatap.contracts.models import Project, Promise
from muhatap.kernel import files
from muhatap.kernel.actors import Actor, system
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.operations.commands.planning import plan_for_starts
from muhatap.operations.events import (
    HandoverMade,
    LocationLive,
    StartMoved,
    StartOverrideAgreed,
    StartOverrideAsked,
    StartPlanned,
    StartTaskDone,
)
from muhatap.operations.models import (
    START_LIFECYCLE,
    Side,
    StartOverride,
    StartPlan,
    StartStatus,
    StartTask,
)
from muhatap.operations.permissions import OperationsPermission
from muhatap.operations.reads.gate import Reason, reasons_for, reasons_of
from muhatap.operations.rules.plans import TaskPattern, start_tasks
from muhatap.parties import commands as parties


class NothingPromised(Refusal):
    """A start needs promises."""


class GateClosed(Refusal):
    """The service cannot start: every reason is named."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__(
            _("The service cannot start yet. %(reasons)s") % {"reasons": " ".join(reason.text for reason in reasons)}
        )
        self.reasons = tuple(reasons)


class SecondPersonNeeded(Refusal):
    """Who asked for the override cannot agree to it."""


class NothingToOverride(Refusal):
    """An override needs a closed gate and somebody who asked for it."""


class NotYourTask(Refusal):
    """The task is another side's."""


class TaskDone(Refusal):
    """The task is done already."""


class AlreadyStarted(Refusal):
    """The service has started; its day stands."""


def _locked(actor: Actor, plan_id: int) -> StartPlan:
    plan: StartPlan = (
        StartPlan.objects.visible_to(actor)
        .select_related("location__district", "contract__agreement")
        .select_for_update(of=("self",))
        .get(pk=plan_id)
    )
    return plan


@command(OperationsPermission.START)
def make_start_plans(actor: Actor, *, project_id: int) -> list[int]:
    """Make the plan of the start for every location of a project's promises; those that exist stay as they are.

    Returns the ids of all plans, by day of start. Raises: NothingPromised.
    """
    project: Project = Project.objects.visible_to(actor).select_for_update().get(pk=project_id)
    promises = list(Promise.objects.filter(contract_id=project.contract_id).select_related("service"))
    if not promises:
        raise NothingPromised(_("The contract promises nothing yet. Write its promises first."))
    by_location: dict[int, list[Promise]] = defaultdict(list)
    for promise in promises:
        by_location[promise.location_id].append(promise)
    plans = {plan.location_id: plan for plan in StartPlan.objects.filter(contract_id=project.contract_id)}
    for location_id, here in by_location.items():
        if location_id not in plans:
            plans[location_id] = _plan(actor, project, location_id, here)
    ordered = sorted(plans.values(), key=lambda plan: (plan.go_live_on, plan.pk))
    assign_members(actor, plan_ids=[plan.pk for plan in ordered])
    return [plan.pk for plan in ordered]


def _plan(actor: Actor, project: Project, location_id: int, promises: Sequence[Promise]) -> StartPlan:
    go_live_on = min(promise.period.lower for promise in promises)
    plan = StartPlan(
        project=project,
        contract_id=project.contract_id,
        customer_id=project.customer_id,
        location_id=location_id,
        go_live_on=go_live_on,
    )
    plan.save(force_insert=True)
    categories = {promise.service.category_id for promise in promises}
    StartTask.objects.bulk_create(
        [_task(plan, pattern, position) for position, pattern in enumerate(start_tasks(categories), start=1)]
    )
    announce(
        StartPlanned(plan_id=plan.pk, contract_id=plan.contract_id, location_id=location_id, go_live_on=go_live_on),
        by=actor,
    )
    return plan


def _task(plan: StartPlan, pattern: TaskPattern, position: int) -> StartTask:
    return StartTask(
        plan=plan,
        customer_id=plan.customer_id,
        key=pattern.key,
        title_tr=pattern.title_tr,
        title_en=pattern.title_en,
        side=Side(pattern.side),
        required=pattern.required,
        due_on=pattern.due_on(plan.go_live_on),
        position=position,
    )


@command(OperationsPermission.START)
def assign_members(actor: Actor, *, plan_ids: Sequence[int]) -> int:
    """Give the members' tasks of starts to the members that back their promises; returns how many tasks were given."""
    plans = {(plan.contract_id, plan.location_id): plan for plan in StartPlan.objects.filter(pk__in=plan_ids)}
    members: dict[int, list[int]] = defaultdict(list)
    backings = (
        Backing.objects.filter(
            role=BackingRole.PRIMARY,
            promise__contract__in={contract for contract, _location in plans},
            location__in={location for _contract, location in plans},
        )
        .exclude(status__in=[BackingStatus.CANCELLED, BackingStatus.ENDED])
        .values_list("promise__contract_id", "location_id", "member_id")
        .order_by("position", "pk")
    )
    for contract_id, location_id, member_id in backings:
        plan = plans.get((contract_id, location_id))
        if plan is not None and member_id not in members[plan.pk]:
            members[plan.pk].append(member_id)
    given = sum(_give(plan, members[plan.pk]) for plan in plans.values())
    _show_places(actor, [(member, plan.location_id) for plan in plans.values() for member in members[plan.pk]])
    return given


def _give(plan: StartPlan, members: Sequence[int]) -> int:
    """Every member's task exists once per member; a task nobody had goes to the first."""
    if not members:
        return 0
    tasks = list(plan.tasks.filter(side=Side.MEMBER))
    held: dict[str, set[int | None]] = defaultdict(set)
    for task in tasks:
        held[task.key].add(task.member_id)
    given: list[StartTask] = []
    for task in [one for one in tasks if one.member_id is None]:
        missing = [member for member in members if member not in held[task.key]]
        if missing:
            task.member_id = missing[0]
            held[task.key].add(missing[0])
            given.append(task)
    StartTask.objects.bulk_update(given, ["member"])
    extra = [
        StartTask(
            plan=plan,
            customer_id=plan.customer_id,
            member_id=member,
            key=task.key,
            title_tr=task.title_tr,
            title_en=task.title_en,
            side=Side.MEMBER,
            required=task.required,
            due_on=task.due_on,
            position=task.position,
        )
        for task in {one.key: one for one in tasks}.values()
        for member in members
        if member not in held[task.key]
    ]
    StartTask.objects.bulk_create(extra)
    return len(given) + len(extra)


def _show_places(actor: Actor, prepared: Sequence[tuple[int, int]]) -> None:
    """Who prepares a place knows it: (member, location)."""
    house = dataclasses.replace(system(actor.now, name=actor.name), user_id=actor.user_id)
    places: dict[int, list[int]] = defaultdict(list)
    for member, location_id in prepared:
        places[member].append(location_id)
    for member, location_ids in places.items():
        parties.disclose_locations(house, viewer_id=member, location_ids=location_ids, reason="start plan")


@command(OperationsPermission.START)
def move_start(actor: Actor, *, plan_id: int, go_live_on: date) -> None:
    """Agree on another day for a start; open tasks move along. Raises: AlreadyStarted, InvalidInput."""
    plan = _locked(actor, plan_id)
    if plan.status != StartStatus.PREPARING:
        raise AlreadyStarted(_("The service has started here; the day of the start stands."))
    if go_live_on < actor.today:
        raise InvalidInput(_("The day of the start has passed. Choose today or a later day."), field="go_live_on")
    shift = go_live_on - plan.go_live_on
    plan.go_live_on = go_live_on
    plan.save(update_fields=["go_live_on"])
    open_tasks = list(plan.tasks.filter(done_at__isnull=True))
    for task in open_tasks:
        task.due_on += shift
    StartTask.objects.bulk_update(open_tasks, ["due_on"])
    announce(StartMoved(plan_id=plan.pk, go_live_on=go_live_on), by=actor)


@command(OperationsPermission.DO_TASK)
def do_start_task(actor: Actor, *, task_id: int, plan_id: int | None = None, note: str = "") -> None:
    """Say that a task before a start (of this plan, where one is named) is done. Raises: NotYourTask, TaskDone."""
    tasks = StartTask.objects.visible_to(actor).select_for_update()
    task: StartTask = (tasks if plan_id is None else tasks.filter(plan_id=plan_id)).get(pk=task_id)
    if not actor.at_desk and task.side != actor.audience.value:
        raise NotYourTask(_("This task is not yours; it waits for somebody else."))
    if task.done_at is not None:
        raise TaskDone(_("This task is done already. Reload the page to see by whom."))
    task.done_at = actor.now
    task.done_by_id = actor.user_id
    task.note = note.strip()[:500]
    task.save(update_fields=["done_at", "done_by", "note"])
    announce(StartTaskDone(task_id=task.pk, plan_id=task.plan_id), by=actor)


@command(OperationsPermission.DO_TASK)
def do_start_tasks(actor: Actor, *, plan_id: int, note: str = "") -> int:
    """Say that every open task of the actor's side is done (at the desk: of all sides); returns how many."""
    tasks = StartTask.objects.visible_to(actor).select_for_update().filter(plan_id=plan_id, done_at__isnull=True)
    if not actor.at_desk:
        tasks = tasks.filter(side=actor.audience.value)
    ids = list(tasks.order_by("pk").values_list("pk", flat=True))
    StartTask.objects.filter(pk__in=ids).update(done_at=actor.now, done_by_id=actor.user_id, note=note.strip()[:500])
    if ids:
        announce(StartTaskDone(task_id=ids[-1], plan_id=plan_id), by=actor)
    return len(ids)


@command(OperationsPermission.START)
def look_at_gates(actor: Actor, *, plan_ids: Sequence[int]) -> None:
    """Keep what gates say now, without names, where the customer sees what a start still waits for."""
    rows = StartPlan.objects.visible_to(actor).select_related("location__district", "contract__agreement")
    plans = list(rows.select_for_update(of=("self",)).filter(pk__in=plan_ids).order_by("pk"))
    done: dict[int, list[bool]] = defaultdict(list)
    for plan_id, done_at in StartTask.objects.filter(plan__in=plans).values_list("plan_id", "done_at"):
        done[plan_id].append(done_at is not None)
    reasons = reasons_for(actor, plans)
    for plan in plans:
        plan.blockers = {
            "kinds": dict(sorted(Counter(reason.kind for reason in reasons[plan.pk]).items())),
            "tasks": len(done[plan.pk]),
            "done": sum(done[plan.pk]),
        }
        plan.checked_at = actor.now
    StartPlan.objects.bulk_update(plans, ["blockers", "checked_at"], batch_size=500)


@command(OperationsPermission.START)
def ask_override(actor: Actor, *, plan_id: int, reason: str) -> None:
    """Ask for a start in spite of the closed gate. Raises: InvalidInput, NothingToOverride, AlreadyStarted."""
    plan = _locked(actor, plan_id)
    if plan.status != StartStatus.PREPARING:
        raise AlreadyStarted(_("The service has started here; the day of the start stands."))
    if not reason.strip():
        raise InvalidInput(_("Write why the service must start in spite of the gate."), field="reason")
    if not [found for found in reasons_of(actor, plan) if found.kind != "date"]:
        raise NothingToOverride(_("Nothing but the day keeps the gate closed; there is nothing to override."))
    StartOverride.objects.update_or_create(
        plan=plan,
        defaults={
            "reason": reason.strip()[:500],
            "asked_by_id": actor.user_id,
            "asked_at": actor.now,
            "agreed_by": None,
            "agreed_at": None,
        },
    )
    announce(StartOverrideAsked(plan_id=plan.pk, reason=reason.strip()[:500]), by=actor)


@command(OperationsPermission.OVERRIDE)
def agree_override(actor: Actor, *, plan_id: int) -> None:
    """Agree, as a second person, to a start in spite of the gate. Raises: SecondPersonNeeded, NothingToOverride."""
    plan = _locked(actor, plan_id)
    override = StartOverride.objects.filter(plan=plan).first()
    if override is None or plan.status != StartStatus.PREPARING:
        raise NothingToOverride(_("Nobody has asked for a start in spite of the gate here."))
    if override.asked_by_id == actor.user_id:
        raise SecondPersonNeeded(_("You asked for this yourself; a second person has to agree."))
    override.agreed_by_id = actor.user_id
    override.agreed_at = actor.now
    override.save(update_fields=["agreed_by", "agreed_at"])
    announce(StartOverrideAgreed(plan_id=plan.pk), by=actor)


@command(OperationsPermission.START)
def go_live(actor: Actor, *, plan_id: int) -> None:
    """Start the service at a location on the agreed day and plan its jobs.

    Raises: GateClosed naming every reason, unless a second person agreed to an override (never before the day).
    """
    plan = _locked(actor, plan_id)
    to = START_LIFECYCLE.move(plan.status, StartStatus.LIVE)
    reasons = reasons_of(actor, plan)
    override = StartOverride.objects.filter(plan=plan, agreed_at__isnull=False).first()
    standing = [reason for reason in reasons if reason.kind == "date"] if override else reasons
    if standing:
        raise GateClosed(standing)
    plan.status = to
    plan.live_at = actor.now
    plan.blockers = {}
    plan.save(update_fields=["status", "live_at", "blockers"])
    announce(
        LocationLive(
            plan_id=plan.pk,
            contract_id=plan.contract_id,
            location_id=plan.location_id,
            customer_id=plan.customer_id,
            day=actor.today,
            overridden=override is not None and bool(reasons),
        ),
        by=actor,
    )
    plan_for_starts(actor, plan_ids=[plan.pk])


@command(OperationsPermission.START)
def cancel_start(actor: Actor, *, plan_id: int) -> None:
    """Give a start up before it happened. Raises: IllegalMove."""
    plan = _locked(actor, plan_id)
    plan.status = START_LIFECYCLE.move(plan.status, StartStatus.CANCELLED)
    plan.save(update_fields=["status"])


@command(OperationsPermission.START)
def attach_protocol(actor: Actor, *, plan_id: int, pdf: bytes, name: str) -> None:
    """Keep the hand-over protocol with a start and open it to the customer and to a member that starts alone."""
    plan = _locked(actor, plan_id)
    file = files.store_output(actor, pdf, name=name, media_type="application/pdf", permission=OperationsPermission.SEE)
    plan.protocol = file
    plan.save(update_fields=["protocol"])
    found = plan.tasks.filter(member__isnull=False).values_list("member_id", flat=True).distinct()
    members = [member for member in found if member is not None]
    # Where several members start together, none of them learns of the others from this paper.
    readers = [plan.customer_id, *(members if len(members) == 1 else [])]
    files.open_to(file, *readers, permission=OperationsPermission.SEE)
    announce(HandoverMade(plan_id=plan.pk), by=actor)
