"""Who acts, for which party, with which permissions, and when.

The clock is ambient: a face or a worker reads it once and hands it down inside the actor, so that everything
below is a function of its arguments and a simulated clock needs no patching.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

ISTANBUL = ZoneInfo("Europe/Istanbul")


class Audience(StrEnum):
    """A side of the wall: which face somebody stands in front of."""

    DESK = "desk"
    CUSTOMER = "customer"
    MEMBER = "member"
    PUBLIC = "public"


class Permission(StrEnum):
    """Base of every package's enum of what may be allowed; values read `package.act`."""


class AllPermissions(frozenset[str]):
    """The set that holds every permission: for the system itself."""

    def __contains__(self, item: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts: user, audience, party acted for (none at the desk), permissions, instant (UTC) and language."""

    audience: Audience
    now: datetime
    user_id: int | None = None
    name: str = ""
    party_id: int | None = None
    permissions: frozenset[str] = field(default_factory=frozenset)
    language: str = "tr"
    address: str = ""

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("an actor's clock is an instant with a time zone")

    @property
    def today(self) -> date:
        """The business day of the act in Istanbul."""
        return self.now.astimezone(ISTANBUL).date()

    @property
    def at_desk(self) -> bool:
        """Whether the actor acts for the prime."""
        return self.audience is Audience.DESK

    def may(self, permission: str) -> bool:
        """Whether the actor holds the permission."""
        return permission in self.permissions

    def at(self, now: datetime) -> Actor:
        """The same actor at another instant."""
        return replace(self, now=now)


def system(now: datetime, *, name: str = "Muhatap") -> Actor:
    """The system itself, acting for the prime: nightly work and reactions."""
    return Actor(audience=Audience.DESK, now=now, name=name, permissions=AllPermissions())
