"""`./muhatap prove [--json]`: prove that every promise is backed, for the whole book."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from muhatap.faces.cli.refusals import CannotRun


def main(words: Sequence[str]) -> int:
    """Prove the whole book, bring the gaps to it and say how it stands."""
    if set(words) - {"--json"}:
        raise CannotRun(f"prove knows --json alone, not {' '.join(words)}")
    import django

    django.setup()
    from muhatap.backing import commands
    from muhatap.kernel.actors import system

    began = time.perf_counter()
    proven = commands.prove_book(system(datetime.now(UTC)))
    seconds = round(time.perf_counter() - began, 3)
    gaps = sum(proven.gaps.values())
    if "--json" in words:
        found = {"promises": proven.promises, "graded": proven.graded, "gaps": gaps, "seconds": seconds}
        json.dump(found, sys.stdout)
        print()
        return 0
    print(f"{proven.promises} promises proven in {seconds} s; {proven.moved} gaps moved.")
    for grade in ("full", "conditional", "partial", "backup", "none"):
        if count := proven.graded.get(grade):
            print(f"  {grade:<12} {count} today")
    for kind, count in sorted(proven.gaps.items()):
        print(f"  gaps of {kind:<12} {count}")
    return 0
