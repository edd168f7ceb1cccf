"""`./muhatap migrate`: bring the database to this version of Muhatap: tables, wall, reference data."""

import os
from collections.abc import Sequence

from muhatap.faces.cli import marks
from muhatap.faces.cli.refusals import CannotRun


def main(words: Sequence[str]) -> int:
    """Prepare the database of DATABASE_URL and note the version that did. Raises: CannotRun."""
    if words:
        raise CannotRun(f"migrate takes no {words[0]!r}.")
    import django

    django.setup()
    _refuse_newer_data()
    from muhatap.faces.cli.prepare import prepare_database

    url = os.environ["DATABASE_URL"]
    version = marks.version_of_code()
    prepare_database(lambda step: print(f"  {step}", flush=True))
    marks.note(url, "prepared", version)
    return 0


def _refuse_newer_data() -> None:
    """Refuse a database that a newer Muhatap has migrated further than this one knows. Raises: CannotRun."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    replaced = {name for migration in loader.replacements.values() for name in migration.replaces}
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations) - replaced)
    ours = [f"{app}.{name}" for app, name in unknown if app in loader.migrated_apps]
    if ours:
        raise CannotRun(f"The data was written by a newer Muhatap ({ours[-1]}); update this one. Nothing was changed.")
