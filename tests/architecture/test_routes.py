"""Every page of every face asks for a permission, and turns away whoever lacks it without changing anything."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern

from muhatap import roles
from muhatap.accounts.models import Role
from muhatap.faces.web import middleware
from muhatap.faces.web.urls import urls_of
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.commands import COMMANDS, CommandInfo
from tests.given.faces import Browser, Face

FACES = ("desk", "customer", "member", "public")
CHANGES = ("INSERT", "UPDATE", "DELETE", "SELECT MUHATAP_NEXT_NUMBER", "TRUNCATE")
SAMPLES: dict[str, Any] = {"int": 1, "str": "x", "slug": "x", "uuid": uuid.UUID(int=1), "path": "x"}
# Open without a login: the door itself, the way to a password, the public pages.
OPEN = {
    "desk": {"healthz", "language", "login", "logout", "password_forgotten", "password_asked", "password_set"},
    "public": {"healthz", "language"},
}
OPEN["customer"] = OPEN["member"] = OPEN["desk"]


def routes(face: str) -> Iterator[tuple[str, str, Any]]:
    """Every route of a face: name, an address of it, and the permission it asks for."""
    for route in urls_of(face):
        assert isinstance(route, URLPattern)
        address = str(route.pattern)
        for name, converter in route.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            for written in (f"<{kind}:{name}>", f"<{name}>"):
                address = address.replace(written, str(SAMPLES[kind]))
        assert "<" not in address, address
        yield str(route.name), f"/{address}", route.callback.requires  # type: ignore[union-attr]


def names(face: str, role: Role) -> set[str]:
    """The routes of a face a role opens."""
    held = roles.permissions_of(role)
    return {name for name, _address, requires in routes(face) if requires is None or requires in held}


def asked(browser: Browser, address: str) -> Iterator[tuple[str, Any, list[str]]]:
    """A page opened and sent to: how it answered and what it wrote."""
    for method in ("get", "post"):
        with CaptureQueriesContext(connection) as queries:
            answer = getattr(browser, method)(address)
        written = [one["sql"] for one in queries if one["sql"].lstrip().upper().startswith(CHANGES)]
        yield method, answer, written


@pytest.mark.parametrize("face_name", FACES)
def test_every_route_says_what_it_asks_for(face_name: str) -> None:
    assert [route.name for route in urls_of(face_name) if not hasattr(route.callback, "requires")] == []


@pytest.mark.parametrize("face_name", FACES)
def test_no_two_routes_of_a_face_share_a_name(face_name: str) -> None:
    found = [name for name, _address, _requires in routes(face_name)]
    assert sorted(name for name in set(found) if found.count(name) > 1) == []


@pytest.mark.parametrize("face_name", ["desk", "customer", "member"])
def test_only_the_door_is_open_to_everybody(face_name: str) -> None:
    assert {name for name, _address, requires in routes(face_name) if requires is None} == OPEN[face_name]


@pytest.mark.parametrize("face_name", FACES)
def test_every_permission_a_page_asks_for_exists(face_name: str) -> None:
    known = roles.every_permission()
    assert [name for name, _address, requires in routes(face_name) if requires and str(requires) not in known] == []


@pytest.mark.django_db
@pytest.mark.parametrize("face_name", ["desk", "customer", "member"])
def test_who_is_not_logged_in_is_sent_to_the_login_and_nothing_changes(face: Face, face_name: str) -> None:
    browser = face(face_name)
    wrong = [
        (name, method, answer.status_code, written)
        for name, address, requires in routes(face_name)
        if requires is not None
        for method, answer, written in asked(browser, address)
        if answer.status_code != 302 or not answer["Location"].startswith("/login/?next=%2F") or written
    ]
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("face_name", ["desk", "customer", "member"])
def test_a_seat_without_the_permission_gets_403_and_nothing_changes(
    face: Face, face_name: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody: Actor = request.getfixturevalue(
        {"desk": "desk", "customer": "customer_a", "member": "member_a"}[face_name]
    )
    browser = face(face_name, somebody)
    everything = roles.every_permission()
    held: set[str] = set()
    monkeypatch.setattr(middleware, "permissions_of", lambda role: frozenset(held))
    wrong = []
    for name, address, requires in routes(face_name):
        if requires is None:
            continue
        held.clear()
        held.update(everything - {str(requires)})
        for method, answer, written in asked(browser, address):
            if answer.status_code != 403 or written:
                wrong.append((name, method, answer.status_code, written))
    assert wrong == []


@pytest.mark.parametrize(
    ("face_name", "role"),
    [("customer", Role.CUSTOMER_DECISION), ("member", Role.MEMBER_OWNER), ("desk", Role.ADMINISTRATOR)],
)
def test_the_first_role_of_a_face_opens_every_page(face_name: str, role: Role) -> None:
    assert {name for name, _address, _requires in routes(face_name)} - names(face_name, role) == set()


@pytest.mark.parametrize("role", [role for role in Role if role.audience is Audience.DESK])
def test_nobody_at_the_desk_holds_what_is_meant_for_a_portal_alone(role: Role) -> None:
    assert [
        name for name in sorted(roles.permissions_of(role)) if roles.is_portal(name) and name != roles.OWN_PASSWORD
    ] == []


def test_the_table_names_only_roles_and_permissions_that_exist() -> None:
    known = roles.every_permission()
    packages = {name.partition(".")[0] for name in known}
    unknown = []
    for role, patterns in roles.TABLE.items():
        for pattern in patterns:
            bare = pattern.removeprefix("-")
            if bare not in known and bare != "*" and not (bare.endswith(".*") and bare[:-2] in packages):
                unknown.append((role.value, pattern))
    assert unknown == []
    assert set(roles.TABLE) == set(Role)


def test_somebody_holds_every_permission() -> None:
    held = set().union(*(roles.permissions_of(role) for role in Role), *roles.ANYBODY.values())
    assert sorted(roles.every_permission() - held) == []


def commands_of(view: Any) -> Iterator[CommandInfo]:
    """The commands a page names in its own function."""
    function = inspect.unwrap(view)
    module = sys.modules[function.__module__]
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found = getattr(getattr(module, node.value.id, None), node.attr, None)
        elif isinstance(node, ast.Name):
            found = getattr(module, node.id, None)
        else:
            continue
        info = COMMANDS.get(f"{getattr(found, '__module__', '')}.{getattr(found, '__name__', '')}")
        if info is not None:
            yield info


# Read by everybody who may see agreements; the place for the code is shown to signers alone.
READ_BY_MORE = {("agreement_sign", "sign")}


@pytest.mark.parametrize("role", Role)
def test_whoever_opens_a_page_may_do_what_it_does(role: Role) -> None:
    held = roles.permissions_of(role)
    refused = {
        (str(route.name), info.name)
        for route in urls_of(role.audience.value)
        if (requires := route.callback.requires) is not None and requires in held
        for info in commands_of(route.callback)
        if info.permission not in held
    }
    assert refused - READ_BY_MORE == set()


TWO_PERSONS = {
    "accounts.seat_users": {Role.ADMINISTRATOR},
    "catalogue.set_parameters": {Role.ADMINISTRATOR},
    "backing.accept_gap": {Role.ADMINISTRATOR, Role.MANAGEMENT},
    "billing.approve": {Role.ADMINISTRATOR, Role.MANAGEMENT},
    "billing.pay": {Role.ADMINISTRATOR, Role.MANAGEMENT, Role.FINANCE},
    "demand.approve_margin": {Role.ADMINISTRATOR, Role.MANAGEMENT},
    "ledger.reopen": {Role.ADMINISTRATOR, Role.MANAGEMENT},
    "operations.override": {Role.ADMINISTRATOR, Role.MANAGEMENT},
}


@pytest.mark.parametrize("permission", sorted(TWO_PERSONS))
def test_what_needs_a_second_person_is_held_by_few(permission: str) -> None:
    assert {role for role in Role if permission in roles.permissions_of(role)} == TWO_PERSONS[permission]


MONEY_OF_CUSTOMER = {
    "demand.customer_proposals",
    "contracts.see_price",
    "billing.customer_invoices",
    "billing.customer_answer_invoice",
}
MONEY_OF_MEMBER = {
    "backing.see_own",
    "billing.member_settlements",
    "billing.member_answer_settlement",
    "network.member_rates",
    "sourcing.quote",
}
SIGNING = {"agreements.sign", "agreements.see", "demand.customer_answer"}
PEOPLE = {"accounts.own_people"}


@pytest.mark.parametrize(
    ("role", "first", "without"),
    [
        (Role.CUSTOMER_SITE, Role.CUSTOMER_DECISION, MONEY_OF_CUSTOMER | SIGNING | PEOPLE),
        (Role.MEMBER_OPERATIONS, Role.MEMBER_OWNER, MONEY_OF_MEMBER | SIGNING | PEOPLE),
    ],
)
def test_who_runs_the_site_sees_everything_but_money_and_signatures(role: Role, first: Role, without: set[str]) -> None:
    assert roles.permissions_of(role) == roles.permissions_of(first) - without


PRICES = {
    "demand.see_cost", "agreements.see", "contracts.see_price", "network.see_rates", "sourcing.see", "sourcing.quote",
    "backing.see_cost", "billing.see", "billing.margin", "ledger.see",
}  # fmt: skip


def test_an_auditor_holds_nothing_that_opens_a_price() -> None:
    assert PRICES - roles.every_permission() == set()
    assert roles.permissions_of(Role.AUDITOR) == {
        *roles.EVERYBODY,
        "catalogue.see",
        "parties.see",
        "contracts.see",
        "network.see",
        "operations.see",
        "quality.see",
        "quality.audit",
    }


# Lists as everybody keeps them, and several of their rows at once (each act asks for its own permission).
EVERY_SEAT = {"bulk", "bulk_go_on", "bulk_result", "view_change", "view_new", "view_remove", "views"}
CREW_LEAD = {
    "account", "file", "here", "home", "job", "job_accept", "job_check_in", "job_decline", "job_work", "jobs",
    "jobs_report", "password_change", "seat", "today", "tomorrow",
}  # fmt: skip
MEMBER_FINANCE = {
    "account", "agreement", "agreements", "agreement_sign", "backings", "coverage", "documents", "earned", "file",
    "home", "mailbox", "password_change", "payment", "payments", "seat", "settlement", "settlement_agree",
    "settlement_line", "settlement_object", "settlement_paper", "settlements",
}  # fmt: skip


@pytest.mark.parametrize(("role", "pages"), [(Role.MEMBER_CREW_LEAD, CREW_LEAD), (Role.MEMBER_FINANCE, MEMBER_FINANCE)])
def test_crew_lead_and_finance_open_their_work_alone(role: Role, pages: set[str]) -> None:
    assert names("member", role) - OPEN["member"] - EVERY_SEAT == pages
