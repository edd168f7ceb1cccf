"""The desk's record of a member: what keeps it from work leads to where it is written down, accounts included."""

from __future__ import annotations

import pytest

from muhatap.accounts.models import Role
from muhatap.kernel.actors import Actor
from muhatap.network.models import MemberStatus
from muhatap.parties.models import BankAccount
from tests.given import cast
from tests.given import network as given
from tests.given.faces import Face

pytestmark = pytest.mark.django_db
IBAN = "TR730006200001234567890123"


def test_what_keeps_a_member_from_work_leads_to_where_it_stands(desk: Actor, member_a: Actor, face: Face) -> None:
    member = given.member(member_a, status=MemberStatus.APPROVED, bound=None)
    page = face("desk", desk).get(f"/members/{member.pk}/").content.decode()
    for tab in ("coverage", "rates"):
        assert f'<a href="/members/{member.pk}/?tab={tab}">' in page
    assert f'<a class="card-more" href="/members/{member.pk}/accounts/new/">' in page


def test_an_account_is_written_down_and_shown(desk: Actor, member_a: Actor, face: Face) -> None:
    member = given.member(member_a)
    browser = face("desk", desk)
    answer = browser.post(f"/members/{member.pk}/accounts/new/", {"iban": "TR73 0006 2000 0123 4567 8901 23"})
    assert (answer.status_code, answer["Location"]) == (303, f"/members/{member.pk}/")
    assert [one.iban for one in BankAccount.objects.filter(party_id=member.pk)] == [IBAN]
    assert IBAN in browser.get(f"/members/{member.pk}/").content.decode()


def test_a_wrong_iban_is_refused_beside_its_field_and_stays(desk: Actor, member_a: Actor, face: Face) -> None:
    member = given.member(member_a)
    answer = face("desk", desk).post(f"/members/{member.pk}/accounts/new/", {"iban": "TR730006200001234567890124"})
    assert answer.status_code == 409
    assert 'value="TR730006200001234567890124"' in answer.content.decode()
    assert not BankAccount.objects.filter(party_id=member.pk).exists()


def test_who_pays_does_not_write_the_account_down(desk: Actor, member_a: Actor, face: Face) -> None:
    member = given.member(member_a)
    finance = cast.desk("Gizem Altın", "gizem@n.example", Role.FINANCE)
    answer = face("desk", finance).post(f"/members/{member.pk}/accounts/new/", {"iban": IBAN})
    assert answer.status_code == 403
    assert not BankAccount.objects.filter(party_id=member.pk).exists()
