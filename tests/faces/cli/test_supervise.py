import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from muhatap.faces.cli import up
from muhatap.faces.cli.holding import hold
from muhatap.faces.cli.processes import MARK, launch, orphans, stop_all, stop_orphans
from muhatap.faces.cli.refusals import CannotRun
from muhatap.faces.cli.supervise import Program, Supervisor, interruptible, watchdog

FACE = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Face(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()
    def log_message(self, *words):
        pass
HTTPServer(("127.0.0.1", int(sys.argv[1])), Face).serve_forever()
"""
SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('deaf', flush=True); time.sleep(600)",
]


def until(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for something another process does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def gone(process: int) -> bool:
    try:
        return bool(psutil.Process(process).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Callable[..., Supervisor]]:
    made: list[Supervisor] = []

    def make(*programs: Program) -> Supervisor:
        made.append(Supervisor(programs, said.append))
        return made[-1]

    yield make
    for one in made:
        one.stop()


def program(tmp_path: Path, name: str, argv: list[str], port: int | None = None) -> Program:
    return Program(name, argv, {**os.environ, MARK: str(tmp_path)}, tmp_path / "logs" / f"{name}.log", port)


def test_starting_waits_until_every_face_answers(tmp_path: Path, supervisor: Callable[..., Supervisor]) -> None:
    port = free_port()
    desk = program(tmp_path, "desk", [sys.executable, "-c", FACE, str(port)], port)
    supervisor(desk, program(tmp_path, "worker", SLEEPER)).start()
    with socket.create_connection(("127.0.0.1", port)):
        assert desk.ends == 0


def test_a_face_that_cannot_start_is_named_with_its_reason(
    tmp_path: Path, supervisor: Callable[..., Supervisor]
) -> None:
    argv = [sys.executable, "-c", "raise SystemExit('error: no such table')"]
    with pytest.raises(CannotRun, match=r"^desk does not start: error: no such table \(see .*desk\.log\)$"):
        supervisor(program(tmp_path, "desk", argv, free_port())).start()


def test_a_program_that_ends_is_started_again(
    tmp_path: Path, supervisor: Callable[..., Supervisor], said: list[str]
) -> None:
    worker = program(tmp_path, "worker", SLEEPER)
    running = supervisor(worker)
    running.start()
    assert worker.process is not None
    first = worker.process.pid
    os.kill(first, signal.SIGKILL)
    until(lambda: running.look() or (worker.process is not None and worker.process.pid != first))
    assert said == [f"worker ended (-9); again in 1 s. See {worker.log}"]


def test_the_pause_doubles_with_every_early_end_and_stays_below_its_limit(tmp_path: Path) -> None:
    worker = program(tmp_path, "worker", [sys.executable, "-c", ""])
    pauses = []
    now = time.monotonic()
    for _ in range(8):
        worker.start()
        assert worker.process is not None
        worker.process.wait()
        assert worker.look(now) == 0
        pauses.append(worker.pause)
        assert worker.look(now) is None
        assert worker.process is None
    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]


def test_a_program_that_ran_long_starts_again_soon(tmp_path: Path) -> None:
    worker = program(tmp_path, "worker", [sys.executable, "-c", ""])
    worker.pause = 16.0
    worker.start()
    assert worker.process is not None
    worker.process.wait()
    assert worker.look(worker.began + 61.0) == 0
    assert worker.pause == 0.5


def test_stopping_ends_also_who_does_not_listen(tmp_path: Path) -> None:
    log = tmp_path / "deaf.log"
    deaf = launch(DEAF, env=os.environ, log=log)
    until(lambda: log.read_text() == "deaf\n")
    stop_all([deaf], within=0.2)
    assert deaf.returncode == -9


def test_programs_die_with_a_killed_supervisor(tmp_path: Path) -> None:
    script = (
        "import os, sys, time; from pathlib import Path; from muhatap.faces.cli.processes import launch\n"
        "child = launch([sys.executable, '-c', 'import time; time.sleep(600)'], env=os.environ, log=None)\n"
        "print(child.pid, flush=True); time.sleep(600)\n"
    )
    starter = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    child = int(starter.stdout.readline())
    starter.kill()
    starter.wait()
    starter.stdout.close()
    until(lambda: gone(child))


def test_where_the_kernel_does_not_a_watchdog_ends_them(tmp_path: Path) -> None:
    script = (
        "import os, subprocess, sys, time; from pathlib import Path\n"
        "from muhatap.faces.cli.supervise import watchdog\n"
        f"data = Path({str(tmp_path)!r})\n"
        "with watchdog(data, needed=True):\n"
        f"    env = os.environ | {{{MARK!r}: str(data)}}\n"
        f"    child = subprocess.Popen({SLEEPER!r}, env=env, start_new_session=True)\n"
        "    print(child.pid, flush=True); time.sleep(600)\n"
    )
    starter = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    child = int(starter.stdout.readline())
    starter.kill()
    starter.wait()
    starter.stdout.close()
    until(lambda: gone(child))


def test_a_watchdog_goes_with_its_supervisor(tmp_path: Path) -> None:
    before = len(psutil.Process().children())
    with watchdog(tmp_path, needed=True):
        assert len(psutil.Process().children()) == before + 1
    assert len(psutil.Process().children()) == before


def test_what_an_earlier_supervisor_left_is_found_and_stopped(tmp_path: Path) -> None:
    mine = subprocess.Popen(SLEEPER, env={**os.environ, MARK: str(tmp_path)})
    other = subprocess.Popen(SLEEPER, env={**os.environ, MARK: str(tmp_path / "other")})
    until(lambda: [process.pid for process in orphans(tmp_path)] == [mine.pid])
    assert stop_orphans(tmp_path) == 1
    assert gone(mine.pid)
    assert other.poll() is None
    other.kill()
    other.wait()
    mine.wait()


def test_the_first_interruption_stops_and_later_ones_do_not_disturb() -> None:
    reached = []
    with interruptible():
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
        reached.append("the end")
    assert reached == ["the end"]
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_taken_port_is_named_with_its_face_and_nothing_is_made(tmp_path: Path, free_ports: int) -> None:
    first = free_ports
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", first + 2))
        other.listen()
        with pytest.raises(CannotRun, match=rf"^Port {first + 2} \(member\) cannot be used: Address already in use; "):
            up.main(["--port", str(first), "--data", str(tmp_path / "var")])
    assert list(tmp_path.iterdir()) == []


def test_a_port_without_room_for_four_faces_is_refused(tmp_path: Path) -> None:
    for port in ("0", "65533", "-1"):
        with pytest.raises(CannotRun, match="--port must be between 1 and 65532"):
            up.main(["--port", port, "--data", str(tmp_path / "var")])
    assert list(tmp_path.iterdir()) == []


def test_a_data_directory_in_use_is_refused_before_the_ports(tmp_path: Path, free_ports: int) -> None:
    with hold(tmp_path), pytest.raises(CannotRun, match="Muhatap already runs on"):
        up.main(["--port", str(free_ports), "--data", str(tmp_path)])
    assert [path.name for path in tmp_path.iterdir()] == ["lock"]


def test_the_faces_stand_on_four_ports_in_a_row() -> None:
    assert up.addresses(8000) == {
        "desk": "http://127.0.0.1:8000/",
        "customer": "http://127.0.0.1:8001/",
        "member": "http://127.0.0.1:8002/",
        "public": "http://127.0.0.1:8003/",
    }
