"""The invariants of the data: one SQL each, which returns the rows that break it. None may return a row.

Each package lists its own in `invariants.py` as `INVARIANTS`, under a code that no other package uses.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import connection

from muhatap.kernel.actors import Audience
from muhatap.kernel.wall import standing_at

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Invariant:
    """A sentence that is always true, and the SQL that returns every row for which it is not."""

    code: str
    says: str
    sql: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: how many rows break the invariant, the first of them, and how long it took (seconds)."""

    invariant: Invariant
    breaches: int
    rows: tuple[tuple[Any, ...], ...]
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether nothing breaks it."""
        return self.breaches == 0


class DuplicateCode(Exception):
    """Two packages use the same code for an invariant."""


def registered() -> list[Invariant]:
    """Every invariant of every package, by code. Raises: DuplicateCode."""
    found: dict[str, Invariant] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.invariants"
        if not config.name.startswith("muhatap.") or find_spec(name) is None:
            continue
        for invariant in import_module(name).INVARIANTS:
            if invariant.code in found:
                raise DuplicateCode(invariant.code)
            found[invariant.code] = invariant
    return [found[code] for code in sorted(found)]


def check(invariants: Sequence[Invariant] | None = None) -> list[Checked]:
    """Ask the database for what breaks the invariants (default: all), standing where every row is seen."""
    with standing_at(Audience.DESK, party_id=None, user_id=None):
        return [_ask(invariant) for invariant in (registered() if invariants is None else invariants)]


def _ask(invariant: Invariant) -> Checked:
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(invariant.sql)
        rows = cursor.fetchall()
    return Checked(invariant, len(rows), tuple(rows[:MOST_SHOWN]), time.perf_counter() - started)


INVARIANTS = (
    Invariant(
        "INV-27",
        "A form's key names one form: an answer is kept with its fingerprint.",
        "SELECT key FROM kernel_submission WHERE fingerprint = ''",
    ),
    Invariant(
        "INV-35",
        "Every table has row level security, also for its owner.",
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY relname",
    ),
    Invariant(
        "INV-37",
        "The four logins of the faces are no superusers, bypass no policy, own no table and are in no other's role.",
        "SELECT r.rolname FROM pg_roles r WHERE r.rolname IN ('app_staff', 'app_customer', 'app_member', 'app_public')"
        " AND (r.rolsuper OR r.rolbypassrls"
        " OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p'))"
        " OR EXISTS (SELECT 1 FROM pg_auth_members m JOIN pg_roles o ON o.oid = m.roleid"
        "            WHERE m.member = r.oid AND o.rolname LIKE 'app\\_%'))",
    ),
    Invariant(
        "INV-38",
        "No view of a portal steps over the wall: every view runs with the rights of who asks.",
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
        " AND (c.relkind = 'm' OR c.relkind = 'v'"
        " AND NOT coalesce(c.reloptions::text LIKE '%security_invoker=%', false))"
        " AND (has_table_privilege('app_customer', c.oid, 'SELECT')"
        " OR has_table_privilege('app_member', c.oid, 'SELECT')"
        " OR has_table_privilege('app_public', c.oid, 'SELECT'))",
    ),
    Invariant(
        "INV-44",
        "Every stored file is named by the SHA-256 of its bytes and has a size and a type.",
        "SELECT id FROM kernel_storedfile WHERE sha256 !~ '^[0-9a-f]{64}$' OR size <= 0 OR media_type = ''",
    ),
    Invariant(
        "INV-45",
        "The journal keeps the order in which the database wrote it: no fact was recorded in the future.",
        "SELECT id FROM kernel_journalentry WHERE recorded_at > clock_timestamp()",
    ),
)
