"""Every question later packages and faces may ask about rounds and their plans."""

from muhatap.sourcing.reads.alternatives import AlternativeView, PlanLineDetail, UnfitView, plan_line
from muhatap.sourcing.reads.plan_views import BlockView, PlanChoices, PlanLineView, PlanRow, PlanView, PointView
from muhatap.sourcing.reads.plans import plan_choices, plans_of_round, round_plan
from muhatap.sourcing.reads.rounds import (
    CandidateView,
    ComparisonView,
    LineView,
    ReasonView,
    RoundRow,
    RoundView,
    bases,
    comparison,
    judged,
    kind_words,
    open_rounds,
    reason_words,
    rounds,
    sourcing_round,
)

__all__ = [
    "AlternativeView",
    "BlockView",
    "CandidateView",
    "ComparisonView",
    "LineView",
    "PlanChoices",
    "PlanLineDetail",
    "PlanLineView",
    "PlanRow",
    "PlanView",
    "PointView",
    "ReasonView",
    "RoundRow",
    "RoundView",
    "UnfitView",
    "bases",
    "comparison",
    "judged",
    "kind_words",
    "open_rounds",
    "plan_choices",
    "plan_line",
    "plans_of_round",
    "reason_words",
    "round_plan",
    "rounds",
    "sourcing_round",
]
