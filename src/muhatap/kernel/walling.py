"""Turn the declarations of the wall into PostgreSQL roles, grants and row level security; idempotent."""

from __future__ import annotations

from collections.abc import Mapping

from django.apps import apps
from django.db import connection, models, transaction

from muhatap.kernel import history, links
from muhatap.kernel.actors import Audience
from muhatap.kernel.lifecycle import LIFECYCLES
from muhatap.kernel.wall import PORTALS, REFERENCE, ROLES, STAFF_ONLY, TRAIL, Class, Door, Wall

# One at a time: roles belong to the whole cluster.
LOCK = 7_220_011
# Tables of libraries, by name; what is not here and not declared is an error (INV-35).
LIBRARIES: dict[str, Wall] = {
    "django_migrations": STAFF_ONLY,
    "django_content_type": REFERENCE,
    "auth_permission": STAFF_ONLY,
    "auth_group": STAFF_ONLY,
    "auth_group_permissions": STAFF_ONLY,
    "pghistory_context": STAFF_ONLY,
    "procrastinate_jobs": STAFF_ONLY,
    "procrastinate_events": STAFF_ONLY,
    "procrastinate_periodic_defers": STAFF_ONLY,
    "procrastinate_workers": STAFF_ONLY,
}


class Unclassified(Exception):
    """A table stands in no class of the wall."""


def register(tables: Mapping[str, Wall]) -> None:
    """Declare the class of a library's tables."""
    LIBRARIES.update(tables)


def declared() -> dict[str, Wall]:
    """Every table of the product and its class."""
    found = dict(LIBRARIES)
    for model in apps.get_models(include_auto_created=True):
        wall = _wall_of(model)
        if wall is not None:
            found[model._meta.db_table] = wall
    return found


def _wall_of(model: type[models.Model]) -> Wall | None:
    if hasattr(model, "pgh_tracked_model"):
        return TRAIL
    if model._meta.proxy or not model._meta.managed:
        return None
    wall = getattr(model, "wall", None)
    return wall if isinstance(wall, Wall) else None


def apply() -> None:
    """Build the wall in the connected database. Raises: Unclassified naming tables nobody declared."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        history.install()
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
        tables = {row[0] for row in cursor.fetchall()}
        walls = declared()
        if missing := sorted(tables - set(walls)):
            raise Unclassified(", ".join(missing))
        cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'")
        drops = [f'DROP POLICY "{policy}" ON "{table}"' for table, policy in cursor.fetchall()]
        cursor.execute("SELECT rolname FROM pg_roles")
        roles = {row[0] for row in cursor.fetchall()}
        statements = [f"CREATE ROLE {role} NOLOGIN" for role in ROLES.values() if role not in roles]
        statements += [f"GRANT {role} TO CURRENT_USER" for role in ROLES.values()]
        statements += _schema() + drops
        for table in sorted(tables):
            statements += _table(table, walls[table])
        statements += _moves(tables)
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind = 'i'")
        statements += links.statements(tables, {row[0] for row in cursor.fetchall()})
        cursor.execute(";\n".join(statements))


def _schema() -> list[str]:
    names = ", ".join(ROLES.values())
    staff = ROLES[Audience.DESK]
    return [
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {names}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {names}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {staff}",
    ]


def _table(table: str, wall: Wall) -> list[str]:
    """Grants, row security, policies and the append-only guard of one table."""
    staff = ROLES[Audience.DESK]
    rights = "SELECT, INSERT" if wall.append_only else "SELECT, INSERT, UPDATE, DELETE"
    lines = [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'GRANT {rights} ON "{table}" TO {staff}',
        f'CREATE POLICY wall_staff ON "{table}" TO {staff} USING (true) WITH CHECK (true)',
    ]
    if wall.kind is Class.REFERENCE:
        for side in PORTALS:
            lines += [
                f'GRANT SELECT ON "{table}" TO {ROLES[side]}',
                f'CREATE POLICY wall_{side}_see ON "{table}" FOR SELECT TO {ROLES[side]} USING (true)',
            ]
    for side, door in wall.doors.items():
        lines += _door(table, side, door)
    if wall.append_only:
        lines += [
            f'DROP TRIGGER IF EXISTS append_only ON "{table}"',
            f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}"'
            " FOR EACH STATEMENT EXECUTE FUNCTION muhatap_append_only()",
            f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER append_only',
        ]
    return lines


def _door(table: str, side: Audience, door: Door) -> list[str]:
    role, lines = ROLES[side], []
    if door.select:
        lines.append(f'GRANT SELECT ON "{table}" TO {role}')
        lines.append(f'CREATE POLICY wall_{side}_see ON "{table}" FOR SELECT TO {role} USING ({door.where})')
    if door.insert:
        lines.append(f'GRANT INSERT ON "{table}" TO {role}')
        lines.append(f'CREATE POLICY wall_{side}_add ON "{table}" FOR INSERT TO {role} WITH CHECK ({door.where})')
    if door.update:
        columns = ", ".join(f'"{column}"' for column in door.update)
        lines.append(f'GRANT UPDATE ({columns}) ON "{table}" TO {role}')
        lines.append(
            f'CREATE POLICY wall_{side}_change ON "{table}" FOR UPDATE TO {role}'
            f" USING ({door.where}) WITH CHECK ({door.where})"
        )
    if door.delete:
        lines.append(f'GRANT DELETE ON "{table}" TO {role}')
        lines.append(f'CREATE POLICY wall_{side}_drop ON "{table}" FOR DELETE TO {role} USING ({door.where})')
    return lines


def _moves(tables: set[str]) -> list[str]:
    """A trigger per lifecycle, so that only listed moves reach the table (INV-33)."""
    lines = []
    for label, lifecycle in sorted(LIFECYCLES.items()):
        table = apps.get_model(label)._meta.db_table
        if table not in tables:
            continue
        pairs = sorted(f"{here.value}>{to.value}" for here, targets in lifecycle.moves.items() for to in targets)
        column = lifecycle.column
        lines += [
            f'DROP TRIGGER IF EXISTS lifecycle_{column} ON "{table}"',
            f'CREATE TRIGGER lifecycle_{column} BEFORE UPDATE OF "{column}" ON "{table}" FOR EACH ROW'
            f' WHEN (OLD."{column}" IS DISTINCT FROM NEW."{column}")'
            f" EXECUTE FUNCTION muhatap_check_move('{column}', '{' '.join(pairs)}')",
        ]
    return lines
