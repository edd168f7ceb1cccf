"""Links in mails: made once, used once, for one user and one purpose; and nobody learns who is known here."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password

from muhatap.accounts import commands, reads
from muhatap.accounts.models import AccessLink, Role, User
from muhatap.kernel.actors import Actor, Audience, system
from muhatap.kernel.errors import Forbidden
from muhatap.kernel.models import JournalEntry, OutboxMessage
from muhatap.kernel.wall import standing_at
from tests.given.cast import NOW
from tests.given.faces import Face

pytestmark = pytest.mark.django_db
NEW = "yağmurdan sonra güneş"


def link_of(user_id: int) -> AccessLink:
    found: AccessLink = AccessLink.objects.get(user_id=user_id, used_at__isnull=True)  # type: ignore[assignment]
    return found


def token_of(user_id: int) -> str:
    path = commands.issue_link(system(NOW), link_id=link_of(user_id).pk)
    assert path is not None
    return path.removeprefix("password/set/?link=")


def invited(desk: Actor) -> int:
    return commands.seat_user(desk, name="Ece Taş", email="ece@n.example", role=Role.FINANCE)


def mails() -> list[dict[str, Any]]:
    return [message.payload for message in OutboxMessage.objects.filter(kind="mail").order_by("created_at")]  # type: ignore[attr-defined]


def forget(actor: Actor, email: str) -> None:
    with standing_at(actor.audience, party_id=None, user_id=None):
        commands.ask_for_link(actor, email=email)


def anybody(audience: Audience) -> Actor:
    return Actor(audience=audience, now=NOW, permissions=frozenset({"accounts.own_password"}))


def test_who_is_seated_without_a_password_gets_an_invitation_that_carries_no_secret(desk: Actor) -> None:
    user_id = invited(desk)
    link = link_of(user_id)
    assert (link.purpose, link.token_hash, link.expires_at) == ("invitation", "", NOW + timedelta(days=3))
    assert mails() == [
        {
            "template": "account_invitation",
            "to": "ece@n.example",
            "language": "tr",
            "face": "desk",
            "facts": {"link_id": str(link.pk), "at": NOW.isoformat(), "name": "Ece Taş", "days": 3, "face": "desk"},
        }
    ]


def test_who_is_seated_with_a_password_gets_no_mail(desk: Actor) -> None:
    commands.seat_user(desk, name="Ece Taş", email="ece@n.example", role=Role.FINANCE, password=NEW)
    assert mails() == []


def test_a_second_seat_sends_no_second_invitation(desk: Actor) -> None:
    user_id = invited(desk)
    commands.seat_user(desk, name="Ece Taş", email="ece@n.example", role=Role.MANAGEMENT)
    assert len(mails()) == 1
    assert AccessLink.objects.filter(user_id=user_id).count() == 1


def test_the_database_keeps_only_the_hash_of_a_link(desk: Actor, sql: Any) -> None:
    token = token_of(invited(desk))
    rows = sql("SELECT l::text FROM accounts_accesslink l") + sql("SELECT m::text FROM kernel_outboxmessage m")
    assert [row for row in rows if token in row[0]] == []


def test_a_link_sets_the_password_once(desk: Actor) -> None:
    user_id = invited(desk)
    token = token_of(user_id)
    nobody = anybody(Audience.DESK)
    assert commands.set_password(nobody, token=token, password=NEW) == user_id
    assert check_password(NEW, User.objects.get(pk=user_id).password)
    with pytest.raises(commands.LinkDead):
        commands.set_password(nobody, token=token, password="bambaşka bir parola")
    assert check_password(NEW, User.objects.get(pk=user_id).password)


def test_a_link_dies_after_three_days(desk: Actor) -> None:
    user_id = invited(desk)
    token = token_of(user_id)
    late = anybody(Audience.DESK).at(NOW + timedelta(days=3))
    with pytest.raises(commands.LinkDead):
        commands.set_password(late, token=token, password=NEW)
    assert not User.objects.get(pk=user_id).has_usable_password()
    just = anybody(Audience.DESK).at(NOW + timedelta(days=3, seconds=-1))
    assert commands.set_password(just, token=token, password=NEW) == user_id


def test_a_link_opens_no_other_face(desk: Actor) -> None:
    user_id = invited(desk)
    token = token_of(user_id)
    with standing_at(Audience.CUSTOMER, party_id=None, user_id=None), pytest.raises(commands.LinkDead):
        commands.set_password(anybody(Audience.CUSTOMER), token=token, password=NEW)
    assert not User.objects.get(pk=user_id).has_usable_password()


def test_a_weak_password_is_refused_and_the_link_lives_on(desk: Actor) -> None:
    user_id = invited(desk)
    token = token_of(user_id)
    with pytest.raises(commands.WeakPassword) as refusal:
        commands.set_password(anybody(Audience.DESK), token=token, password="kısa")
    assert refusal.value.field == "password"
    assert not User.objects.get(pk=user_id).has_usable_password()
    assert reads.link_lives(anybody(Audience.DESK), token=token)


def test_a_mail_written_again_makes_the_former_secret_worthless(desk: Actor) -> None:
    user_id = invited(desk)
    first, second = token_of(user_id), token_of(user_id)
    nobody = anybody(Audience.DESK)
    assert (reads.link_lives(nobody, token=first), reads.link_lives(nobody, token=second)) == (False, True)


def test_a_used_link_is_not_written_again(desk: Actor) -> None:
    user_id = invited(desk)
    link = link_of(user_id)
    commands.set_password(anybody(Audience.DESK), token=token_of(user_id), password=NEW)
    assert commands.issue_link(desk, link_id=link.pk) is None


@pytest.mark.parametrize("email", ["karar@pusula.example", "KARAR@pusula.example"])
def test_a_forgotten_password_at_a_portal_leads_to_a_link(
    customer_a: Actor, drain: Any, email: str, desk: Actor
) -> None:
    forget(anybody(Audience.CUSTOMER), email)
    assert [message.kind for message in OutboxMessage.objects.all()] == ["react"]  # type: ignore[attr-defined]
    react_only()
    assert [(mail["template"], mail["to"], mail["face"]) for mail in mails()] == [
        ("account_reset", "karar@pusula.example", "customer")
    ]
    assert customer_a.user_id is not None
    token = token_of(customer_a.user_id)
    with standing_at(Audience.CUSTOMER, party_id=None, user_id=None):
        commands.set_password(anybody(Audience.CUSTOMER), token=token, password=NEW)
    assert check_password(NEW, User.objects.get(pk=customer_a.user_id).password)


def react_only() -> None:
    """Draw the consequences of portals' facts and leave the mails where they are."""
    from muhatap.kernel import events

    for message in OutboxMessage.objects.filter(kind="react"):
        events.react_to_journal(message.payload["journal"])  # type: ignore[attr-defined]
    OutboxMessage.objects.filter(kind="react").delete()


@pytest.mark.parametrize("email", ["kimse@yok.example", "sahip@pirilti.example", "deniz@n.example"])
def test_an_address_that_is_unknown_at_this_face_gets_nothing(
    customer_a: Actor, member_a: Actor, desk: Actor, email: str
) -> None:
    forget(anybody(Audience.CUSTOMER), email)
    react_only()
    assert mails() == []
    entry = JournalEntry.objects.get(name="accounts.PasswordForgotten")
    assert entry.facts == {"forgetful_id": None}  # type: ignore[attr-defined]


def test_a_mailbox_is_not_flooded(customer_a: Actor) -> None:
    for _time in range(5):
        forget(anybody(Audience.CUSTOMER), "karar@pusula.example")
    react_only()
    assert len(mails()) == 3
    assert AccessLink.objects.filter(used_at__isnull=True).count() == 1


def test_a_locked_user_gets_no_link(customer_a: Actor, desk: Actor) -> None:
    assert customer_a.user_id is not None
    commands.lock_user(desk, user_id=customer_a.user_id)
    forget(anybody(Audience.CUSTOMER), "karar@pusula.example")
    react_only()
    assert mails() == []


def test_both_answers_of_the_forgotten_page_are_the_same_bytes(face: Face, customer_a: Actor) -> None:
    answers = []
    for email in ("karar@pusula.example", "kimse@yok.example"):
        browser = face("customer")
        sent = browser.post("/password/forgotten/", {"email": email})
        shown = browser.get(sent["Location"])
        answers.append((sent.status_code, sent["Location"], shown.status_code, shown.content))
    assert answers[0] == answers[1]
    assert answers[0][:3] == (303, "/password/asked/", 200)


def test_the_page_of_a_link_sets_the_password_and_leads_to_the_login(
    face: Face, customer_a: Actor, desk: Actor
) -> None:
    assert customer_a.user_id is not None
    commands.invite_user(desk, user_id=customer_a.user_id, again=True)
    token = token_of(customer_a.user_id)
    browser = face("customer")
    address = f"/password/set/?link={token}"
    assert [browser.get(address).status_code, browser.get(address).status_code] == [200, 200]
    assert browser.post(address, {"password": NEW, "again": "başka bir parola daha"}).status_code == 409
    answer = browser.post(address, {"password": NEW, "again": NEW})
    assert (answer.status_code, answer["Location"]) == (303, "/login/")
    assert browser.get(address).status_code == 409
    assert browser.post("/login/", {"email": "karar@pusula.example", "password": NEW})["Location"] == "/"


def test_a_password_changed_here_ends_the_sessions_elsewhere(face: Face, customer_a: Actor) -> None:
    here, elsewhere = face("customer", customer_a), face("customer", customer_a)
    assert elsewhere.get("/password/change/").status_code == 200
    sent = here.post("/password/change/", {"old": "sınama parolası", "password": NEW, "again": NEW})
    assert (sent.status_code, sent["Location"]) == (303, "/")
    assert here.get("/password/change/").status_code == 200
    assert elsewhere.get("/password/change/")["Location"] == "/login/?next=%2Fpassword%2Fchange%2F"


def test_the_present_password_cannot_be_guessed_at_length(face: Face, customer_a: Actor) -> None:
    browser = face("customer", customer_a)
    before = User.objects.get(pk=customer_a.user_id).password
    for _time in range(5):
        answer = browser.post("/password/change/", {"old": "yanlış", "password": NEW, "again": NEW})
        assert answer.status_code == 409
    answer = browser.post("/password/change/", {"old": "sınama parolası", "password": NEW, "again": NEW})
    assert answer.status_code == 409
    assert User.objects.get(pk=customer_a.user_id).password == before


def test_the_mail_carries_a_link_that_works(desk: Actor, settings: Any, drain: Any, mailoutbox: list[Any]) -> None:
    user_id = invited(desk)
    assert drain() == 1
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["ece@n.example"], "Muhatap’a davet edildiniz")
    (link,) = re.findall(r"http\S+", mail.body)
    assert link.startswith(f"{settings.FACE_URLS['desk']}password/set/?link=")
    token = link.partition("link=")[2]
    assert commands.set_password(anybody(Audience.DESK), token=token, password=NEW) == user_id


def test_no_mail_is_written_for_a_link_that_was_used_meanwhile(desk: Actor, drain: Any, mailoutbox: list[Any]) -> None:
    user_id = invited(desk)
    commands.void_links(desk, user_id=user_id)
    assert drain() == 1
    assert mailoutbox == []


def test_a_password_known_to_all_is_given_to_those_who_are_named_and_to_nobody_else(desk: Actor) -> None:
    ece = invited(desk)
    other = commands.seat_user(desk, name="Can Er", email="can@n.example", role=Role.FINANCE)
    assert commands.give_password(system(NOW), emails=["ece@n.example", "nobody@n.example"], password=NEW) == 1
    assert check_password(NEW, User.objects.get(pk=ece).password)
    assert not User.objects.get(pk=other).has_usable_password()


def test_nobody_gives_another_person_a_password(desk: Actor) -> None:
    ece = invited(desk)
    with pytest.raises(Forbidden):
        commands.give_password(desk, emails=["ece@n.example"], password=NEW)
    assert not User.objects.get(pk=ece).has_usable_password()
