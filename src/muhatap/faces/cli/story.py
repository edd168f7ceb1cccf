"""`./muhatap story`: the eleven steps on a scratch database, through the same commands as the pages."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from muhatap.faces.cli.refusals import CannotRun
from muhatap.faces.cli.scratch import scratch_database

# A Monday morning; six weeks later the first month is closed.
BEGINS = "2026-03-02T09:00:00+03:00"


def main(words: Sequence[str]) -> int:
    """Play the story; prints a line a step and leaves the papers in --out. Exit code 1 when an invariant fails."""
    parser = argparse.ArgumentParser(prog="muhatap story", description="Play the eleven steps of the business.")
    parser.add_argument("--out", type=Path, default=None, help="folder for the documents (PDF, XML, trial balance)")
    chosen = parser.parse_args(list(words))
    if chosen.out is not None:
        try:
            chosen.out.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise CannotRun(f"--out {chosen.out}: {problem.strerror}.") from problem
    begun = time.perf_counter()
    with scratch_database():
        return tell(chosen.out, begun)


def tell(out: Path | None, begun: float) -> int:
    """The story itself, on the connected database."""
    from django.utils import translation

    from muhatap.faces.cli.stages.eleven import STEPS, open_the_house
    from muhatap.faces.cli.stages.world import World
    from muhatap.kernel.invariants import check

    world = World(now=datetime.fromisoformat(BEGINS), out=out)
    with translation.override("tr"):
        open_the_house(world)
        for number, step in STEPS:
            line = step(world)
            world.settle()
            print(f"{number:>2}  {world.now:%d.%m.%Y}  {line}", flush=True)
    broken = [found for found in check() if not found.holds]
    for found in broken:
        print(f"{found.invariant.code} {found.invariant.says} ({found.breaches})", file=sys.stderr)
    papers = len(list(out.iterdir())) if out is not None else 0
    print(f"    {papers} documents, {time.perf_counter() - begun:.1f} s, {len(broken)} invariants broken")
    return 1 if broken else 0
