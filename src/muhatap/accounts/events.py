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
class UserUnseated(Fact):
    """A seat was taken away from a user."""

    user_id: int
    role: str
    party_id: int | None


@dataclass(frozen=True)
class UserChanged(Fact):
    """Name, phone or language of a user changed."""

    user_id: int


@dataclass(frozen=True)
class UserLocked(Fact):
    """A user may no longer log in."""

    user_id: int


@dataclass(frozen=True)
class UserUnlocked(Fact):
    """A locked user may log in again."""

    user_id: int


@dataclass(frozen=True)
class LinkMade(Fact):
    """A user gets a link by mail to set a password."""

    user_id: int
    purpose: str


@dataclass(frozen=True)
class PasswordForgotten(Fact):
    """Somebody asked for a link to set a new password; no user when the address is unknown."""

    forgetful_id: int | None


@dataclass(frozen=True)
class PasswordSet(Fact):
    """A user set a password, through a link or knowing the old one."""

    user_id: int


@dataclass(frozen=True)
class SeatAsked(Fact):
    """A company wants to seat or unseat one of its people."""

    request_id: int
    party_id: int
