"""Everything known of every member for many promises at once, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

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
from muhatap.network.reads import ConditionBook, condition_book, service_documents, terms_of
from muhatap.network.rules import NO_TERMS, Context, Terms
from muhatap.sourcing.rules.candidates import Covered, Offer, Paper, Taken, Wanted

IN_NETWORK = (MemberStatus.APPROVED, MemberStatus.ACTIVE, MemberStatus.SUSPENDED)
SIGNED = ("signed", "active", "ended", "terminated")


def wanted_of(promise: Promise, today: date) -> Wanted:
    """What is still to come of a promise."""
    period = Period.of(promise.period)
    start = max(period.start, today)
    if period.end is not None and start >= period.end:
        start = period.start
    return Wanted(Period(start, period.end), promise.quantity, promise.unit, promise.basis, promise.pattern)


@dataclass(slots=True)
class Network:
    """What is known of members, loaded for a set of promises."""

    members: list[Any]
    kinds: dict[str, list[DocumentType]]
    coverage: dict[tuple[int, str, int], list[Covered]]
    taken: dict[tuple[int, str, int], list[tuple[int, Taken]]]
    held: dict[tuple[int, str], list[Period]]
    memberships: dict[int, list[Period]]
    scores: dict[int, Decimal]
    rates: dict[tuple[int, str, str], list[Any]]
    serving: dict[str, set[int]]
    conditions: ConditionBook
    categories: dict[str, str]
    qualified: dict[int, tuple[str, date | None]]
    waived: dict[tuple[int, str, str], list[Period]]

    def offers(self, promise: Promise, wanted: Wanted) -> list[Offer]:
        """Every member that has to do with the promise's service, as it stands for this promise."""
        serving = self.serving.get(promise.service_id, set())
        return [self._offer(member, promise, wanted) for member in self.members if member.pk in serving]

    def _offer(self, member: Any, promise: Promise, wanted: Wanted) -> Offer:
        place = (member.pk, promise.service_id, promise.location.district_id)
        others = (row for owner, row in self.taken.get(place, ()) if owner != promise.pk)
        return Offer(
            member_id=member.pk,
            name=member.party.short_name,
            status=member.status,
            absent=_absent(member),
            memberships=tuple(self.memberships.get(member.pk, ())),
            coverage=tuple(self.coverage.get(place, ())),
            taken=tuple(others),
            papers=tuple(
                Paper(
                    kind.name,
                    kind.blocks,
                    tuple(self.held.get((member.pk, kind.pk), ())),
                    tuple(self.waived.get((member.pk, promise.service_id, kind.pk), ())),
                )
                for kind in self.kinds.get(promise.service_id, ())
            ),
            score=self.scores.get(member.pk),
            unit_price=self._price(member.pk, promise, wanted.period.start),
            terms=self._terms(member.pk, promise, wanted.period.start),
            tier=self.qualified.get(member.pk, ("", None))[0],
            reassess_on=self.qualified.get(member.pk, ("", None))[1],
            conditions=lambda day, monthly: self.conditions.verdicts(
                member.pk,
                Context(
                    day,
                    service_id=promise.service_id,
                    category_id=self.categories.get(promise.service_id),
                    province_id=promise.location.district.province_id,
                    customer_id=promise.customer_id,
                    monthly=monthly,
                ),
            ),
        )

    def _price(self, member_id: int, promise: Promise, day: date) -> Decimal | None:
        rate = self._rate(member_id, promise, day)
        return rate.unit_price if rate is not None else None

    def _terms(self, member_id: int, promise: Promise, day: date) -> Terms:
        rate = self._rate(member_id, promise, day)
        return terms_of(rate) if rate is not None else NO_TERMS

    def _rate(self, member_id: int, promise: Promise, day: date) -> Any:
        """The member's rate card on the first day: the province's own before the one for everywhere."""
        rows = self.rates.get((member_id, promise.service_id, promise.basis), ())
        here = [row for row in rows if day in Period.of(row.period)]
        province = promise.location.district.province_id
        chosen = next((row for row in here if row.province_id == province), None)
        return chosen or next((row for row in here if row.province_id is None), None)


def _absent(member: Any) -> tuple[Period, ...]:
    found = []
    if member.suspended_from is not None and member.suspended_until != member.suspended_from:
        found.append(Period(member.suspended_from, member.suspended_until))
    if member.left_on is not None:
        found.append(Period(member.left_on))
    return tuple(found)


def load(promises: Sequence[Promise]) -> Network:
    """Load what is known of the network for these promises."""
    services = {promise.service_id for promise in promises}
    districts = {promise.location.district_id for promise in promises}
    members = list(Member.objects.filter(status__in=IN_NETWORK).select_related("party").order_by("pk"))
    known = Coverage.objects.filter(service_id__in=services).exclude(status=CoverageStatus.REFUSED)
    rates = list(RateCard.objects.filter(service_id__in=services))
    serving: dict[str, set[int]] = defaultdict(set)
    for service_id, member_id in known.values_list("service_id", "member_id").distinct():
        serving[service_id].add(member_id)
    network = Network(
        members,
        service_documents(services),
        defaultdict(list),
        defaultdict(list),
        defaultdict(list),
        defaultdict(list),
        {},
        defaultdict(list),
        serving,
        condition_book(),
        dict(Service.objects.filter(pk__in=services).values_list("pk", "category_id")),
        {},
        defaultdict(list),
    )
    for rate in rates:
        serving[rate.service_id].add(rate.member_id)
        network.rates[rate.member_id, rate.service_id, rate.basis].append(rate)
    approved = Q(status=CoverageStatus.APPROVED, district_id__in=districts)
    for row in known.filter(approved):
        covered = Covered(Period.of(row.period), row.capacity, row.unit)
        network.coverage[row.member_id, row.service_id, row.district_id].append(covered)
    for use in Commitment.objects.filter(service_id__in=services, district_id__in=districts):
        taken = Taken(Period.of(use.period), use.quantity)
        network.taken[use.member_id, use.service_id, use.district_id].append((use.promise_id, taken))
    _load_papers(network)
    return network


def _load_papers(network: Network) -> None:
    types = {kind.pk for kinds in network.kinds.values() for kind in kinds}
    for row in Document.objects.filter(type_id__in=types, status=DocumentStatus.VERIFIED):
        network.held[row.member_id, row.type_id].append(Period.of(row.period))
    for bond in MembershipAgreement.objects.filter(agreement__status__in=SIGNED).select_related("agreement"):
        network.memberships[bond.member_id].append(Period.of(bond.agreement.period))
    latest = Standing.objects.order_by("member_id", "-month").distinct("member_id")
    waivers = DocumentWaiver.objects.filter(service_id__in=network.kinds, agreed_at__isnull=False)
    for waiver in waivers:
        key = (waiver.member_id, waiver.service_id, waiver.document_type_id)
        network.waived[key].append(Period.of(waiver.period))
    answered = Qualification.objects.filter(confirmed_at__isnull=False, member_id__isnull=False)
    for member_id, tier, day in (
        answered.order_by("member_id", "-answered_at", "-pk")
        .distinct("member_id")
        .values_list("member_id", "tier", "reassess_on")
    ):
        if member_id is not None:
            network.qualified[member_id] = (tier, day)
    network.scores.update(latest.values_list("member_id", "score"))
