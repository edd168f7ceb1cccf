"""One line of attack on a problem, in a process of its own: a crash or a leak of a solver stays here.

Run as `python -m muhatap.sourcing.rules.optimum.worker ATTACK PROBLEM SECONDS`; says what it finds as JSON lines:
`{"choice": [...]}`, `{"bound": number}`, `{"done": word}`.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import highspy
import numpy as np

from muhatap.sourcing.rules.optimum.greedy import by_regret, one_by_one
from muhatap.sourcing.rules.optimum.model import Model, build
from muhatap.sourcing.rules.optimum.neighbourhoods import Search
from muhatap.sourcing.rules.optimum.problem import OPEN, Choice, Floats, Ints, Problem, ints
from muhatap.sourcing.rules.optimum.relaxation import Relaxed, relax
from muhatap.sourcing.rules.optimum.storing import stored

# The search begins with a model over so many pairs per line, for this part of the time.
FEW, FEW_PART = 8, 0.2
# A whole model with its strong rows is tried up to so many pairs; larger ones are pruned first.
WHOLE_PAIRS = 100_000
RELAX_PART, PRUNE_AFTER = 0.5, 0.3
# Leaving a line open counts as this many times the dearest pair while a full plan is looked for.
DEARER = 5.0
PROVEN = 1e-9


def say(**words: Any) -> None:
    """Tell the parent something."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def tell(choice: Choice, cost: float) -> None:
    """Tell the parent of a better plan."""
    say(choice=choice.pairs.tolist())


def whole(problem: Problem, ends: float) -> str:
    """HiGHS on the whole model in its strong form: what the solver alone makes of it, with a quick plan to begin."""
    start = by_regret(problem)
    return _mip(problem, build(problem), ends, best_before=np.inf, start=None if start.wrong(problem) else start)


def _mip(problem: Problem, model: Model, ends: float, *, best_before: float, start: Choice | None = None) -> str:
    """Run a model until `ends`; its bound counts up to the plan that was known when pairs were left out."""
    solver = model.highs()
    for option, value in (("time_limit", max(ends - time.monotonic(), 0.1)), ("mip_rel_gap", PROVEN)):
        solver.setOptionValue(option, value)
    if start is not None:
        model.begin_with(solver, problem, start)

    def improving(event: Any) -> None:
        tell(model.choice_of(problem, np.array(event.data_out.mip_solution)), 0.0)

    def bound(event: Any) -> None:
        if np.isfinite(event.data_out.mip_dual_bound):
            say(bound=min(event.data_out.mip_dual_bound, best_before))

    solver.cbMipImprovingSolution += improving
    solver.cbMipLogging += bound
    solver.run()
    info = solver.getInfo()
    found = model.found(solver, problem)
    if found is not None:
        tell(found, 0.0)
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible and np.isinf(best_before):
        return "infeasible"
    if np.isfinite(info.mip_dual_bound):
        say(bound=min(info.mip_dual_bound, best_before))
    return "proven" if status == highspy.HighsModelStatus.kOptimal else "time"


def search(problem: Problem, ends: float, *, seed: int = 1) -> str:
    """Relax, begin with the most promising pairs, then decide neighbourhoods again and again."""
    soft = _soft(problem)
    relaxed, start = _begin(soft, ends)
    if relaxed is None:
        _look_around(soft, start, soft.pair_cost, ends, seed)
        return "time"
    few_ends = time.monotonic() + FEW_PART * (ends - time.monotonic())
    if soft.pairs <= WHOLE_PAIRS:
        few = ints(np.union1d(soft.best_of_lines(relaxed.reduced, FEW), start.pairs[start.pairs != OPEN]))
        start = _few(soft, few, start, few_ends)
    _look_around(soft, start, relaxed.reduced, ends, seed)
    return "time"


def pruned(problem: Problem, ends: float) -> str:
    """For large rounds: leave out the pairs that no better plan can use, and prove what is left."""
    soft = _soft(problem)
    began = time.monotonic()
    relaxed, start = _begin(soft, ends)
    if relaxed is None:
        return search(problem, ends, seed=2)
    start = _look_around(soft, start, relaxed.reduced, began + PRUNE_AFTER * (ends - began), seed=2)
    cost = start.cost(soft)
    kept = relaxed.reduced <= cost - relaxed.bound + 1e-6 * abs(cost)
    kept[start.pairs[start.pairs != OPEN]] = True
    pairs = ints(np.flatnonzero(kept))
    # The rows the relaxation leans on are written out, the others are left to the solver's own cuts.
    strong = pairs[relaxed.taken[pairs] > 0]
    return _mip(soft, build(soft, pairs=pairs, strong=strong), ends, best_before=cost, start=start)


def _soft(problem: Problem) -> Problem:
    """The same with every line allowed to stay open at a price no plan would pay: there is always a plan to better."""
    dear = DEARER * float(problem.pair_cost.max(initial=1.0) + problem.engage.max(initial=1.0))
    return replace(problem, open_cost=np.minimum(problem.open_cost, dear))


def _begin(soft: Problem, ends: float) -> tuple[Relaxed | None, Choice]:
    """The bound and the best of the quick plans."""
    tries = [by_regret(soft), one_by_one(soft)]
    start = min(tries, key=lambda choice: choice.cost(soft))
    tell(start, 0.0)
    relaxed = relax(soft, seconds=RELAX_PART * (ends - time.monotonic()), start=start)
    if relaxed is not None:
        say(bound=relaxed.bound)
        guided = by_regret(soft, relaxed.reduced - relaxed.taken * np.abs(soft.pair_cost))
        start = min([start, by_regret(soft, relaxed.reduced), guided], key=lambda choice: choice.cost(soft))
        tell(start, 0.0)
    return relaxed, start


def _few(problem: Problem, pairs: Ints, start: Choice, ends: float) -> Choice:
    """The best plan over a few pairs per line that the time allows."""
    found = build(problem, pairs=pairs).better(problem, start, seconds=max(ends - time.monotonic(), 0.1))
    best = min([start, found or start], key=lambda choice: choice.cost(problem))
    tell(best, 0.0)
    return best


def _look_around(problem: Problem, start: Choice, rank: Floats, ends: float, seed: int) -> Choice:
    return Search(problem, start, rank, tell, seed=seed).run(ends)


ATTACKS = {"whole": whole, "search": search, "pruned": pruned}


def main(attack: str, path: str, seconds: str) -> None:
    """Run one attack on a stored problem."""
    problem = stored(Path(path))
    say(done=ATTACKS[attack](problem, time.monotonic() + float(seconds)))


if __name__ == "__main__":
    main(*sys.argv[1:])
