"""`bench sourcing`: how good the plans of rounds are, on the instances of the literature and on an invented Turkey."""

from __future__ import annotations

import argparse
import csv
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from muhatap.faces.cli.bench.candidates import candidates
from muhatap.faces.cli.bench.telling import peak_mb, progress, tell
from muhatap.faces.cli.refusals import CannotRun
from muhatap.sourcing.rules.optimum.greedy import one_by_one
from muhatap.sourcing.rules.optimum.instances import NotAnInstance, read_instance
from muhatap.sourcing.rules.optimum.solving import solve
from muhatap.sourcing.rules.optimum.synthetic import synthetic

INSTANCE_SECONDS = 58.0
# Up to so many lines, so many seconds.
SECONDS_BY_LINES = ((500, 10.0), (5_000, 60.0), (math.inf, 300.0))


def main(words: Sequence[str]) -> int:
    """Solve instances or an invented round and print what came out. Raises: CannotRun."""
    asked = argparse.ArgumentParser(prog="muhatap bench sourcing", description=main.__doc__)
    asked.add_argument("--instances", type=Path, help="folder of instances (files named in its index.csv, or all)")
    asked.add_argument("--lines", type=int, default=0)
    asked.add_argument("--members", type=int, default=0)
    asked.add_argument("--seconds", type=float, default=0.0, help="time for each; as the sizes need where not said")
    asked.add_argument("--json", action="store_true")
    told = asked.parse_args(words)
    if told.instances is not None:
        return _instances(told.instances, told.seconds or INSTANCE_SECONDS)
    if told.lines < 1 or told.members < 1:
        raise CannotRun("bench sourcing needs --instances DIR, or --lines N and --members M of at least one each.")
    return _synthetic(told.lines, told.members, told.seconds or _seconds(told.lines))


def _seconds(lines: int) -> float:
    """The time allowed for a round of this size."""
    return next(seconds for most, seconds in SECONDS_BY_LINES if lines <= most)


def _named(folder: Path) -> list[tuple[str, str, Path]]:
    """Name, kind and file of every instance of a folder."""
    index = folder / "index.csv"
    if index.is_file():
        with index.open(newline="", encoding="utf-8") as file:
            return [(row["name"], row["problem"], folder / row["file"]) for row in csv.DictReader(file)]
    files = sorted([*folder.glob("*.txt"), *folder.glob("*.txt.gz")])
    return [(one.name.split(".")[0], "gap" if one.name.startswith("gap") else "sscflp", one) for one in files]


def _instances(folder: Path, seconds: float) -> int:
    if not folder.is_dir():
        raise CannotRun(f"{folder} is no folder.")
    found: list[dict[str, Any]] = []
    for name, kind, path in _named(folder):
        if not path.is_file():
            continue
        try:
            problem = read_instance(path, kind)
        except NotAnInstance as error:
            found.append({"name": name, "status": str(error)})
            continue
        solved = solve(problem, seconds=seconds)
        found.append({"name": name} | _figures(solved.cost, solved.bound, solved.gap, solved.seconds, solved.status))
        progress(f"{name}: {solved.cost} ({100 * solved.gap:.3f} % in {solved.seconds:.1f} s)")
    if not found:
        raise CannotRun(f"{folder} holds no instances (files *.txt or *.txt.gz, or an index.csv that names them).")
    tell({"sizes": {"instances": len(found)}, "runs": 1, "instances": found, "peak_mb": peak_mb()})
    return 0


def _figures(cost: float, bound: float, gap: float, seconds: float, status: str) -> dict[str, Any]:
    return {
        "objective": round(cost, 4) if math.isfinite(cost) else None,
        "bound": round(bound, 4) if math.isfinite(bound) else None,
        "gap": round(gap, 6) if math.isfinite(gap) else None,
        "seconds": round(seconds, 2),
        "status": status,
    }


def _synthetic(lines: int, members: int, seconds: float) -> int:
    problem = synthetic(lines, members)
    progress(f"{problem.pairs} allowed pairs of {lines} lines and {members} members")
    by_hand = one_by_one(problem).cost(problem)
    solved = solve(problem, seconds=seconds)
    tell(
        {"sizes": {"lines": lines, "members": members, "pairs": problem.pairs}, "runs": 1}
        | _figures(solved.cost, solved.bound, solved.gap, solved.seconds, solved.status)
        | {
            "greedy_objective": round(by_hand, 2),
            "saving": round((by_hand - solved.cost) / by_hand, 6),
            "open_lines": len(solved.open_lines),
            "peak_mb": peak_mb(),
        }
        | candidates()
    )
    return 0
