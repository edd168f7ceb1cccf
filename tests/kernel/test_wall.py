"""The wall holds in the database: without context nothing, with a party only its own, the other side's never."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from muhatap.kernel import walling
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.wall import PORTALS, ROLES, Class, standing_at
from muhatap.parties.models import Party

pytestmark = pytest.mark.django_db


def test_every_table_stands_in_exactly_one_class(sql: Any) -> None:
    tables = {row[0] for row in sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert tables == set(walling.declared())


def test_every_table_has_its_row_security_forced(sql: Any) -> None:
    rows = sql(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND NOT (relrowsecurity AND relforcerowsecurity)"
    )
    assert rows == []


def test_no_portal_has_any_right_on_a_table_of_the_desk(sql: Any) -> None:
    staff_only = [table for table, wall in walling.declared().items() if wall.kind is Class.STAFF_ONLY]
    rows = sql(
        "SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants"
        " WHERE table_name = ANY(%s) AND grantee = ANY(%s)",
        staff_only,
        [ROLES[side] for side in PORTALS],
    )
    assert rows == []


def test_the_roles_of_the_wall_are_no_superusers_and_cannot_log_in(sql: Any) -> None:
    rows = sql(
        "SELECT rolname, rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = ANY(%s)",
        list(ROLES.values()),
    )
    assert sorted(rows) == sorted((role, False, False, False) for role in ROLES.values())


@pytest.mark.parametrize("side", [Audience.CUSTOMER, Audience.MEMBER])
def test_without_a_party_every_scoped_table_is_empty(
    side: Audience, customer_a: Actor, member_a: Actor, sql: Any
) -> None:
    scoped = {table: wall for table, wall in walling.declared().items() if wall.kind is Class.SCOPED}
    met = {}
    with standing_at(side, party_id=None, user_id=None):
        for table, wall in scoped.items():
            door = wall.doors.get(side)
            if door is not None and door.select:
                met[table] = sql(f'SELECT count(*) FROM "{table}"')[0][0]
    # Users, seats and sessions are read before it is known who asks; the prime is known to everybody.
    known_before_login = {"accounts_user", "accounts_seat", "accounts_facesession", "parties_party"}
    assert {table: count for table, count in met.items() if count and table not in known_before_login} == {}


def test_a_customer_meets_itself_and_the_prime_only(customer_a: Actor, customer_b: Actor, member_a: Actor) -> None:
    with standing_at(Audience.CUSTOMER, party_id=customer_a.party_id, user_id=customer_a.user_id):
        assert sorted(Party.objects.values_list("short_name", flat=True)) == ["N Kurumsal", "Pusula Sigorta"]
    assert sorted(Party.objects.visible_to(customer_a).values_list("short_name", flat=True)) == [
        "N Kurumsal",
        "Pusula Sigorta",
    ]


def test_a_member_portal_never_reads_users_of_customers(customer_a: Actor, member_a: Actor, sql: Any) -> None:
    with standing_at(Audience.MEMBER, party_id=member_a.party_id, user_id=member_a.user_id):
        assert sql("SELECT DISTINCT audience FROM accounts_user") == [("member",)]


def test_a_customer_cannot_change_a_party_not_even_itself(customer_a: Actor) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        standing_at(Audience.CUSTOMER, party_id=customer_a.party_id, user_id=customer_a.user_id),
    ):
        Party.objects.filter(pk=customer_a.party_id).update(name="x")
    assert Party.objects.get(pk=customer_a.party_id).name == "Pusula Sigorta A.Ş."


def test_leaving_the_wall_gives_the_role_and_party_back(customer_a: Actor, sql: Any) -> None:
    before = sql("SELECT current_user")
    with standing_at(Audience.CUSTOMER, party_id=customer_a.party_id, user_id=customer_a.user_id):
        assert sql("SELECT current_user") == [("app_customer",)]
    assert sql("SELECT current_user, current_setting('app.party_id', true)") == [(before[0][0], "")]


def test_building_the_wall_twice_changes_nothing(sql: Any) -> None:
    policies = "SELECT tablename, policyname, roles, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2"
    before = sql(policies)
    walling.apply()
    assert sql(policies) == before


def test_a_table_nobody_declared_stops_the_wall() -> None:
    with pytest.raises(walling.Unclassified, match="nobodys_table"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE nobodys_table (id int)")
        walling.apply()
