"""A world under a simulated clock: who is in it, what has been found so far, and the papers that were made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from muhatap.accounts import commands as accounts
from muhatap.accounts.reads import Role
from muhatap.kernel import jobs
from muhatap.kernel.actors import Actor, Audience, system
from muhatap.parties.reads import districts_by_name
from muhatap.roles import permissions_of


@dataclass
class World:
    """The clock, the people by role, the ids by name, and the folder for documents (none: they are not kept)."""

    now: datetime
    out: Path | None = None
    ids: dict[Any, Any] = field(default_factory=dict)
    _people: dict[tuple[str, int | None], tuple[int, str]] = field(default_factory=dict)
    _districts: dict[tuple[str, str], int] = field(default_factory=dict)
    _papers: int = 0

    def advance(self, *, days: int = 0, hours: int = 0, minutes: int = 0) -> None:
        """Let time pass."""
        self.now += timedelta(days=days, hours=hours, minutes=minutes)

    @property
    def house(self) -> Actor:
        """The system itself, now."""
        return system(self.now)

    def seat(self, role: Role, name: str, email: str, *, party_id: int | None = None, password: str = "") -> int:
        """Give somebody a seat; returns the user's id."""
        user_id = accounts.seat_user(
            self.house, name=name, email=email, role=role, party_id=party_id, password=password or None
        )
        self._people[role.value, party_id] = (user_id, name)
        return user_id

    def desk(self, role: Role = Role.ADMINISTRATOR) -> Actor:
        """Somebody of the desk in a role; seated on first use."""
        if (role.value, None) not in self._people:
            self.seat(role, str(role.label), f"{role.value.replace('_', '.')}@n.example")
        return self._actor(role, None)

    def customer(self, role: Role = Role.CUSTOMER_DECISION, *, party_id: int | None = None) -> Actor:
        """Somebody of the customer (the world's own unless another is named)."""
        return self._portal(role, party_id or self.ids["customer"])

    def member(self, role: Role = Role.MEMBER_OWNER, *, party_id: int | None = None) -> Actor:
        """Somebody of the member (the world's own unless another is named)."""
        return self._portal(role, party_id or self.ids["member"])

    def _portal(self, role: Role, party_id: int) -> Actor:
        if (role.value, party_id) not in self._people:
            self.seat(role, f"{role.label} {party_id}", f"{role.value}.{party_id}@portal.example", party_id=party_id)
        return self._actor(role, party_id)

    def _actor(self, role: Role, party_id: int | None) -> Actor:
        user_id, name = self._people[role.value, party_id]
        return Actor(
            audience=Audience(role.audience),
            now=self.now,
            user_id=user_id,
            name=name,
            party_id=party_id,
            permissions=permissions_of(role.value),
            address="127.0.0.1",
        )

    def district(self, province: str, name: str) -> int:
        """The id of a district by the plate code of its province and its name."""
        if not self._districts:
            self._districts.update(districts_by_name(self.house))
        return self._districts[province, name]

    def user_id(self, role: Role, *, party_id: int | None = None) -> int:
        """The user seated in a role (of a party)."""
        return self._people[role.value, party_id][0]

    def settle(self) -> int:
        """Do what stands in the outbox, as the worker would."""
        return jobs.run_all()

    def keep(self, name: str, data: bytes) -> str:
        """Keep a paper of the story under a running number; returns its file name."""
        self._papers += 1
        if self.out is not None:
            self.out.mkdir(parents=True, exist_ok=True)
            (self.out / name).write_bytes(data)
        return name
