"""Everything together, as an operator starts it: real faces, a real database, every kind of sudden end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import psycopg
import pytest

from muhatap.faces.cli import up
from muhatap.faces.cli.cluster import Cluster
from muhatap.faces.cli.cluster.leftovers import servers_in
from muhatap.faces.cli.holding import holder
from muhatap.faces.cli.processes import orphans
from muhatap.faces.cli.supervise import healthy

PATIENCE_SECONDS = 120.0


def until(true: Callable[[], object]) -> None:
    """Wait for something other processes do."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


class Running:
    """One `./muhatap up --no-demo` and what it printed."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self.out = data.parent / "out"
        told = {name: value for name, value in os.environ.items() if not name.startswith(("MUHATAP", "DATABASE"))}
        words = ["up", "--no-demo", "--port", str(port), "--data", str(data)]
        with self.out.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "muhatap", *words],
                env=told,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def wait(self) -> None:
        until(lambda: "Stop with Ctrl-C." in self.out.read_text() or self.process.poll() is not None)
        assert self.process.poll() is None, self.out.read_text()

    @property
    def answering(self) -> list[str]:
        return [face for face, port in up.ports(self.port).items() if healthy(port)]

    def leader(self, face: str) -> psutil.Process:
        """The process the supervisor started for this face."""
        port = str(up.ports(self.port)[face])
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if port in child.cmdline())

    def nothing_left(self) -> bool:
        return not orphans(self.data) and not servers_in(self.data / "postgres") and not self.answering


@pytest.fixture
def started(data: Path, free_ports: int) -> Iterator[Callable[[], Running]]:
    made: list[Running] = []

    def start() -> Running:
        made.append(Running(data, free_ports))
        return made[-1]

    yield start
    for one in made:
        if one.process.poll() is None:
            one.process.terminate()
        one.process.wait(60)


def test_everything_starts_survives_sudden_ends_and_stops(
    started: Callable[[], Running], ask: Callable[[str, str], object]
) -> None:
    running = started()
    running.wait()
    assert running.answering == ["desk", "customer", "member", "public"]
    printed = running.out.read_text()
    for face, address in up.addresses(running.port).items():
        assert f"\n  {face:<9} {address}\n" in printed

    # A second one on the same data is refused in one line.
    second = subprocess.run(
        [sys.executable, "-m", "muhatap", "up", "--port", str(running.port), "--data", str(running.data)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert second.stderr.startswith(f"muhatap: Muhatap already runs on {running.data} (process {running.process.pid})")
    assert second.stderr.count("\n") == 1

    # A face that is killed comes back, and so does the database.
    desk = running.leader("desk")
    desk.kill()
    until(lambda: not desk.is_running() and running.answering == ["desk", "customer", "member", "public"])
    owner = Cluster(running.data).owner_url("muhatap")
    database = servers_in(running.data / "postgres")[0]
    database.kill()

    def back() -> bool:
        try:
            return ask(owner, "SELECT 6 * 7") == 42
        except psycopg.OperationalError:
            return False

    until(lambda: not database.is_running() and back())
    assert running.process.poll() is None

    # Killed without a chance to tidy up, it leaves nothing that blocks the next start.
    running.process.kill()
    running.process.wait()
    again = started()
    again.wait()
    assert again.answering == ["desk", "customer", "member", "public"]

    again.process.send_signal(signal.SIGINT)
    assert again.process.wait(60) == 0
    assert again.out.read_text().endswith("Stopping ...\nStopped.\n")
    assert again.nothing_left()
    assert holder(again.data) is None
