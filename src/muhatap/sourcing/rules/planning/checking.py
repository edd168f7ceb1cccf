"""Conditions no plan can meet, found before anything is computed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum

from muhatap.sourcing.rules.planning.building import build, most_lines, too_low, with_enough_members
from muhatap.sourcing.rules.planning.inputs import Inputs


class Wrong(StrEnum):
    """What contradicts what."""

    MONTHS = "months"
    SHARE = "share"
    LOCKED_AND_EXCLUDED = "locked_and_excluded"
    LOCKED_UNFIT = "locked_unfit"
    LOCKED_STANDING = "locked_standing"
    LOCKED_SHARE = "locked_share"
    LOCKED_ROOM = "locked_room"
    TOO_FEW_LINES = "too_few_lines"
    TOO_FEW_MEMBERS = "too_few_members"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Conditions that cannot hold together: the lines and the member they speak of, and the least that would do."""

    wrong: Wrong
    lines: tuple[int, ...] = ()
    member_id: int | None = None
    least: int = 0


def contradiction(inputs: Inputs) -> Contradiction | None:
    """The first contradiction in the conditions of a plan, or none."""
    asked = inputs.conditions
    if asked.months < 1:
        return Contradiction(Wrong.MONTHS)
    count = len(inputs.lines)
    if asked.share is not None and most_lines(asked.share, count) < 1:
        return Contradiction(Wrong.SHARE, least=-(-100 // max(count, 1)))
    return _of_locks(inputs) or _of_members(inputs)


def _of_locks(inputs: Inputs) -> Contradiction | None:
    asked = inputs.conditions
    scores = {(pair.line_id, pair.member_id): pair.score for pair in inputs.pairs}
    known = {line.line_id for line in inputs.lines}
    held: dict[int, list[int]] = defaultdict(list)
    for line_id, member_id in asked.locks:
        if line_id not in known:
            continue
        if member_id in asked.excluded:
            return Contradiction(Wrong.LOCKED_AND_EXCLUDED, (line_id,), member_id)
        if (line_id, member_id) not in scores:
            return Contradiction(Wrong.LOCKED_UNFIT, (line_id,), member_id)
        if too_low(scores[line_id, member_id], asked.least_score):
            return Contradiction(Wrong.LOCKED_STANDING, (line_id,), member_id)
        held[member_id].append(line_id)
    for member_id, lines in held.items():
        most = len(lines) if asked.share is None else most_lines(asked.share, len(inputs.lines))
        if len(lines) > most:
            return Contradiction(Wrong.LOCKED_SHARE, tuple(lines), member_id, most)
    return _of_rooms(inputs, held)


def _of_rooms(inputs: Inputs, held: dict[int, list[int]]) -> Contradiction | None:
    """Locked lines of one member that need more room than it has."""
    lines = {line.line_id: line for line in inputs.lines}
    for room in inputs.rooms:
        mine = [
            line
            for line in (lines[line_id] for line_id in held.get(room.member_id, ()))
            if (line.service_id, line.district_id) == (room.service_id, room.district_id)
            and line.period.meet(room.period) is not None
        ]
        if sum(line.quantity for line in mine) > room.free:
            return Contradiction(Wrong.LOCKED_ROOM, tuple(line.line_id for line in mine), room.member_id)
    return None


def _of_members(inputs: Inputs) -> Contradiction | None:
    least = inputs.conditions.least_members
    if least > len(inputs.lines):
        return Contradiction(Wrong.TOO_FEW_LINES, least=len(inputs.lines))
    if least:
        built = build(inputs)
        if with_enough_members(built.problem) is None:
            return Contradiction(Wrong.TOO_FEW_MEMBERS, least=_most_members(built.problem.members, inputs))
    return None


def _most_members(members: int, inputs: Inputs) -> int:
    """How many members could be had at once."""
    for count in range(min(members, len(inputs.lines)), 0, -1):
        asked = replace(inputs, conditions=replace(inputs.conditions, least_members=count))
        if with_enough_members(build(asked).problem) is not None:
            return count
    return 0
