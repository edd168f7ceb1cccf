"""The database refuses backings beyond promise and agreement, more than promised, and days without a price."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from muhatap.agreements.models import Agreement
from muhatap.backing.models import Backing, BackingPrice
from muhatap.contracts.models import Promise
from muhatap.kernel.actors import Actor
from muhatap.kernel.periods import Period
from tests.given import backing as given
from tests.given import network as given_network

pytestmark = pytest.mark.django_db
TERM = given.TERM


def refused(work: Any) -> str:
    """The name of the constraint that refuses some work."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        work()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return str(caught.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


def test_a_backing_cannot_reach_beyond_its_promise(customer_a: Actor, member_a: Actor) -> None:
    contract = given.contract(customer_a)
    promise = given.promise(contract, period=Period(TERM.start, date(2026, 9, 1)))
    bond = given.bond(contract, given_network.member(member_a).pk, period=TERM)
    assert refused(lambda: given.backing(bond, promise, period=TERM)) == "backing_inside"
    assert Backing.objects.count() == 0


def test_a_backing_cannot_reach_beyond_its_agreement(customer_a: Actor, member_a: Actor) -> None:
    contract = given.contract(customer_a)
    promise = given.promise(contract)
    bond = given.bond(contract, given_network.member(member_a).pk, period=Period(TERM.start, date(2026, 9, 1)))
    assert refused(lambda: given.backing(bond, promise)) == "backing_inside"


def test_neither_promise_nor_agreement_can_be_cut_away_under_a_backing(customer_a: Actor, member_a: Actor) -> None:
    contract = given.contract(customer_a)
    promise = given.promise(contract)
    bond = given.bond(contract, given_network.member(member_a).pk, period=TERM)
    given.backing(bond, promise)
    shorter = Period(TERM.start, date(2026, 9, 1)).range()
    cut_agreement = Agreement.objects.filter(pk=bond.pk)
    assert refused(lambda: cut_agreement.update(period=shorter)) == "backing_inside"
    assert cut_agreement.get().period == TERM.range()

    def cut_promise() -> None:
        Promise.objects.filter(pk=promise.pk).update(period=shorter)
        promise.prices.update(period=shorter)

    assert refused(cut_promise) == "backing_inside"


def test_no_day_is_backed_more_than_was_promised(customer_a: Actor, member_a: Actor, member_b: Actor) -> None:
    contract = given.contract(customer_a)
    promise = given.promise(contract, quantity="5")
    first = given.bond(contract, given_network.member(member_a).pk, period=TERM)
    second = given.bond(contract, given_network.member(member_b).pk, period=TERM)
    given.backing(first, promise, quantity="3", period=Period(TERM.start, date(2026, 9, 1)))
    assert refused(lambda: given.backing(second, promise, quantity="3")) == "backing_allocated"
    given.backing(second, promise, quantity="2")
    assert Backing.objects.count() == 2


def test_a_member_backs_a_promise_once_a_day(customer_a: Actor, member_a: Actor) -> None:
    contract = given.contract(customer_a)
    promise = given.promise(contract)
    bond = given.bond(contract, given_network.member(member_a).pk, period=TERM)
    given.backing(bond, promise, quantity="1")
    assert refused(lambda: given.backing(bond, promise, quantity="1")) == "backing_member_once"


def test_prices_of_a_backing_do_not_overlap_and_leave_no_hole(customer_a: Actor, member_a: Actor) -> None:
    contract = given.contract(customer_a)
    bond = given.bond(contract, given_network.member(member_a).pk, period=TERM)
    backing = given.backing(bond, given.promise(contract))
    second = BackingPrice(backing=backing, member_id=bond.member_id, unit_price=Decimal(950), period=TERM.range())
    assert refused(lambda: second.save(force_insert=True)) == "backing_price_once"
    shorter = Period(TERM.start, date(2026, 9, 1)).range()
    assert refused(lambda: backing.prices.update(period=shorter)) == "backing_priced"
    assert list(backing.prices.values_list("unit_price", "period")) == [(Decimal(900), TERM.range())]
