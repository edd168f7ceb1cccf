from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from muhatap.faces.cli.cluster import Cluster
from muhatap.faces.cli.keys import Keys
from muhatap.faces.cli.logins import GROUP_OF, ensure_logins
from muhatap.faces.cli.refusals import CannotRun

GROUPS = ("app_staff", "app_customer", "app_member", "app_public")
Ask = Callable[[str, str], object]


@pytest.fixture
def walled(database: str) -> str:
    """A database with the audiences' roles and a table only the staff may see, one row each."""
    with psycopg.connect(database) as connection:
        for group in GROUPS:
            if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [group]).fetchone() is None:
                connection.execute(f"CREATE ROLE {group} NOLOGIN")
        connection.execute("CREATE TABLE margin AS SELECT 7013 AS amount")
        connection.execute("ALTER TABLE margin ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        connection.execute("GRANT SELECT ON margin TO app_staff, app_customer")
        connection.execute("CREATE POLICY staff ON margin TO app_staff USING (true)")
    return database


def logins_in(url: str, ask: Ask) -> object:
    return ask(url, "SELECT array_agg(rolname::text ORDER BY 1) FROM pg_roles WHERE rolname ~ '^muhatap_test_'")


def test_every_face_and_the_worker_get_their_own_login(walled: str, ask: Ask, tmp_path: Path) -> None:
    addresses = ensure_logins(walled, Keys(tmp_path))
    assert set(addresses) == {"desk", "customer", "member", "public", "worker"}
    for face, address in addresses.items():
        assert ask(address, "SELECT session_user::text") == f"muhatap_test_{face}"
        assert ask(address, f"SELECT pg_has_role(session_user, '{GROUP_OF[face]}', 'usage')") is True


def test_no_login_is_a_superuser_or_passes_the_wall(walled: str, ask: Ask, tmp_path: Path) -> None:
    addresses = ensure_logins(walled, Keys(tmp_path))
    rights = (
        "SELECT ARRAY[rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb]"
        " FROM pg_roles WHERE rolname = session_user"
    )
    assert [ask(address, rights) for address in addresses.values()] == [[True, False, False, False, False]] * 5


def test_row_security_holds_for_a_portal_and_not_for_the_desk(walled: str, ask: Ask, tmp_path: Path) -> None:
    addresses = ensure_logins(walled, Keys(tmp_path))
    assert ask(addresses["desk"], "SELECT sum(amount) FROM margin") == 7013
    assert ask(addresses["customer"], "SELECT count(*) FROM margin") == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(addresses["member"], "SELECT count(*) FROM margin")


def test_a_portal_cannot_step_into_another_audience(walled: str, ask: Ask, tmp_path: Path) -> None:
    addresses = ensure_logins(walled, Keys(tmp_path))
    for group in ("app_staff", "app_member", "app_public"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(addresses["customer"], f"SET ROLE {group}")
    assert ask(addresses["customer"], "SET ROLE app_customer") is None


def test_a_second_time_changes_nothing(walled: str, ask: Ask, tmp_path: Path) -> None:
    first = ensure_logins(walled, Keys(tmp_path))
    kept = (tmp_path / "secrets.json").read_bytes()
    assert ensure_logins(walled, Keys(tmp_path)) == first
    assert (tmp_path / "secrets.json").read_bytes() == kept
    assert ask(first["public"], "SELECT 1") == 1


def test_a_login_that_came_into_another_audience_is_taken_out(walled: str, ask: Ask, tmp_path: Path) -> None:
    addresses = ensure_logins(walled, Keys(tmp_path))
    ask(walled, "GRANT app_staff TO muhatap_test_customer")
    ensure_logins(walled, Keys(tmp_path))
    assert ask(addresses["customer"], "SELECT pg_has_role(session_user, 'app_staff', 'member')") is False


def test_a_login_that_may_more_than_a_face_is_refused(walled: str, ask: Ask, tmp_path: Path) -> None:
    ensure_logins(walled, Keys(tmp_path))
    ask(walled, "ALTER ROLE muhatap_test_member CREATEDB")
    try:
        with pytest.raises(CannotRun, match="login muhatap_test_member may more than a face should"):
            ensure_logins(walled, Keys(tmp_path))
    finally:
        ask(walled, "ALTER ROLE muhatap_test_member NOCREATEDB")


def test_portals_cannot_hold_the_database_up(walled: str, ask: Ask, tmp_path: Path) -> None:
    addresses = ensure_logins(walled, Keys(tmp_path))
    limits = {face: ask(address, "SHOW statement_timeout") for face, address in addresses.items()}
    assert limits == {"desk": "30s", "customer": "5s", "member": "5s", "public": "5s", "worker": "0"}


def test_a_database_is_dropped_though_a_face_is_still_in_it(
    walled: str, server: Cluster, ask: Ask, tmp_path: Path
) -> None:
    addresses = ensure_logins(walled, Keys(tmp_path))
    with psycopg.connect(addresses["member"]) as inside:
        server.drop_database("muhatap_test")
        with pytest.raises(psycopg.errors.AdminShutdown):
            inside.execute("SELECT 1")
    found = ask(server.owner_url("postgres"), "SELECT count(*) FROM pg_database WHERE datname = 'muhatap_test'")
    assert found == 0
    server.ensure_database("muhatap_test")


def test_before_the_wall_stands_there_are_no_logins(
    database: str, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(GROUP_OF, "public", "app_nobody_made")  # type: ignore[arg-type]
    before = logins_in(database, ask)
    with pytest.raises(CannotRun, match=r"not prepared \(app_nobody_made missing\)"):
        ensure_logins(database, Keys(tmp_path))
    assert logins_in(database, ask) == before
    assert not (tmp_path / "secrets.json").exists()
