"""`./muhatap bench WHAT … --json`: figures measured on the real path, never in a test."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from muhatap.faces.cli.bench import proof, sourcing
from muhatap.faces.cli.refusals import CannotRun

BENCHES: dict[str, Callable[[Sequence[str]], int]] = {"proof": proof.main, "sourcing": sourcing.main}


def main(words: Sequence[str]) -> int:
    """Run the bench the first word names. Raises: CannotRun."""
    if not words or words[0] not in BENCHES:
        raise CannotRun(f"bench knows {', '.join(sorted(BENCHES))}; for example: ./muhatap bench sourcing --help")
    return BENCHES[words[0]](words[1:])
