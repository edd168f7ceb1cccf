"""What an earlier server may have left in a database directory when it was killed, and how it is cleared."""

import signal
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from muhatap.faces.cli.refusals import CannotRun

PID_FILE = "postmaster.pid"
SOCKET_LOCK = ".s.PGSQL.5432.lock"


def servers_in(cluster_dir: Path) -> list[psutil.Process]:
    """Database processes that work in this directory now, the first server process foremost."""
    place = str(cluster_dir.resolve())
    found = []
    for process in psutil.process_iter():
        try:
            if process.name().startswith("postgres") and process.cwd() == place:
                found.append(process)
        except (psutil.Error, OSError):
            continue
    first = recorded(cluster_dir)
    return sorted(found, key=lambda process: process.pid != first)


def recorded(cluster_dir: Path) -> int | None:
    """Process number the server wrote down when it started; None when there is none to read."""
    try:
        return int((cluster_dir / PID_FILE).read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def clear(cluster_dir: Path, socket_dir: Path) -> None:
    """Stop a server that outlived its starter and drop the records of one that is gone.

    A record whose number now belongs to another program would make PostgreSQL refuse to start.
    Raises: CannotRun when a process of the old server does not end.
    """
    for sign, seconds in ((signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        left = servers_in(cluster_dir)
        if not left:
            break
        for process in left if sign == signal.SIGKILL else left[:1]:
            try:
                process.send_signal(sign)
            except psutil.NoSuchProcess:
                continue
        psutil.wait_procs(left, timeout=seconds)
    else:
        if servers_in(cluster_dir):
            raise CannotRun(f"An earlier database server in {cluster_dir} does not stop.")
    for file in (cluster_dir / PID_FILE, socket_dir / SOCKET_LOCK):
        file.unlink(missing_ok=True)
