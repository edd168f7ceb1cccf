"""Search folds Turkish letters, knows numbers, and uses the index."""

from __future__ import annotations

from typing import Any

import pytest

from muhatap.demand.commands import enter_request
from muhatap.demand.commands.requests import Asking
from muhatap.demand.search import search as demand_search
from muhatap.faces.desk import search as desk_search
from muhatap.faces.web.urls import urls_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.search import Search, digits_of, matching, number_of, words_of
from muhatap.parties.commands import add_contact, register_location, register_party
from muhatap.parties.models import District, Location, Party
from muhatap.parties.search import search
from tests.given.faces import Face

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "words"), [("Şişli  ŞUBE", ["sisli", "sube"]), ("IĞDIR", ["igdir"]), ("a", []), ("", []), ("ab", ["ab"])]
)
def test_words_are_folded_and_one_letter_is_not_enough(asked: str, words: list[str]) -> None:
    assert words_of(asked) == words


@pytest.mark.parametrize(
    ("asked", "digits"),
    [
        ("6300500008", "6300500008"),
        ("0532 111 22 33", "05321112233"),
        ("(216) 333-44", "21633344"),
        ("123", ""),
        ("MS-2026-0147", ""),
        ("kat 1234", ""),
    ],
)
def test_digits_are_a_number_only_when_nothing_else_is_asked(asked: str, digits: str) -> None:
    assert digits_of(asked) == digits


def titles(actor: Actor, words: str) -> list[tuple[str, str]]:
    return [(hit.kind, hit.title) for hit in search(actor, words=words, most=10)]


def test_a_name_is_found_without_turkish_letters(desk: Actor, customer_a: Actor, member_a: Actor) -> None:
    assert titles(desk, "PIRILTI temizlik") == [("member", "Pırıltı Temizlik")]
    assert titles(desk, "pirilti") == [("member", "Pırıltı Temizlik")]
    assert titles(desk, "temizlik pusula") == []


def test_tax_number_and_phone_are_found_as_people_write_them(desk: Actor) -> None:
    party = register_party(
        desk, name="Ünlü Gıda A.Ş.", tax_number="1234567890", is_customer=True, phone="0216 333 44 55"
    )
    add_contact(desk, party_id=party.pk, name="Can Er", phone="0532 111 22 33")
    found = [("customer", party.short_name)]
    assert [titles(desk, words) for words in ("1234567890", "12345", "0216 333 44 55", "0532 111 22 33")] == [found] * 4


def test_a_location_is_found_with_its_customer(desk: Actor, customer_a: Actor) -> None:
    assert customer_a.party_id is not None
    district = District.objects.get(province_id="34", name="Şişli")
    register_location(desk, customer_id=customer_a.party_id, name="Şişli Genel Müdürlük", district_id=district.pk)
    (hit,) = search(desk, words="sisli mudurluk", most=10)
    assert (hit.kind, hit.title, hit.sub) == (
        "location",
        "Şişli Genel Müdürlük",
        "L001 · Pusula Sigorta · Şişli, İstanbul",
    )


def test_the_prime_itself_is_no_hit(desk: Actor) -> None:
    assert titles(desk, "kurumsal hizmetler") == []


def test_names_are_found_through_the_index(desk: Actor, sql: Any) -> None:
    query, values = matching(Party.objects.all(), "temizlik", ("name",)).order_by().query.sql_with_params()
    sql("SET LOCAL enable_seqscan = off")
    plan = "\n".join(row[0] for row in sql(f"EXPLAIN {query}", *values))
    assert "party_name" in plan


def test_the_page_groups_what_it_finds_and_links_it(face: Face, desk: Actor, member_a: Actor) -> None:
    page = face("desk", desk).get("/search/", {"q": "pirilti"}).content.decode()
    assert f'href="/members/{member_a.party_id}/"' in page


def test_the_palette_answers_without_the_shell(face: Face, desk: Actor, member_a: Actor) -> None:
    browser = face("desk", desk)
    answer = browser.get("/search/", {"q": "pirilti", "palette": "1"}, headers={"HX-Request": "true"})
    assert (answer.status_code, b"<html" in answer.content, "Pırıltı" in answer.content.decode()) == (200, False, True)


def test_what_somebody_may_not_see_is_not_found(face: Face, desk: Actor, customer_a: Actor) -> None:
    assert face("customer", customer_a).get("/search/", {"q": "pusula"}).status_code == 404


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("MS-2026-0147", "MS-2026-0147"),
        ("ms 2026 14", "MS-2026-14"),
        ("is-2026", "IS-2026"),
        ("İŞ-2026", ""),
        ("MS", ""),
        ("2026-0147", ""),
        ("Pusula 2026", ""),
    ],
)
def test_the_beginning_of_a_number_is_recognised(asked: str, number: str) -> None:
    assert number_of(asked) == number


@pytest.mark.parametrize("one", desk_search.SEARCH, ids=lambda one: one.__module__)
@pytest.mark.parametrize("words", ["sisli temizlik", "MS-2026-0001", "0532 111 22 33", "%_'\"", "a"])
def test_every_search_answers_whatever_is_asked(desk: Actor, one: Search, words: str) -> None:
    assert one(desk, words=words, most=5) == []


def test_every_kind_of_hit_has_its_page_at_the_desk() -> None:
    names = {route.name for route in urls_of("desk")}
    assert [kind for kind in desk_search.KINDS if kind not in names] == []


def test_a_request_is_found_by_its_number_its_company_and_its_phone(desk: Actor) -> None:
    asking = Asking(
        company_name="Yıldız Çelik San. A.Ş.", contact_name="Şule Işık", subject="Temizlik", phone="0532 111 22 33"
    )
    made = enter_request(desk, asking=asking, source="phone")
    for words in (made.number, made.number[:7].lower(), "yildiz celik", "sule isik", "0532 111 22 33"):
        (hit,) = demand_search(desk, words=words, most=5)
        assert (hit.kind, hit.pk, hit.title) == ("request", made.pk, f"{made.number} · Yıldız Çelik San. A.Ş.")


def test_locations_are_found_through_the_index(desk: Actor, sql: Any) -> None:
    rows = matching(Location.objects.all(), "mudurluk", ("name",)).order_by()
    query, values = rows.query.sql_with_params()
    sql("SET LOCAL enable_seqscan = off")
    assert "location_name" in "\n".join(row[0] for row in sql(f"EXPLAIN {query}", *values))
