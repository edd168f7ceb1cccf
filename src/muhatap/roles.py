"""The one table: role → permissions. `package.*` stands for every permission of a package."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from muhatap.accounts.models import Role
from muhatap.kernel.actors import Permission

PACKAGES = (
    "parties", "accounts", "catalogue", "demand", "agreements", "contracts", "network", "sourcing", "backing",
    "operations", "quality", "ledger", "billing",
)  # fmt: skip
ENTER = "face.enter"

TABLE: dict[Role, tuple[str, ...]] = {
    Role.ADMINISTRATOR: ("*",),
    Role.MANAGEMENT: ("*",),
}


def every_permission() -> set[str]:
    """All permissions of the house."""
    for package in PACKAGES:
        if find_spec(f"muhatap.{package}.permissions"):
            import_module(f"muhatap.{package}.permissions")
    return {str(entry) for enum in Permission.__subclasses__() for entry in enum} | {ENTER}


@lru_cache
def permissions_of(role: str) -> frozenset[str]:
    """What a role may do."""
    known = every_permission()
    held = {ENTER}
    for pattern in TABLE.get(Role(role), ()):
        if pattern == "*":
            held |= {name for name in known if not is_portal(name)}
        elif pattern.endswith(".*"):
            held |= {name for name in known if name.startswith(pattern[:-1]) and not is_portal(name)}
        else:
            held.add(pattern)
    return frozenset(held)


def is_portal(name: str) -> bool:
    """Whether a permission is meant for a portal: its act begins with `customer_`, `member_` or `own_`."""
    return name.partition(".")[2].startswith(("customer_", "member_", "own_"))
