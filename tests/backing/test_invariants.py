"""The invariants of the proof hold after work, and see what breaks them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from muhatap.backing import commands
from muhatap.backing.invariants import INVARIANTS
from muhatap.backing.models import PromiseCover
from muhatap.kernel.actors import Actor
from tests.given import backing as given
from tests.given import network as given_network
from tests.given.guards import without_guards

pytestmark = pytest.mark.django_db


def broken() -> list[str]:
    """The codes of the invariants that do not hold."""
    found = []
    with connection.cursor() as cursor:
        for invariant in INVARIANTS:
            cursor.execute(invariant.sql)
            if cursor.fetchall():
                found.append(invariant.code)
    return found


def test_a_proven_book_breaks_nothing_and_a_lost_day_is_seen(
    desk: Actor, customer_a: Actor, member_a: Actor, sql: Any
) -> None:
    member = given_network.able(desk, member_a)
    contract = given.contract(customer_a)
    promise = given.promise(contract)
    backing = given.backing(given.bond(contract, member.pk, period=given.TERM), promise)
    commands.prove_book(desk)
    assert broken() == []
    PromiseCover.objects.all().delete()
    assert broken() == ["INV-53"]
    with without_guards():
        sql("DELETE FROM backing_backingprice WHERE backing_id = %s", backing.pk)
        assert broken() == ["INV-52", "INV-53"]
