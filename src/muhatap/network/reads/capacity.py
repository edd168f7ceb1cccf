"""The capacity calendar of a member: what it declared, what all customers together take, what is free."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from muhatap.demand.rules.prices import basis_of, unit_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.periods import Period
from muhatap.network import rules
from muhatap.network.models import Commitment, Coverage, CoverageStatus
from muhatap.network.permissions import NetworkPermission
from muhatap.network.reads.applications import place_of

# How many columns the calendar has, by what one of them is.
COLUMNS = {"week": (13, 7), "day": (14, 1)}


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """A service in a district with its capacity in every column of the calendar."""

    service: str
    place: str
    unit: str
    cells: tuple[rules.Capacity, ...]


@dataclass(frozen=True, slots=True)
class CapacityCalendar:
    """Columns (days or weeks) and rows of the capacity of a member; no customer is named."""

    by: str
    columns: tuple[Period, ...]
    rows: tuple[CapacityRow, ...]
    earlier: date
    later: date


def capacity_calendar(actor: Actor, *, member_id: int, first: date, by: str = "week") -> CapacityCalendar:
    """Declared, taken and free capacity of a member by service and district, week by week or day by day."""
    ask(actor, NetworkPermission.SEE)
    count, days = COLUMNS[by]
    if by == "week":
        first -= timedelta(days=first.weekday())
    columns = tuple(
        Period(first + timedelta(days=days * place), first + timedelta(days=days * (place + 1)))
        for place in range(count)
    )
    span = Period(first, columns[-1].end)
    declared: dict[tuple[str, int], list[rules.Declared]] = defaultdict(list)
    names: dict[tuple[str, int], tuple[str, str, str]] = {}
    coverage = Coverage.objects.visible_to(actor).filter(
        member_id=member_id, status=CoverageStatus.APPROVED, period__overlap=span.range()
    )
    for row in coverage.select_related("service", "district__province"):
        key = (row.service_id, row.district_id)
        unit = unit_words(row.unit, basis_of(row.service.pricing_model))
        names[key] = (row.service.name, place_of(row.district), unit)
        declared[key].append((Period.of(row.period), row.capacity))
    taken: dict[tuple[str, int], list[rules.Taken]] = defaultdict(list)
    uses = Commitment.objects.visible_to(actor).filter(member_id=member_id, period__overlap=span.range())
    for use in uses:
        taken[use.service_id, use.district_id].append((Period.of(use.period), use.quantity, use.promise_id))
    rows = [
        CapacityRow(*names[key], tuple(rules.capacity_in(column, declared[key], taken[key]) for column in columns))
        for key in sorted(names, key=lambda one: names[one])
    ]
    step = timedelta(days=days * count)
    return CapacityCalendar(by, columns, tuple(rows), first - step, first + step)


def full(cell: rules.Capacity) -> str:
    """How a cell of the calendar stands: nothing declared, full, nearly full or free."""
    if cell.declared == 0 and cell.taken == 0:
        return "none"
    if cell.free <= 0:
        return "bad"
    return "warn" if cell.free < cell.declared * Decimal("0.2") else "ok"
