"""Real clusters in temporary directories."""

import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from muhatap.faces.cli.cluster import Cluster, throwaway


@pytest.fixture(scope="session")
def server() -> Iterator[Cluster]:
    """One cluster for the tests that only ask it something."""
    with throwaway() as cluster:
        yield cluster


@pytest.fixture
def database(server: Cluster) -> Iterator[str]:
    """The owner's address of an empty database."""
    name = "muhatap_test"
    server.ensure_database(name)
    yield server.owner_url(name)
    server.drop_database(name)


@pytest.fixture
def data() -> Iterator[Path]:
    """A data directory not made yet, short enough for a socket, where everybody may enter."""
    home = Path(tempfile.mkdtemp(prefix="muhatap-t-")).resolve()
    home.chmod(0o755)
    yield home / "var"
    shutil.rmtree(home)


@pytest.fixture
def cluster(data: Path) -> Iterator[Callable[[], Cluster]]:
    """Makes cluster objects of the same data directory; all are stopped afterwards."""
    made: list[Cluster] = []

    def make() -> Cluster:
        made.append(Cluster(data))
        return made[-1]

    yield make
    for one in reversed(made):
        one.stop()


@pytest.fixture
def ask() -> Callable[[str, str], object]:
    """Run a statement at an address; returns the one value it answers, if any."""

    def at(url: str, statement: str) -> object:
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None

    return at


@pytest.fixture
def free_ports() -> int:
    """The first of four neighbouring free ports."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first = int(probe.getsockname()[1])
        try:
            for port in range(first, first + 4):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            continue
        return first
