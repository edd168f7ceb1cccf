"""Play the story into the database of a house, with people who can log in; run in a process of its own."""

from __future__ import annotations

import json
from datetime import datetime

from muhatap.accounts.reads import Role

PASSWORD = "acik-kapali-acik-2026"
BEGINS = "2026-03-02T09:00:00+03:00"
PORTALS = {
    "customer": (Role.CUSTOMER_DECISION, Role.CUSTOMER_SITE, Role.CUSTOMER_FINANCE),
    "member": (Role.MEMBER_OWNER, Role.MEMBER_OPERATIONS, Role.MEMBER_CREW_LEAD, Role.MEMBER_FINANCE),
}


def play() -> str:
    """The eleven steps; returns as JSON who can log in at which face, and the instant the story ended."""
    from django.utils import translation

    from muhatap.faces.cli.stages.eleven import STEPS
    from muhatap.faces.cli.stages.house import PEOPLE, open_house
    from muhatap.faces.cli.stages.world import World

    world = World(now=datetime.fromisoformat(BEGINS))
    logins = [("desk", role.value, email) for role, _, email in PEOPLE]
    with translation.override("tr"):
        open_house(world, password=PASSWORD)
        for _, step in STEPS:
            step(world)
            world.settle()
        for face, roles in PORTALS.items():
            for role in roles:
                email = f"{role.value}@{face}.example"
                world.seat(role, str(role.label), email, party_id=world.ids[face], password=PASSWORD)
                logins.append((face, role.value, email))
        world.settle()
    return json.dumps({"logins": logins, "now": world.now.isoformat()})


def found_house() -> str:
    """The prime and its people, before the first customer calls."""
    from django.utils import translation

    from muhatap.faces.cli.stages.house import open_house
    from muhatap.faces.cli.stages.world import World

    with translation.override("tr"):
        open_house(World(now=datetime.fromisoformat(BEGINS)), password=PASSWORD)
    return "founded"
