"""The cast, the clock, and a database behind the wall for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from muhatap.kernel import jobs, walling
from muhatap.kernel.actors import Actor
from tests.given import cast
from tests.given.cast import NOW
from tests.given.emptying import empty_tables, keep_what_is_loaded
from tests.given.faces import Face
from tests.given.logins import logins


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Build the wall, load the reference data and make the faces' logins, once per test database."""
    with django_db_blocker.unblock():
        walling.apply()
        from muhatap.faces.cli.prepare import load_reference_data

        load_reference_data()
        keep_what_is_loaded()
    with django_db_blocker.unblock(), logins(), django_db_blocker.block():
        yield


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    """Files and mails of a test go to its own folder, and its clock stands still."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.CLOCK = NOW
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def desk(db: None) -> Actor:
    """Somebody at the desk who may do everything there."""
    return cast.desk()


@pytest.fixture
def second_desk(db: None) -> Actor:
    """Another person at the desk, for what needs two."""
    return cast.desk("Selin Aydın", "selin@n.example")


@pytest.fixture
def customer_a(db: None) -> Actor:
    """The decision maker of a customer."""
    return cast.customer("Pusula Sigorta A.Ş.", "Pusula Sigorta", "pusula")


@pytest.fixture
def customer_b(db: None) -> Actor:
    """The decision maker of another customer, who exists to be refused."""
    return cast.customer("Kervan Depo Lojistik A.Ş.", "Kervan Depo", "kervan")


@pytest.fixture
def member_a(db: None) -> Actor:
    """The owner of a member company."""
    return cast.member("Pırıltı Temizlik Ltd. Şti.", "Pırıltı Temizlik", "pirilti")


@pytest.fixture
def member_b(db: None) -> Actor:
    """The owner of another member company, who exists to be refused."""
    return cast.member("Usta Eller Teknik Ltd. Şti.", "Usta Eller", "usta")


@pytest.fixture
def face(settings: Any) -> Face:
    """Open pages of a face as somebody: `face("desk", desk).get("/requests/")`."""
    return Face(settings)


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database in which transactions really commit, for races and crashes; emptied afterwards."""
    with django_db_blocker.unblock():
        yield
        empty_tables()


@pytest.fixture
def drain() -> Iterator[Any]:
    """Do what portals left in the outbox, as the worker would."""
    yield jobs.run_all


@pytest.fixture
def client_of_nobody() -> Client:
    """A browser nobody is logged in with."""
    return Client()


@pytest.fixture
def sql(db: None) -> Any:
    """Run SQL and get its rows."""

    def run(statement: str, *values: object) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    return run
