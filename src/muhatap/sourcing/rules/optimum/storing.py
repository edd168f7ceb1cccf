"""A problem and a choice as files between processes."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from muhatap.sourcing.rules.optimum.problem import Problem

WHOLE = ("lines", "members", "least_members")


def store(problem: Problem, path: Path) -> None:
    """Write a problem."""
    arrays: dict[str, Any] = {one.name: np.asarray(getattr(problem, one.name)) for one in fields(problem)}
    np.savez(path, **arrays)


def stored(path: Path) -> Problem:
    """Read a problem."""
    with np.load(path) as found:
        values: dict[str, Any] = {one.name: found[one.name] for one in fields(Problem)}
    values.update({name: int(values[name]) for name in WHOLE})
    return Problem(**values)
