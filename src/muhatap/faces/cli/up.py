"""`./muhatap up`: the database, the four faces and the worker, under one supervisor."""

import argparse
import json
import socket
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from muhatap.faces.cli import loading, marks
from muhatap.faces.cli.environment import (
    DATABASE_NAME,
    Database,
    database,
    default_data_dir,
    process_environment,
)
from muhatap.faces.cli.holding import hold, holder, in_use
from muhatap.faces.cli.keys import Keys
from muhatap.faces.cli.logins import ensure_logins
from muhatap.faces.cli.processes import launch, stop_all, stop_orphans
from muhatap.faces.cli.refusals import CannotRun
from muhatap.faces.cli.supervise import Program, Supervisor, interruptible, marked, watchdog

FACES = ("desk", "customer", "member", "public")
THREADS_PER_FACE = 4


@dataclass(frozen=True)
class Options:
    """What `up` was asked: the desk's port (the others follow), the data directory, the demo or not."""

    port: int
    data: Path
    demo: bool


def options_from(words: Sequence[str]) -> Options:
    """Read the words after `up`; wrong ones end the program with a line that says so."""
    parser = argparse.ArgumentParser(prog="./muhatap up", description="Start everything.")
    parser.add_argument("--port", type=int, default=8000, help="the desk's port; the other faces take the next three")
    parser.add_argument("--data", type=Path, default=default_data_dir(), help="the data directory (default: var)")
    parser.add_argument("--no-demo", action="store_true", help="begin with an empty network instead of the demo")
    read = parser.parse_args(list(words))
    if not 1 <= read.port <= 65535 - len(FACES) + 1:
        raise CannotRun(f"--port must be between 1 and {65535 - len(FACES) + 1}.")
    return Options(port=read.port, data=read.data.resolve(), demo=not read.no_demo)


def main(words: Sequence[str]) -> int:
    """Start everything and keep it running until interrupted. Raises: CannotRun."""
    options = options_from(words)
    refuse_taken(options)
    with ExitStack() as stack:
        stack.enter_context(interruptible())
        stack.enter_context(hold(options.data))
        stack.enter_context(watchdog(options.data))
        found = stack.enter_context(database(options.data, _say))
        demo = _prepare(found, options)
        supervisor = Supervisor(_programs(found, options, demo=demo), _say, found.cluster)
        try:
            _say("Starting the faces ...")
            supervisor.start()
            _show(found, options, demo=demo)
            supervisor.run()
        except KeyboardInterrupt:
            _say("Stopping ...")
        finally:
            supervisor.stop()
    _say("Stopped.")
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


def ports(first: int) -> dict[str, int]:
    """Face -> port: the desk on the first, the others on the next three."""
    return {face: first + place for place, face in enumerate(FACES)}


def addresses(first: int) -> dict[str, str]:
    """Face -> address on this machine."""
    return {face: f"http://127.0.0.1:{port}/" for face, port in ports(first).items()}


def refuse_taken(options: Options) -> None:
    """Refuse a data directory in use and ports that are taken, before anything is made. Raises: CannotRun.

    Programs left over from a supervisor that was killed are stopped first: they would hold the ports.
    """
    process = holder(options.data)
    if process is not None:
        raise in_use(options.data, process)
    stop_orphans(options.data)
    for face, port in ports(options.port).items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                probe.listen(1)  # binding alone may pass beside a listener
            except OSError as problem:
                raise CannotRun(
                    f"Port {port} ({face}) cannot be used: {problem.strerror}; choose another --port."
                ) from problem


def _prepare(found: Database, options: Options) -> bool:
    """Bring the database to this version and load the demo where wanted; returns whether it is there.

    What was wanted is noted before anything else: an interrupted first start goes on as it began.
    """
    url = found.owner_url
    if marks.read(url).get(loading.DEMO) == loading.BEGUN:
        _begin_again(found)
    if marks.is_new(url):
        marks.note(url, loading.DEMO, loading.WANTED if options.demo else loading.DECLINED)
    notes = marks.read(url)
    if notes.get("prepared") != marks.version_of_code():
        _say("Preparing the database ...")
        _command("migrate", found, options)
    if notes.get(loading.DEMO) == loading.WANTED:
        _say("Loading the demo (once, about a minute) ...")
        _command("demo", found, options)
    elif options.demo and notes.get(loading.DEMO) != loading.LOADED:
        _say("This database was begun without the demo; it stays so.")
    return marks.read(url).get(loading.DEMO) == loading.LOADED


def _begin_again(found: Database) -> None:
    """Drop our own database, which holds only half a demo. Raises: CannotRun for another server."""
    if found.cluster is None:
        raise CannotRun("The demo was interrupted while loading; empty the database of DATABASE_URL first.")
    _say("The demo was interrupted while loading; beginning again.")
    found.cluster.drop_database(DATABASE_NAME)
    found.cluster.ensure_database(DATABASE_NAME)


def _command(name: str, found: Database, options: Options) -> None:
    """Run one of our commands as the database's owner, in a process of its own; its lines appear here."""
    env = process_environment("owner", found.owner_url, options.data, face_urls=addresses(options.port), demo=True)
    process = launch([sys.executable, "-m", "muhatap", name], env=marked(env, options.data), log=None)
    try:
        code = process.wait()
    finally:
        stop_all([process], within=5.0)
    if code != 0:
        raise SystemExit(code if code > 0 else 1)  # it has said why


def _programs(found: Database, options: Options, *, demo: bool) -> list[Program]:
    """The four faces and the worker, each with its own login."""
    logins = ensure_logins(found.owner_url, Keys(options.data))
    urls = addresses(options.port)
    made = []
    for face, port in ports(options.port).items():
        env = process_environment(face, logins[face], options.data, face_urls=urls, demo=demo)
        env |= {"MUHATAP_POOLED": "1", "MUHATAP_POOL": str(THREADS_PER_FACE)}  # survives a database restart
        made.append(Program(face, _face_argv(port), marked(env, options.data), _log(options, face), port))
    env = process_environment("worker", logins["worker"], options.data, face_urls=urls, demo=demo)
    argv = [sys.executable, "-m", "muhatap", "worker"]
    made.append(Program("worker", argv, marked(env, options.data), _log(options, "worker"), stop_seconds=8.0))
    return made


def _log(options: Options, name: str) -> Path:
    return options.data / "logs" / f"{name}.log"


def _face_argv(port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "1", "--blocking-threads", str(THREADS_PER_FACE), "--no-ws", "--log-level", "warning"),
        *("--workers-kill-timeout", "3", "muhatap.project.wsgi:application"),
    ]


def _show(found: Database, options: Options, *, demo: bool) -> None:
    """Print where everything is and, with the demo, one login per role."""
    _say("")
    for face, address in addresses(options.port).items():
        _say(f"  {face:<9} {address}")
    if demo:
        _say("")
        for face, role, email, password in json.loads(marks.read(found.owner_url).get("demo_logins", "[]")):
            _say(f"  {face:<9} {role:<28} {email:<36} {password}")
    _say("")
    _say(f"Data: {options.data}   Stop with Ctrl-C.")
