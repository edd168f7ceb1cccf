"""Every page a person can reach opens, speaks Turkish, fits the phone, can be used without eyes, and keeps the wall."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from muhatap.faces.cli.demo.logins import LOGINS
from muhatap.faces.cli.demo.logins import PASSWORD as DEMO_PASSWORD
from tests.browser.conftest import PHONE, WIDE, Watched
from tests.browser.crawling import Browser, Walk, walk
from tests.browser.house import House
from tests.browser.playing import PASSWORD

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
# The demo is larger and takes minutes to load; the story has one row of everything.
WITH_DEMO = os.environ.get("MUHATAP_BROWSER_DEMO") == "1"
PLAY = "from tests.browser.playing import play; print(play())"
LOAD = "from muhatap.faces.cli.demo import load_demo; load_demo(lambda line: None)"
FIRST = LOAD if WITH_DEMO else PLAY
# How much narrower than its content a page may be, in pixels: nothing.
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
CHECK = """() => axe.run(document, {resultTypes: ['violations'], preload: false}).then(found => found.violations.map(
    one => one.id + ': ' + one.nodes.slice(0, 2).map(node => node.html.slice(0, 160)).join(' | ')))"""
# A kind of piece: its element and class, what it stands in, and which attributes it has (names, labels, roles).
PIECES = """() => [...new Set([...document.querySelectorAll('body *')].map(one => [
    one.parentElement.tagName, one.tagName, one.getAttribute('class'), ...one.getAttributeNames().sort()].join(' ')))]"""


@dataclass(frozen=True)
class Person:
    """Somebody who logs in at a face; a visitor of the public page has no e-mail."""

    face: str
    role: str
    email: str
    password: str


@dataclass(frozen=True)
class Seen:
    """What everybody could open."""

    house: House
    walks: dict[Person, Walk]

    def pages(self) -> Iterator[tuple[Person, str, str]]:
        """Each kind of page once, with somebody who can open it and its address."""
        known: set[tuple[str, str]] = set()
        for person, found in self.walks.items():
            for pattern, answer in found.pages.items():
                kind = pattern if "?tab" in pattern else pattern.partition("?")[0]
                if (person.face, kind) not in known:
                    known.add((person.face, kind))
                    yield person, kind, answer.url


@pytest.fixture(scope="module")
def seen(the_house: House) -> Seen:
    """The whole network played, and every page opened as everybody."""
    if WITH_DEMO:
        people = [Person(face, role, email, DEMO_PASSWORD) for face, role, email, _ in LOGINS]
        the_house.now_is(datetime.now().astimezone())
    else:
        told = json.loads(the_house.told.splitlines()[-1])
        people = [Person(face, role, email, PASSWORD) for face, role, email in told["logins"]]
        the_house.now_is(datetime.fromisoformat(told["now"]))
    people.append(Person("public", "visitor", "", ""))
    sides = [[one for one in people if (one.face == "desk") is at_desk] for at_desk in (True, False)]
    with ThreadPoolExecutor(max_workers=2) as both:  # the desk and the portals answer from processes of their own
        walks = {
            person: found
            for side in both.map(lambda side: [(one, _walk(the_house, one)) for one in side], sides)
            for person, found in side
        }
    return Seen(the_house, walks)


def _walk(house: House, person: Person) -> Walk:
    browser = Browser(house.urls[person.face])
    if person.email:
        browser.log_in(person.email, person.password)
    return walk(browser, person.face)


def test_every_link_leads_to_a_page_in_turkish_or_a_file(seen: Seen) -> None:
    """Also for those who may little: nobody is shown a way that ends at a closed door."""
    faults = [f"{person.role}: {fault}" for person, found in seen.walks.items() for fault in found.faults]
    assert faults == []


def test_everybody_has_pages_and_papers(seen: Seen) -> None:
    """The crawl itself is tried: a role that sees next to nothing would pass every other test."""
    poor = [person.role for person, found in seen.walks.items() if len(found.pages) < 3]
    assert poor == []
    kinds = {
        answer.media_type.partition(";")[0] for found in seen.walks.values() for answer in found.downloads.values()
    }
    assert {"application/pdf", "text/csv", "image/jpeg"} <= kinds


def test_every_page_can_be_used_without_eyes_and_on_a_phone(seen: Seen, screen: Watched) -> None:
    """Nothing is wider than the phone, and axe-core finds no violation at 390 and 1440 pixels.

    axe measures every page that shows a kind of piece no page before it has shown: most pages are made of the same.
    """
    axe, faults = AXE.read_text(encoding="utf-8"), []
    sat: dict[Person, Any] = {}
    measured: set[str] = set()
    for person, kind, url in seen.pages():
        if person not in sat:
            sat[person] = _sit_down(seen.house, screen, person)
        page = sat[person]
        page.set_viewport_size(PHONE)
        page.goto(url)
        if (wider := page.evaluate(WIDER)) > 0:
            faults.append(f"{person.face} {kind} is {wider} px wider than a phone")
        pieces = set(page.evaluate(PIECES))
        if pieces <= measured:
            continue
        measured |= pieces
        page.evaluate(axe)
        for size in (PHONE, WIDE):
            page.set_viewport_size(size)
            page.evaluate(SETTLED)
            faults += [f"{person.face} {kind} at {size['width']}: {found}" for found in page.evaluate(CHECK)]
    assert faults == []


def _sit_down(house: House, screen: Watched, person: Person) -> Any:
    page = screen.person(house.urls[person.face])
    if person.email:
        page.goto("/login/")
        page.get_by_label("E-posta").fill(person.email)
        page.get_by_label("Parola", exact=True).fill(person.password)
        page.get_by_role("button", name="Giriş yap").click()
        page.wait_for_url("**/")
    return page


@pytest.mark.parametrize(
    ("face", "theirs", "ours"),
    [
        ("customer", "network_ratecard backing_backingprice", "contracts_promiseprice"),
        ("member", "contracts_promiseprice demand_proposallineprice", "backing_backingprice network_ratecard"),
    ],
)
def test_no_price_of_the_other_side_stands_on_a_portal_page(seen: Seen, face: str, theirs: str, ours: str) -> None:
    """Unit prices that exist on one side only are looked for on every page of the other, in every spelling."""
    secret = _prices(seen.house, theirs) - _prices(seen.house, ours)
    assert secret
    told = [
        f"{person.role} {pattern}: {price}"
        for person, found in seen.walks.items()
        if person.face == face
        for pattern, answer in found.pages.items()
        for price in secret
        if (answer.is_page and any(_stands(word, answer.body.decode()) for word in _spellings(price)))
    ]
    assert told == []


def test_the_search_for_prices_finds_what_is_there(seen: Seen) -> None:
    """The customer's own prices do stand on its pages, so that the search above can fail."""
    own = _prices(seen.house, "contracts_promiseprice")
    pages = [
        answer.body.decode()
        for person, found in seen.walks.items()
        if person.face == "customer"
        for answer in found.pages.values()
    ]
    assert any(_stands(word, page) for price in own for word in _spellings(price) for page in pages)


def _prices(house: House, tables: str) -> set[Decimal]:
    return {
        Decimal(str(price)).normalize()
        for table in tables.split()
        for (price,) in house.rows(f"SELECT DISTINCT unit_price FROM {table}")
        # A round small number is also a quantity, a year or an id.
        if price is not None and Decimal(str(price)) >= 1000
    }


def _spellings(price: Decimal) -> set[str]:
    whole, _, rest = f"{price:.2f}".partition(".")
    dotted = f"{int(whole):,}".replace(",", ".")
    return {f"{dotted},{rest}", f"{dotted},{rest.rstrip('0')}".rstrip(","), f"{whole}.{rest}", f"{whole},{rest}"}


def _stands(word: str, page: str) -> bool:
    return re.search(rf"(?<![\d.,]){re.escape(word)}(?![\d]|[.,]\d)", page) is not None
