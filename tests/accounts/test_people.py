"""A company seats its own people: it leaves a wish, and the desk's side fulfils it or says why not."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from muhatap.accounts import commands, reads
from muhatap.accounts.models import Role, Seat, SeatRequest, User
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.models import OutboxMessage
from muhatap.kernel.wall import standing_at
from tests.accounts.test_passwords import react_only

pytestmark = pytest.mark.django_db


def at(actor: Actor) -> Any:
    return standing_at(actor.audience, party_id=actor.party_id, user_id=actor.user_id)


def test_the_owner_of_a_company_seats_a_colleague(member_a: Actor) -> None:
    with at(member_a):
        commands.ask_for_seat(member_a, name="Kaan Usta", email="Kaan@pirilti.example", role="member_crew_lead")
        assert [(wish.name, wish.status) for wish in reads.wishes(member_a)] == [("Kaan Usta", "waiting")]
    react_only()
    seat = Seat.objects.get(user__email="kaan@pirilti.example")
    assert (seat.role, seat.party_id) == ("member_crew_lead", member_a.party_id)  # type: ignore[attr-defined]
    assert OutboxMessage.objects.get(kind="mail").payload["to"] == "kaan@pirilti.example"  # type: ignore[attr-defined]
    with at(member_a):
        assert reads.wishes(member_a) == []
        assert [(one.name, one.role_name, one.joined) for one in reads.people(member_a)] == [
            ("Kaan Usta", "Ekip sorumlusu", False),
            ("Pırıltı Temizlik Sahibi", "Üye sahibi", True),
        ]


def test_a_wish_that_cannot_be_done_says_why(member_a: Actor, customer_a: Actor) -> None:
    with at(member_a):
        commands.ask_for_seat(member_a, name="Karar", email="karar@pusula.example", role="member_finance")
    react_only()
    with at(member_a):
        (wish,) = reads.wishes(member_a)
    assert (wish.status, "karar@pusula.example" in wish.answer) == ("refused", True)
    assert Seat.objects.filter(party_id=member_a.party_id).count() == 1


@pytest.mark.parametrize("role", ["administrator", "customer_decision", "nonsense"])
def test_a_company_gives_only_roles_of_its_own_portal(member_a: Actor, role: str) -> None:
    with at(member_a), pytest.raises(commands.NotYourPeople) as refusal:
        commands.ask_for_seat(member_a, name="Kaan", email="kaan@pirilti.example", role=role)
    assert refusal.value.field == "role"
    assert SeatRequest.objects.count() == 0


def test_a_wish_smuggled_past_the_portal_is_refused_at_the_desk(member_a: Actor, customer_a: Actor) -> None:
    with at(member_a):
        wish = commands.ask_for_seat(member_a, name="Kaan", email="kaan@pirilti.example", role="member_finance")
    SeatRequest.objects.filter(pk=wish).update(role=Role.ADMINISTRATOR)
    react_only()
    assert SeatRequest.objects.get(pk=wish).status == "refused"  # type: ignore[attr-defined]
    assert not User.objects.filter(email="kaan@pirilti.example").exists()


def test_who_is_not_the_owner_any_more_changes_nothing(member_a: Actor) -> None:
    with at(member_a):
        wish = commands.ask_for_seat(member_a, name="Kaan", email="kaan@pirilti.example", role="member_finance")
    Seat.objects.filter(user_id=member_a.user_id).update(role=Role.MEMBER_FINANCE)
    react_only()
    assert SeatRequest.objects.get(pk=wish).status == "refused"  # type: ignore[attr-defined]
    assert not User.objects.filter(email="kaan@pirilti.example").exists()


def test_the_owner_takes_a_seat_away(desk: Actor, member_a: Actor) -> None:
    commands.seat_user(
        desk, name="Kaan", email="kaan@pirilti.example", role=Role.MEMBER_FINANCE, party_id=member_a.party_id
    )
    seat = Seat.objects.get(user__email="kaan@pirilti.example")
    with at(member_a):
        commands.ask_to_unseat(member_a, seat_id=seat.pk)
    react_only()
    assert not Seat.objects.filter(pk=seat.pk).exists()


def test_the_owner_cannot_take_the_own_seat_away(member_a: Actor) -> None:
    seat = Seat.objects.get(user_id=member_a.user_id)
    with at(member_a), pytest.raises(commands.NotYourPeople):
        commands.ask_to_unseat(member_a, seat_id=seat.pk)
    assert SeatRequest.objects.count() == 0


def test_another_company_cannot_even_find_the_seat(member_a: Actor, member_b: Actor) -> None:
    theirs = Seat.objects.get(user_id=member_a.user_id)
    with at(member_b), pytest.raises(Seat.DoesNotExist):
        commands.ask_to_unseat(member_b, seat_id=theirs.pk)
    assert SeatRequest.objects.count() == 0


def test_a_wish_is_answered_once(desk: Actor, member_a: Actor) -> None:
    with at(member_a):
        wish = commands.ask_for_seat(member_a, name="Kaan", email="kaan@pirilti.example", role="member_finance")
    react_only()
    before = SeatRequest.objects.values().get(pk=wish)
    commands.answer_seat_request(desk, request_id=wish)
    assert SeatRequest.objects.values().get(pk=wish) == before


@pytest.mark.parametrize("table", ["accounts_user", "accounts_seat"])
def test_behind_the_wall_a_company_meets_only_its_own_people(
    member_a: Actor, member_b: Actor, customer_a: Actor, sql: Any, table: str
) -> None:
    column = "id" if table == "accounts_user" else "user_id"
    with at(member_a):
        assert sql(f"SELECT {column} FROM {table}") == [(member_a.user_id,)]


def test_a_portal_cannot_answer_its_own_wish(member_a: Actor, sql: Any) -> None:
    with at(member_a):
        commands.ask_for_seat(member_a, name="Kaan", email="kaan@pirilti.example", role="member_finance")
        with pytest.raises(DatabaseError), transaction.atomic():
            sql("UPDATE accounts_seatrequest SET status = 'done'")
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(
                "INSERT INTO accounts_seat (user_id, party_id, role, party_name, created_at)"
                " SELECT user_id, party_id, 'member_finance', '', now() FROM accounts_seat"
            )
    assert SeatRequest.objects.get().status == "waiting"  # type: ignore[attr-defined]


def test_a_portal_meets_no_link_without_holding_it(desk: Actor, member_a: Actor, sql: Any) -> None:
    assert member_a.user_id is not None
    commands.invite_user(desk, user_id=member_a.user_id, again=True)
    with at(member_a):
        assert sql("SELECT id FROM accounts_accesslink") == []
    with standing_at(Audience.MEMBER, party_id=None, user_id=None):
        assert sql("SELECT id FROM accounts_accesslink") == []
