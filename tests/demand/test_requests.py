"""Requests: received, owned, answered, linked, lost, merged."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from muhatap.demand import commands, reads
from muhatap.demand.commands.requests import (
    AlreadyLinked,
    NotAtTheDesk,
    NoWayToAnswer,
    OtherCustomer,
    ReasonMissing,
    RequestClosed,
    SameRequest,
)
from muhatap.demand.models import Proposal, Request, RequestContact, Visit
from muhatap.kernel.actors import ISTANBUL, Actor, Audience
from muhatap.kernel.errors import Forbidden, IllegalMove, InvalidInput
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.models import JournalEntry
from muhatap.kernel.wall import standing_at
from muhatap.parties.models import Contact, Party
from muhatap.parties.rules import WrongPhone, WrongTaxNumber
from tests.given import demand as given
from tests.given import parties as given_parties
from tests.given.cast import NOW


def visitor() -> Actor:
    """Somebody on the public page."""
    return Actor(audience=Audience.PUBLIC, now=NOW, permissions=frozenset({"demand.own_ask"}))


def test_a_request_gets_a_number_and_a_clock(desk: Actor) -> None:
    request = given.new_request(desk)
    assert request.number == "TL-2026-0001"
    assert request.phone == "+902163334455"
    # Half a working day (240 office minutes) from 09:00.
    assert request.first_response_due == datetime(2026, 3, 2, 13, 0, tzinfo=ISTANBUL)
    assert (request.status, request.source, request.categories) == ("new", "phone", ["cleaning"])


def test_the_clock_does_not_run_at_night_or_on_a_weekend(desk: Actor) -> None:
    friday_evening = datetime(2026, 2, 27, 17, 0, tzinfo=ISTANBUL)
    request = commands.enter_request(desk, asking=given.asking(), received_at=friday_evening)
    assert request.first_response_due == datetime(2026, 3, 2, 12, 0, tzinfo=ISTANBUL)


def test_anybody_can_ask_on_the_public_page_and_reads_only_the_own_request(desk: Actor) -> None:
    given.new_request(desk)
    with standing_at(Audience.PUBLIC, party_id=None, user_id=None):
        request = commands.ask_publicly(visitor(), asking=given.asking())
        assert [one.pk for one in Request.objects.all()] == [request.pk]
    assert (request.source, request.number, len(request.token)) == ("web", "TL-2026-0002", 43)
    with standing_at(Audience.PUBLIC, party_id=None, user_id=None):
        assert Request.objects.count() == 0


def test_a_customer_asks_in_its_portal_and_another_customer_cannot_even_find_it(
    customer_a: Actor, customer_b: Actor
) -> None:
    with standing_at(Audience.CUSTOMER, party_id=customer_a.party_id, user_id=customer_a.user_id):
        request = commands.ask_from_portal(customer_a, subject="Haşere ilaçlama", categories=["pest_control"])
    assert (request.source, request.customer_id) == ("portal", customer_a.party_id)
    assert request.company_name == "Pusula Sigorta A.Ş."
    with (
        standing_at(Audience.CUSTOMER, party_id=customer_b.party_id, user_id=customer_b.user_id),
        pytest.raises(Request.DoesNotExist),
    ):
        reads.own_request(customer_b, request_id=request.pk)
    assert reads.own_requests(customer_b, query=ListQuery()).rows == []


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"phone": "", "email": ""}, NoWayToAnswer, "phone"),
        ({"phone": "12"}, WrongPhone, "phone"),
        ({"tax_number": "6300500009"}, WrongTaxNumber, "tax_number"),
        ({"company_name": "  "}, InvalidInput, "company_name"),
        ({"contact_name": ""}, InvalidInput, "contact_name"),
        ({"subject": ""}, InvalidInput, "subject"),
        ({"categories": ("gardening",)}, InvalidInput, "categories"),
    ],
)
def test_bad_input_is_refused_beside_its_field(
    desk: Actor, changes: dict[str, object], refusal: type[Exception], field: str
) -> None:
    with pytest.raises(refusal) as caught:
        given.new_request(desk, **changes)
    assert caught.value.field == field  # type: ignore[attr-defined]
    assert Request.objects.count() == 0
    assert given.new_request(desk).number == "TL-2026-0001"


def test_a_request_cannot_have_come_in_the_future(desk: Actor) -> None:
    with pytest.raises(InvalidInput) as caught:
        commands.enter_request(desk, asking=given.asking(), received_at=NOW + timedelta(minutes=1))
    assert caught.value.field == "received_at"
    assert Request.objects.count() == 0


def test_without_the_permission_nothing_is_written(desk: Actor) -> None:
    nobody = replace(desk, permissions=frozenset())
    with pytest.raises(Forbidden):
        commands.enter_request(nobody, asking=given.asking())
    assert Request.objects.count() == 0


def test_a_request_is_assigned_and_can_be_handed_on(desk: Actor, second_desk: Actor) -> None:
    request = given.new_request(desk)
    assert desk.user_id is not None
    assert second_desk.user_id is not None
    assert commands.assign_request(desk, request_id=request.pk, owner_id=desk.user_id).status == "assigned"
    again = commands.assign_request(desk, request_id=request.pk, owner_id=second_desk.user_id)
    assert (again.status, again.owner_id) == ("assigned", second_desk.user_id)


def test_only_people_of_the_desk_can_own_a_request(desk: Actor, customer_a: Actor) -> None:
    request = given.new_request(desk)
    assert customer_a.user_id is not None
    with pytest.raises(NotAtTheDesk):
        commands.assign_request(desk, request_id=request.pk, owner_id=customer_a.user_id)
    request.refresh_from_db()
    assert (request.status, request.owner_id) == ("new", None)


def test_the_first_contact_stops_the_clock_and_takes_an_ownerless_request(desk: Actor) -> None:
    request = given.new_request(desk)
    later = desk.at(NOW + timedelta(hours=1))
    commands.mark_contacted(later, request_id=request.pk, channel="phone", text="Arandı.")
    commands.mark_contacted(later.at(NOW + timedelta(hours=3)), request_id=request.pk, channel="email")
    view = reads.request(later, request_id=request.pk)
    assert view.row.first_response_at == NOW + timedelta(hours=1)
    assert (view.row.status, view.row.owner, view.row.clock) == ("in_contact", "Deniz Kaya", "ok")
    assert [(made.at, made.text) for made in view.contacts] == [
        (NOW + timedelta(hours=3), ""),
        (NOW + timedelta(hours=1), "Arandı."),
    ]
    first = JournalEntry.objects.filter(name="demand.RequestContacted").order_by("pk").values_list("facts", flat=True)
    assert [facts["first"] for facts in first] == [True, False]


def test_a_late_answer_stays_late(desk: Actor) -> None:
    request = given.new_request(desk)
    late = desk.at(NOW + timedelta(hours=5))
    assert reads.request(late, request_id=request.pk).row.clock == "late"
    commands.mark_contacted(late, request_id=request.pk, channel="phone")
    assert reads.request(late, request_id=request.pk).row.clock == "late"


def test_waiting_counts_open_clocks(desk: Actor) -> None:
    given.new_request(desk)
    given.contacted_request(desk, company_name="Başka Şirket")
    for now, expected in ((NOW, (1, 0)), (NOW + timedelta(hours=5), (1, 1))):
        found = reads.waiting(desk.at(now))
        assert (found.unanswered, found.late) == expected


@pytest.mark.parametrize("minutes", [-1, 61])
def test_a_contact_lies_between_the_request_and_now(desk: Actor, minutes: int) -> None:
    request = given.new_request(desk)
    with pytest.raises(InvalidInput):
        commands.mark_contacted(
            desk.at(NOW + timedelta(hours=1)),
            request_id=request.pk,
            channel="phone",
            at=NOW + timedelta(minutes=minutes),
        )
    assert RequestContact.objects.count() == 0
    request.refresh_from_db()
    assert request.status == "new"


def test_a_customer_is_made_from_a_request_with_its_contact(desk: Actor) -> None:
    request = given.new_request(desk, tax_number=given_parties.OTHER_VKN)
    commands.create_customer(desk, request_id=request.pk, tax_office="Mecidiyeköy")
    party = Party.objects.get(is_customer=True)
    request.refresh_from_db()
    assert request.customer_id == party.pk
    assert (party.name, party.short_name, party.tax_office) == (
        "Ada Gıda Sanayi A.Ş.",
        "Ada Gıda",
        "Mecidiyeköy",
    )
    assert [(one.name, one.phone) for one in Contact.objects.filter(party=party)] == [("Ece Şahin", "+902163334455")]


def test_a_request_has_one_customer(desk: Actor, customer_a: Actor) -> None:
    request = given.contacted_request(desk)
    with pytest.raises(AlreadyLinked):
        commands.create_customer(desk, request_id=request.pk)
    given.planned_visit(desk, request)
    before = request.customer_id
    assert customer_a.party_id is not None
    with pytest.raises(AlreadyLinked):
        commands.link_customer(desk, request_id=request.pk, customer_id=customer_a.party_id)
    request.refresh_from_db()
    assert request.customer_id == before


def test_linking_a_member_makes_it_a_customer_too(desk: Actor, member_a: Actor) -> None:
    request = given.new_request(desk)
    assert member_a.party_id is not None
    commands.link_customer(desk, request_id=request.pk, customer_id=member_a.party_id)
    party = Party.objects.get(pk=member_a.party_id)
    assert (party.is_member, party.is_customer) == (True, True)


def test_a_lost_request_has_a_reason_and_withdraws_what_was_open(desk: Actor, customer_a: Actor) -> None:
    proposal = given.sent_proposal(desk, customer_a.party_id)
    visit = given.planned_visit(desk, proposal.request)
    commands.lose_request(desk, request_id=proposal.request_id, reason="price")
    assert Request.objects.get().lost_reason == "price"
    assert Proposal.objects.get().status == "superseded"
    assert Visit.objects.get(pk=visit.pk).status == "cancelled"


def test_another_reason_is_written_out(desk: Actor) -> None:
    request = given.new_request(desk)
    with pytest.raises(ReasonMissing) as caught:
        commands.lose_request(desk, request_id=request.pk, reason="other", note=" ")
    assert caught.value.field == "note"
    request.refresh_from_db()
    assert request.status == "new"


def test_a_closed_request_is_left_alone(desk: Actor) -> None:
    request = given.new_request(desk)
    commands.lose_request(desk, request_id=request.pk, reason="no_answer")
    assert desk.user_id is not None
    with pytest.raises(RequestClosed):
        commands.assign_request(desk, request_id=request.pk, owner_id=desk.user_id)
    with pytest.raises(RequestClosed):
        commands.mark_contacted(desk, request_id=request.pk, channel="phone")
    assert RequestContact.objects.count() == 0


def test_merging_keeps_both_histories(desk: Actor) -> None:
    first, second = given.new_request(desk), given.new_request(desk)
    commands.mark_contacted(desk, request_id=second.pk, channel="phone", text="İkinci arama")
    commands.merge_request(desk, request_id=second.pk, into_id=first.pk)
    assert [one.text for one in reads.request(desk, request_id=first.pk).contacts] == ["İkinci arama"]
    assert reads.request(desk, request_id=first.pk).merged == ((second.pk, second.number),)
    assert reads.request(desk, request_id=second.pk).merged_into == (first.pk, first.number)


def test_merging_takes_the_customer_along(desk: Actor) -> None:
    first, second = given.new_request(desk), given.contacted_request(desk)
    commands.merge_request(desk, request_id=second.pk, into_id=first.pk)
    first.refresh_from_db()
    assert first.customer_id == second.customer_id


def test_a_request_is_not_merged_into_itself_or_another_customers(desk: Actor, customer_a: Actor) -> None:
    first = given.contacted_request(desk, customer_a.party_id)
    second = given.contacted_request(desk)
    with pytest.raises(SameRequest):
        commands.merge_request(desk, request_id=first.pk, into_id=first.pk)
    with pytest.raises(OtherCustomer):
        commands.merge_request(desk, request_id=first.pk, into_id=second.pk)
    assert set(Request.objects.values_list("status", flat=True)) == {"in_contact"}


def test_a_request_being_visited_cannot_be_merged(desk: Actor) -> None:
    visit = given.planned_visit(desk)
    other = given.new_request(desk)
    with pytest.raises(IllegalMove):
        commands.merge_request(desk, request_id=visit.request_id, into_id=other.pk)
    assert Request.objects.get(pk=visit.request_id).status == "visiting"


def test_look_alikes_are_found_by_number_phone_mail_and_name(desk: Actor) -> None:
    first = given.new_request(desk, tax_number=given_parties.VKN)
    same_phone = given.new_request(desk, company_name="Bambaşka", email="a@x.example")
    same_name = given.new_request(desk, company_name="ADA GIDA SANAYİ LTD. ŞTİ.", phone="0212 111 22 33", email="")
    same_domain = given.new_request(desk, company_name="Kısa", phone="", email="info@adagida.example")
    given.new_request(desk, company_name="Uzak Şirket", phone="0212 999 88 77", email="uzak@gmail.com")
    found = {one.id: one.reasons for one in reads.alike_requests(desk, request_id=first.pk)}
    assert found == {same_phone.pk: ("phone",), same_name.pk: ("name",), same_domain.pk: ("email",)}


def test_the_list_is_searched_filtered_and_paged(desk: Actor) -> None:
    for name in ("Kıta", "Ova", "Yayla"):
        given.new_request(desk, company_name=f"Şahin {name}")
    given.contacted_request(desk, company_name="Öz Gıda")
    assert [row.company_name for row in reads.requests(desk, query=ListQuery(search="sahin yay")).rows] == [
        "Şahin Yayla"
    ]
    assert [row.company_name for row in reads.requests(desk, query=ListQuery(filters={"owner": "me"})).rows] == [
        "Öz Gıda"
    ]
    waiting = reads.requests(desk, query=ListQuery(filters={"clock": "waiting"}, sort="company", limit=2))
    assert [row.company_name for row in waiting.rows] == ["Şahin Kıta", "Şahin Ova"]
    rest = reads.requests(
        desk, query=ListQuery(filters={"clock": "waiting"}, sort="company", limit=2, after=waiting.next)
    )
    assert [row.company_name for row in rest.rows] == ["Şahin Yayla"]


def test_a_portal_cannot_read_the_desks_list(customer_a: Actor) -> None:
    portal = replace(customer_a, permissions=frozenset({"demand.customer_see"}))
    with pytest.raises(Forbidden):
        reads.requests(portal, query=ListQuery())
