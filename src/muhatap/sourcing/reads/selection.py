"""The selection ledger: for every award who was compared, at which price, who decided and why; and how much one member has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from muhatap.demand.rules.prices import unit_words
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import ask
from muhatap.kernel.money import Money
from muhatap.kernel.periods import Period
from muhatap.network.rules import monthly_minor
from muhatap.sourcing.models import Award, Candidate, Round
from muhatap.sourcing.permissions import SourcingPermission
from muhatap.sourcing.reads.rounds import ReasonView, reason_words
from muhatap.sourcing.rules.candidates import Word

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class ComparedView:
    """A member that was compared for an award."""

    member_id: int
    member: str
    rank: int | None
    chosen: bool
    score: Decimal | None
    unit_price: Decimal | None
    monthly: Money | None
    price_from: str
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """An award: what for, whom, at which price, by whom, when, and why it was not the first in rank."""

    line_id: int
    title: str
    sub: str
    quantity: Decimal
    unit: str
    member: str
    rank: int
    unit_price: Decimal
    monthly: Money
    # What the first in rank would cost less in a month; none when it was chosen.
    more: Money | None
    reason: str
    decided_by: str
    decided_at: datetime
    compared: tuple[ComparedView, ...]

    @property
    def fitting(self) -> tuple[ComparedView, ...]:
        """Those who fitted, by rank."""
        return tuple(one for one in self.compared if one.rank is not None)


@dataclass(frozen=True, slots=True)
class ShareView:
    """How much of a round, and of everything that is awarded and still runs, one chosen member has (percent)."""

    member_id: int
    member: str
    lines: int
    monthly: Money
    share: Decimal
    everywhere: Money
    everywhere_share: Decimal


@dataclass(frozen=True, slots=True)
class SelectionView:
    """The ledger of a round."""

    round_id: int
    number: str
    customer: str
    contract_number: str
    choices: tuple[ChoiceView, ...]
    shares: tuple[ShareView, ...]
    monthly: Money
    everywhere: Money


def selection(actor: Actor, *, round_id: int) -> SelectionView:
    """Every award of a round with all that was compared. Raises: Round.DoesNotExist."""
    ask(actor, SourcingPermission.SEE)
    it: Any = (
        Round.objects.visible_to(actor).select_related("contract__customer", "contract__agreement").get(pk=round_id)
    )
    currency = it.contract.agreement.currency
    awards = list(
        Award.objects.filter(line__round=it)
        .select_related("member", "decided_by", "line__promise__location__district__province", "line__promise__service")
        .order_by("line__position")
    )
    judged: dict[int, list[Any]] = defaultdict(list)
    for row in Candidate.objects.filter(line__in=[one.line_id for one in awards]).select_related("member"):
        judged[row.line_id].append(row)
    choices = tuple(_choice(one, judged[one.line_id], currency) for one in awards)
    everywhere = _everywhere(actor)
    total = sum(choice.monthly.minor for choice in choices)
    return SelectionView(
        it.pk,
        it.number,
        it.contract.customer.short_name,
        it.contract.agreement.number,
        choices,
        _shares(awards, choices, everywhere, currency),
        Money(total, currency),
        Money(sum(everywhere.values()), currency),
    )


def _month(award: Any, promise: Any) -> int:
    start = Period.of(promise.period).start
    return monthly_minor(award.unit_price, promise.quantity, promise.basis, promise.pattern, start)


def _choice(award: Any, judged: list[Any], currency: str) -> ChoiceView:
    promise = award.line.promise
    judged.sort(key=lambda one: (one.rank is None, one.rank or 0, one.member.short_name))
    compared = tuple(_compared(one, award.member_id, currency) for one in judged)
    own = next((one.monthly for one in compared if one.chosen), None)
    monthly = own if own is not None else Money(_month(award, promise), currency)
    first = next((one.monthly for one in compared if one.rank == 1), None)
    return ChoiceView(
        line_id=award.line_id,
        title=f"{promise.location.name} · {promise.service.name}",
        sub=f"{promise.location.district.name} / {promise.location.district.province.name}",
        quantity=promise.quantity,
        unit=unit_words(promise.unit, promise.basis),
        member=award.member.short_name,
        rank=award.rank,
        unit_price=award.unit_price,
        monthly=monthly,
        more=monthly - first if award.rank != 1 and first is not None else None,
        reason=award.reason,
        decided_by=award.decided_by.name if award.decided_by is not None else "",
        decided_at=award.decided_at,
        compared=compared,
    )


def _compared(row: Any, chosen: int, currency: str) -> ComparedView:
    score = next((one["values"].get("score") for one in row.reasons if one["kind"] == "standing"), None)
    priced = next((one for one in row.reasons if one["kind"] == "price" and one["word"] != Word.NOTE), None)
    return ComparedView(
        row.member_id,
        row.member.short_name,
        row.rank,
        row.member_id == chosen,
        None if score is None else Decimal(score),
        row.unit_price,
        None if row.monthly_cost is None else Money(row.monthly_cost, currency),
        reason_words(priced).text if priced is not None else "",
        tuple(reason_words(one) for one in row.reasons),
    )


def _everywhere(actor: Actor) -> dict[int, int]:
    """What every member's awards that still run come to in an average month (kuruş); of a promise the latest counts."""
    running = Award.objects.visible_to(actor).exclude(line__promise__period__endswith__lte=actor.today)
    promise = "line__promise__"
    rows = running.order_by(f"{promise}id", "-decided_at", "-pk").distinct(f"{promise}id")
    found: dict[int, int] = defaultdict(int)
    for member_id, price, quantity, basis, pattern, period in rows.values_list(
        "member_id", "unit_price", *(promise + name for name in ("quantity", "basis", "pattern", "period"))
    ):
        found[member_id] += monthly_minor(price, quantity, basis, pattern, Period.of(period).start)
    return found


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(part) * 100 / whole).quantize(TENTH, ROUND_HALF_UP) if whole else Decimal(0)


def _shares(
    awards: list[Any], choices: tuple[ChoiceView, ...], everywhere: dict[int, int], currency: str
) -> tuple[ShareView, ...]:
    """The chosen members, the largest share of the round first."""
    months: dict[int, list[int]] = defaultdict(list)
    names: dict[int, str] = {}
    for award, choice in zip(awards, choices, strict=True):
        months[award.member_id].append(choice.monthly.minor)
        names[award.member_id] = choice.member
    total, whole = sum(choice.monthly.minor for choice in choices), sum(everywhere.values())
    found = [
        ShareView(
            member_id,
            names[member_id],
            len(parts),
            Money(sum(parts), currency),
            _percent(sum(parts), total),
            Money(everywhere.get(member_id, 0), currency),
            _percent(everywhere.get(member_id, 0), whole),
        )
        for member_id, parts in months.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.monthly.minor, one.member)))
