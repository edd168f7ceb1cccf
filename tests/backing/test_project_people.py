"""A customer and its members read by name who of us looks after them, though colleagues stand behind the wall."""

from __future__ import annotations

from datetime import date

import pytest

from muhatap.accounts import commands as accounts
from muhatap.agreements.events import AgreementEnded, AgreementSigned
from muhatap.agreements.models import Agreement, Kind, Status
from muhatap.backing.models import ProjectAgreement
from muhatap.contracts import commands, reads
from muhatap.contracts.models import Project, ProjectContact
from muhatap.kernel.actors import Actor
from muhatap.kernel.events import announce
from muhatap.kernel.wall import standing_at
from muhatap.operations.models import Job
from tests.given import backing as given
from tests.given import operations
from tests.given.faces import Face
from tests.given.operations import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(desk: Actor, second_desk: Actor, customer_a: Actor, member_a: Actor) -> Site:
    """A project of customer A delivered by member A; two people of the desk know its class of service."""
    site = operations.site(customer_a, member_a)
    for one in (desk, second_desk):
        commands.set_expertise(desk, user_id=one.user_id or 0, categories=["cleaning"])
    return site


def assign(desk: Actor, site: Site, manager: Actor, deputy: Actor | None = None) -> None:
    commands.assign_project(
        desk, project_id=site.project_id, manager_id=manager.user_id or 0, deputy_id=deputy.user_id if deputy else None
    )


def names(actor: Actor) -> list[tuple[str, str, str]]:
    """As what and by which name and address."""
    return [(one.position, one.name, one.email) for one in reads.own_contacts(actor)]


def test_both_sides_read_who_leads_and_who_stands_in(
    desk: Actor, second_desk: Actor, customer_a: Actor, member_a: Actor, here: Site
) -> None:
    assert names(customer_a) == []
    assign(desk, here, desk, second_desk)
    both = [
        ("proje sorumlusu", "Deniz Kaya", "deniz@n.example"),
        ("proje sorumlusu vekili", "Selin Aydın", "selin@n.example"),
    ]
    assert (names(customer_a), names(member_a)) == (both, both)
    bond = ProjectAgreement.objects.get()
    assert [one.name for one in reads.contacts(member_a, agreement_id=bond.pk)] == ["Deniz Kaya", "Selin Aydın"]
    assert reads.contacts(member_a, agreement_id=here.contract_id) == []
    assert reads.contacts(customer_a, agreement_id=bond.pk) == []


def test_who_has_nothing_to_do_with_it_reads_nobody(
    desk: Actor, customer_b: Actor, member_b: Actor, here: Site
) -> None:
    assign(desk, here, desk)
    assert (names(customer_b), names(member_b)) == ([], [])
    for actor in (customer_b, member_b):
        with standing_at(actor.audience, party_id=actor.party_id, user_id=actor.user_id):
            assert ProjectContact.objects.count() == 0


def test_another_manager_takes_the_place_of_the_first(
    desk: Actor, second_desk: Actor, customer_a: Actor, member_a: Actor, here: Site
) -> None:
    assign(desk, here, desk, second_desk)
    assign(desk, here, second_desk)
    only = [("proje sorumlusu", "Selin Aydın", "selin@n.example")]
    assert (names(customer_a), names(member_a)) == (only, only)


def test_a_new_name_and_phone_are_read_at_once(desk: Actor, customer_a: Actor, member_a: Actor, here: Site) -> None:
    assign(desk, here, desk)
    accounts.change_user(desk, user_id=desk.user_id or 0, name="Deniz Kaya Er", phone="0532 111 22 33")
    for actor in (customer_a, member_a):
        assert [(one.name, one.phone) for one in reads.own_contacts(actor)] == [("Deniz Kaya Er", "0532 111 22 33")]


def test_a_member_reads_them_from_its_signature_to_the_end(
    desk: Actor, customer_a: Actor, member_b: Actor, here: Site
) -> None:
    assign(desk, here, desk)
    contract = Project.objects.get().contract
    operations.membership(member_b)
    bond = given.bond(contract, member_b.party_id or 0, period=given.TERM, status=Status.SENT)
    assert names(member_b) == []

    Agreement.objects.filter(pk=bond.pk).update(status=Status.SIGNED)
    facts = {"agreement_id": bond.pk, "kind": Kind.PROJECT.value, "party_id": member_b.party_id or 0}
    announce(AgreementSigned(**facts, version_id=0, signed_on=desk.today, first=True), by=desk)
    assert [name for _, name, _ in names(member_b)] == ["Deniz Kaya"]

    announce(AgreementEnded(**facts, on=date(2026, 3, 2), status=Status.ENDED.value), by=desk)
    assert names(member_b) == []
    assert ProjectContact.objects.count() == 2


def test_who_leads_two_projects_of_a_customer_is_named_once(
    desk: Actor, customer_a: Actor, member_a: Actor, here: Site
) -> None:
    assign(desk, here, desk)
    assign(desk, operations.site(customer_a, member_a, key="2"), desk)
    for actor in (customer_a, member_a):
        assert [(one.name, one.project) for one in reads.own_contacts(actor)] == [("Deniz Kaya", "PR-2, PR-1")]


def test_the_pages_name_who_looks_after_one(
    face: Face, desk: Actor, customer_a: Actor, member_a: Actor, here: Site
) -> None:
    accounts.change_user(desk, user_id=desk.user_id or 0, name="Deniz Kaya", phone="0532 111 22 33")
    assign(desk, here, desk)
    operations.live(desk, here)
    job = Job.objects.order_by("pk").values_list("pk", flat=True)[0]
    bond = ProjectAgreement.objects.get()
    pages = {
        "customer": ("/", f"/contracts/{here.contract_id}/"),
        "member": ("/", f"/jobs/{job}/"),
    }
    assert bond.member_id == member_a.party_id
    for side, actor in (("customer", customer_a), ("member", member_a)):
        browser = face(side, actor)
        for page in pages[side]:
            shown = browser.get(page).content.decode()
            assert ("Sizinle ilgilenen" in shown, "Deniz Kaya" in shown, 'href="tel:05321112233"' in shown) == (
                True,
                True,
                True,
            ), page
    assert "Sizinle ilgilenen" not in face("desk", desk).get("/").content.decode()
