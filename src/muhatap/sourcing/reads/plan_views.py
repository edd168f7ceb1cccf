"""What pages see of plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from muhatap.kernel.money import Money
from muhatap.sourcing.models import PlanStatus


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan among those of its round; `differs` counts lines with another member than in the newest ready plan."""

    plan_id: int
    number: int
    status: str
    status_name: str
    asked_at: datetime
    asked_by: str
    monthly: Money | None
    cost: Money | None
    gap: Money | None
    gap_percent: Decimal | None
    open_lines: int
    members: int
    differs: int
    conditions: tuple[str, ...]
    stale: bool
    applied_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlanLineView:
    """A line of a plan."""

    line_id: int
    location: str
    place: str
    service: str
    member_id: int | None
    member: str
    monthly: Money | None
    cost: Money | None
    why: str
    next_member: str
    next_extra: Money | None
    changed: bool
    held: bool


@dataclass(frozen=True, slots=True)
class BlockView:
    """What would have to give way, and the lines that wait for it."""

    text: str
    member_id: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PointView:
    """The plan with fewer or more changed lines."""

    penalty: Money
    changed: int
    cost: Money
    open_lines: int
    current: bool


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan with its proof; what stands open where it could not be served."""

    plan_id: int
    round_id: int
    round_number: str
    round_open: bool
    customer: str
    contract_number: str
    number: int
    status: str
    status_name: str
    stale: bool
    asked_at: datetime
    asked_by: str
    ready_at: datetime | None
    applied_at: datetime | None
    applied_by: str
    months: int
    conditions: tuple[str, ...]
    excluded: tuple[tuple[int, str], ...]
    monthly: Money | None
    cost: Money | None
    members: int
    gap: Money | None
    gap_percent: Decimal | None
    proven: bool
    bound: Money | None
    saving: Money | None
    hand_open: int
    lines: tuple[PlanLineView, ...]
    blocks: tuple[BlockView, ...]
    curve: tuple[PointView, ...]
    inputs_sha256: str
    solver: str
    seed: int
    seconds: Decimal | None
    faults: tuple[str, ...]
    currency: str

    @property
    def open_lines(self) -> int:
        """Lines without a member."""
        return sum(line.member_id is None for line in self.lines)

    @property
    def waiting(self) -> bool:
        """Whether it is still being computed."""
        return self.status in {PlanStatus.ASKED, PlanStatus.COMPUTING}


@dataclass(frozen=True, slots=True)
class PlanChoices:
    """What a form about a plan of a round offers: months left, members that fit some line, members chosen already."""

    round_number: str
    months: int
    lines: int
    members: tuple[tuple[int, str], ...]
    awarded: tuple[tuple[int, str], ...]
