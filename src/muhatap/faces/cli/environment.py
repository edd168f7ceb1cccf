"""Which database a command works on, and what a process must be told to work on it."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import psycopg

from muhatap.faces.cli.cluster import Cluster
from muhatap.faces.cli.holding import hold, holder, make_data_dir
from muhatap.faces.cli.keys import Keys
from muhatap.faces.cli.logins import ensure_logins
from muhatap.faces.cli.processes import MARK
from muhatap.faces.cli.refusals import CannotRun, one_line

ROOT = Path(__file__).resolve().parents[4]
DATABASE_NAME = "muhatap"
OLDEST_SERVER = 150000


@dataclass(frozen=True)
class Database:
    """A database that is reachable now, by its owner's login; `cluster` when we run its server."""

    owner_url: str
    cluster: Cluster | None = None


@contextmanager
def database(data_dir: Path, say: Callable[[str], None]) -> Iterator[Database]:
    """The database of DATABASE_URL, else of the embedded server, started and stopped here.

    Raises: CannotRun when it cannot be reached, is too old or does not start.
    """
    given = os.environ.get("DATABASE_URL", "")
    if given:
        refuse_unfit_server(given)
        yield Database(given)
        return
    cluster = Cluster(data_dir, say=say)
    cluster.start()
    try:
        cluster.ensure_database(DATABASE_NAME)
        yield Database(cluster.owner_url(DATABASE_NAME), cluster)
    finally:
        cluster.stop()


def server_version(url: str) -> int:
    """`server_version_num` of the server at this address. Raises: CannotRun when it does not answer."""
    if not url.startswith(("postgresql://", "postgres://")):
        raise CannotRun("DATABASE_URL must look like postgresql://user:password@host:5432/database.")
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            return connection.info.server_version
    except (psycopg.OperationalError, psycopg.ProgrammingError) as problem:
        raise CannotRun(f"The server of DATABASE_URL cannot be used: {one_line(str(problem))}") from problem


def refuse_unfit_server(url: str) -> None:
    """Refuse a server older than PostgreSQL 15 or an address without a database. Raises: CannotRun."""
    version = server_version(url)
    if version < OLDEST_SERVER:
        raise CannotRun(f"PostgreSQL 15 or newer is needed; DATABASE_URL leads to {version // 10000}.")
    with psycopg.connect(url, connect_timeout=5) as connection:
        rights = connection.execute(
            "SELECT rolsuper OR (rolcreaterole AND rolbypassrls) FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    if rights is None or not rights[0]:
        raise CannotRun("The login of DATABASE_URL needs CREATEROLE and BYPASSRLS, or to be a superuser.")


def process_environment(
    face: str, url: str, data_dir: Path, *, face_urls: Mapping[str, str] | None = None, demo: bool = False
) -> dict[str, str]:
    """Everything a process of this face is told: its login's address, the secrets, the other faces."""
    told = {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "muhatap.project.settings",
        "MUHATAP_FACE": face,
        "MUHATAP_DATA": str(data_dir),
        "MUHATAP_SECRET_KEY": Keys(data_dir).get("secret_key"),
        "MUHATAP_DEMO": "1" if demo else "0",
    }
    if demo:
        told["MUHATAP_CLOCK_FILE"] = str(data_dir / "clock")
    if face_urls:
        told["MUHATAP_FACE_URLS"] = json.dumps(dict(face_urls))
    return {**os.environ, **told}


@contextmanager
def opened(data_dir: Path, login: str) -> Iterator[None]:
    """Let this process work on the database of the data directory, as its owner or as the worker.

    A running Muhatap's server is used; otherwise one is started for as long as the command lasts.
    """
    if MARK in os.environ:  # started by the supervisor, which has told everything already
        yield
        return
    given = bool(os.environ.get("DATABASE_URL"))
    if not given and holder(data_dir) is not None:
        _become(data_dir, login, Cluster(data_dir).owner_url(DATABASE_NAME))
        yield
        return
    with nullcontext() if given else hold(data_dir), database(data_dir, _tell) as found:
        _become(data_dir, login, found.owner_url)
        yield


def _become(data_dir: Path, login: str, owner_url: str) -> None:
    make_data_dir(data_dir)
    keys = Keys(data_dir)
    url = owner_url if login == "owner" else ensure_logins(owner_url, keys)[login]
    os.environ.update(process_environment(login, url, data_dir))


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def default_data_dir() -> Path:
    """The data directory when none is named: MUHATAP_DATA, else `var` beside the launcher."""
    return Path(os.environ.get("MUHATAP_DATA") or ROOT / "var").resolve()


def take_data(words: Sequence[str]) -> tuple[Path, list[str]]:
    """Split `--data DIR` off the words of a command; returns the data directory and the other words."""
    rest = list(words)
    for place, word in enumerate(rest):
        if word == "--":
            break
        if word.startswith("--data="):
            return Path(word.removeprefix("--data=")).resolve(), rest[:place] + rest[place + 1 :]
        if word == "--data":
            if place + 1 == len(rest):
                raise CannotRun("--data needs a folder.")
            return Path(rest[place + 1]).resolve(), rest[:place] + rest[place + 2 :]
    return default_data_dir(), rest
