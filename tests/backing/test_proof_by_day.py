"""The proof as sets equals the proof day by day, and proving what changed equals proving the whole book."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muhatap.agreements.models import Status
from muhatap.backing import reads, rules, sets
from muhatap.backing.models import Backing, BackingPrice, BackingRole, BackingStatus, Gap, PromiseCover
from muhatap.contracts.models import Promise
from muhatap.kernel.actors import Actor
from muhatap.kernel.models import StoredFile
from muhatap.kernel.periods import Period
from muhatap.network.models import (
    Commitment,
    Coverage,
    CoverageStatus,
    Document,
    DocumentStatus,
    Member,
    Standing,
)
from tests.given import backing as given_backing
from tests.given import cast
from tests.given import network as given_network
from tests.given.guards import without_guards

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 20)
DAYS = 24
PAID = Decimal(1200)  # what the customer pays for a unit
WINDOW = Period(FIRST, FIRST + timedelta(days=DAYS))
IN_FORCE = {Status.SIGNED, Status.ACTIVE, Status.ENDED}


@st.composite
def spans(draw: st.DrawFn, within: Period = WINDOW) -> Period:
    """Some days inside a period, at least one."""
    length = within.length()
    start = draw(st.integers(0, length - 1))
    end = draw(st.integers(start + 1, length))
    return Period(within.start + timedelta(days=start), within.start + timedelta(days=end))


@dataclass(frozen=True)
class Line:
    """A member's part in the drawn world."""

    days: Period
    term: Period
    status: Status
    primary: bool
    quantity: int
    papers: tuple[tuple[Period, ...], tuple[Period, ...]]
    bound: tuple[Period, ...]
    away: Period | None
    # Scores of February and March, which count in March and April.
    scores: tuple[int, int]
    covers: tuple[Period, ...]
    capacity: int
    # What promises elsewhere take of it.
    taken: tuple[int, Period] | None
    # Prices before and from April on.
    prices: tuple[int, int]

    def loss(self, day: date) -> Decimal:
        """What a unit costs more than the customer pays."""
        return max(Decimal(self.prices[day >= APRIL]) - PAID, Decimal(0))

    def room(self, day: date) -> bool:
        """Whether its capacity holds what it took on: this line and what is taken elsewhere."""
        load = self.quantity if day in self.days else 0
        if self.taken is not None and day in self.taken[1]:
            load += self.taken[0]
        return load <= (self.capacity if any(day in span for span in self.covers) else 0)


APRIL = date(2026, 4, 1)


@st.composite
def lines(draw: st.DrawFn, quantity: int) -> Line:
    """One member with an agreement in any state, papers with holes, perhaps suspended."""
    days = draw(spans())
    held = st.lists(spans(), max_size=2).map(tuple)
    return Line(
        days=days,
        term=draw(st.sampled_from([days, WINDOW])),
        status=draw(st.sampled_from([Status.SIGNED, Status.ACTIVE, Status.SENT, Status.DRAFT, Status.SUSPENDED])),
        primary=draw(st.booleans()),
        quantity=quantity,
        papers=(draw(held), draw(st.one_of(held, st.just((WINDOW,))))),
        bound=draw(st.one_of(st.just((WINDOW,)), st.just(()), spans().map(lambda span: (span,)))),
        away=draw(st.one_of(st.none(), spans())),
        scores=draw(st.tuples(st.sampled_from([75, 75, 50]), st.sampled_from([75, 75, 50]))),
        covers=draw(st.one_of(st.just((WINDOW,)), spans().map(lambda span: (span,)), st.just(()))),
        capacity=draw(st.sampled_from([2, 3])),
        taken=draw(st.one_of(st.none(), st.tuples(st.integers(1, 2), spans()))),
        prices=draw(st.tuples(st.sampled_from([900, 900, 1300]), st.sampled_from([900, 900, 1300]))),
    )


@contextmanager
def undone() -> Iterator[None]:
    """Whatever one example writes is gone before the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def make(world: list[Line], desk: Actor, customer: Actor, owners: list[Actor], promised: int) -> Promise:
    """Write the drawn world into the database."""
    contract = given_backing.contract(customer, period=WINDOW)
    promise = given_backing.promise(contract, quantity=str(promised))
    kinds = [kind for kind in given_network.service_documents([promise.service_id])[promise.service_id] if kind.blocks]
    file = StoredFile.objects.create(
        sha256="0" * 64, name="x.pdf", media_type="application/pdf", size=1, stored_at=cast.NOW
    )
    for line, owner in zip(world, owners, strict=True):
        member: Member = given_network.member(owner, bound=None)
        for days in line.bound:
            given_network.bind(member, days)
        if line.away is not None:
            member.suspended_from, member.suspended_until = line.away.start, line.away.end
            member.save(update_fields=["suspended_from", "suspended_until"])
        for kind, held in zip(kinds, line.papers, strict=True):
            for days in held:
                Document.objects.create(
                    member_id=member.pk,
                    type=kind,
                    period=days.range(),
                    file=file,
                    status=DocumentStatus.VERIFIED,
                    uploaded_at=cast.NOW,
                )
        _judge_and_cover(line, member, promise)
        bond = given_backing.bond(contract, member.pk, period=line.term, status=line.status)
        made = given_backing.backing(
            bond,
            promise,
            quantity=str(line.quantity),
            period=line.days,
            role=BackingRole.PRIMARY if line.primary else BackingRole.BACKUP,
            status=BackingStatus.IN_FORCE if line.status in IN_FORCE else BackingStatus.PLANNED,
            price=str(line.prices[0]),
        )
        _price_from_april(line, made)
    return promise


def _judge_and_cover(line: Line, member: Member, promise: Promise) -> None:
    for month, score in zip((date(2026, 2, 1), date(2026, 3, 1)), line.scores, strict=True):
        Standing.objects.create(
            member_id=member.pk, month=month, score=score, grade="B", observations=9, inputs={}, recorded_at=cast.NOW
        )
    place = {"member_id": member.pk, "service_id": promise.service_id, "district_id": promise.location.district_id}
    for days in line.covers:
        Coverage.objects.create(
            **place,
            capacity=line.capacity,
            unit=promise.unit,
            period=days.range(),
            status=CoverageStatus.APPROVED,
            proposed_at=cast.NOW,
        )
    takes = [(line.quantity, line.days), *([line.taken] if line.taken is not None else [])]
    for quantity, days in takes:
        Commitment.objects.create(**place, promise=promise, quantity=quantity, period=days.range())


def _price_from_april(line: Line, made: Backing) -> None:
    days = Period.of(made.period)
    later = days.meet(Period(APRIL))
    if later is None or line.prices[0] == line.prices[1]:
        return
    price = BackingPrice.objects.get(backing=made)
    price.unit_price = Decimal(line.prices[1])
    if days.start < APRIL:
        price.period = later.range()
        BackingPrice.objects.filter(pk=price.pk).update(period=Period(days.start, APRIL).range())
        price.pk = None
    price.save()


def by_hand(world: list[Line], promised: int, day: date) -> tuple[str, set[str]]:
    """One day, as plainly as it can be said: its grade, and the kinds of gap it has."""
    behind = [
        rules.Behind(
            quantity=Decimal(line.quantity),
            primary=line.primary,
            signed=line.status in IN_FORCE and day in line.term and any(day in span for span in line.bound),
            documents=all(any(day in span for span in held) for held in line.papers),
            present=line.away is None or day not in line.away,
            standing=line.scores[day >= APRIL] >= 60,
            covers=any(day in span for span in line.covers),
            room=line.room(day),
            loss=line.loss(day),
        )
        for line in world
        if day in line.days
    ]
    return rules.grade(Decimal(promised), behind), rules.lacking(Decimal(promised), behind)


def kinds_by_day() -> dict[date, set[str]]:
    """The standing gaps as kinds by day."""
    found: dict[date, set[str]] = {day: set() for day in WINDOW.days()}
    for gap in Gap.objects.exclude(status="closed").filter(promise__isnull=False):
        for day in Period.of(gap.period).days():
            found[day].add(gap.kind)
    return found


@pytest.fixture
def cast_of_four(desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor) -> tuple[Actor, ...]:
    """The desk, a customer and two members."""
    return desk, customer_a, member_a, member_b


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(world=st.tuples(lines(1), lines(1), lines(2)), promised=st.sampled_from([4, 3]))
def test_the_proof_equals_brute_force_day_by_day_and_increments_equal_the_whole(
    cast_of_four: tuple[Actor, ...], world: tuple[Line, ...], promised: int
) -> None:
    desk, customer_a, member_a, member_b = cast_of_four
    drawn = [line for line in world if promised == 4 or line.quantity < 2 or not line.primary]
    with undone(), without_guards():
        third = cast.member("Yeşil Vadi Peyzaj Ltd. Şti.", "Yeşil Vadi", "vadi")
        owners = [member_a, member_b, third][: len(drawn)]
        promise = make(drawn, desk, customer_a, owners, promised)
        found = reads.proof(desk, promise_ids=[promise.pk], period=WINDOW)
        daily = {day: part.grade for part in found for day in part.period.days()}
        plainly = {day: by_hand(drawn, promised, day) for day in WINDOW.days()}
        assert daily == {day: grade for day, (grade, _) in plainly.items()}
        assert sum(part.period.length() for part in found) == DAYS

        sets.exchange([promise.pk], today=desk.today, now=desk.now)
        assert kinds_by_day() == {day: kinds for day, (_, kinds) in plainly.items()}
        gaps = set(Gap.objects.values_list("promise_id", "kind", "grade", "period", "days", "amount"))
        covered = {day: row.covered for row in PromiseCover.objects.all() for day in Period.of(row.period).days()}
        assert covered == {day: grade == "full" for day, grade in daily.items()}
        assert sets.prove_all(today=desk.today, now=desk.now).moves == []
        assert set(Gap.objects.values_list("promise_id", "kind", "grade", "period", "days", "amount")) == gaps
        # The whole book alone comes to the same.
        Gap.objects.all().delete()
        PromiseCover.objects.all().delete()
        sets.prove_all(today=desk.today, now=desk.now)
        assert set(Gap.objects.values_list("promise_id", "kind", "grade", "period", "days", "amount")) == gaps
        again = {day: row.covered for row in PromiseCover.objects.all() for day in Period.of(row.period).days()}
        assert again == covered
