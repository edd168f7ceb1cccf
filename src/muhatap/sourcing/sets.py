"""Everything known of every member for many promises at once, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models.expressions import RawSQL

from muhatap.catalogue.models import DocumentType
from muhatap.contracts.models import Promise
from muhatap.kernel.money import half_up
from muhatap.kernel.periods import Period
from muhatap.network.models import (
    Commitment,
    Coverage,
    CoverageStatus,
    Document,
    DocumentStatus,
    Member,
    MembershipAgreement,
    MemberStatus,
    RateCard,
    Standing,
)
from muhatap.network.reads import service_documents
from muhatap.network.rules import monthly_minor
from muhatap.sourcing.answers import load_answers
from muhatap.sourcing.models import Award, Candidate, Round, RoundLine
from muhatap.sourcing.rules.candidates import Covered, Offer, Paper, Taken, Wanted, Word
from muhatap.sourcing.rules.planning.inputs import Barred, Conditions, Inputs, Line, Pair, Room, rooms_of
from muhatap.sourcing.rules.quotes import Answer

IN_NETWORK = (MemberStatus.APPROVED, MemberStatus.ACTIVE, MemberStatus.SUSPENDED)
SIGNED = ("signed", "active", "ended", "terminated")


def wanted_of(promise: Promise, today: date) -> Wanted:
    """What is still to come of a promise."""
    period = Period.of(promise.period)
    start = max(period.start, today)
    if period.end is not None and start >= period.end:
        start = period.start
    return Wanted(Period(start, period.end), promise.quantity, promise.unit, promise.basis, promise.pattern, today)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a member beside its offers."""

    member_id: int
    name: str
    status: str
    absent: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class _Rate:
    """A price of a member, in a province or everywhere (none)."""

    province_id: str | None
    unit_price: Decimal
    period: Period


@dataclass(slots=True)
class Network:
    """What is known of members, loaded for a set of promises."""

    members: list[_Known]
    kinds: dict[str, list[DocumentType]]
    serving: dict[str, set[int]]
    coverage: dict[tuple[int, str, int], list[Covered]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[tuple[int, str, int], list[tuple[int, Taken]]] = field(default_factory=lambda: defaultdict(list))
    held: dict[tuple[int, str], tuple[Period, ...]] = field(default_factory=dict)
    memberships: dict[int, tuple[Period, ...]] = field(default_factory=dict)
    scores: dict[int, Decimal] = field(default_factory=dict)
    rates: dict[tuple[int, str, str], list[_Rate]] = field(default_factory=lambda: defaultdict(list))
    papers: dict[tuple[str, tuple[Period, ...]], Paper] = field(default_factory=dict)
    # What members answer to invitations to quote, by promise and member.
    answers: dict[tuple[int, int], Answer] = field(default_factory=dict)

    def offers(self, promise: Promise, wanted: Wanted) -> Iterator[Offer]:
        """Every member that has to do with the promise's service, one after the other, as it stands for this promise."""
        serving = self.serving.get(promise.service_id, set())
        return (self._offer(member, promise, wanted) for member in self.members if member.member_id in serving)

    def _offer(self, member: _Known, promise: Promise, wanted: Wanted) -> Offer:
        pk = member.member_id
        place = (pk, promise.service_id, promise.location.district_id)
        return Offer(
            member_id=pk,
            name=member.name,
            status=member.status,
            absent=member.absent,
            memberships=self.memberships.get(pk, ()),
            coverage=tuple(self.coverage.get(place, ())),
            taken=tuple(row for owner, row in self.taken.get(place, ()) if owner != promise.pk),
            papers=tuple(
                self._paper(kind, self.held.get((pk, kind.pk), ())) for kind in self.kinds.get(promise.service_id, ())
            ),
            score=self.scores.get(pk),
            unit_price=self._price(pk, promise, wanted.period.start),
            answer=self.answers.get((promise.pk, pk)),
        )

    def _paper(self, kind: DocumentType, held: tuple[Period, ...]) -> Paper:
        """A document type with the days it is held on; members with the same days share it."""
        found = self.papers.get((kind.pk, held))
        if found is None:
            found = self.papers[kind.pk, held] = Paper(kind.name, kind.blocks, held)
        return found

    def _price(self, member_id: int, promise: Promise, day: date) -> Decimal | None:
        return _price_of(self.rates.get((member_id, promise.service_id, promise.basis), ()), promise, day)


def _price_of(rows: Sequence[_Rate], promise: Promise, day: date) -> Decimal | None:
    """The member's price on the first day: the province's own before the one for everywhere."""
    here = [row for row in rows if day in row.period]
    province = promise.location.district.province_id
    chosen = next((row for row in here if row.province_id == province), None)
    chosen = chosen or next((row for row in here if row.province_id is None), None)
    return chosen.unit_price if chosen is not None else None


def load(promises: Sequence[Promise]) -> Network:
    """Load what is known of the members that serve these promises, in a fixed number of queries.

    Rows are read as plain values with the ends of their periods: thousands of them are looked at for one promise.
    """
    services = {promise.service_id for promise in promises}
    districts = {promise.location.district_id for promise in promises}
    known = Coverage.objects.filter(service_id__in=services).exclude(status=CoverageStatus.REFUSED)
    serving: dict[str, set[int]] = defaultdict(set)
    for service_id, member_id in known.values_list("service_id", "member_id").distinct():
        serving[service_id].add(member_id)
    rates = list(_dated(RateCard.objects.filter(service_id__in=services), "member_id", "service_id", "basis", *PRICE))
    for member_id, service_id, *_rest in rates:
        serving[service_id].add(member_id)
    asked = set().union(*serving.values())
    network = Network(_members(asked), service_documents(services), serving)
    for (member_id, service_id, basis, province_id, unit_price), period in map(_split, rates):
        network.rates[member_id, service_id, basis].append(_Rate(province_id, unit_price, period))
    _load_places(network, known.filter(status=CoverageStatus.APPROVED, district_id__in=districts), services, districts)
    _load_papers(network, asked)
    network.answers.update(load_answers([promise.pk for promise in promises]))
    return network


PRICE = ("province_id", "unit_price")


def _dated(rows: Any, *names: str) -> Any:
    """Rows as tuples of these values, with the first day and the end of their period behind."""
    return rows.values_list(*names, "period__startswith", "period__endswith")


def _split(row: tuple[Any, ...]) -> tuple[tuple[Any, ...], Period]:
    return row[:-2], period_of(row[-2], row[-1])


@lru_cache(maxsize=65_536)
def period_of(start: date, end: date | None) -> Period:
    """A period; most rows share theirs with many others."""
    return Period(start, end)


def _among(asked: set[int]) -> RawSQL:
    """These members as one array: thousands of placeholders take longer to write than their rows to find."""
    return RawSQL("SELECT unnest(%s::bigint[])", [sorted(asked)])


def _members(asked: set[int]) -> list[_Known]:
    rows = Member.objects.filter(status__in=IN_NETWORK, pk__in=_among(asked)).order_by("pk")
    names = ("pk", "party__short_name", "status", "suspended_from", "suspended_until", "left_on")
    return [_Known(pk, name, status, _absent(*days)) for pk, name, status, *days in rows.values_list(*names)]


def _absent(since: date | None, until: date | None, left: date | None) -> tuple[Period, ...]:
    found = []
    if since is not None and until != since:
        found.append(Period(since, until))
    if left is not None:
        found.append(Period(left))
    return tuple(found)


def _load_places(network: Network, approved: Any, services: set[str], districts: set[int]) -> None:
    place = ("member_id", "service_id", "district_id")
    for (*where, capacity, unit), period in map(_split, _dated(approved, *place, "capacity", "unit")):
        network.coverage[where[0], where[1], where[2]].append(Covered(period, capacity, unit))
    uses = Commitment.objects.filter(service_id__in=services, district_id__in=districts)
    for (*where, promise_id, quantity), period in map(_split, _dated(uses, *place, "promise_id", "quantity")):
        network.taken[where[0], where[1], where[2]].append((promise_id, Taken(period, quantity)))


def _load_papers(network: Network, asked: set[int]) -> None:
    types = {kind.pk for kinds in network.kinds.values() for kind in kinds}
    papers = Document.objects.filter(type_id__in=types, status=DocumentStatus.VERIFIED, member_id__in=_among(asked))
    for (member_id, type_id), period in map(_split, _dated(papers, "member_id", "type_id")):
        network.held[member_id, type_id] = (*network.held.get((member_id, type_id), ()), period)
    bonds = MembershipAgreement.objects.filter(agreement__status__in=SIGNED, member_id__in=_among(asked))
    days = ("agreement__period__startswith", "agreement__period__endswith")
    for member_id, start, end in bonds.values_list("member_id", *days):
        network.memberships[member_id] = (*network.memberships.get(member_id, ()), period_of(start, end))
    latest = Standing.objects.filter(member_id__in=_among(asked)).order_by("member_id", "-month").distinct("member_id")
    network.scores.update(latest.values_list("member_id", "score"))


def rate_cards(lines: Sequence[RoundLine], members: Collection[int], today: date) -> dict[tuple[int, int], int]:
    """What the rate cards of members come to in an average month (kuruş), by line and member."""
    services = {line.promise.service_id for line in lines}
    rows: dict[tuple[str, str], dict[int, list[_Rate]]] = defaultdict(lambda: defaultdict(list))
    cards_of = RateCard.objects.filter(service_id__in=services, member__in=members)
    stated = _dated(cards_of, "member_id", "service_id", "basis", *PRICE)
    for (member_id, service_id, basis, province_id, unit_price), period in map(_split, stated):
        rows[service_id, basis][member_id].append(_Rate(province_id, unit_price, period))
    found = {}
    for line in lines:
        wanted = wanted_of(line.promise, today)
        for member_id, cards in rows[line.promise.service_id, line.promise.basis].items():
            price = _price_of(cards, line.promise, wanted.period.start)
            if price is not None:
                month = monthly_minor(price, wanted.quantity, wanted.basis, wanted.pattern, wanted.period.start)
                found[line.pk, member_id] = month
    return found


MOST_MONTHS, OPEN_ENDED, DAYS_OF_A_MONTH = 120, 12, Decimal("30.4375")


def months_left(opened: Round, today: date) -> int:
    """How many months of the contract are still to come, rounded to the nearest; a year where it has no end."""
    period = Period.of(opened.contract.agreement.period)
    if period.end is None:
        return OPEN_ENDED
    days = (period.end - max(period.start, today)).days
    return min(max(half_up(Decimal(days) / DAYS_OF_A_MONTH), 1), MOST_MONTHS)


# Of the members that do not fit a line, those with the fewest reasons against them are kept with a plan.
NEAREST = 20


def planned(lines: Sequence[RoundLine], conditions: Conditions, today: date) -> Inputs:
    """Everything the plan of these lines depends on, from their judged candidates and what members have free."""
    promises: list[Any] = [line.promise for line in lines]
    network = load(promises)
    had = _incumbents(lines)
    rows = tuple(
        Line(
            line.pk, promise.service_id, promise.location.district_id, promise.quantity,
            wanted_of(promise, today).period, had.get(promise.pk),
        )
        for line, promise in zip(lines, promises, strict=True)
    )  # fmt: skip
    pairs, barred = _judged(lines, network)
    rooms = _rooms(rows, pairs, network, {promise.pk for promise in promises})
    return Inputs(rows, pairs, rooms, barred, conditions)


def _incumbents(lines: Sequence[RoundLine]) -> dict[int, int]:
    """The member each promise was last awarded to, by promise."""
    found = Award.objects.filter(line__promise__in=[line.promise_id for line in lines]).order_by("decided_at", "pk")
    return dict(found.values_list("line__promise_id", "member_id"))


def _judged(lines: Sequence[RoundLine], network: Network) -> tuple[tuple[Pair, ...], tuple[Barred, ...]]:
    pairs: list[Pair] = []
    nearest: dict[int, list[Barred]] = defaultdict(list)
    for one in Candidate.objects.filter(line__in=lines).order_by("line__position", "line", "rank", "member"):
        if one.fits and one.monthly_cost is not None:
            pairs.append(Pair(one.line_id, one.member_id, one.monthly_cost, network.scores.get(one.member_id)))
        elif not one.fits:
            kinds = sorted({reason["kind"] for reason in one.reasons if reason["word"] == Word.NO})
            nearest[one.line_id].append(Barred(one.line_id, one.member_id, tuple(kinds)))
    barred = [
        one
        for line_id in sorted(nearest)
        for one in sorted(nearest[line_id], key=lambda far: (len(far.kinds), far.member_id))[:NEAREST]
    ]
    return tuple(pairs), tuple(barred)


def _rooms(lines: Sequence[Line], pairs: Sequence[Pair], network: Network, promises: set[int]) -> tuple[Room, ...]:
    """What members have free beside the promises that are being planned."""
    by_id = {line.line_id: line for line in lines}
    mine: dict[tuple[int, str, int], list[Line]] = defaultdict(list)
    for pair in pairs:
        line = by_id[pair.line_id]
        mine[pair.member_id, line.service_id, line.district_id].append(line)
    rooms: list[Room] = []
    for place in sorted(mine):
        others = [row for owner, row in network.taken.get(place, ()) if owner not in promises]
        rooms += rooms_of(place[0], mine[place], network.coverage.get(place, ()), others)
    return tuple(rooms)
