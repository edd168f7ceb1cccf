"""Empty a test database after transactions really committed: everything but the reference data."""

from __future__ import annotations

from django.db import connection, transaction

from muhatap.kernel import walling
from muhatap.kernel.wall import Class

KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def keep_what_is_loaded() -> None:
    """Remember which tables hold reference data: they have rows before the first test."""
    with connection.cursor() as cursor:
        for name in walling.declared():
            cursor.execute("SELECT to_regclass(%s)", [name])
            if cursor.fetchone()[0] is not None:
                cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}")')
                if cursor.fetchone()[0]:
                    KEPT.add(name)


def empty_tables() -> None:
    """Empty every table that is not reference data, the append-only ones too (their guard steps aside for it)."""
    walls = walling.declared()
    emptied = [name for name, wall in walls.items() if wall.kind is not Class.REFERENCE and name not in KEPT]
    guarded = [name for name in emptied if walls[name].append_only]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        there = {row[0] for row in cursor.fetchall()}
        for name in guarded:
            if name in there:
                cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER append_only')
        names = ", ".join(f'"{name}"' for name in sorted(set(emptied) & there))
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY")
        for name in guarded:
            if name in there:
                cursor.execute(f'ALTER TABLE "{name}" ENABLE ALWAYS TRIGGER append_only')
