"""A whole Muhatap for a test: its own database, the four faces, the worker, the mail folder and the clock."""

from __future__ import annotations

import email
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from email import policy
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from muhatap.faces.cli.environment import ROOT, process_environment
from muhatap.faces.cli.keys import Keys
from muhatap.faces.cli.logins import GROUP_OF, ensure_logins
from muhatap.faces.cli.processes import MARK, launch, stop_all

FACES = ("desk", "customer", "member", "public")
THREADS = 4
PATIENCE_SECONDS = 60
PREPARE = "from muhatap.faces.cli.prepare import prepare_database; prepare_database()"


@dataclass(frozen=True)
class House:
    """Where everything is, and what a person at a screen cannot do: read mails at once, and move the clock."""

    urls: Mapping[str, str]
    owner_url: str
    data: Path
    clock: Path
    # What the code that was run before anybody was there has printed.
    told: str = ""

    def env(self, face: str, url: str) -> dict[str, str]:
        """What a process of this house is told."""
        told = process_environment(face, url, self.data, face_urls=self.urls, demo=True)
        # Told everything, as by the supervisor: the worker does not look for a database of its own.
        return told | {"PYTHONPATH": str(ROOT / "src"), "MUHATAP_CLOCK_FILE": str(self.clock), MARK: str(self.data)}

    def owner(self, code: str) -> str:
        """Run Python as the owner of the database, in a process of its own; returns what it prints."""
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup(); {code}"],
            env=self.env("owner", self.owner_url),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def now_is(self, instant: datetime) -> None:
        """Set the clock of the faces."""
        aside = self.clock.with_suffix(".part")
        aside.write_text(instant.isoformat(), encoding="ascii")
        aside.replace(self.clock)

    def night(self, instant: datetime) -> None:
        """Do what is done every night, as if at this instant."""
        self.owner(
            "from datetime import datetime; from muhatap.kernel.tasks import run_night; from muhatap.kernel import jobs;"
            f" run_night(datetime.fromisoformat({instant.isoformat()!r}))"
        )

    def rows(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """What the owner of the database reads there."""
        with psycopg.connect(self.owner_url) as connection:
            return connection.execute(statement, values).fetchall()  # type: ignore[arg-type]

    def settled(self) -> None:
        """Wait until the worker has answered everything the faces left for it. Fails when it cannot."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            left = self.rows(
                "SELECT (SELECT count(*) FROM kernel_outboxmessage) +"
                " (SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'outbox' AND status IN ('todo', 'doing'))"
            )
            if left == [(0,)]:
                return
            time.sleep(0.05)
        raise AssertionError(f"the worker did not finish: {self._words('worker')}")

    def mail(self, to: str, containing: str) -> str:
        """The newest mail to somebody with these words; the worker is waited for."""
        self.settled()
        for name in sorted((self.data / "mail").glob("*.eml"), reverse=True):
            message = email.message_from_bytes(name.read_bytes(), policy=policy.default)
            body = message.get_body(("plain",))
            text = f"{message['Subject']}\n{body.get_content() if body is not None else ''}"
            if to in str(message["To"]) and containing in text:
                return text
        raise AssertionError(f"no mail to {to} says {containing!r}")

    def link(self, to: str, containing: str) -> str:
        """The link in the newest mail to somebody with these words."""
        found = re.search(r"https?://\S+", self.mail(to, containing))
        assert found is not None, f"the mail to {to} has no link"
        return found.group(0)

    def _words(self, program: str) -> str:
        log = self.data / "logs" / f"{program}.log"
        return log.read_text(errors="replace")[-3000:] if log.exists() else "(silent)"


@contextmanager
def house(data: Path, *, worker_id: str, server: str, template: str = "", first: str = "") -> Iterator[House]:
    """Open a house on a test server; everything of it is gone afterwards.

    `first` is run as the owner before faces and worker are there: the worker would answer what it leaves behind.
    """
    name = f"browser_{worker_id}_{os.getpid()}"
    own = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    made = House(_free_addresses(), own, data, data / "clock")
    programs: list[subprocess.Popen[bytes]] = []
    try:
        _create(server, name, template)
        made.now_is(datetime.fromisoformat("2026-03-02T09:00:00+03:00"))
        if not template:
            made.owner(PREPARE)
        if first:
            made = replace(made, told=made.owner(first))
        logins = ensure_logins(own, Keys(data))
        for face in FACES:
            programs.append(_start(made, face, _face(made.urls[face]), logins[face]))
        programs.append(_start(made, "worker", [sys.executable, "-m", "muhatap", "worker"], logins["worker"]))
        for face in FACES:
            _wait_for(made, face)
        yield made
    finally:
        stop_all(programs, within=8.0)
        _drop(server, name)


def _free_addresses() -> dict[str, str]:
    """An address for each face on a port nobody holds."""
    probes = [socket.socket() for _ in FACES]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return {face: f"http://127.0.0.1:{probe.getsockname()[1]}/" for face, probe in zip(FACES, probes, strict=True)}
    finally:
        for probe in probes:
            probe.close()


def _beside(server: str) -> psycopg.Connection:
    """A connection to the server beside the template: whoever waits in the template itself keeps others from copying."""
    return psycopg.connect(urlunsplit(urlsplit(server)._replace(path="/postgres")), autocommit=True)


def _create(server: str, name: str, template: str) -> None:
    with _beside(server) as connection:
        if not template:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
            )
            return
        until = time.monotonic() + PATIENCE_SECONDS
        while True:  # another test process may be copying the template at this moment
            try:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
                )
            except psycopg.errors.ObjectInUse:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
            else:
                return


def _drop(server: str, name: str) -> None:
    """Drop the database and the logins that were made for it."""
    with _beside(server) as connection:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:  # a face that was stopped may still be leaving, and the owner may not throw its login out
            try:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            except psycopg.errors.InsufficientPrivilege:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
            else:
                break
        for face in GROUP_OF:
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(f"{name}_{face}")))


def _face(url: str) -> list[str]:
    port = str(urlsplit(url).port)
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port),
        *("--workers", "1", "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"),
        "muhatap.project.wsgi:application",
    ]


def _start(made: House, program: str, argv: list[str], url: str) -> subprocess.Popen[bytes]:
    env = made.env(program, url) | {"MUHATAP_POOLED": "1", "MUHATAP_POOL": str(THREADS)}
    if program == "worker":
        env = made.env(program, url)
    return launch(argv, env=env, log=made.data / "logs" / f"{program}.log", cwd=ROOT)


def _wait_for(made: House, face: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", urlsplit(made.urls[face]).port or 0, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError(f"{face} does not answer: {made._words(face)}")
