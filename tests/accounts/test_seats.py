"""Seats: given and taken at the desk, chosen by who has several."""

from __future__ import annotations

import pytest

from muhatap.accounts import commands, reads
from muhatap.accounts.models import FaceSession, Role, Seat, User
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import Forbidden
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.models import JournalEntry
from muhatap.parties.commands import change_party
from tests.given import cast
from tests.given.faces import Face

pytestmark = pytest.mark.django_db


def seats() -> list[tuple[str, str, int | None]]:
    rows = Seat.objects.order_by("pk").values_list("user__email", "role", "party_id")
    return [(email, role, party) for email, role, party in rows]


def test_a_desk_seat_is_for_no_company_and_a_portal_seat_for_one(desk: Actor, customer_a: Actor) -> None:
    before = seats()
    with pytest.raises(commands.SeatNeedsParty):
        commands.seat_user(desk, name="A", email="a@x.example", role=Role.FINANCE, party_id=customer_a.party_id)
    with pytest.raises(commands.SeatNeedsParty):
        commands.seat_user(desk, name="A", email="a@x.example", role=Role.CUSTOMER_SITE)
    assert seats() == before
    assert not User.objects.filter(email="a@x.example").exists()


def test_an_address_belongs_to_one_side(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    before = seats()
    with pytest.raises(commands.WrongSide) as refusal:
        commands.seat_user(
            desk, name="X", email="Karar@pusula.example", role=Role.MEMBER_OWNER, party_id=member_a.party_id
        )
    assert refusal.value.field == "email"
    assert seats() == before


def test_the_same_seat_is_given_once(desk: Actor, customer_a: Actor) -> None:
    first, second = (
        commands.seat_user(
            desk,
            name="Can Er",
            email="can@pusula.example",
            role=Role.CUSTOMER_SITE,
            party_id=customer_a.party_id,
        )
        for _time in range(2)
    )
    assert first == second
    assert Seat.objects.filter(user_id=first).count() == 1
    assert JournalEntry.objects.filter(name="accounts.UserSeated", facts__user_id=first).count() == 1


def test_a_locked_user_is_out_at_once_and_can_come_back(desk: Actor, customer_a: Actor, face: Face) -> None:
    browser = face("customer", customer_a)
    assert browser.get("/seat/").status_code == 200
    assert customer_a.user_id is not None
    commands.lock_user(desk, user_id=customer_a.user_id)
    assert not FaceSession.objects.filter(user_id=customer_a.user_id).exists()
    assert browser.get("/seat/").status_code == 302
    login = {"email": "karar@pusula.example", "password": "sınama parolası"}
    assert browser.post("/login/", login).status_code == 409
    commands.unlock_user(desk, user_id=customer_a.user_id)
    assert browser.post("/login/", login).status_code == 303


def test_nobody_locks_or_unseats_themselves(desk: Actor, second_desk: Actor) -> None:
    assert desk.user_id is not None
    before = seats()
    with pytest.raises(commands.NotYourself):
        commands.lock_user(desk, user_id=desk.user_id)
    seat = Seat.objects.get(user_id=desk.user_id)
    with pytest.raises(commands.NotYourself):
        commands.unseat_user(desk, seat_id=seat.pk)
    assert User.objects.get(pk=desk.user_id).is_active
    assert seats() == before


def test_the_last_administrator_stays(desk: Actor) -> None:
    manager = cast.desk("Selin Aydın", "selin@n.example", Role.MANAGEMENT)
    assert desk.user_id is not None
    with pytest.raises(commands.LastAdministrator):
        commands.lock_user(manager, user_id=desk.user_id)
    with pytest.raises(commands.LastAdministrator):
        commands.unseat_user(manager, seat_id=Seat.objects.get(user_id=desk.user_id).pk)
    assert User.objects.get(pk=desk.user_id).is_active
    assert Seat.objects.filter(user_id=desk.user_id).count() == 1


def test_a_seat_taken_away_stands_in_the_journal(desk: Actor, customer_a: Actor) -> None:
    seat = Seat.objects.get(user_id=customer_a.user_id)
    commands.unseat_user(desk, seat_id=seat.pk)
    assert not Seat.objects.filter(pk=seat.pk).exists()
    entry = JournalEntry.objects.get(name="accounts.UserUnseated")
    assert entry.facts == {  # type: ignore[attr-defined]
        "user_id": customer_a.user_id,
        "role": "customer_decision",
        "party_id": customer_a.party_id,
    }


def test_who_has_two_seats_chooses_for_whom_to_act(
    desk: Actor, customer_a: Actor, customer_b: Actor, face: Face
) -> None:
    commands.seat_user(
        desk, name="X", email="karar@pusula.example", role=Role.CUSTOMER_FINANCE, party_id=customer_b.party_id
    )
    browser = face("customer", customer_a)
    assert (
        b"Pusula Sigorta" in browser.get("/seat/").content,
        b"Kervan Depo" in browser.get("/seat/").content,
    ) == (True, True)
    seat = Seat.objects.get(user_id=customer_a.user_id, party_id=customer_b.party_id)
    assert browser.post("/seat/", {"seat": seat.pk}).status_code == 303
    assert browser.session["seat"] == seat.pk


def test_a_seat_bears_the_present_name_of_its_company(desk: Actor, customer_b: Actor) -> None:
    assert customer_b.party_id is not None
    commands.seat_user(
        desk, name="X", email="x@kervan.example", role=Role.CUSTOMER_FINANCE, party_id=customer_b.party_id
    )
    change_party(desk, party_id=customer_b.party_id, short_name="Kervan")
    assert set(Seat.objects.filter(party_id=customer_b.party_id).values_list("party_name", flat=True)) == {"Kervan"}


def test_nobody_takes_a_seat_of_somebody_else(customer_a: Actor, customer_b: Actor, face: Face) -> None:
    browser = face("customer", customer_a)
    theirs = Seat.objects.get(user_id=customer_b.user_id)
    assert browser.post("/seat/", {"seat": theirs.pk}).status_code == 409
    assert "seat" not in browser.session


def test_users_are_found_and_filtered(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    invited = commands.seat_user(desk, name="Şule Işık", email="sule@n.example", role=Role.FINANCE)

    def names(**asked: str) -> list[str]:
        return [row.name for row in reads.users(desk, query=ListQuery(**asked)).rows]  # type: ignore[arg-type]

    assert names() == ["Deniz Kaya", "Pırıltı Temizlik Sahibi", "Pusula Sigorta Yetkilisi", "Şule Işık"]
    assert names(search="sule isik") == ["Şule Işık"]

    def filtered(key: str, value: str) -> list[str]:
        return [row.name for row in reads.users(desk, query=ListQuery(filters={key: value})).rows]

    assert filtered("side", "member") == ["Pırıltı Temizlik Sahibi"]
    assert filtered("role", "finance") == ["Şule Işık"]
    assert filtered("state", "invited") == ["Şule Işık"]
    commands.lock_user(desk, user_id=invited)
    assert filtered("state", "locked") == ["Şule Işık"]
    assert filtered("state", "active") == [
        "Deniz Kaya",
        "Pırıltı Temizlik Sahibi",
        "Pusula Sigorta Yetkilisi",
    ]


def test_without_the_permission_nobody_reads_users(desk: Actor) -> None:
    from dataclasses import replace

    nobody = replace(desk, permissions=frozenset())
    with pytest.raises(Forbidden):
        reads.users(nobody, query=ListQuery())
    with pytest.raises(Forbidden):
        commands.seat_user(nobody, name="A", email="a@x.example", role=Role.FINANCE)
    assert not User.objects.filter(email="a@x.example").exists()
