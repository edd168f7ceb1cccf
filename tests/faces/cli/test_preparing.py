"""What `up` does to a database before the faces start, and what it never does twice."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from muhatap.faces.cli import loading, marks, migrate, up
from muhatap.faces.cli.cluster import Cluster
from muhatap.faces.cli.environment import DATABASE_NAME, Database
from muhatap.faces.cli.refusals import CannotRun

Ask = Callable[[str, str], object]


@pytest.fixture
def found(server: Cluster) -> Iterator[Database]:
    server.ensure_database(DATABASE_NAME)
    yield Database(server.owner_url(DATABASE_NAME), server)
    server.drop_database(DATABASE_NAME)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands `up` ran; each does to the notes what the real one does."""
    names: list[str] = []

    def command(name: str, found: Database, options: up.Options) -> None:
        names.append(name)
        note = {"migrate": ("prepared", marks.version_of_code()), "demo": (loading.DEMO, loading.LOADED)}[name]
        marks.note(found.owner_url, *note)

    monkeypatch.setattr(up, "_command", command)
    monkeypatch.setattr(marks, "version_of_code", lambda: "this version")
    return names


def options(*, demo: bool) -> up.Options:
    return up.Options(port=8000, data=Path("/nowhere"), demo=demo)


def test_a_new_database_is_prepared_and_gets_the_demo_once(found: Database, ran: list[str]) -> None:
    assert up._prepare(found, options(demo=True)) is True
    assert ran == ["migrate", "demo"]
    assert up._prepare(found, options(demo=True)) is True
    assert ran == ["migrate", "demo"]


def test_without_the_demo_it_never_comes_later(found: Database, ran: list[str]) -> None:
    assert up._prepare(found, options(demo=False)) is False
    assert up._prepare(found, options(demo=True)) is False
    assert ran == ["migrate"]
    assert marks.read(found.owner_url)[loading.DEMO] == loading.DECLINED


def test_a_database_with_data_of_others_never_gets_the_demo(found: Database, ran: list[str], ask: Ask) -> None:
    ask(found.owner_url, "CREATE TABLE django_migrations (id int)")
    assert up._prepare(found, options(demo=True)) is False
    assert ran == ["migrate"]


def test_another_version_prepares_again_and_keeps_the_demo(found: Database, ran: list[str]) -> None:
    up._prepare(found, options(demo=True))
    marks.note(found.owner_url, "prepared", "an older version")
    assert up._prepare(found, options(demo=True)) is True
    assert ran == ["migrate", "demo", "migrate"]


def test_a_first_start_interrupted_before_the_demo_goes_on_with_it(found: Database, ran: list[str]) -> None:
    marks.note(found.owner_url, loading.DEMO, loading.WANTED)
    assert up._prepare(found, options(demo=False)) is True
    assert ran == ["migrate", "demo"]


def test_half_a_demo_is_dropped_and_begun_again(found: Database, ran: list[str], ask: Ask) -> None:
    up._prepare(found, options(demo=True))
    ask(found.owner_url, "CREATE TABLE half AS SELECT 1")
    marks.note(found.owner_url, loading.DEMO, loading.BEGUN)
    assert up._prepare(found, options(demo=True)) is True
    assert ran == ["migrate", "demo", "migrate", "demo"]
    assert ask(found.owner_url, "SELECT to_regclass('half')") is None


def test_half_a_demo_on_a_server_of_others_is_refused_and_nothing_dropped(
    found: Database, ran: list[str], ask: Ask
) -> None:
    ask(found.owner_url, "CREATE TABLE half AS SELECT 1 AS n")
    marks.note(found.owner_url, loading.DEMO, loading.BEGUN)
    with pytest.raises(CannotRun, match="empty the database of DATABASE_URL first"):
        up._prepare(Database(found.owner_url), options(demo=True))
    assert ran == []
    assert ask(found.owner_url, "SELECT n FROM half") == 1


@pytest.fixture
def demo(found: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A demo that only notes how far the notes were when it was loaded."""
    loaded: list[str] = []
    logins = [("desk", "Yönetim", "yonetim@n.example", "parola")]

    def load_demo(progress: Callable[[str], None]) -> None:
        loaded.append(marks.read(found.owner_url)[loading.DEMO])

    monkeypatch.setitem(sys.modules, "muhatap.faces.cli.demo", SimpleNamespace(LOGINS=logins, load_demo=load_demo))
    monkeypatch.setenv("DATABASE_URL", found.owner_url)
    return loaded


def test_the_demo_is_noted_as_begun_before_and_as_loaded_after(found: Database, demo: list[str]) -> None:
    assert loading.main([]) == 0
    assert demo == [loading.BEGUN]
    notes = marks.read(found.owner_url)
    assert notes[loading.DEMO] == loading.LOADED
    assert notes["demo_logins"] == '[["desk", "Y\\u00f6netim", "yonetim@n.example", "parola"]]'


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (loading.LOADED, "loaded already"),
        (loading.BEGUN, "was interrupted while loading"),
        (loading.DECLINED, "was begun without the demo"),
    ],
)
def test_the_demo_is_refused_where_it_does_not_belong(found: Database, demo: list[str], state: str, says: str) -> None:
    marks.note(found.owner_url, loading.DEMO, state)
    with pytest.raises(CannotRun, match=says):
        loading.main([])
    assert demo == []
    assert marks.read(found.owner_url) == {loading.DEMO: state}


@pytest.mark.django_db
def test_data_of_a_newer_muhatap_is_refused() -> None:
    from django.db.migrations.recorder import MigrationRecorder

    migrate._refuse_newer_data()
    MigrationRecorder.Migration.objects.create(app="gone", name="0001_of_a_package_we_never_had")
    migrate._refuse_newer_data()
    MigrationRecorder.Migration.objects.create(app="kernel", name="9999_of_the_future")
    with pytest.raises(CannotRun, match=r"^The data was written by a newer Muhatap \(kernel\.9999_of_the_future\)"):
        migrate._refuse_newer_data()
