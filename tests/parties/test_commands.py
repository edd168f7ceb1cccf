"""Parties: registered once, with sites, contacts and accounts; names opened on purpose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.errors import Forbidden, InvalidInput
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.models import JournalEntry
from muhatap.kernel.wall import standing_at
from muhatap.parties import commands, reads
from muhatap.parties.commands import AccountKnown, AlreadyRegistered, CodeTaken, NotACustomer
from muhatap.parties.models import BankAccount, Contact, Disclosure, Location, Party
from muhatap.parties.rules import WrongIban, WrongPhone, WrongTaxNumber
from tests.given import parties as given
from tests.given.cast import NOW

IBAN = "TR330006100519786457841326"
OTHER_IBAN = "TR360001000123456789012345"


def test_a_company_is_registered_with_its_number_checked(desk: Actor) -> None:
    party = commands.register_party(
        desk, name="  Ada  Gıda Sanayi A.Ş. ", tax_number="630 050 0004", phone="0216 333 44 55", is_customer=True
    )
    assert (party.name, party.short_name, party.tax_number, party.phone) == (
        "Ada Gıda Sanayi A.Ş.",
        "Ada Gıda",
        "6300500004",
        "+902163334455",
    )


@pytest.mark.parametrize(
    ("values", "refusal", "field"),
    [
        ({"tax_number": "6300500005"}, WrongTaxNumber, "tax_number"),
        ({"tax_number": "63005"}, WrongTaxNumber, "tax_number"),
        ({"tax_number": "63005000O4"}, WrongTaxNumber, "tax_number"),
        ({"tax_number": "12345678901"}, WrongTaxNumber, "tax_number"),
        ({"phone": "telefon yok"}, WrongPhone, "phone"),
        ({"name": " "}, InvalidInput, "name"),
    ],
)
def test_wrong_master_data_is_refused_beside_its_field(
    desk: Actor, values: dict[str, str], refusal: type[Exception], field: str
) -> None:
    before = Party.objects.count()
    with pytest.raises(refusal) as caught:
        commands.register_party(desk, **{"name": "Ada Gıda", **values})  # type: ignore[arg-type]
    assert caught.value.field == field  # type: ignore[attr-defined]
    assert Party.objects.count() == before


def test_a_tax_number_is_registered_once(desk: Actor) -> None:
    given.customer(desk, tax_number=given.VKN)
    with pytest.raises(AlreadyRegistered, match="Ada Gıda Sanayi"):
        given.customer(desk, "Ada Gıda Anonim Şirketi", tax_number=given.VKN)
    assert Party.objects.filter(is_customer=True).count() == 1


def test_master_data_changes_but_never_to_anothers_number(desk: Actor) -> None:
    first = given.customer(desk, tax_number=given.VKN)
    second = given.customer(desk, "Öbür Şirket", tax_number=given.OTHER_VKN)
    commands.change_party(desk, party_id=first.pk, tax_number=given.VKN, tax_office="Şişli")
    with pytest.raises(AlreadyRegistered):
        commands.change_party(desk, party_id=second.pk, tax_number=given.VKN)
    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.tax_office, second.tax_number) == ("Şişli", given.OTHER_VKN)


def test_locations_take_the_next_free_code(desk: Actor) -> None:
    customer = given.customer(desk)
    codes = [given.location(desk, customer.pk, name).code for name in ("Levent", "Maslak")]
    own = commands.register_location(
        desk, customer_id=customer.pk, name="Depo", code="depo-1", district_id=given.district().pk
    )
    assert [*codes, own.code, given.location(desk, customer.pk, "Şişli").code] == ["L001", "L002", "DEPO-1", "L003"]


def test_every_location_has_its_own_check_in_code(desk: Actor) -> None:
    customer = given.customer(desk)
    codes = {given.location(desk, customer.pk, name).check_in_code for name in ("A", "B", "C")}
    assert (len(codes), {len(code) for code in codes}) == (3, {10})


def test_a_code_is_taken_once_per_customer(desk: Actor) -> None:
    first, second = given.customer(desk), given.customer(desk, "Öbür Şirket")
    place = given.location(desk, first.pk)
    assert given.location(desk, second.pk).code == place.code
    with pytest.raises(CodeTaken):
        commands.register_location(
            desk, customer_id=first.pk, name="Yeni", code="L001", district_id=given.district().pk
        )
    other = given.location(desk, first.pk, "Maslak")
    with pytest.raises(CodeTaken):
        commands.change_location(desk, location_id=other.pk, code="l001")
    other.refresh_from_db()
    assert (other.code, Location.objects.count()) == ("L002", 3)


def test_only_customers_have_locations(desk: Actor, member_a: Actor) -> None:
    assert member_a.party_id is not None
    with pytest.raises(NotACustomer):
        given.location(desk, member_a.party_id)
    assert Location.objects.count() == 0


def test_a_first_account_can_be_paid_at_once_and_a_second_one_cools_off(desk: Actor) -> None:
    party = given.customer(desk)
    first = commands.register_bank_account(desk, party_id=party.pk, iban="TR33 0006 1005 1978 6457 8413 26")
    second = commands.register_bank_account(desk, party_id=party.pk, iban=OTHER_IBAN)
    assert (first.iban, first.usable_from, first.bank_id) == (IBAN, date(2026, 3, 2), None)
    assert (second.usable_from, second.bank_id) == (date(2026, 3, 5), "00010")
    with pytest.raises(AccountKnown):
        commands.register_bank_account(desk, party_id=party.pk, iban=IBAN)
    assert BankAccount.objects.count() == 2


@pytest.mark.parametrize("iban", ["TR330006100519786457841327", "DE89370400440532013000", "TR33"])
def test_an_iban_that_cannot_be_right_is_refused(desk: Actor, iban: str) -> None:
    party = given.customer(desk)
    with pytest.raises(WrongIban):
        commands.register_bank_account(desk, party_id=party.pk, iban=iban)
    assert BankAccount.objects.count() == 0


def test_a_location_is_opened_to_a_member_on_purpose(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    assert customer_a.party_id is not None
    assert member_a.party_id is not None
    place = given.location(desk, customer_a.party_id)
    for _again in range(2):
        commands.disclose(desk, viewer_id=member_a.party_id, location_id=place.pk, reason="proje sözleşmesi")
    assert Disclosure.objects.count() == 1
    for actor, seen in ((member_a, [place.pk]), (member_b, [])):
        assert list(Location.objects.visible_to(actor).values_list("pk", flat=True)) == seen
        with standing_at(Audience.MEMBER, party_id=actor.party_id, user_id=actor.user_id):
            assert list(Location.objects.values_list("pk", flat=True)) == seen


def test_several_locations_are_opened_at_once_and_only_the_new_ones_are_told(
    desk: Actor, customer_a: Actor, member_a: Actor, member_b: Actor
) -> None:
    assert customer_a.party_id is not None
    assert member_a.party_id is not None
    first, second, third = (given.location(desk, customer_a.party_id).pk for _ in range(3))
    commands.disclose(desk, viewer_id=member_a.party_id, location_id=second, reason="proje sözleşmesi")
    told = [
        commands.disclose_locations(desk, viewer_id=member_a.party_id, location_ids=[third, second, first], reason="ön")
        for _again in range(2)
    ]
    assert told == [2, 0]
    seen = Disclosure.objects.order_by("location_id").values_list("viewer_id", "location_id", "reason")
    assert list(seen) == [
        (member_a.party_id, first, "ön"),
        (member_a.party_id, second, "proje sözleşmesi"),
        (member_a.party_id, third, "ön"),
    ]
    facts = JournalEntry.objects.filter(name="parties.Disclosed").order_by("pk").values_list("facts", flat=True)
    assert [one["location_id"] for one in facts] == [second, first, third]
    assert list(Location.objects.visible_to(member_b).values_list("pk", flat=True)) == []


@pytest.mark.parametrize("what", [{}, {"party_id": 1, "location_id": 1}])
def test_exactly_one_thing_is_opened(desk: Actor, what: dict[str, int]) -> None:
    with pytest.raises(InvalidInput):
        commands.disclose(desk, viewer_id=1, reason="x", **what)
    assert Disclosure.objects.count() == 0


def test_another_customer_cannot_even_find_a_location(desk: Actor, customer_a: Actor, customer_b: Actor) -> None:
    assert customer_a.party_id is not None
    place = given.location(desk, customer_a.party_id)
    assert reads.location(customer_a, location_id=place.pk).row.name == "Levent Ofis"
    with pytest.raises(Location.DoesNotExist):
        reads.location(customer_b, location_id=place.pk)
    assert reads.locations(customer_b, query=ListQuery()).rows == []


def test_without_the_permission_nothing_is_written(desk: Actor) -> None:
    nobody = replace(desk, permissions=frozenset())
    with pytest.raises(Forbidden):
        commands.register_party(nobody, name="Ada")
    with pytest.raises(Forbidden):
        reads.customers(nobody, query=ListQuery())
    assert Party.objects.filter(name="Ada").count() == 0


def test_companies_that_could_be_the_same_are_found(desk: Actor) -> None:
    same_number = given.customer(desk, "Bambaşka A.Ş.", tax_number=given.VKN)
    same_name = given.customer(desk, "ADA GIDA LTD. ŞTİ.")
    same_mail = given.customer(desk, "Üçüncü")
    commands.add_contact(desk, party_id=same_mail.pk, name="Ece", email="ece@adagida.example")
    given.customer(desk, "Adana Gıda")
    found = reads.alike(desk, name="Ada Gıda Anonim Şirketi", tax_number=given.VKN, email="info@adagida.example")
    assert [(one.id, one.reasons) for one in found] == [
        (same_number.pk, ("tax_number",)),
        (same_mail.pk, ("email",)),
        (same_name.pk, ("name",)),
    ]


def test_customers_are_listed_as_a_turk_expects(desk: Actor) -> None:
    for name in ("Şule", "Ceylan", "Çiçek", "Ilgaz", "İnci", "Sude"):
        given.customer(desk, name)
    rows = reads.customers(desk, query=ListQuery()).rows
    assert [row.short_name for row in rows] == ["Ceylan", "Çiçek", "Ilgaz", "İnci", "Sude", "Şule"]
    assert [row.short_name for row in reads.customers(desk, query=ListQuery(search="cicek")).rows] == ["Çiçek"]


def test_a_contact_belongs_to_its_party(desk: Actor, customer_a: Actor, customer_b: Actor) -> None:
    assert customer_a.party_id is not None
    commands.add_contact(desk, party_id=customer_a.party_id, name="Ece Şahin", phone="0532 111 22 33", role="finance")
    assert [(one.name, one.role) for one in reads.party(desk, party_id=customer_a.party_id).contacts] == [
        ("Ece Şahin", str(dict(reads.CONTACT_ROLES)["finance"]))
    ]
    assert Contact.objects.visible_to(customer_b).count() == 0


def test_a_record_says_since_when_the_party_is_known(desk: Actor) -> None:
    later = desk.at(NOW + timedelta(days=2))
    party: Any = given.customer(later)
    assert reads.party(desk, party_id=party.pk).created_at == NOW + timedelta(days=2)
