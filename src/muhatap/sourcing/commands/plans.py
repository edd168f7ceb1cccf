"""The best plan of a round: ask for it, compute it, choose its members."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from muhatap.kernel import jobs
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import InvalidInput, Refusal
from muhatap.kernel.events import announce
from muhatap.sourcing import sets
from muhatap.sourcing.commands.contradictions import refusal_of
from muhatap.sourcing.commands.rounds import open_or_refuse
from muhatap.sourcing.events import PlanAsked, PlanGivenUp, PlanReady
from muhatap.sourcing.models import (
    PLAN_LIFECYCLE,
    LineStatus,
    Plan,
    PlanLine,
    PlanStatus,
    Round,
    RoundLine,
    RoundStatus,
)
from muhatap.sourcing.permissions import SourcingPermission
from muhatap.sourcing.rules.planning.checking import contradiction
from muhatap.sourcing.rules.planning.inputs import Conditions, Inputs, sha256_of
from muhatap.sourcing.rules.planning.making import SEED, Made, make
from muhatap.sourcing.rules.planning.telling import Told

COMPUTE = "sourcing.plan"
RUNNING = (PlanStatus.ASKED, PlanStatus.COMPUTING)


class NothingToPlan(Refusal):
    """Every line of the round is decided."""


@command(SourcingPermission.OPEN)
def ask_for_plan(actor: Actor, *, round_id: int, conditions: Conditions | None = None) -> Plan:
    """Ask for the best plan of an open round; the worker computes it.

    Without conditions it is planned for what is left of the contract's term. The same question asked twice while it is being computed is one plan.

    Raises: InvalidInput, NothingToPlan, RoundIsOver.
    """
    opened = open_or_refuse(actor, round_id)
    asked = conditions or Conditions(months=sets.months_left(opened, actor.today))
    lines = _planned_lines(opened, asked)
    _check(asked)
    inputs = sets.planned(lines, asked, actor.today)
    if (found := contradiction(inputs)) is not None:
        raise refusal_of(found)
    data = inputs.data()
    sha256 = sha256_of(data)
    running = Plan.objects.filter(round=opened, status__in=RUNNING, inputs_sha256=sha256).first()
    if running is not None:
        return running
    last = Plan.objects.filter(round=opened).aggregate(last=Max("number"))["last"]
    plan = Plan(
        round=opened,
        number=(last or 0) + 1,
        inputs=data,
        inputs_sha256=sha256,
        ranked_at=opened.ranked_at,
        asked_by_id=actor.user_id,
        asked_at=actor.now,
        seed=SEED,
    )
    plan.save(force_insert=True)
    jobs.put(COMPUTE, {"plan_id": plan.pk, "at": actor.now.isoformat()}, dedupe=f"plan:{plan.pk}")
    announce(PlanAsked(round_plan_id=plan.pk, round_id=opened.pk), by=actor)
    return plan


def _planned_lines(opened: Round, asked: Conditions) -> list[RoundLine]:
    states = [LineStatus.OPEN, LineStatus.NOBODY, *([LineStatus.AWARDED] if asked.again else [])]
    lines = list(
        RoundLine.objects.filter(round=opened, status__in=states)
        .select_related("promise__location__district")
        .order_by("position", "pk")
    )
    if not lines:
        raise NothingToPlan(
            _("Every promise of round %(number)s has its member. Plan again from a member that drops out.")
            % {"number": opened.number}
        )
    return lines


def _check(asked: Conditions) -> None:
    """Figures that cannot be right."""
    if not 1 <= asked.months <= sets.MOST_MONTHS:
        raise InvalidInput(
            _("Plan for one month at least and %(most)d at most.") % {"most": sets.MOST_MONTHS}, field="months"
        )
    if asked.share is not None and not 0 < asked.share <= Decimal(100):
        raise InvalidInput(_("A share is more than 0 % and at most 100 %."), field="share")
    for name in ("engagement", "switching", "penalty"):
        if getattr(asked, name) < 0:
            raise InvalidInput(_("An amount cannot be below zero."), field=name)


@command(SourcingPermission.OPEN)
def vary_plan(
    actor: Actor,
    *,
    plan_id: int,
    hold: tuple[int, int] | None = None,
    free_line: int | None = None,
    without: int | None = None,
    readmit: int | None = None,
    penalty: int | None = None,
) -> Plan:
    """Ask again under the conditions of a plan with one thing changed: what if?

    `hold` keeps a line with a member, `free_line` lets it go; `without` leaves a member out, `readmit` takes it back;
    `penalty` counts for each changed line. Raises: InvalidInput, NothingToPlan, RoundIsOver.
    """
    plan = Plan.objects.visible_to(actor).get(pk=plan_id)
    asked = Conditions.read(plan.inputs["conditions"])
    if hold is not None:
        asked = asked.locked(*hold)
    if without is not None:
        asked = asked.without(without)
    if free_line is not None:
        asked = replace(asked, locks=tuple(lock for lock in asked.locks if lock[0] != free_line))
    if readmit is not None:
        asked = replace(asked, excluded=tuple(one for one in asked.excluded if one != readmit))
    if penalty is not None:
        asked = replace(asked, penalty=penalty)
    return ask_for_plan(actor, round_id=plan.round_id, conditions=asked)


@command(SourcingPermission.OPEN)
def begin_plan(actor: Actor, *, plan_id: int) -> Inputs | None:
    """Say that a plan is being computed and hand out its inputs; none where nothing is to be computed any more.

    A plan whose computing was cut short is begun again.
    """
    plan: Plan = Plan.objects.visible_to(actor).select_for_update().get(pk=plan_id)
    if plan.status not in RUNNING:
        return None
    if plan.status == PlanStatus.ASKED:
        plan.status = PLAN_LIFECYCLE.move(plan.status, PlanStatus.COMPUTING)
        plan.save(update_fields=["status"])
    if Round.objects.get(pk=plan.round_id).status != RoundStatus.OPEN:
        plan.status = PLAN_LIFECYCLE.move(plan.status, PlanStatus.FAILED)
        plan.save(update_fields=["status"])
        announce(PlanGivenUp(round_plan_id=plan.pk, round_id=plan.round_id), by=actor)
        return None
    return Inputs.read(plan.inputs)


def compute_plan(actor: Actor, *, plan_id: int, seconds: float | None = None) -> None:
    """Compute a plan: begin it, let the solvers work outside of any transaction, and keep what they found."""
    inputs = begin_plan(actor, plan_id=plan_id)
    if inputs is not None:
        finish_plan(actor, plan_id=plan_id, made=make(inputs, seconds=seconds))


@command(SourcingPermission.OPEN)
def finish_plan(actor: Actor, *, plan_id: int, made: Made) -> Plan:
    """Keep a computed plan with its proof; a plan that is ready already stays as it is."""
    plan: Plan = Plan.objects.visible_to(actor).select_for_update().get(pk=plan_id)
    if plan.status != PlanStatus.COMPUTING:
        return plan
    plan.status = PLAN_LIFECYCLE.move(plan.status, PlanStatus.READY)
    plan.ready_at = actor.now + timedelta(seconds=made.seconds)
    plan.solver, plan.word, plan.faults = made.solver, made.word, made.faults
    plan.seconds = Decimal(f"{made.seconds:.2f}")
    plan.monthly_cost, plan.cost, plan.objective, plan.bound = made.monthly, made.cost, made.objective, made.bound
    plan.hand_cost, plan.hand_open = made.hand_cost, made.hand_open
    plan.blocking = [block.data() for block in made.blocks]
    plan.curve = [point.data() for point in made.curve]
    plan.save()
    PlanLine.objects.bulk_create(_line(plan, told) for told in made.lines)
    open_lines = sum(told.member_id is None for told in made.lines)
    announce(PlanReady(round_plan_id=plan.pk, round_id=plan.round_id, open_lines=open_lines), by=actor)
    return plan


def _line(plan: Plan, told: Told) -> PlanLine:
    best: Any = told.next_best
    return PlanLine(
        plan=plan,
        line_id=told.line_id,
        member_id=told.member_id,
        monthly_cost=told.monthly,
        cost=told.cost,
        next_member_id=best.member_id if best else None,
        next_extra=best.extra if best else None,
        why=told.why.value,
        changed=told.changed,
        alternatives=[one.data() for one in told.alternatives],
    )
