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
from muhatap.backing.models import BackingRole, BackingStatus, Gap, PromiseCover
from muhatap.contracts.models import Promise
from muhatap.kernel.actors import Actor
from muhatap.kernel.models import StoredFile
from muhatap.kernel.periods import Period
from muhatap.network.models import Document, DocumentStatus, Member
from tests.given import backing as given_backing
from tests.given import cast
from tests.given import network as given_network

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 1)
DAYS = 24
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
        bond = given_backing.bond(contract, member.pk, period=line.term, status=line.status)
        given_backing.backing(
            bond,
            promise,
            quantity=str(line.quantity),
            period=line.days,
            role=BackingRole.PRIMARY if line.primary else BackingRole.BACKUP,
            status=BackingStatus.IN_FORCE if line.status in IN_FORCE else BackingStatus.PLANNED,
        )
    return promise


def by_hand(world: list[Line], promised: int, day: date) -> str:
    """One day, as plainly as it can be said."""
    behind = [
        rules.Behind(
            quantity=Decimal(line.quantity),
            primary=line.primary,
            signed=line.status in IN_FORCE and day in line.term and any(day in span for span in line.bound),
            documents=all(any(day in span for span in held) for held in line.papers),
            present=line.away is None or day not in line.away,
        )
        for line in world
        if day in line.days
    ]
    return rules.grade(Decimal(promised), behind)


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
    with undone():
        third = cast.member("Yeşil Vadi Peyzaj Ltd. Şti.", "Yeşil Vadi", "vadi")
        owners = [member_a, member_b, third][: len(drawn)]
        promise = make(drawn, desk, customer_a, owners, promised)
        found = reads.proof(desk, promise_ids=[promise.pk], period=WINDOW)
        daily = {day: part.grade for part in found for day in part.period.days()}
        assert daily == {day: by_hand(drawn, promised, day) for day in WINDOW.days()}
        assert sum(part.period.length() for part in found) == DAYS

        sets.exchange([promise.pk], today=desk.today, now=desk.now)
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
