"""Solve a round: several attacks at once, each in its own process; the best plan found and the best bound count.

There is always an answer: when a solver crashes or time runs out, the best plan so far stands with its gap.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from muhatap.sourcing.rules.optimum.greedy import by_regret, one_by_one
from muhatap.sourcing.rules.optimum.problem import OPEN, Choice, Problem
from muhatap.sourcing.rules.optimum.storing import store
from muhatap.sourcing.rules.optimum.worker import WHOLE_PAIRS

# What loading and ending the processes takes of the time allowed.
WORKER = "muhatap.sourcing.rules.optimum.worker"
AROUND_SECONDS = 1.0
CLOSED = 1e-6
Said = tuple[str, dict[str, Any] | None]
CODE = Path(__file__).parents[4]


@dataclass
class Solved:
    """A plan, the bound no plan can beat, and how they came about; `status` is proven, gap or infeasible."""

    choice: Choice
    cost: float
    bound: float
    seconds: float = 0.0
    status: str = "gap"
    solver: str = field(default_factory=lambda: f"HiGHS {version('highspy')}")
    faults: list[str] = field(default_factory=list)

    @property
    def gap(self) -> float:
        """How much better another plan could be at most, as a part of the cost."""
        if not np.isfinite(self.bound) or not np.isfinite(self.cost):
            return float("inf")
        return max(0.0, self.cost - self.bound) / max(abs(self.cost), 1e-9)

    @property
    def open_lines(self) -> list[int]:
        """Lines nobody serves in this plan."""
        return [int(line) for line in np.flatnonzero(self.choice.pairs == OPEN)]


def solve(problem: Problem, *, seconds: float, gap: float = CLOSED, start: Choice | None = None) -> Solved:
    """The best plan that can be found in `seconds`, with its proven bound; earlier when the gap is closed to `gap`."""
    began = time.monotonic()
    pairs = problem.fitting()
    part = problem.only(pairs)
    best = _at_hand(part, start.within(problem, pairs) if start is not None else None)
    if part.pairs == 0:
        best.bound, best.status = best.cost, "proven" if np.isfinite(best.cost) else "infeasible"
    else:
        _attack(part, best, ends=began + seconds, gap=gap)
    best.choice = best.choice.among(pairs)
    best.seconds = time.monotonic() - began
    if best.gap <= CLOSED and best.status != "infeasible":
        best.status = "proven"
    return best


def _attack(problem: Problem, best: Solved, *, ends: float, gap: float) -> None:
    """Let all attacks run and keep the best of what they say."""
    attacks = ("whole", "search") if problem.pairs <= WHOLE_PAIRS else ("pruned", "search")
    with TemporaryDirectory(prefix="round-") as folder:
        path = Path(folder) / "problem.npz"
        store(problem, path)
        left = max(ends - AROUND_SECONDS - time.monotonic(), 0.5)
        heard: queue.Queue[Said] = queue.Queue()
        running = {attack: _launch(attack, path, left) for attack in attacks}
        ears = [threading.Thread(target=_hear, args=(attack, running[attack], heard)) for attack in attacks]
        for ear in ears:
            ear.start()
        try:
            _listen(problem, best, heard, set(running), ends=ends, gap=gap)
        finally:
            for process in running.values():
                process.kill()
                process.wait()
            for ear in ears:
                ear.join()


def _at_hand(problem: Problem, start: Choice | None) -> Solved:
    """The best of the plans that need no solver."""
    tries = [one_by_one(problem), by_regret(problem)]
    if start is not None:
        tries.append(start)
    sound = [choice for choice in tries if not choice.wrong(problem)]
    best = min(sound or tries, key=lambda choice: choice.cost(problem))
    return Solved(best, best.cost(problem), -np.inf)


def _launch(attack: str, path: Path, seconds: float) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603  our own module, with a path and numbers alone
        [sys.executable, "-m", WORKER, attack, str(path), str(seconds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(CODE), "OMP_NUM_THREADS": "1"},
    )


def _hear(attack: str, process: subprocess.Popen[str], heard: queue.Queue[Said]) -> None:
    """Pass on what an attack says, until it ends; a line cut in the middle is not said."""
    assert process.stdout is not None  # noqa: S101  a pipe was asked for
    with process.stdout as lines:
        for line in lines:
            if line.endswith("\n"):
                heard.put((attack, json.loads(line)))
    heard.put((attack, None))


def _listen(
    problem: Problem,
    best: Solved,
    heard: queue.Queue[Said],
    running: set[str],
    *,
    ends: float,
    gap: float,
) -> None:
    """Keep the best of what is heard until all have ended, the gap is closed or time is up."""
    done: set[str] = set()
    while running and time.monotonic() < ends:
        try:
            attack, words = heard.get(timeout=max(ends - time.monotonic(), 0.01))
        except queue.Empty:
            return
        if words is None:
            running.discard(attack)
            if attack not in done:
                best.faults.append(f"{attack} ended without an answer")
        elif "done" in words:
            done.add(attack)
            if words["done"] == "infeasible":
                best.status = "infeasible"
                return
        else:
            _keep(problem, best, words)
        if best.gap <= gap:
            return


def _keep(problem: Problem, best: Solved, words: dict[str, Any]) -> None:
    if "bound" in words:
        best.bound = max(best.bound, float(words["bound"]))
        return
    choice = Choice(np.array(words["choice"], dtype=np.int32))
    cost = choice.cost(problem)
    # Nothing a solver says is believed unseen.
    if cost < best.cost and not choice.wrong(problem):
        best.choice, best.cost = choice, cost
