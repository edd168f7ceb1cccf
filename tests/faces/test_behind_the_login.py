"""The tests of pages stand where the faces stand: under a login that owns nothing, with the wall in force."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from muhatap.faces.web import middleware, pages
from muhatap.kernel.actors import Actor
from tests.given import operations as given
from tests.given.faces import Face
from tests.given.logins import logged_in, login_of

pytestmark = pytest.mark.django_db
WHO = (
    "SELECT current_user::text, rolsuper OR rolbypassrls OR rolcreaterole, row_security_active('accounts_user')"
    " FROM pg_roles WHERE rolname = current_user"
)


def who() -> Any:
    with connection.cursor() as cursor:
        cursor.execute(WHO)
        return cursor.fetchone()


@pytest.mark.parametrize(
    ("name", "group"), [("desk", "app_staff"), ("customer", "app_customer"), ("member", "app_member")]
)
def test_a_page_is_asked_under_the_login_of_its_face_and_answered_in_its_role(
    face: Face, name: str, group: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor: Actor = request.getfixturevalue({"desk": "desk"}.get(name, f"{name}_a"))
    if name == "member":
        given.membership(actor)
    before, met = who(), []
    for module, function in ((middleware, "seat_of"), (pages, "render")):
        told = getattr(module, function)
        monkeypatch.setattr(module, function, lambda *a, told=told, **k: (met.append(who()), told(*a, **k))[1])
    assert face(name, actor).get("/").status_code == 200
    assert met == [(login_of(name), False, True), (group, False, True)]
    assert who() == before


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("customer", "backing_backingprice"),
        ("customer", "network_ratecard"),
        ("customer", "ledger_posting"),
        ("member", "contracts_promiseprice"),
        ("member", "demand_proposallineprice"),
        ("public", "accounts_seat"),
        ("desk", "pg_authid"),
    ],
)
def test_the_login_of_a_face_may_not_even_ask_for_what_lies_beyond(name: str, table: str) -> None:
    with (
        logged_in(name),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT count(*) FROM {table}")


def test_what_only_a_commit_would_refuse_is_refused_within_the_request(customer_a: Actor) -> None:
    with pytest.raises(DatabaseError, match="violates foreign key"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_seat SET party_id = 0 WHERE party_id = %s", [customer_a.party_id])
        with logged_in("customer"):
            pass
