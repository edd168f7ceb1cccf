"""Facts about users and seats."""

from __future__ import annotations

from dataclasses import dataclass

from muhatap.kernel.events import Fact


@dataclass(frozen=True)
class UserSeated(Fact):
    """A user was given a seat."""

    user_id: int
    role: str
    party_id: int | None


@dataclass(frozen=True)
class UserLocked(Fact):
    """A user may no longer log in."""

    user_id: int
