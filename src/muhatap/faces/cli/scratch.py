"""A scratch database for the story and the benches: prepared in this process, gone afterwards."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from muhatap.faces.cli.cluster import throwaway
from muhatap.faces.cli.environment import DATABASE_NAME, process_environment

SILENT: Callable[[str], None] = lambda line: None  # noqa: E731


@contextmanager
def scratch_database(progress: Callable[[str], None] = SILENT, *, prepared: bool = True) -> Iterator[Path]:
    """Start a throwaway cluster, connect Django to it as its owner and prepare the database; yields the data folder."""
    with tempfile.TemporaryDirectory(prefix="muhatap-scratch-") as folder, throwaway() as cluster:
        cluster.ensure_database(DATABASE_NAME)
        os.environ.update(process_environment("owner", cluster.owner_url(DATABASE_NAME), Path(folder)))
        import django
        from django.db import connections

        django.setup()
        if prepared:
            from muhatap.faces.cli.prepare import prepare_database

            prepare_database(progress)
        try:
            yield Path(folder)
        finally:
            connections.close_all()
