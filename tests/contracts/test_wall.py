"""Behind the wall: a contract and its prices are the customer's alone, and prices need their own permission."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from muhatap.contracts import reads
from muhatap.contracts.models import CustomerContract
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.errors import Forbidden
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.wall import standing_at
from tests.given import contracts as given

TABLES = ("contracts_customercontract", "contracts_promise", "contracts_promiseprice", "contracts_project")


def seen(side: Audience, actor: Actor) -> list[int]:
    """How many rows of each table a party's process can read."""
    with standing_at(side, party_id=actor.party_id, user_id=actor.user_id), connection.cursor() as cursor:
        counts = []
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts.append(cursor.fetchone()[0])
        return counts


def test_the_database_shows_each_customer_its_own_rows(desk: Actor, customer_a: Actor, customer_b: Actor) -> None:
    given.signed(desk, customer_a, locations=2)

    assert seen(Audience.CUSTOMER, customer_a) == [1, 2, 2, 1]
    assert seen(Audience.CUSTOMER, customer_b) == [0, 0, 0, 0]


def test_a_draft_is_hidden_from_its_customer(desk: Actor, customer_a: Actor) -> None:
    contract = given.drafted(desk, customer_a)

    assert seen(Audience.CUSTOMER, customer_a) == [0, 0, 0, 0]
    assert reads.contracts(customer_a, query=ListQuery()).rows == []
    with pytest.raises(CustomerContract.DoesNotExist):
        reads.contract(customer_a, contract_id=contract.pk)


def test_a_members_process_may_not_read_a_single_table(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    given.signed(desk, customer_a)
    with standing_at(Audience.MEMBER, party_id=member_a.party_id, user_id=None), connection.cursor() as cursor:
        for table in TABLES:
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(f"SELECT count(*) FROM {table}")


def test_without_the_permission_for_prices_none_is_read(desk: Actor, customer_a: Actor) -> None:
    contract = given.signed(desk, customer_a)
    site = replace(customer_a, permissions=frozenset({"contracts.see", "agreements.see"}))

    view = reads.contract(site, contract_id=contract.pk)
    assert (view.monthly, view.lines[0].unit_price, view.lines[0].monthly) == (None, None, None)
    with pytest.raises(Forbidden):
        reads.drift(site, contract_id=contract.pk)
