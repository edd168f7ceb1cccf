"""What every bench tells: which version ran, on which machine, and its figures as one line of JSON."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from typing import Any

import psutil  # type: ignore[import-untyped]

from muhatap.faces.cli.environment import ROOT

MEBI = 1024 * 1024


def progress(words: str) -> None:
    """Say how far a bench has come, on the error output."""
    print(words, file=sys.stderr, flush=True)


def tell(figures: dict[str, Any], *, postgresql: str = "") -> None:
    """Print the figures as the last line."""
    print(json.dumps({"commit": commit(), "machine": machine(postgresql), **figures}))


def commit() -> str:
    """The version that ran; empty outside of a clone."""
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def machine(postgresql: str = "") -> dict[str, Any]:
    """Cores and memory, and the version of PostgreSQL where one was used."""
    found: dict[str, Any] = {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_mb": psutil.virtual_memory().total // MEBI,
    }
    return found | ({"postgresql": postgresql} if postgresql else {})


def peak_mb() -> int:
    """The most memory this process and its largest child ever held, mebibytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    held = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(held * unit / MEBI)
