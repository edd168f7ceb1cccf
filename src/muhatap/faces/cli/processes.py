"""Starting programs that never outlive the one who started them, and stopping those that did."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import psutil  # type: ignore[import-untyped]

MARK = "MUHATAP_CHILD_OF"
"""Environment variable every supervised program carries: the data directory it belongs to."""

LOG_LIMIT_BYTES = 10_000_000
PR_SET_PDEATHSIG = 1


def _dies_with_parent(sign: signal.Signals) -> Callable[[], None] | None:
    """What a new program runs before it begins, so that the kernel ends it when its starter is killed.

    Linux only (prctl(2), PR_SET_PDEATHSIG); elsewhere the supervisor starts a watchdog.
    """
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def bind() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return bind


def launch(
    argv: Sequence[str],
    *,
    env: Mapping[str, str],
    log: Path | None,
    cwd: Path | None = None,
    account: int | None = None,
    on_parent_death: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own; its output goes to `log`, or to this terminal when None.

    `account` is the unprivileged user (and group) number it runs as; None keeps the present user.
    """
    output = _open_log(log) if log else None
    try:
        return subprocess.Popen(
            list(argv),
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            user=account,
            group=account,
            extra_groups=None if account is None else [],
            preexec_fn=_dies_with_parent(on_parent_death),  # noqa: PLW1509  the launcher has one thread
        )
    finally:
        if output is not None:
            os.close(output)


def _open_log(log: Path) -> int:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".log.1"))
    return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)


def stop_all(running: Iterable[subprocess.Popen[bytes]], *, within: float) -> None:
    """Ask the programs to end, wait `within` seconds for all, then end what is left with its children."""
    asked = [program for program in running if program.poll() is None]
    for program in asked:
        program.terminate()
    until = time.monotonic() + within
    for program in asked:
        try:
            program.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            continue
    for program in asked:
        end_session(program.pid)
        program.wait()


def end_session(leader: int) -> None:
    """End at once every process of a session whose leader `launch` started, the leader included."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def orphans(data_dir: Path) -> list[psutil.Process]:
    """Programs an earlier supervisor of this data directory left behind when it was killed."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(MARK) == str(data_dir):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def stop_orphans(data_dir: Path, *, within: float = 5.0) -> int:
    """End what an earlier supervisor left behind; returns how many programs that were."""
    left = orphans(data_dir)
    for process in left:
        _send(process, signal.SIGTERM)
    _, stubborn = psutil.wait_procs(left, timeout=within)
    for process in stubborn:
        _send(process, signal.SIGKILL)
    psutil.wait_procs(stubborn, timeout=within)
    return len(left)


def _send(process: psutil.Process, sign: signal.Signals) -> None:
    try:
        process.send_signal(sign)
    except psutil.NoSuchProcess:
        return
