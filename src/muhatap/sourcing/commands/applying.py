"""Choose the members of a plan: all of them or none."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import Refusal
from muhatap.kernel.events import announce
from muhatap.network.commands import NoCapacity
from muhatap.sourcing.commands.rounds import DoesNotFit, award, open_or_refuse, withdraw_award
from muhatap.sourcing.events import PlanApplied
from muhatap.sourcing.models import Award, Candidate, LineStatus, Plan, PlanLine, PlanStatus, Round
from muhatap.sourcing.permissions import SourcingPermission
from muhatap.sourcing.why import why_words


class PlanNotReady(Refusal):
    """The plan is still being computed, or was given up."""


class PlanIsStale(Refusal):
    """The round has moved on since the plan was asked for."""


class PlanIsApplied(Refusal):
    """The members of the plan are chosen already."""


class CapacityGone(Refusal):
    """What the plan counts on was given to somebody else meanwhile."""


class NothingInPlan(Refusal):
    """The plan has a member for no line."""


@command(SourcingPermission.AWARD)
def apply_plan(actor: Actor, *, plan_id: int) -> Plan:
    """Choose every member of a plan and take its capacity; all or nothing, with the reasons written.

    Raises: PlanNotReady, PlanIsStale, PlanIsApplied, CapacityGone, NothingInPlan, RoundIsOver.
    """
    opened = open_or_refuse(actor, Plan.objects.visible_to(actor).get(pk=plan_id).round_id)
    plan: Plan = Plan.objects.select_for_update(of=("self",)).select_related("applied_by").get(pk=plan_id)
    _applicable(plan, opened)
    rows = list(
        PlanLine.objects.filter(plan=plan, member__isnull=False)
        .select_related("line__promise__location", "line__promise__service")
        .order_by("line__position")
    )
    if not rows:
        raise NothingInPlan(_("This plan has a member for no line. Invite companies, or change its conditions."))
    moving = _to_choose(plan, rows)
    for line_id in [*_left_behind(plan), *(row.line_id for row in moving if row.line.status == LineStatus.AWARDED)]:
        withdraw_award(actor, line_id=line_id)
    _choose(actor, plan, moving)
    plan.applied_by_id, plan.applied_at = actor.user_id, actor.now
    plan.save(update_fields=["applied_by", "applied_at"])
    announce(PlanApplied(round_plan_id=plan.pk, round_id=opened.pk, chosen=len(moving)), by=actor)
    return plan


def _applicable(plan: Plan, opened: Round) -> None:
    if plan.applied_at is not None:
        who: Any = plan.applied_by
        raise PlanIsApplied(
            _("%(name)s has chosen the members of this plan already. Open the round to see who delivers what.")
            % {"name": who.name if who is not None else "Muhatap"}
        )
    if plan.status != PlanStatus.READY:
        raise PlanNotReady(_("This plan is not ready. Wait until it is computed, or ask for another."))
    if plan.ranked_at != opened.ranked_at:
        raise PlanIsStale(
            _(
                "Members were judged again since plan %(number)d was asked for. Ask for the plan again; it takes a moment."
            )
            % {"number": plan.number}
        )


def _to_choose(plan: Plan, rows: list[Any]) -> list[Any]:
    """The lines that get a member now; raises PlanIsStale where one was decided otherwise meanwhile."""
    now = dict(Award.objects.filter(line__in=[row.line_id for row in rows]).values_list("line_id", "member_id"))
    had = {line[0]: line[-1] for line in plan.inputs["lines"]} if plan.inputs["conditions"]["again"] else {}
    moved = [
        row
        for row in rows
        if row.line.status == LineStatus.DROPPED
        or (row.line_id in now and now[row.line_id] not in {row.member_id, had.get(row.line_id)})
    ]
    if moved:
        raise PlanIsStale(
            _("Decided otherwise since plan %(number)d was asked for: %(lines)s. Ask for the plan again.")
            % {"number": plan.number, "lines": _named(moved)}
        )
    return [row for row in rows if now.get(row.line_id) != row.member_id]


def _left_behind(plan: Plan) -> list[int]:
    """Awarded lines for which a plan that may change them has nobody: the awards there are taken back too."""
    if not plan.inputs["conditions"]["again"]:
        return []
    nobody = PlanLine.objects.filter(plan=plan, member__isnull=True).values("line")
    gone = Award.objects.filter(line__in=nobody)
    return list(gone.order_by("line__position").values_list("line_id", flat=True))


def _choose(actor: Actor, plan: Plan, rows: list[Any]) -> None:
    """Award the lines; raises CapacityGone with all that cannot be, so that nothing is."""
    found = Candidate.objects.filter(line__in=[row.line_id for row in rows], rank=1)
    first = set(found.values_list("line_id", "member_id"))
    failed = []
    for row in rows:
        why = _("Best plan %(number)d: %(why)s") % {"number": plan.number, "why": why_words(row.why)}
        try:
            award(
                actor,
                line_id=row.line_id,
                member_id=row.member_id,
                reason="" if (row.line_id, row.member_id) in first else why,
            )
        except (NoCapacity, DoesNotFit):
            failed.append(row)
    if failed:
        raise CapacityGone(
            _(
                "Capacity this plan counts on is gone meanwhile: %(lines)s. Nothing was chosen; rank again and ask for a new plan."
            )
            % {"lines": _named(failed)}
        )


def _named(rows: list[Any]) -> str:
    return ", ".join(f"“{row.line.promise.location.name} · {row.line.promise.service.name}”" for row in rows)
