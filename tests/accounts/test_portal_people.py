"""Who speaks with a customer lets its people into the portal, and nobody else anywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from muhatap.accounts import commands
from muhatap.accounts.models import Role, Seat, User
from muhatap.kernel.actors import Actor
from muhatap.kernel.errors import InvalidInput
from muhatap.kernel.models import OutboxMessage
from muhatap.roles import permissions_of
from tests.given import cast
from tests.given import demand as given
from tests.given.faces import Face

pytestmark = pytest.mark.django_db
EMAIL = "ece@adagida.example"


@pytest.fixture
def service(db: None) -> Actor:
    """Somebody of customer services with the rights of that role."""
    actor = cast.desk("Deniz Kaya", "deniz@n.example", Role.CUSTOMER_SERVICE)
    return replace(actor, permissions=permissions_of(Role.CUSTOMER_SERVICE))


def seated() -> set[str]:
    """Everybody who can log in."""
    return set(User.objects.values_list("email", flat=True))


def test_somebody_of_a_customer_is_seated_and_invited(service: Actor, customer_a: Actor) -> None:
    user_id = commands.seat_customer(
        service, party_id=customer_a.party_id or 0, name="Ece Şahin", email=EMAIL, role=Role.CUSTOMER_DECISION
    )
    seat = Seat.objects.get(user_id=user_id)
    assert (seat.role, seat.party_id) == (Role.CUSTOMER_DECISION, customer_a.party_id)
    assert OutboxMessage.objects.get(kind="mail").payload["to"] == EMAIL


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MEMBER_OWNER])
def test_nobody_is_let_in_elsewhere(service: Actor, customer_a: Actor, role: Role) -> None:
    before = seated()
    with pytest.raises(InvalidInput):
        commands.seat_customer(service, party_id=customer_a.party_id or 0, name="Ece", email=EMAIL, role=role)
    assert seated() == before


def test_a_member_has_no_seat_at_the_customer_portal(service: Actor, member_a: Actor) -> None:
    before = seated()
    with pytest.raises(InvalidInput):
        commands.seat_customer(
            service, party_id=member_a.party_id or 0, name="Ece", email=EMAIL, role=Role.CUSTOMER_DECISION
        )
    assert seated() == before


def test_a_request_leads_to_the_invitation_until_somebody_can_answer(service: Actor, desk: Actor, face: Face) -> None:
    party = cast.customer("Ada Gıda A.Ş.", "Ada Gıda", "ada").party_id or 0
    User.objects.filter(pk__in=Seat.objects.filter(party_id=party).values("user_id")).update(is_active=False)
    request = given.contacted_request(desk, customer_id=party)
    browser = face("desk", service)
    page = browser.get(f"/requests/{request.pk}/").content.decode()
    assert f'href="/customers/{party}/portal/invite/?name=' in page
    form = {"name": "Ece Şahin", "email": EMAIL, "role": "customer_decision"}
    answer = browser.post(f"/customers/{party}/portal/invite/", form)
    assert (answer.status_code, answer["Location"]) == (303, f"/customers/{party}/?tab=people")
    assert EMAIL in browser.get(answer["Location"]).content.decode()
    assert "portal/invite/?name=" not in browser.get(f"/requests/{request.pk}/").content.decode()


def test_an_auditor_invites_nobody(customer_a: Actor, face: Face) -> None:
    auditor = cast.desk("Onur Sezgin", "onur@n.example", Role.AUDITOR)
    form = {"name": "Ece Şahin", "email": EMAIL, "role": "customer_decision"}
    answer = face("desk", auditor).post(f"/customers/{customer_a.party_id}/portal/invite/", form)
    assert answer.status_code == 403
    assert EMAIL not in seated()
