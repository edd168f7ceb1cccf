"""What the customer may know of the proof: whether its promises are covered, and not by whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from muhatap.backing.models import PromiseCover
from muhatap.backing.permissions import BackingPermission
from muhatap.contracts.models import Promise
from muhatap.demand.rules.prices import unit_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class CoverRow:
    """A promise with the days on which it is covered: `state` is covered, until, from or arranging."""

    promise_id: int
    contract_id: int
    contract_number: str
    location: str
    service: str
    quantity: Decimal
    unit: str
    period: Period
    state: str
    day: date | None
    cells: tuple[str, ...]


def cover(actor: Actor, *, days: int = 60) -> list[CoverRow]:
    """The customer's promises that are still owed: covered or being arranged, over the coming days; open ones first."""
    ask(actor, BackingPermission.SEE_COVER)
    window = Period(actor.today, actor.today + timedelta(days=days))
    rows = list(
        Promise.objects.visible_to(actor)
        .filter(period__overlap=window.range(), contract__agreement__status__in=["signed", "active", "suspended"])
        .select_related("location", "service", "contract__agreement")
        .order_by("contract_id", "position", "pk")
    )
    held: dict[int, list[tuple[Period, bool]]] = defaultdict(list)
    for row in PromiseCover.objects.visible_to(actor).filter(promise__in=[row.pk for row in rows]).order_by("period"):
        held[row.promise_id].append((Period.of(row.period), row.covered))
    found = [_row(row, held[row.pk], window) for row in rows]
    return sorted(found, key=lambda row: row.state == "covered")


def _row(promise: Promise, held: list[tuple[Period, bool]], window: Period) -> CoverRow:
    owed = Period.of(promise.period)
    cells = []
    for day in window.days():
        if day not in owed:
            cells.append("off")
        else:
            cells.append("full" if any(is_so for period, is_so in held if day in period) else "none")
    state, day_of = _state(cells, window)
    return CoverRow(
        promise.pk,
        promise.contract_id,
        promise.contract.agreement.number,
        promise.location.name,
        promise.service.name,
        promise.quantity,
        unit_words(promise.unit, promise.basis),
        owed,
        state,
        day_of,
        tuple(cells),
    )


def _state(cells: list[str], window: Period) -> tuple[str, date | None]:
    """Covered throughout; covered until a day; covered from a day on; or being arranged."""
    owed = [(place, cell) for place, cell in enumerate(cells) if cell != "off"]
    open_places = [place for place, cell in owed if cell == "none"]
    if not open_places:
        return "covered", None
    if owed[0][1] == "full":
        return "until", window.start + timedelta(days=open_places[0])
    later = [place for place, cell in owed if cell == "full"]
    return ("from", window.start + timedelta(days=later[0])) if later else ("arranging", None)
