"""What the launcher notes in the database itself: which version prepared it, and whether it holds the demo.

In the database, so that a dropped or restored database never disagrees with a note beside it; in a schema
of its own, which no face can enter.
"""

import hashlib
from pathlib import Path

import psycopg

PACKAGE = Path(__file__).resolve().parents[2]


def read(url: str) -> dict[str, str]:
    """All notes; empty for a database nobody has prepared."""
    with psycopg.connect(url) as connection:
        if connection.execute("SELECT to_regclass('launcher.mark')").fetchone() == (None,):
            return {}
        return {str(name): str(value) for name, value in connection.execute("SELECT name, value FROM launcher.mark")}


def note(url: str, name: str, value: str) -> None:
    """Write a note, in place of an earlier one of that name."""
    with psycopg.connect(url) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS launcher")
        connection.execute("CREATE TABLE IF NOT EXISTS launcher.mark (name text PRIMARY KEY, value text NOT NULL)")
        connection.execute(
            "INSERT INTO launcher.mark VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value",
            [name, value],
        )


def is_new(url: str) -> bool:
    """Whether the database holds nothing yet: no note and no table."""
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')"
        ).fetchone()
    return found == (0,)


def version_of_code(package: Path = PACKAGE) -> str:
    """Fingerprint of all that decides how a database is prepared: sources, data, pinned packages."""
    digest = hashlib.sha256()
    files = {file for pattern in ("**/*.py", "data/**/*") for file in package.glob(pattern) if file.is_file()}
    for file in sorted(files):
        digest.update(str(file.relative_to(package)).encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    lock = package.parents[1] / "requirements.lock"
    if lock.exists():
        digest.update(lock.read_bytes())
    return digest.hexdigest()
