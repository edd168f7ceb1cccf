"""A cluster for one test run or one scratch database: made, used, and gone without a trace."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from muhatap.faces.cli.cluster import leftovers
from muhatap.faces.cli.cluster.server import Cluster

PREFIX = "muhatap-throwaway-"
LIVING = "living"


@contextmanager
def throwaway() -> Iterator[Cluster]:
    """A running cluster in a temporary directory; stopped and removed afterwards, whatever happens."""
    _remove_dead()
    home = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    home.chmod(0o711)  # the database's user passes through to its own folder below
    cluster = Cluster(home, durable=False)
    try:
        with (home / "new").open("w") as living:
            fcntl.flock(living, fcntl.LOCK_EX)
            (home / "new").rename(home / LIVING)  # nobody ever sees it unlocked
            cluster.start()
            yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(home)


def _remove_dead() -> None:
    """Remove throwaway directories whose user was killed before it could."""
    for home in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        try:
            if home.is_symlink() or home.stat().st_uid != os.geteuid():
                continue
            with (home / LIVING).open("r") as living:
                fcntl.flock(living, fcntl.LOCK_EX | fcntl.LOCK_NB)
                leftovers.clear(home.resolve() / "postgres", home)
                shutil.rmtree(home, ignore_errors=True)
        except OSError:
            continue
