"""Everything known of every member for many promises at once, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from django.db.models.expressions import RawSQL

from muhatap.catalogue.models import DocumentType, Service
from muhatap.contracts.models import Promise
from muhatap.kernel.periods import Period
from muhatap.network.models import (
    Commitment,
    Coverage,
    CoverageStatus,
    Document,
    DocumentStatus,
    DocumentWaiver,
    Member,
    MembershipAgreement,
    MemberStatus,
    Qualification,
    RateCard,
    Standing,
)
from muhatap.network.reads import ConditionBook, condition_book, service_documents
from muhatap.network.rules import NO_TERMS, Context, Terms, Verdict, monthly_minor, with_minimum
from muhatap.sourcing.answers import load_answers
from muhatap.sourcing.models import RoundLine
from muhatap.sourcing.rules.candidates import Covered, Offer, Paper, Taken, Wanted
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
    terms: Terms
    period: Period


NEVER_ASKED: tuple[str, date | None] = ("", None)


def nothing_agreed(day: date, monthly: int | None) -> Sequence[Verdict]:
    """A member without conditions."""
    return ()


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
    papers: dict[tuple[str, tuple[Period, ...], tuple[Period, ...]], Paper] = field(default_factory=dict)
    conditions: ConditionBook = field(default_factory=ConditionBook)
    categories: dict[str, str] = field(default_factory=dict)
    # Tier of risk and day of re-assessment.
    qualified: dict[int, tuple[str, date | None]] = field(default_factory=dict)
    # Days on which a missing document is lived with, by member, service and type.
    waived: dict[tuple[int, str, str], tuple[Period, ...]] = field(default_factory=dict)
    # What members answer to invitations to quote, by promise and member.
    answers: dict[tuple[int, int], Answer] = field(default_factory=dict)

    def offers(self, promise: Promise, wanted: Wanted) -> Iterator[Offer]:
        """Every member that has to do with the promise's service, one after the other, as it stands for this promise."""
        serving = self.serving.get(promise.service_id, set())
        return (self._offer(member, promise, wanted) for member in self.members if member.member_id in serving)

    def _offer(self, member: _Known, promise: Promise, wanted: Wanted) -> Offer:
        pk = member.member_id
        place = (pk, promise.service_id, promise.location.district_id)
        rates = self.rates.get((pk, promise.service_id, promise.basis), ())
        rate = _rate_of(rates, promise, wanted.period.start)
        return Offer(
            member_id=pk,
            name=member.name,
            status=member.status,
            absent=member.absent,
            memberships=self.memberships.get(pk, ()),
            coverage=tuple(self.coverage.get(place, ())),
            taken=tuple(row for owner, row in self.taken.get(place, ()) if owner != promise.pk),
            papers=tuple(
                self._paper(
                    kind,
                    self.held.get((pk, kind.pk), ()),
                    self.waived.get((pk, promise.service_id, kind.pk), ()),
                )
                for kind in self.kinds.get(promise.service_id, ())
            ),
            score=self.scores.get(pk),
            unit_price=rate.unit_price if rate is not None else None,
            terms=rate.terms if rate is not None else NO_TERMS,
            tier=self.qualified.get(pk, NEVER_ASKED)[0],
            reassess_on=self.qualified.get(pk, NEVER_ASKED)[1],
            conditions=partial(self._verdicts, pk, promise) if pk in self.conditions.rules else nothing_agreed,
            answer=self.answers.get((promise.pk, pk)),
        )

    def _paper(self, kind: DocumentType, held: tuple[Period, ...], waived: tuple[Period, ...]) -> Paper:
        """A document type with the days it is held or lived without; members with the same days share it."""
        found = self.papers.get((kind.pk, held, waived))
        if found is None:
            found = self.papers[kind.pk, held, waived] = Paper(kind.name, kind.blocks, held, waived)
        return found

    def _verdicts(self, member_id: int, promise: Promise, day: date, monthly: int | None) -> Sequence[Verdict]:
        """What was agreed with the member says of this work."""
        context = Context(
            day,
            service_id=promise.service_id,
            category_id=self.categories.get(promise.service_id),
            province_id=promise.location.district.province_id,
            customer_id=promise.customer_id,
            monthly=monthly,
        )
        return self.conditions.verdicts(member_id, context)


def _rate_of(rows: Sequence[_Rate], promise: Promise, day: date) -> _Rate | None:
    """The member's rate card on the first day: the province's own before the one for everywhere."""
    here = [row for row in rows if day in row.period]
    if len(here) == 1 and here[0].province_id is None:
        return here[0]
    province = promise.location.district.province_id
    chosen = next((row for row in here if row.province_id == province), None)
    return chosen or next((row for row in here if row.province_id is None), None)


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
    for (member_id, service_id, basis, province_id, unit_price, *terms), period in map(_split, rates):
        network.rates[member_id, service_id, basis].append(_Rate(province_id, unit_price, _terms(*terms), period))
    _load_places(network, known.filter(status=CoverageStatus.APPROVED, district_id__in=districts), services, districts)
    _load_papers(network, asked)
    _load_agreed(network, asked)
    network.answers.update(load_answers([promise.pk for promise in promises]))
    return network


def _terms(*values: Any) -> Terms:
    return Terms(*values) if any(value is not None for value in values) else NO_TERMS


TERMS = ("minimum", "night_percent", "night_price", "holiday_percent", "holiday_price")
PRICE = ("province_id", "unit_price", *TERMS)


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


def _load_agreed(network: Network, asked: set[int]) -> None:
    """Conditions, waivers of documents and qualifications of the members that are asked."""
    among = _among(asked)
    network.conditions = condition_book()
    network.categories.update(Service.objects.filter(pk__in=network.serving).values_list("pk", "category_id"))
    waivers = DocumentWaiver.objects.filter(service_id__in=network.kinds, agreed_at__isnull=False, member_id__in=among)
    for key, period in map(_split, _dated(waivers, "member_id", "service_id", "document_type_id")):
        member_id, service_id, kind = key
        network.waived[member_id, service_id, kind] = (*network.waived.get((member_id, service_id, kind), ()), period)
    answered = Qualification.objects.filter(confirmed_at__isnull=False, member_id__in=among)
    latest = answered.order_by("member_id", "-answered_at", "-pk").distinct("member_id")
    for owner, tier, day in latest.values_list("member_id", "tier", "reassess_on"):
        if owner is not None:
            network.qualified[owner] = (tier, day)


def rate_cards(lines: Sequence[RoundLine], members: Collection[int], today: date) -> dict[tuple[int, int], int]:
    """What the rate cards of members come to in an average month (kuruş), by line and member."""
    services = {line.promise.service_id for line in lines}
    rows: dict[tuple[str, str], dict[int, list[_Rate]]] = defaultdict(lambda: defaultdict(list))
    cards_of = RateCard.objects.filter(service_id__in=services, member__in=members)
    stated = _dated(cards_of, "member_id", "service_id", "basis", *PRICE)
    for (member_id, service_id, basis, province_id, unit_price, *terms), period in map(_split, stated):
        rows[service_id, basis][member_id].append(_Rate(province_id, unit_price, _terms(*terms), period))
    found = {}
    for line in lines:
        wanted = wanted_of(line.promise, today)
        for member_id, cards in rows[line.promise.service_id, line.promise.basis].items():
            rate = _rate_of(cards, line.promise, wanted.period.start)
            if rate is not None:
                asked = (wanted.quantity, wanted.basis, wanted.pattern, wanted.period.start)
                found[line.pk, member_id] = with_minimum(monthly_minor(rate.unit_price, *asked), rate.terms)
    return found
