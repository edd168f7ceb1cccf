"""The pages of users at the desk, and of a company's own people at its portal."""

from __future__ import annotations

import pytest

from muhatap.accounts.models import Role, Seat, SeatRequest, User
from muhatap.kernel.actors import Actor
from tests.accounts.test_people import react_only
from tests.given import cast
from tests.given.faces import Face

pytestmark = pytest.mark.django_db


def test_somebody_is_seated_invited_locked_and_unlocked_at_the_desk(face: Face, desk: Actor) -> None:
    browser = face("desk", desk)
    sent = browser.post("/users/new/", {"name": "Ece Taş", "email": "ece@n.example", "role": "finance"})
    user = User.objects.get(email="ece@n.example")
    assert (sent.status_code, sent["Location"]) == (303, f"/users/{user.pk}/")
    shown = browser.get(f"/users/{user.pk}/").content.decode()
    assert ("davetli" in shown, "Daveti yeniden gönder" in shown, "Görev verildi" in shown) == (True, True, True)
    for act, active in (("lock", False), ("unlock", True)):
        assert browser.post(f"/users/{user.pk}/{act}/").status_code == 303
        user.refresh_from_db()
        assert user.is_active is active


def test_a_wrong_seat_says_why_and_keeps_what_was_typed(face: Face, desk: Actor, customer_a: Actor) -> None:
    browser = face("desk", desk)
    answer = browser.post("/users/new/", {"name": "Can Er", "email": "can@x.example", "role": "customer_site"})
    shown = answer.content.decode()
    assert (answer.status_code, "Portal görevi için bir firma seçin" in shown, 'value="Can Er"' in shown) == (
        409,
        True,
        True,
    )
    assert not User.objects.filter(email="can@x.example").exists()


def test_another_seat_is_added_and_taken_away(face: Face, desk: Actor, second_desk: Actor) -> None:
    browser = face("desk", desk)
    assert browser.post(f"/users/{second_desk.user_id}/seat/", {"role": "auditor"}).status_code == 303
    seat = Seat.objects.get(user_id=second_desk.user_id, role=Role.AUDITOR)
    assert browser.post(f"/users/seats/{seat.pk}/remove/").status_code == 303
    assert not Seat.objects.filter(pk=seat.pk).exists()


def test_a_correction_of_name_and_phone_is_kept(face: Face, desk: Actor, second_desk: Actor) -> None:
    browser = face("desk", desk)
    sent = {"name": "Selin  Aydın Kurt", "phone": "0532 111 22 33"}
    assert browser.post(f"/users/{second_desk.user_id}/edit/", sent).status_code == 303
    user = User.objects.get(pk=second_desk.user_id)
    assert (user.name, user.phone) == ("Selin Aydın Kurt", "0532 111 22 33")


@pytest.mark.parametrize("side", ["customer", "member"])
def test_the_first_role_of_a_portal_seats_a_colleague_through_its_page(
    face: Face, side: str, customer_a: Actor, member_a: Actor
) -> None:
    actor, role = (customer_a, "customer_site") if side == "customer" else (member_a, "member_finance")
    browser = face(side, actor)
    assert (
        browser.post("/people/new/", {"name": "Kaan Usta", "email": "kaan@x.example", "role": role}).status_code == 303
    )
    assert "yapılıyor" in browser.get("/people/").content.decode()
    react_only()
    shown = face(side, actor).get("/people/").content.decode()
    assert ("Kaan Usta" in shown, "yapılıyor" in shown) == (True, False)
    seat = Seat.objects.get(user__email="kaan@x.example")
    assert face(side, actor).post(f"/people/{seat.pk}/remove/").status_code == 303
    react_only()
    assert not Seat.objects.filter(pk=seat.pk).exists()


def test_other_roles_of_a_portal_do_not_open_the_page(face: Face, member_a: Actor) -> None:
    Seat.objects.filter(user_id=member_a.user_id).update(role=Role.MEMBER_OPERATIONS)
    browser = face("member", member_a)
    assert browser.get("/people/").status_code == 403
    sent = {"name": "Kaan", "email": "kaan@x.example", "role": "member_finance"}
    assert browser.post("/people/new/", sent).status_code == 403
    assert SeatRequest.objects.count() == 0


def test_one_company_takes_no_seat_of_another(face: Face, member_a: Actor, member_b: Actor) -> None:
    seat = Seat.objects.get(user_id=member_b.user_id)
    assert face("member", member_a).post(f"/people/{seat.pk}/remove/").status_code == 404
    assert Seat.objects.filter(pk=seat.pk).exists()


def test_management_sees_users_but_seats_nobody(face: Face, desk: Actor) -> None:
    manager = cast.desk("Selin Aydın", "selin@n.example", Role.MANAGEMENT)
    browser = face("desk", manager)
    assert browser.get("/users/").status_code == 200
    assert "Kişi ekle" not in browser.get("/users/").content.decode()
    assert browser.post(f"/users/{desk.user_id}/lock/").status_code == 403
    assert User.objects.get(pk=desk.user_id).is_active


def test_ones_own_account_shows_every_seat(face: Face, desk: Actor) -> None:
    shown = face("desk", desk).get("/account/").content.decode()
    assert ("Sistem yöneticisi" in shown, "deniz@n.example" in shown) == (True, True)
