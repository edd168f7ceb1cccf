"""Keep a set of programs running until somebody asks to stop; a program that ends is started again."""

import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from types import FrameType

from muhatap.faces.cli.cluster import Cluster
from muhatap.faces.cli.processes import MARK, end_session, launch, stop_all
from muhatap.faces.cli.refusals import CannotRun, one_line

SHORTEST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
STEADY_AFTER_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.1
ATTEMPTS_TO_BEGIN = 3
HEALTHY_WITHIN_SECONDS = 120.0


@dataclass
class Program:
    """One supervised program; `port` when it answers /healthz there. Its pause doubles with every end."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    log: Path
    port: int | None = None
    stop_seconds: float = 5.0
    process: Popen[bytes] | None = field(default=None, init=False)
    began: float = field(default=0.0, init=False)
    next_start: float = field(default=0.0, init=False)
    pause: float = field(default=SHORTEST_PAUSE_SECONDS, init=False)
    ends: int = field(default=0, init=False)

    def start(self) -> None:
        """Start the program in a session of its own."""
        self.process = launch(self.argv, env=self.env, log=self.log)
        self.began = time.monotonic()

    def look(self, now: float) -> int | None:
        """Start the program when its pause is over; returns its exit code once when it has ended."""
        if self.process is None:
            if now >= self.next_start:
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            return None
        end_session(self.process.pid)  # what it may have left behind of its own
        steady = now - self.began > STEADY_AFTER_SECONDS
        self.pause = SHORTEST_PAUSE_SECONDS if steady else min(self.pause * 2, LONGEST_PAUSE_SECONDS)
        self.next_start = now + self.pause
        self.process = None
        self.ends += 1
        return code

    def last_words(self) -> str:
        """The telling line at the end of its log."""
        try:
            return one_line(self.log.read_text(errors="replace")[-4000:])
        except OSError:
            return "it said nothing"


class Supervisor:
    """The faces and the worker. Faces start first, for somebody waits for them, and stop first too."""

    def __init__(self, programs: Sequence[Program], say: Callable[[str], None], cluster: Cluster | None = None) -> None:
        self.programs = programs
        self._watched: Sequence[Program] = ()
        self._say = say
        self._cluster = cluster
        self._cluster_pause = 0.0

    def start(self) -> None:
        """Start every program; wait for those with a port. Raises: CannotRun naming who does not."""
        faces = [program for program in self.programs if program.port]
        for face in faces:
            face.start()
        self._watched = faces
        self._wait_for(faces)
        for program in self.programs:
            if not program.port:
                program.start()
        self._watched = self.programs

    def _wait_for(self, faces: Sequence[Program]) -> None:
        until = time.monotonic() + HEALTHY_WITHIN_SECONDS
        waiting = list(faces)
        while waiting:
            self.look()
            for face in faces:
                if face.ends >= ATTEMPTS_TO_BEGIN:
                    raise CannotRun(f"{face.name} does not start: {face.last_words()} (see {face.log})")
            waiting = [face for face in waiting if not healthy(face.port or 0)]
            if waiting and time.monotonic() > until:
                slow = waiting[0]
                raise CannotRun(f"{slow.name} does not answer: {slow.last_words()} (see {slow.log})")
            time.sleep(LOOK_EVERY_SECONDS)

    def run(self) -> None:
        """Watch until interrupted."""
        while True:
            self.look()
            time.sleep(LOOK_EVERY_SECONDS)

    def look(self) -> None:
        """Notice what has ended, and start again what is due."""
        now = time.monotonic()
        if self._cluster is not None and not self._cluster.running and now >= self._cluster_pause:
            self._cluster_pause = now + 5.0
            self._say("The database ended; starting it again.")
            try:
                self._cluster.start()
            except CannotRun as refusal:
                self._say(str(refusal))
        for program in self._watched:
            code = program.look(now)
            if code is not None:
                self._say(f"{program.name} ended ({code}); again in {program.pause:g} s. See {program.log}")

    def stop(self) -> None:
        """Stop the faces, then the worker: each gets time to finish what it is doing."""
        faces = [program for program in self.programs if program.port]
        for group in (faces, [program for program in self.programs if not program.port]):
            running = [program.process for program in group if program.process is not None]
            stop_all(running, within=max((program.stop_seconds for program in group), default=0.0))


def healthy(port: int) -> bool:
    """Whether /healthz of the face on this port answers 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def interruptible() -> Iterator[None]:
    """Turn the first Ctrl-C, TERM or HUP into KeyboardInterrupt; later ones do not disturb the stopping."""
    signs = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if not asked:
            asked = True
            raise KeyboardInterrupt

    before = {sign: signal.signal(sign, ask) for sign in signs}
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


@contextmanager
def watchdog(data_dir: Path, *, needed: bool = not sys.platform.startswith("linux")) -> Iterator[None]:
    """Where the kernel does not end children of a killed supervisor, a small program beside it does.

    It holds the reading end of a pipe; when the supervisor dies in whatever way, the pipe ends.
    """
    if not needed:
        yield
        return
    words = [sys.executable, "-m", "muhatap.faces.cli.watchdog", str(data_dir)]
    with Popen(words, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True) as dog:
        try:
            yield
        finally:
            dog.terminate()


def marked(env: Mapping[str, str], data_dir: Path) -> dict[str, str]:
    """The environment of a supervised program, which says whose it is."""
    return {**env, MARK: str(data_dir)}
