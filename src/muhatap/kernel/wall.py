"""The wall: every table stands in exactly one class, and the database enforces it per audience.

Models declare who may meet their rows (`wall = scoped(...)`, `STAFF_ONLY`, `REFERENCE`, `TRAIL`); `apply()` turns the
declarations into grants and row level security. `visible_to(actor)` filters by the same declaration in Python, so
that a forgotten filter is still refused below. See docs/decisions/0003-the-wall.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self, TypeVar

from django.db import connection, models, transaction
from django.db.models import Q

from muhatap.kernel.actors import Actor, Audience

ROLES: Mapping[Audience, str] = {
    Audience.DESK: "app_staff",
    Audience.CUSTOMER: "app_customer",
    Audience.MEMBER: "app_member",
    Audience.PUBLIC: "app_public",
}
PORTALS = (Audience.CUSTOMER, Audience.MEMBER, Audience.PUBLIC)
PARTY = "NULLIF(current_setting('app.party_id', true), '')::bigint"
USER = "NULLIF(current_setting('app.user_id', true), '')::bigint"
TOKEN = "NULLIF(current_setting('app.token', true), '')"  # noqa: S105  the name of a setting

_standing: ContextVar[Audience | None] = ContextVar("muhatap_standing", default=None)


class Class(StrEnum):
    """The five classes of tables (INV-35) and the trail of history, which portals only add to."""

    STAFF_ONLY = "staff only"
    SCOPED = "scoped"
    REFERENCE = "reference"
    TRAIL = "trail"


@dataclass(frozen=True, slots=True)
class Door:
    """What one audience may do with the rows of a table that concern it.

    `where` is the condition in SQL, `seen` the same in Python; `insert` and `update` (columns) open writing.
    """

    where: str
    seen: Callable[[Actor], Q]
    insert: bool = False
    update: tuple[str, ...] = ()
    delete: bool = False
    select: bool = True


def by(
    column: str, *, insert: bool = False, update: tuple[str, ...] = (), delete: bool = False, when: str = ""
) -> Door:
    """A door for rows whose `column` (a foreign key's name) is the actor's own party; `when` narrows it in SQL."""
    condition = f"{column}_id = {PARTY}" + (f" AND ({when})" if when else "")
    return Door(
        condition, lambda actor: Q(**{f"{column}_id": actor.party_id}), insert=insert, update=update, delete=delete
    )


def by_token(column: str, *, insert: bool = False, update: tuple[str, ...] = ()) -> Door:
    """A door for rows that carry the secret of the link in somebody's hand (the public face)."""
    return Door(f"{column} = {TOKEN}", lambda actor: Q(pk__isnull=False), insert=insert, update=update)


def where(
    sql: str,
    seen: Callable[[Actor], Q],
    *,
    insert: bool = False,
    update: tuple[str, ...] = (),
    delete: bool = False,
) -> Door:
    """A door with a condition of its own: in SQL (`{party}`, `{user}`, `{token}` are filled in) and in Python."""
    return Door(sql.format(party=PARTY, user=USER, token=TOKEN), seen, insert=insert, update=update, delete=delete)


INSERT_ONLY = Door("true", lambda actor: Q(pk__in=[]), insert=True, select=False)


@dataclass(frozen=True, slots=True)
class Wall:
    """The class of a table and the doors in its wall."""

    kind: Class
    doors: Mapping[Audience, Door] = field(default_factory=dict)
    append_only: bool = False


STAFF_ONLY = Wall(Class.STAFF_ONLY)
REFERENCE = Wall(Class.REFERENCE)
TRAIL = Wall(Class.TRAIL, dict.fromkeys(PORTALS, INSERT_ONLY), append_only=True)


def scoped(
    *,
    customer: Door | None = None,
    member: Door | None = None,
    public: Door | None = None,
    append_only: bool = False,
) -> Wall:
    """A table whose rows concern a customer, a member or the holder of a link."""
    doors = {Audience.CUSTOMER: customer, Audience.MEMBER: member, Audience.PUBLIC: public}
    return Wall(Class.SCOPED, {side: door for side, door in doors.items() if door is not None}, append_only)


def staff_only(*, append_only: bool) -> Wall:
    """A table of the desk alone."""
    return Wall(Class.STAFF_ONLY, append_only=append_only)


M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class WalledQuerySet(models.QuerySet[M_co, M_co]):
    """Rows behind the wall."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows this actor may meet, by the table's declaration."""
        if actor.at_desk:
            return self
        wall: Wall = getattr(self.model, "wall", STAFF_ONLY)
        if wall.kind is Class.REFERENCE:
            return self
        door = wall.doors.get(actor.audience)
        if door is None or not door.select:
            return self.none()
        return self.filter(door.seen(actor))


@contextmanager
def standing_at(audience: Audience, *, party_id: int | None, user_id: int | None, token: str = "") -> Iterator[None]:
    """Run a transaction as one audience and party: the database refuses everything beyond the wall.

    The settings are local to the transaction; a surrounding one gets its own back.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        before = cursor.fetchone()[0]
        _set(cursor, ROLES[audience], party_id, user_id, token)
        mark = _standing.set(audience)
        try:
            yield
        finally:
            _standing.reset(mark)
            if not connection.needs_rollback:
                _set(cursor, before, None, None, "")


def _set(cursor: object, role: str, party_id: int | None, user_id: int | None, token: str) -> None:
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT set_config('app.party_id', %s, true), set_config('app.user_id', %s, true),"
        " set_config('app.token', %s, true), set_config('role', %s, true)",
        [str(party_id or ""), str(user_id or ""), token, role],
    )


def show_token(token: str) -> None:
    """Hold up the secret of a public link for the rest of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.token', %s, true)", [token])


def in_portal() -> bool:
    """Whether the present transaction stands at a portal, where only own rows can be written."""
    return _standing.get() in PORTALS
