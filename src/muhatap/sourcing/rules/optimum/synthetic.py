"""An invented Turkey for measuring: lines of ten services around towns, members with a reach, prices by distance."""

from __future__ import annotations

import numpy as np

from muhatap.sourcing.rules.optimum.problem import Bools, Floats, Ints, Problem, floats, ints

SERVICES, TOWNS = 10, 81
# East-west and north-south extent of the country, kilometres.
WIDE, HIGH = 1500.0, 600.0
# A line costs about this much a year, major units; engaging a member this much.
LINE_COST, ENGAGE_COST = 400_000.0, 60_000.0
SERVICES_EACH, REACH = 3, 350.0
# Members together could serve this many times everything.
SLACK = 2.5
# A line nobody takes counts as so many times its usual cost.
OPEN_TIMES = 5.0
DEAR_PER_100_KM = 0.06


def synthetic(lines: int, members: int, *, seed: int = 20260302) -> Problem:
    """A round of `lines` and `members`; deterministic for its seed. Costs in major units a year."""
    chance = np.random.default_rng(seed)
    towns = np.column_stack([chance.uniform(0, WIDE, TOWNS), chance.uniform(0, HIGH, TOWNS)])
    weight = chance.pareto(1.2, TOWNS) + 0.2
    weight /= weight.sum()
    line_at = towns[chance.choice(TOWNS, lines, p=weight)] + chance.normal(0, 12, (lines, 2))
    member_at = towns[chance.choice(TOWNS, members, p=weight)] + chance.normal(0, 15, (members, 2))
    service = ints(chance.integers(SERVICES, size=lines))
    size = chance.lognormal(0.0, 0.7, lines)
    can = np.zeros((members, SERVICES), dtype=bool)
    for member in range(members):
        can[member, chance.choice(SERVICES, SERVICES_EACH, replace=False)] = True
    level = chance.normal(1.0, 0.08, members).clip(0.8, 1.25)
    serving, line = _within_reach(can, service, member_at, line_at, chance)
    distance = np.hypot(*(member_at[serving] - line_at[line]).T)
    own = chance.normal(1.0, 0.03, len(line)).clip(0.9, 1.1)
    cost = LINE_COST * size[line] * level[serving] * own * (1 + DEAR_PER_100_KM * distance / 100)
    capacity = _capacity(can, service, size, chance)
    rows = np.flatnonzero(can.ravel())
    row_at = np.full(members * SERVICES, -1, dtype=np.int32)
    row_at[rows] = np.arange(len(rows), dtype=np.int32)
    return Problem(
        lines=lines,
        members=members,
        pair_line=ints(line),
        pair_member=ints(serving),
        pair_cost=floats(np.round(cost, 2)),
        engage=floats(np.round(ENGAGE_COST * chance.lognormal(0.0, 0.4, members), 2)),
        row_member=ints(rows // SERVICES),
        row_capacity=floats(capacity.ravel()[rows]),
        use_pair=ints(np.arange(len(line))),
        use_row=row_at[serving * SERVICES + service[line]],
        use_amount=floats(size[line]),
        open_cost=floats(np.round(OPEN_TIMES * LINE_COST * size, 2)),
    )


def _within_reach(
    can: Bools, service: Ints, member_at: Floats, line_at: Floats, chance: np.random.Generator
) -> tuple[Ints, Ints]:
    """Members that can and come; the three nearest that can come anywhere, so that every line has somebody."""
    reach = REACH * chance.lognormal(0.0, 0.4, len(member_at))
    members, lines = [], []
    for which in range(SERVICES):
        able, asked = np.flatnonzero(can[:, which]), np.flatnonzero(service == which)
        if not len(able) or not len(asked):
            continue
        far = np.hypot(
            member_at[able, None, 0] - line_at[None, asked, 0], member_at[able, None, 1] - line_at[None, asked, 1]
        )
        comes = far <= reach[able][:, None]
        nearest = np.argsort(far, axis=0)[:3]
        comes[nearest, np.arange(len(asked))] = True
        found, place = np.nonzero(comes)
        members.append(able[found])
        lines.append(asked[place])
    return ints(np.concatenate(members)), ints(np.concatenate(lines))


def _capacity(can: Bools, service: Ints, size: Floats, chance: np.random.Generator) -> Floats:
    """What each member takes of each service; together a multiple of what is asked."""
    capacity = chance.lognormal(0.0, 0.5, can.shape) * can
    for which in range(SERVICES):
        capacity[:, which] *= SLACK * size[service == which].sum() / max(capacity[:, which].sum(), 1e-9)
    return floats(capacity)
