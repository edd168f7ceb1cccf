"""The database logins of the faces, as the launcher makes them, for the database of the tests."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from muhatap.faces.cli.keys import Keys
from muhatap.faces.cli.logins import GROUP_OF, ensure_logins

FACES = ("desk", "customer", "member", "public")
CHECKED = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


def login_of(face: str) -> str:
    """The login under which a face reaches the database of the tests."""
    return f"{connection.settings_dict['NAME']}_{face}"


@contextmanager
def logins() -> Iterator[None]:
    """Make the logins of the faces as production has them; roles belong to the whole server, so they go again."""
    with tempfile.TemporaryDirectory(prefix="muhatap-keys-") as folder:
        ensure_logins(_owner_url(), Keys(Path(folder)))
    with connection.cursor() as cursor:
        # An owner who is no superuser steps into them instead of logging in.
        cursor.execute("; ".join(f'GRANT "{login_of(face)}" TO CURRENT_USER' for face in FACES))
    yield
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f'DROP ROLE IF EXISTS "{login_of(face)}"' for face in GROUP_OF))


def _owner_url() -> str:
    told = {key: str(connection.settings_dict[key]) for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")}
    who = quote(told["USER"], safe="") + (f":{quote(told['PASSWORD'], safe='')}" if told["PASSWORD"] else "")
    port = f"&port={told['PORT']}" if told["PORT"] else ""
    return f"postgresql://{who}@/{quote(told['NAME'], safe='')}?host={quote(told['HOST'], safe='')}{port}"


@contextmanager
def logged_in(face: str) -> Iterator[None]:
    """Reach the database under the login of a face, and let go what only a commit would check.

    A superuser really becomes the login; another owner takes its role, which has the same rights.
    """
    name = login_of(face)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = session_user")
        really = cursor.fetchone()[0]
        what = "SESSION AUTHORIZATION" if really else "ROLE"
        cursor.execute(CHECKED)
        cursor.execute(f'SET {what} "{name}"')
        try:
            yield
        except BaseException:
            if not connection.needs_rollback:
                cursor.execute(f"RESET {what}")
            raise
        # Deferred constraints are checked by the login that commits, without a party.
        if not connection.needs_rollback:
            cursor.execute(f"{CHECKED}; RESET {what}")
