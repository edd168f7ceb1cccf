"""Needs: written for many locations, copied, corrected, taken back."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from typing import Any

import pytest

from muhatap.demand import commands, reads
from muhatap.demand.commands.needs import NeedProposed, NeedTerms, NeedThere, NotTheirLocation
from muhatap.demand.commands.visits import NoCustomer
from muhatap.demand.models import Need
from muhatap.demand.rules.patterns import WrongPattern
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.wall import standing_at
from tests.given import demand as given
from tests.given import parties as given_parties


def test_one_need_is_written_for_many_locations(desk: Actor) -> None:
    needs = given.needs(desk, locations=3)
    assert [(need.location.code, need.quantity, need.unit, need.basis) for need in needs] == [
        ("L001", Decimal(6), "C62", "per_head"),
        ("L002", Decimal(6), "C62", "per_head"),
        ("L003", Decimal(6), "C62", "per_head"),
    ]


def test_what_is_left_out_is_as_usual_for_the_service(desk: Actor) -> None:
    need = given.needs(desk, basis="")[0]
    assert (need.basis, need.pattern) == ("per_head", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA")
    assert reads.need(desk, need_id=need.pk).service == "Ofis ve bina içi temizlik"


@pytest.mark.parametrize(
    ("terms", "refusal", "field"),
    [
        ({"quantity": Decimal(0)}, InvalidInput, "quantity"),
        ({"quantity": Decimal(-1)}, InvalidInput, "quantity"),
        ({"service": "moon_cleaning"}, InvalidInput, "service"),
        ({"unit": "XYZ"}, InvalidInput, "unit"),
        ({"pattern": "EVERY DAY"}, WrongPattern, "pattern"),
        ({"pattern": "FREQ=DAILY;COUNT=3"}, WrongPattern, "pattern"),
        ({"window_from": time(8)}, InvalidInput, "window_until"),
        ({"window_from": time(8), "window_until": time(8)}, InvalidInput, "window_until"),
        ({"present_price": Decimal(-1)}, InvalidInput, "present_price"),
    ],
)
def test_bad_terms_are_refused_beside_their_field(
    desk: Actor, terms: dict[str, Any], refusal: type[Exception], field: str
) -> None:
    with pytest.raises(refusal) as caught:
        given.needs(desk, **terms)
    assert caught.value.field == field  # type: ignore[attr-defined]
    assert Need.objects.count() == 0


def test_needs_are_for_locations_of_the_customer_alone(desk: Actor, customer_a: Actor) -> None:
    request = given.contacted_request(desk)
    assert customer_a.party_id is not None
    strange = given_parties.location(desk, customer_a.party_id)
    terms = NeedTerms("office_cleaning", Decimal(1))
    with pytest.raises(NotTheirLocation):
        commands.write_needs(desk, request_id=request.pk, location_ids=[strange.pk], terms=terms)
    with pytest.raises(InvalidInput):
        commands.write_needs(desk, request_id=request.pk, location_ids=[], terms=terms)
    assert Need.objects.count() == 0


def test_needs_wait_for_the_customer(desk: Actor) -> None:
    request = given.new_request(desk)
    with pytest.raises(NoCustomer):
        commands.write_needs(
            desk, request_id=request.pk, location_ids=[1], terms=NeedTerms("office_cleaning", Decimal(1))
        )
    assert Need.objects.count() == 0


def test_a_need_is_copied_where_it_is_missing(desk: Actor) -> None:
    need = given.needs(desk)[0]
    second = given_parties.location(desk, need.customer_id, "Depo")
    copies = commands.copy_need(desk, need_id=need.pk, location_ids=[need.location_id, second.pk])
    assert [(copy.location_id, copy.quantity, copy.pattern) for copy in copies] == [
        (second.pk, need.quantity, need.pattern)
    ]
    with pytest.raises(NeedThere):
        commands.copy_need(desk, need_id=need.pk, location_ids=[second.pk])
    assert Need.objects.count() == 2


def test_a_need_is_corrected(desk: Actor) -> None:
    need = given.needs(desk)[0]
    terms = NeedTerms(
        "office_cleaning", Decimal("7.5"), basis="per_unit", pattern="FREQ=DAILY", standard="Günde iki kez"
    )
    commands.change_need(desk, need_id=need.pk, terms=terms)
    need.refresh_from_db()
    assert (need.quantity, need.basis, need.pattern, need.standard) == (
        Decimal("7.500"),
        "per_unit",
        "FREQ=DAILY",
        "Günde iki kez",
    )


def test_a_proposed_need_stays(desk: Actor) -> None:
    free = given.needs(desk)[0]
    assert commands.drop_need(desk, need_id=free.pk) == free.request_id
    proposal = given.draft_proposal(desk)
    need = Need.objects.get(request_id=proposal.request_id)
    with pytest.raises(NeedProposed):
        commands.drop_need(desk, need_id=need.pk)
    assert Need.objects.count() == 1


def test_a_member_never_meets_a_need_and_another_customer_neither(
    desk: Actor, customer_a: Actor, customer_b: Actor, member_a: Actor
) -> None:
    given.needs(desk, customer_id=customer_a.party_id)
    for actor, seen in ((customer_a, 1), (customer_b, 0)):
        with standing_at(Audience.CUSTOMER, party_id=actor.party_id, user_id=actor.user_id):
            assert Need.objects.count() == seen
        assert Need.objects.visible_to(actor).count() == seen
    assert Need.objects.visible_to(member_a).count() == 0
