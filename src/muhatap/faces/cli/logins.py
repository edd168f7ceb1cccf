"""A database login for every face and for the worker: each sees only what its audience may see."""

from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from muhatap.faces.cli.keys import Keys
from muhatap.faces.cli.refusals import CannotRun

GROUP_OF: Mapping[str, str] = {
    "desk": "app_staff",
    "customer": "app_customer",
    "member": "app_member",
    "public": "app_public",
    "worker": "app_staff",
}
"""Face -> the group role of its audience, which the wall makes."""

SETTINGS_OF: Mapping[str, Mapping[str, str]] = {
    "desk": {"statement_timeout": "30s", "idle_in_transaction_session_timeout": "30s"},
    "customer": {"statement_timeout": "5s", "idle_in_transaction_session_timeout": "30s"},
    "member": {"statement_timeout": "5s", "idle_in_transaction_session_timeout": "30s"},
    "public": {"statement_timeout": "5s", "idle_in_transaction_session_timeout": "30s"},
    "worker": {},
}
LOCK = 7_220_012
"""Roles belong to the whole server: one process at a time changes them."""


def ensure_logins(owner_url: str, keys: Keys) -> dict[str, str]:
    """Make the logins, set their rights and passwords right, and return face -> address.

    Raises: CannotRun when the wall has not made the audiences' roles, or a login may more than it should.
    """
    addresses = {}
    with psycopg.connect(owner_url) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        _refuse_without_groups(connection)
        for face, group in GROUP_OF.items():
            name = f"{connection.info.dbname}_{face}"
            password = keys.get(f"login_{name}")
            _ensure(connection, name, group, password, SETTINGS_OF[face])
            addresses[face] = _address(owner_url, name, password)
    return addresses


def _refuse_without_groups(connection: psycopg.Connection) -> None:
    groups = sorted(set(GROUP_OF.values()))
    found = connection.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [groups]).fetchall()
    missing = [group for group in groups if (group,) not in found]
    if missing:
        raise CannotRun(f"The database is not prepared ({', '.join(missing)} missing); run ./muhatap up first.")


def _ensure(connection: psycopg.Connection, name: str, group: str, password: str, settings: Mapping[str, str]) -> None:
    role = sql.Identifier(name)
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone() is None:
        connection.execute(sql.SQL("CREATE ROLE {}").format(role))
    connection.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(password)))
    rights = connection.execute(
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = %s",
        [name],
    ).fetchone()
    if rights is None or rights[0]:
        raise CannotRun(f"The database login {name} may more than a face should; drop it and start again.")
    for other in _groups_of(connection, name) - {group}:
        connection.execute(sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(other), role))
    connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), role))
    for setting, value in settings.items():
        statement = sql.SQL("ALTER ROLE {} SET {} = {}")
        connection.execute(statement.format(role, sql.Identifier(setting), sql.Literal(value)))


def _groups_of(connection: psycopg.Connection, name: str) -> set[str]:
    rows = connection.execute(
        "SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid"
        " JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = %s",
        [name],
    )
    return {row[0] for row in rows}


def _address(owner_url: str, name: str, password: str) -> str:
    """The owner's address with another login in it."""
    parts = urlsplit(owner_url)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(name, safe='')}:{quote(password, safe='')}@{place}"))
