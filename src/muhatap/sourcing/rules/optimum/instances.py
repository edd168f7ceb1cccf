"""Read the classical instances of the literature: `sscflp` and `gap` files, plain or gzipped."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np

from muhatap.sourcing.rules.optimum.problem import Floats, Problem, floats, ints


class NotAnInstance(ValueError):
    """The file does not hold the numbers its first line promises."""


def read_instance(path: Path, kind: str) -> Problem:
    """A problem from a file; `kind` is sscflp or gap. Raises: NotAnInstance."""
    data = path.read_bytes()
    numbers = np.array((gzip.decompress(data) if path.suffix == ".gz" else data).split(), dtype=np.float64)
    members, lines = int(numbers[0]), int(numbers[1])
    body = numbers[2:]
    expected = members * (2 + lines) + lines if kind == "sscflp" else members * (2 * lines + 1)
    if len(body) < expected:
        raise NotAnInstance(f"{path.name}: {expected} numbers expected, {len(body)} found")
    if kind == "sscflp":
        head, demand = body[: 2 * members].reshape(members, 2), body[2 * members : 2 * members + lines]
        cost = body[2 * members + lines : expected].reshape(members, lines)
        return _dense(cost, np.tile(demand, (members, 1)), head[:, 0], head[:, 1])
    cost = body[: members * lines].reshape(members, lines)
    use = body[members * lines : 2 * members * lines].reshape(members, lines)
    return _dense(cost, use, body[2 * members * lines : expected], np.zeros(members))


def _dense(cost: Floats, use: Floats, capacity: Floats, engage: Floats) -> Problem:
    """Every member may serve every line whose demand fits into its capacity."""
    members, lines = cost.shape
    member, line = np.nonzero(use <= capacity[:, None])
    return Problem(
        lines=lines,
        members=members,
        pair_line=ints(line),
        pair_member=ints(member),
        pair_cost=floats(cost[member, line]),
        engage=floats(engage),
        row_member=ints(np.arange(members)),
        row_capacity=floats(capacity),
        use_pair=ints(np.arange(len(line))),
        use_row=ints(member),
        use_amount=floats(use[member, line]),
    )
