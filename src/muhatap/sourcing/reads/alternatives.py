"""Every other member for a line of a plan: its price, what it would cost the plan, what would have to change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.money import Money
from muhatap.sourcing.models import Candidate, PlanLine
from muhatap.sourcing.permissions import SourcingPermission
from muhatap.sourcing.reads.plan_views import PlanLineView, PlanView
from muhatap.sourcing.reads.plans import line_view, names_of, round_plan
from muhatap.sourcing.reads.rounds import ReasonView, reason_words
from muhatap.sourcing.rules.candidates import Word
from muhatap.sourcing.why import bar_words


@dataclass(frozen=True, slots=True)
class AlternativeView:
    """A member that fits the line: cost over the term, what the plan would cost more, by how much it is too dear."""

    member_id: int
    member: str
    monthly: Money
    cost: Money
    extra: Money | None
    lower: Money | None
    bar: str
    excluded: bool
    held: bool


@dataclass(frozen=True, slots=True)
class UnfitView:
    """A member that does not fit the line, with everything that would have to change."""

    member_id: int
    member: str
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True)
class PlanLineDetail:
    """A line of a plan with every other member."""

    plan: PlanView
    line: PlanLineView
    alternatives: tuple[AlternativeView, ...]
    unfit: tuple[UnfitView, ...]


def plan_line(actor: Actor, *, plan_id: int, line_id: int) -> PlanLineDetail:
    """The alternatives of one line of a plan. Raises: PlanLine.DoesNotExist."""
    ask(actor, SourcingPermission.SEE)
    row: Any = (
        PlanLine.objects.visible_to(actor)
        .select_related(
            "line__promise__location__district__province", "line__promise__service", "member", "next_member", "plan"
        )
        .get(plan_id=plan_id, line_id=line_id)
    )
    plan = round_plan(actor, plan_id=plan_id)
    names = names_of(one["member"] for one in row.alternatives)
    locks = dict(row.plan.inputs["conditions"]["locks"])
    excluded = set(row.plan.inputs["conditions"]["excluded"])

    def amount(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, plan.currency)

    alternatives = tuple(
        AlternativeView(
            one["member"],
            names.get(one["member"], ""),
            Money(one["monthly"], plan.currency),
            Money(one["cost"], plan.currency),
            amount(one["extra"]),
            amount(one["lower"]),
            bar_words(one["bar"]),
            one["member"] in excluded,
            locks.get(line_id) == one["member"],
        )
        for one in row.alternatives
    )
    return PlanLineDetail(plan, line_view(row, line_id in locks, plan.currency), alternatives, _unfit(line_id))


def _unfit(line_id: int) -> tuple[UnfitView, ...]:
    """Members that do not fit, those with the fewest reasons against them first."""
    rows = Candidate.objects.filter(line_id=line_id, fits=False).select_related("member").order_by("member")
    found = [
        UnfitView(
            one.member_id,
            one.member.short_name,
            tuple(reason_words(reason) for reason in one.reasons if reason["word"] == Word.NO),
        )
        for one in rows
    ]
    return tuple(sorted(found, key=lambda one: (len(one.reasons), one.member)))
