"""One timeline of a party: everything that belongs to it, each thing by its name, runs of the same told once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden
from muhatap.kernel.events import all_facts
from muhatap.kernel.threads import everything_of, quiet, threads
from muhatap.kernel.timeline import MOST, entries, of_party, timeline
from muhatap.network import commands as network
from muhatap.parties import commands as parties
from tests.given import demand
from tests.given import network as given_network
from tests.given.faces import Face

pytestmark = pytest.mark.django_db


def test_a_customer_has_one_timeline_of_what_was_asked_visited_and_changed(desk: Actor, customer_a: Actor) -> None:
    assert customer_a.party_id is not None
    visit = demand.planned_visit(desk, customer_id=customer_a.party_id)
    parties.add_contact(desk, party_id=customer_a.party_id, name="Ece Şahin", email="ece@pusula.example")
    found = of_party(desk, party_id=customer_a.party_id)
    number = visit.request.number
    with translation.override("tr"):
        told = [
            (one.sentence, one.thing.name if one.thing else "", one.who)
            for one in of_party(desk, party_id=customer_a.party_id)
        ]
    assert told == [
        ("İlgili kişi eklendi", "", "Deniz Kaya"),
        ("Ziyaret planlandı", "04.03.2026 10:00", "Deniz Kaya"),
        ("Talep bir müşteriye bağlandı", number, "Deniz Kaya"),
        ("Talep sahibiyle görüşüldü", number, "Deniz Kaya"),
        ("Talep alındı", number, "Deniz Kaya"),
    ]
    assert entries(found)[1]["page"] == "visit"
    assert entries(found)[1]["pk"] == visit.pk


def test_nothing_of_another_party_stands_in_it(desk: Actor, customer_a: Actor, customer_b: Actor) -> None:
    assert customer_a.party_id is not None and customer_b.party_id is not None
    demand.planned_visit(desk, customer_id=customer_a.party_id)
    assert of_party(desk, party_id=customer_b.party_id) == []


def test_the_same_several_times_on_a_day_is_told_once(desk: Actor, member_a: Actor) -> None:
    member = given_network.member(member_a)
    places = [given_network.district(name).pk for name in ("Şişli", "Kadıköy", "Beşiktaş")]
    rows = network.propose_coverage(
        desk,
        member_id=member.pk,
        service_id=given_network.SERVICE,
        district_ids=places,
        capacity=5,
        valid_from=date(2026, 3, 2),
    )
    later = desk.at(desk.now + timedelta(days=1))
    network.approve_coverage(later, coverage_id=rows[0].pk)
    told = [(one.fact, one.times) for one in of_party(desk, party_id=member.pk)]
    assert told == [("network.CoverageApproved", 1), ("network.CoverageProposed", 3)]
    assert entries(of_party(desk, party_id=member.pk))[1]["more"] == 2


def test_a_long_story_goes_on_where_the_page_ended(desk: Actor, customer_a: Actor) -> None:
    assert customer_a.party_id is not None
    for day in range(MOST + 2):
        parties.add_contact(
            desk.at(desk.now + timedelta(days=day)),
            party_id=customer_a.party_id,
            name=f"Kişi {day}",
            phone="0212 555 00 11",
        )
    first = of_party(desk, party_id=customer_a.party_id)
    rest = of_party(desk, party_id=customer_a.party_id, before=first[-1].entry_id)
    assert (len(first), len(rest)) == (MOST, 2)
    assert [one.when for one in first + rest] == [desk.now + timedelta(days=day) for day in reversed(range(MOST + 2))]


def test_a_record_does_not_name_itself(desk: Actor) -> None:
    request = demand.new_request(desk)
    assert [one.thing for one in timeline(desk, about={"request_id": request.pk})] == [None]


def test_no_portal_reads_the_story_of_a_party(customer_a: Actor) -> None:
    assert customer_a.party_id is not None
    with pytest.raises(Forbidden):
        of_party(customer_a, party_id=customer_a.party_id)


def test_every_key_of_a_thread_is_named_by_some_fact() -> None:
    keys = {key for fact in all_facts().values() for key in fact.__dataclass_fields__}
    assert sorted(set(threads()) - keys) == []
    assert sorted(quiet() - set(all_facts())) == []


def test_every_kind_of_thing_can_be_looked_up_for_a_party(customer_a: Actor) -> None:
    assert customer_a.party_id is not None
    found = everything_of(customer_a.party_id)
    assert {key for key, value in found.items() if value == []} == {
        key for key, one in threads().items() if one.of_party
    }
    assert all(thread.names([]) == {} for thread in threads().values())


@pytest.mark.parametrize("tab", ["overview", "locations", "people", "timeline"])
def test_the_customer_page_opens_every_tab(face: Face, desk: Actor, customer_a: Actor, tab: str) -> None:
    assert customer_a.party_id is not None
    demand.planned_visit(desk, customer_id=customer_a.party_id)
    page = face("desk", desk).get(f"/customers/{customer_a.party_id}/?tab={tab}&before=99999999999999999999")
    assert page.status_code == 200
    assert ("Ziyaret planlandı" in page.content.decode()) == (tab == "timeline")
