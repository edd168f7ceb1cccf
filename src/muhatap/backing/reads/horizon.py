"""The cover horizon: breaks that are still to come, and until when there is time to do something about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from muhatap.backing.models import Backing, BackingRole, BackingStatus, Gap, GapKind, GapStatus
from muhatap.backing.permissions import BackingPermission
from muhatap.backing.reads.gaps import ALIVE, GapRow, _row, _rows, assumed
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask

HORIZON_DAYS = 365
# Kinds that do not break a delivery.
PRESENT = (GapKind.MARGIN, GapKind.CAPACITY)


@dataclass(frozen=True, slots=True)
class BreakRow:
    """A promise that will not be fully backed from a day on.

    `act_by`: the last day on which a replacement can still be there in time; `notice_days`: of the member whose
    backing ends there (none: 0). `state` is late (act now), soon (inside notice and lead time) or known.
    """

    gap: GapRow
    days_left: int
    act_by: date
    notice_days: int
    ending: str
    state: str


@dataclass(frozen=True, slots=True)
class Horizon:
    """All breaks to come within a year, those to act on first; how long replacing a member takes (days)."""

    lead_days: int
    breaks: tuple[BreakRow, ...]

    @property
    def late(self) -> int:
        """How many come sooner than a member can be replaced."""
        return sum(row.state == "late" for row in self.breaks)


def horizon(actor: Actor, *, days: int = HORIZON_DAYS, most: int = 200) -> Horizon:
    """Breaks to come, by the day until which something must be done."""
    ask(actor, BackingPermission.SEE)
    lead = assumed(actor).lead_days
    rows = list(
        _rows(actor)
        .filter(status__in=ALIVE, promise__isnull=False)
        .exclude(kind__in=PRESENT)
        .filter(period__startswith__gt=actor.today, period__startswith__lte=actor.today + timedelta(days=days))
        .order_by("period__startswith", "-amount", "pk")[:most]
    )
    ending = _ending(rows)
    found = [_break(row, actor.today, lead, ending.get((row.promise_id, row.period.lower))) for row in rows]
    return Horizon(lead, tuple(sorted(found, key=lambda one: (one.act_by, one.gap.period.start, one.gap.gap_id))))


def _ending(rows: list[Any]) -> dict[tuple[int, date], tuple[str, int]]:
    """Whose backing ends on the day a gap begins, and its notice: by promise and day."""
    days = {(row.promise_id, row.period.lower) for row in rows}
    backings = (
        Backing.objects.filter(
            promise__in={promise for promise, _ in days},
            period__endswith__in={day for _, day in days},
            role=BackingRole.PRIMARY,
        )
        .exclude(status=BackingStatus.CANCELLED)
        .select_related("member", "project_agreement")
        .order_by("-project_agreement__notice_days", "pk")
    )
    found: dict[tuple[int, date], tuple[str, int]] = {}
    for backing in backings:
        key = (backing.promise_id, backing.period.upper)
        if key in days:
            found.setdefault(key, (backing.member.short_name, backing.project_agreement.notice_days))
    return found


def _break(row: Any, today: date, lead: int, ending: tuple[str, int] | None) -> BreakRow:
    gap = _row(row, today)
    member, notice = ending or ("", 0)
    act_by = gap.period.start - timedelta(days=lead)
    state = "late" if act_by <= today else "soon" if act_by - timedelta(days=notice) <= today else "known"
    return BreakRow(gap, (gap.period.start - today).days, act_by, notice, member, state)


def breaks_to_act_on(actor: Actor) -> int:
    """How many promises break sooner than a member can be replaced, from today on."""
    ask(actor, BackingPermission.SEE)
    until = actor.today + timedelta(days=assumed(actor).lead_days)
    rows = Gap.objects.visible_to(actor).filter(status=GapStatus.OPEN, promise__isnull=False).exclude(kind__in=PRESENT)
    return rows.filter(period__startswith__gt=actor.today, period__startswith__lte=until).count()
