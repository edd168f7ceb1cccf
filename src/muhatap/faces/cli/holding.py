"""One data directory serves one running Muhatap at a time; a lock the kernel drops by itself says which."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from muhatap.faces.cli.refusals import CannotRun

LOCK_NAME = "lock"


def holder(data_dir: Path) -> int | None:
    """The process that runs on this data directory now; None when nobody does. Makes nothing."""
    try:
        with (data_dir / LOCK_NAME).open("r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(file.read().strip() or 0)
    except OSError:
        return None
    return None


@contextmanager
def hold(data_dir: Path) -> Iterator[None]:
    """Keep the data directory for this process. Raises: CannotRun when another process has it."""
    make_data_dir(data_dir)
    descriptor = os.open(data_dir / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise in_use(data_dir, int(file.read().strip() or 0)) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def in_use(data_dir: Path, process: int) -> CannotRun:
    """The refusal for a data directory that another process holds."""
    return CannotRun(f"Muhatap already runs on {data_dir} (process {process}); stop it or choose another --data.")


def make_data_dir(data_dir: Path) -> None:
    """Make the data directory where it is missing. Raises: CannotRun when it cannot be written."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise CannotRun(f"The data directory {data_dir} cannot be made: {problem.strerror}.") from problem
    if not os.access(data_dir, os.W_OK | os.X_OK):
        raise CannotRun(f"The data directory {data_dir} cannot be written by this user.")
