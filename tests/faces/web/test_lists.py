"""A list as somebody wants it: chosen columns, kept views, and a file of exactly what is shown."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook

from muhatap.accounts import commands
from muhatap.accounts.models import ListView
from muhatap.kernel.actors import Actor
from tests.given import demand
from tests.given.faces import Browser, Face

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(face: Face, desk: Actor) -> Browser:
    """Somebody of the desk with two requests."""
    for number, company in enumerate(("Ada Gıda Sanayi A.Ş.", "Şişli Otelcilik A.Ş.")):
        demand.new_request(desk, company_name=company, subject=f"Konu {number}")
    return face("desk", desk)


def lines(answer: Any) -> list[list[str]]:
    """An exported file as rows."""
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_all_columns_are_shown_until_somebody_chooses(browser: Browser) -> None:
    whole = lines(browser.get("/requests/?export=csv"))[0]
    assert whole == ["No", "Firma", "Konu", "Durum", "İlk yanıt", "Sorumlu", "Geliş"]


@pytest.mark.parametrize("query", ["cols=subject&cols=state", "cols=subject,state", "cols=state,subject,nonsense"])
def test_chosen_columns_stand_in_their_order_after_the_first(browser: Browser, query: str) -> None:
    assert lines(browser.get(f"/requests/?export=csv&{query}"))[0] == ["No", "Konu", "Durum"]
    page = browser.get(f"/requests/?{query}").content.decode()
    assert 'data-label="Firma"' not in page
    assert page.count('data-label="Durum"') == 2


def test_columns_nobody_knows_change_nothing(browser: Browser) -> None:
    assert len(lines(browser.get("/requests/?export=csv&cols=nonsense"))[0]) == 7


def test_a_file_holds_the_rows_of_the_search_in_the_order_shown(browser: Browser) -> None:
    found = lines(browser.get("/requests/?export=csv&q=sisli&cols=company"))
    assert [line[1] for line in found] == ["Firma", "Şişli Otelcilik A.Ş."]
    sorted_down = lines(browser.get("/requests/?export=csv&sort=-company&cols=company"))
    assert [line[1] for line in sorted_down[1:]] == ["Şişli Otelcilik A.Ş.", "Ada Gıda Sanayi A.Ş."]
    book = load_workbook(io.BytesIO(browser.get("/requests/?export=xlsx&q=sisli&cols=company").content))
    assert [[cell.value for cell in row] for row in book.active.iter_rows()][1][1] == "Şişli Otelcilik A.Ş."


def test_choosing_columns_keeps_search_filters_and_order(browser: Browser) -> None:
    page = browser.get("/requests/?q=gida&status=open&sort=company&cols=subject&cols=state").content.decode()
    form = page[page.index('class="chip-form"') :]
    form = form[: form.index("</form>")]
    for name, value in (("q", "gida"), ("status", "open"), ("sort", "company")):
        assert f'name="{name}" value="{value}"' in form
    assert form.count("checked") == 2


def test_searching_keeps_several_chosen_columns(browser: Browser) -> None:
    page = browser.get("/requests/?cols=subject&cols=state").content.decode()
    form = page[page.index('class="listing-search"') :]
    form = form[: form.index("</form>")]
    assert ('name="cols" value="subject"' in form, 'name="cols" value="state"' in form) == (True, True)


def test_what_is_shown_can_be_kept_and_found_again(browser: Browser, desk: Actor) -> None:
    page = browser.get("/requests/?status=open&after=&sort=company&cols=subject&cols=state").content.decode()
    kept = "status=open&amp;sort=company"
    assert "Bu görünümü sakla" in page
    query = "status=open&sort=company&cols=subject%2Cstate"
    address = "/views/new/?" + urlencode({"page": "/requests/", "query": query})
    answer = browser.post(address, {"name": "Açıklar", "shared": "on"})
    assert (answer.status_code, answer["Location"]) == (303, f"/requests/?{query}")
    view = ListView.objects.get()
    assert (view.name, view.page, view.query, view.shared) == ("Açıklar", "/requests/", query, True)
    again = browser.get(f"/requests/?{query}").content.decode()
    assert f'<a href="/requests/?{kept}&amp;cols=subject%2Cstate" aria-current="true">' in again
    assert "Bu görünümü sakla" not in again


def test_a_list_as_it_always_is_need_not_be_kept(browser: Browser) -> None:
    assert "Bu görünümü sakla" not in browser.get("/requests/").content.decode()


def test_a_view_without_a_name_is_said_beside_the_field(browser: Browser) -> None:
    answer = browser.post("/views/new/?page=/requests/&query=status%3Dopen", {"name": " ", "shared": "on"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "checked" in page
    assert ListView.objects.count() == 0


@pytest.mark.parametrize("page", ["", "/nowhere/", "https://evil.example/", "//evil.example/"])
def test_only_lists_of_this_face_have_views(browser: Browser, page: str) -> None:
    assert browser.get("/views/", {"page": page}).status_code == 404
    assert browser.post(f"/views/new/?page={page}", {"name": "Bir"}).status_code == 404
    assert ListView.objects.count() == 0


def test_views_are_changed_and_removed_on_their_page(browser: Browser, desk: Actor) -> None:
    view = commands.keep_view(desk, page="/requests/", name="Eski", query="status=open")
    answer = browser.post(f"/views/{view.pk}/change/", {"name": "Yeni"})
    assert answer["Location"] == "/views/?page=%2Frequests%2F"
    assert "Yeni" in browser.get(answer["Location"]).content.decode()
    browser.post(f"/views/{view.pk}/remove/")
    assert ListView.objects.count() == 0


def test_a_member_keeps_views_behind_the_wall(face: Face, member_a: Actor, member_b: Actor) -> None:
    browser = face("member", member_a)
    browser.post("/views/new/?page=/jobs/&query=when%3Dtoday", {"name": "Bugünküler", "shared": "on"})
    assert ListView.objects.get().party_id == member_a.party_id
    assert "Bugünküler" in browser.get("/jobs/").content.decode()
    assert "Bugünküler" not in face("member", member_b).get("/jobs/").content.decode()
