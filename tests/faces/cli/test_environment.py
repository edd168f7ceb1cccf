import json
import os
from pathlib import Path

import pytest

from muhatap.faces.cli import environment, marks
from muhatap.faces.cli.cluster import Cluster
from muhatap.faces.cli.environment import database, opened, process_environment, take_data
from muhatap.faces.cli.refusals import CannotRun


def silent(line: str) -> None:
    del line


def enter(data: Path) -> None:
    with database(data, silent):
        raise AssertionError("a database was opened")


def test_a_server_that_does_not_answer_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://me:hidden@/x?host={tmp_path}")
    with pytest.raises(CannotRun) as refused:
        enter(tmp_path / "var")
    assert str(refused.value).startswith("The server of DATABASE_URL cannot be used: ")
    assert "\n" not in str(refused.value)
    assert "hidden" not in str(refused.value)
    assert not (tmp_path / "var").exists()


def test_an_address_of_something_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("mysql://localhost/x", "host=localhost dbname=x", "x"):
        monkeypatch.setenv("DATABASE_URL", wrong)
        with pytest.raises(CannotRun, match="must look like postgresql://"):
            enter(tmp_path / "var")


def test_a_server_older_than_15_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@/x")
    monkeypatch.setattr(environment, "server_version", lambda url: 140012)
    with pytest.raises(CannotRun, match=r"^PostgreSQL 15 or newer is needed; DATABASE_URL leads to 14\.$"):
        enter(tmp_path / "var")
    assert not (tmp_path / "var").exists()


def test_a_login_that_cannot_build_the_wall_is_refused(
    server: Cluster, ask: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(ask)
    ask(server.owner_url("postgres"), "DROP ROLE IF EXISTS plain")
    ask(server.owner_url("postgres"), "CREATE ROLE plain LOGIN PASSWORD 'plain'")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://plain:plain@/postgres?host={server.socket_dir}")
    with pytest.raises(CannotRun, match="needs CREATEROLE and BYPASSRLS"):
        enter(tmp_path / "var")


def test_a_good_server_is_used_as_it_is(server: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", server.owner_url("postgres"))
    with database(tmp_path / "var", silent) as found:
        assert found == environment.Database(server.owner_url("postgres"), None)
    assert server.running
    assert not (tmp_path / "var").exists()


def test_a_process_is_told_everything_it_needs(tmp_path: Path) -> None:
    told = process_environment(
        "customer", "postgresql://x@/y", tmp_path, face_urls={"desk": "http://127.0.0.1:1/"}, demo=True
    )
    assert told["DATABASE_URL"] == "postgresql://x@/y"
    assert told["MUHATAP_FACE"] == "customer"
    assert told["MUHATAP_DATA"] == str(tmp_path)
    assert told["MUHATAP_DEMO"] == "1"
    assert told["DJANGO_SETTINGS_MODULE"] == "muhatap.project.settings"
    assert json.loads(told["MUHATAP_FACE_URLS"]) == {"desk": "http://127.0.0.1:1/"}
    assert told["MUHATAP_SECRET_KEY"] == json.loads((tmp_path / "secrets.json").read_text())["secret_key"]


def test_a_command_starts_the_database_for_itself_and_stops_it_again(
    data: Path, monkeypatch: pytest.MonkeyPatch, ask: object
) -> None:
    assert callable(ask)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name in ("DATABASE_URL", "MUHATAP_FACE", "MUHATAP_DATA", "MUHATAP_SECRET_KEY", "MUHATAP_DEMO"):
        monkeypatch.setenv(name, "")
    with opened(data, "owner"):
        assert os.environ["MUHATAP_FACE"] == "owner"
        assert ask(os.environ["DATABASE_URL"], "SELECT current_database()::text") == "muhatap"
    assert not (data / "postgres" / "postmaster.pid").exists()


def test_the_data_directory_is_taken_out_of_the_words(tmp_path: Path) -> None:
    assert take_data(["a", "--data", str(tmp_path), "b"]) == (tmp_path, ["a", "b"])
    assert take_data([f"--data={tmp_path}"]) == (tmp_path, [])
    assert take_data(["--", "--data", "x"])[1] == ["--", "--data", "x"]
    with pytest.raises(CannotRun, match="--data needs a folder"):
        take_data(["--data"])


def test_notes_are_kept_in_the_database(database: str) -> None:
    assert marks.is_new(database)
    assert marks.read(database) == {}
    marks.note(database, "demo", "wanted")
    marks.note(database, "demo", "loaded")
    assert marks.read(database) == {"demo": "loaded"}
    assert not marks.is_new(database)


def test_the_version_changes_with_sources_data_and_pinned_packages_alone(tmp_path: Path) -> None:
    package = tmp_path / "src" / "muhatap"
    (package / "data").mkdir(parents=True)
    (package / "a.py").write_text("a")
    (package / "data" / "provinces.csv").write_text("34")
    (tmp_path / "requirements.lock").write_text("Django")
    seen = [marks.version_of_code(package)]
    (package / "page.html").write_text("page")
    assert marks.version_of_code(package) == seen[0]
    for file in (package / "a.py", package / "data" / "provinces.csv", tmp_path / "requirements.lock"):
        file.write_text(file.read_text() + "!")
        seen.append(marks.version_of_code(package))
    (package / "a.py").rename(package / "b.py")
    seen.append(marks.version_of_code(package))
    assert len(set(seen)) == 5
