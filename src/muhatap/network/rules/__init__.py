"""Values in, values out: standings, prices of a month, and conditions as code."""

from muhatap.network.rules.conditions import (
    Asks,
    Context,
    Effect,
    Held,
    Rule,
    Verdict,
    evaluate,
    stopped,
)
from muhatap.network.rules.standings import (
    GRADES,
    LEAST_SCORE,
    LOWEST_GRADE,
    WEIGHTS,
    StandingInputs,
    grade_of,
    monthly_minor,
    standing,
    times_a_month,
)

__all__ = [
    "GRADES",
    "LEAST_SCORE",
    "LOWEST_GRADE",
    "WEIGHTS",
    "Asks",
    "Context",
    "Effect",
    "Held",
    "Rule",
    "StandingInputs",
    "Verdict",
    "evaluate",
    "grade_of",
    "monthly_minor",
    "standing",
    "stopped",
    "times_a_month",
]
