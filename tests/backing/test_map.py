"""The map: each layer counts per province what the house knows, and the page says it as colour, word and list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from muhatap.backing import commands, reads
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden
from muhatap.network import commands as network
from muhatap.network.models import Commitment
from muhatap.parties.models import Party
from tests.given import backing as given
from tests.given import network as given_network
from tests.given.faces import Face

pytestmark = pytest.mark.django_db
EVERYTHING = reads.Asked()


def test_members_and_their_free_share_are_counted_by_province_for_a_service_and_a_category(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    first, second = given_network.member(member_a), given_network.member(member_b)
    given_network.covers(desk, first, capacity="30")
    given_network.covers(desk, second, capacity="10")
    ankara = given_network.district("Çankaya", "06")
    given_network.covers(desk, second, capacity="10", place=ankara)
    given_network.covers(desk, second, key="office_cleaning", capacity="4", place=ankara)
    promise = given.promise(given.contract(customer_a))
    Commitment.objects.create(
        member_id=first.pk,
        service_id=given_network.SERVICE,
        district=given_network.district(),
        promise=promise,
        quantity=Decimal(10),
        period=given.TERM.range(),
    )
    assert reads.members_by_province(desk, about=EVERYTHING) == {"34": 2, "06": 1}
    assert reads.free_by_province(replace(desk, now=desk.now), about=EVERYTHING) == {"34": 75, "06": 100}
    cleaning = reads.asked(desk, value="office_cleaning")
    assert reads.members_by_province(desk, about=cleaning) == {"06": 1}
    category = given_network.service("office_cleaning").category_id
    assert reads.members_by_province(desk, about=reads.asked(desk, value=f"category:{category}")) == {"06": 1}
    assert reads.asked(desk, value="nonsense") == EVERYTHING
    (row,) = [one for one in reads.covering(desk, about=EVERYTHING, province="34") if one.member_id == first.pk]
    assert (row.capacity, row.free, row.districts) == (Decimal(30), Decimal(20), 1)


def test_gaps_of_both_kinds_are_counted_by_province(desk: Actor, customer_a: Actor) -> None:
    promise = given.promise(given.contract(customer_a))
    commands.refresh(desk, promise_ids=[promise.pk])
    place = given_network.district("Çankaya", "06")
    network.note_network_gap(
        desk, service_id="office_cleaning", district_id=place.pk, quantity=Decimal(2), wanted_from=date(2026, 4, 1)
    )
    found = reads.backing_gaps_by_province(desk, about=EVERYTHING)
    assert {plate: one.gaps for plate, one in found.items()} == {"34": 1}
    (row,) = reads.unbacked_in(desk, about=EVERYTHING, province="34")
    assert (row.amount, row.service) == (found["34"].amount, promise.service.name)
    assert reads.backing_gaps_by_province(desk, about=reads.asked(desk, value="office_cleaning")) == {}
    assert reads.network_gaps_by_province(desk, about=EVERYTHING) == {"06": 1}
    with pytest.raises(Forbidden):
        reads.backing_gaps_by_province(replace(desk, permissions=frozenset({"network.see"})), about=EVERYTHING)


def test_points_stand_where_customers_and_members_are(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    contract = given.contract(customer_a)
    given.promise(contract)
    given.promise(contract)
    member = given_network.able(desk, member_a)
    home = Party.objects.get(pk=member.pk).district
    assert home is not None
    assert [(spot.district, spot.province, spot.count) for spot in reads.sites(desk, about=EVERYTHING)] == [
        ("Şişli", "34", 2)
    ]
    assert [(spot.district, spot.count) for spot in reads.seats(desk, about=EVERYTHING)] == [(home.name, 1)]


@pytest.mark.parametrize("layer", ["members", "free", "network_gaps", "backing_gaps"])
def test_every_layer_opens_whole_and_for_one_province(
    desk: Actor, customer_a: Actor, member_a: Actor, face: Face, layer: str
) -> None:
    given_network.able(desk, member_a)
    promise = given.promise(given.contract(customer_a))
    commands.refresh(desk, promise_ids=[promise.pk])
    browser = face("desk", desk)
    whole = browser.get(reverse("map") + f"?layer={layer}").content.decode()
    assert whole.count("<path ") == 81
    assert "<title>İstanbul: " in whole
    one = browser.get(reverse("map") + f"?layer={layer}&province=34&service={given_network.SERVICE}")
    assert (one.status_code, "Tüm ülke" in one.content.decode()) == (200, True)


def test_the_map_needs_one_query_a_layer(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    given_network.able(desk, member_a)
    given.promise(given.contract(customer_a))
    for read, most in (
        (reads.members_by_province, 1),
        (reads.free_by_province, 2),
        (reads.network_gaps_by_province, 1),
        (reads.backing_gaps_by_province, 1),
        (reads.sites, 1),
        (reads.seats, 1),
    ):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            read(desk, about=EVERYTHING)
        assert (read.__name__, len(asked)) == (read.__name__, most)
