"""A list without rows says what it is for; what was searched and not found says how to see everything again."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import URLPattern

from muhatap.faces.web.urls import urls_of
from muhatap.kernel.actors import Actor
from tests.given.faces import Face

pytestmark = pytest.mark.django_db
# Lists of the house itself are never empty; one's own pages and work surfaces are not lists.
ALONE = "Henüz bir şey yok."


def pages(face_name: str) -> list[str]:
    """Every address of a face that needs nothing to be named."""
    return [
        f"/{route.pattern}"
        for route in urls_of(face_name)
        if isinstance(route, URLPattern) and "<" not in str(route.pattern)
    ]


def said(page: str) -> str:
    """The sentence of an empty list; blank where there is none."""
    found = re.search(r'<div class="empty">.*?<p>(.*?)</p>', page, re.DOTALL)
    return found.group(1) if found else ""


@pytest.mark.parametrize(
    ("face_name", "who", "lists"), [("desk", "desk", 29), ("customer", "customer_a", 11), ("member", "member_a", 9)]
)
def test_every_empty_list_says_what_it_is_for(
    face: Face, face_name: str, who: str, lists: int, request: pytest.FixtureRequest
) -> None:
    actor: Actor = request.getfixturevalue(who)
    browser = face(face_name, actor)
    found: dict[str, str] = {}
    for address in pages(face_name):
        answer: Any = browser.get(address)
        if (
            answer.status_code == 200
            and "listing-bar" in (page := answer.content.decode())
            and (sentence := said(page))
        ):
            found[address] = sentence
    assert {address: sentence for address, sentence in found.items() if sentence == ALONE} == {}
    assert len(set(found.values())) == len(found)
    assert len(found) == lists


def test_a_search_that_finds_nothing_leads_back_to_everything(face: Face, desk: Actor) -> None:
    page = face("desk", desk).get("/requests/?q=yokboylebirsey").content.decode()
    assert said(page) == "Bu aramaya ve süzgeçlere uyan kayıt yok."
    assert '<a class="btn" href="?">Tümünü göster</a>' in page
