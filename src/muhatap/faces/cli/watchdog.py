"""Ends the programs of a supervisor that was killed, on systems whose kernel does not do it by itself."""

import sys
from pathlib import Path

from muhatap.faces.cli.cluster.leftovers import clear
from muhatap.faces.cli.cluster.server import Cluster
from muhatap.faces.cli.processes import stop_orphans


def main(words: list[str]) -> int:
    """Wait until the pipe from the supervisor ends, then stop the faces, the worker and the database."""
    data_dir = Path(words[0])
    sys.stdin.read()
    stop_orphans(data_dir)
    cluster = Cluster(data_dir)
    if cluster.dir.exists():
        clear(cluster.dir, cluster.socket_dir)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
