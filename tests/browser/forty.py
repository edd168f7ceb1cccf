"""A contract with forty locations, all backed by one member, and another member that could; run in a process of its own."""

from __future__ import annotations

import json
from datetime import date

from tests.browser.playing import BEGINS, PASSWORD

LOCATIONS = 40


def play() -> str:
    """Returns as JSON: contract, its agreement with the member, the promise in the middle."""
    from datetime import datetime

    from django.db import transaction
    from django.utils import translation

    from muhatap.agreements.models import Status
    from muhatap.backing import commands
    from muhatap.backing.models import Backing
    from muhatap.faces.cli.stages.house import open_house
    from muhatap.faces.cli.stages.world import World
    from muhatap.kernel.actors import system
    from muhatap.kernel.periods import Period
    from tests.given import backing as given
    from tests.given import cast, network

    term = Period(date(2026, 3, 1), date(2027, 3, 1))
    with translation.override("tr"):
        world = World(now=datetime.fromisoformat(BEGINS))
        open_house(world, password=PASSWORD)
        house = system(world.now)
        customer = cast.customer("Pusula Sigorta A.Ş.", "Pusula Sigorta", "pusula")
        first = cast.member("Pırıltı Temizlik Ltd. Şti.", "Pırıltı Temizlik", "pirilti")
        second = cast.member("Usta Eller Teknik Ltd. Şti.", "Usta Eller", "usta")
        member = network.able(house, first, "990")
        network.able(house, second, "950")
        with transaction.atomic():  # a promise has its price when the transaction ends
            contract = given.contract(customer, period=term)
            bond = given.bond(contract, member.pk, period=term, status=Status.ACTIVE)
            promises = [
                given.promise(contract, quantity="1", price="1200", at=given.location(customer, f"Şube {number:02d}"))
                for number in range(1, LOCATIONS + 1)
            ]
            for promise in promises:
                given.backing(bond, promise, quantity="1", price="900")
        commands.prove_book(house)
        lost = promises[LOCATIONS // 2]
        backing = Backing.objects.get(promise=lost)
        return json.dumps({"contract": contract.pk, "agreement": bond.pk, "backing": backing.pk, "promise": lost.pk})
