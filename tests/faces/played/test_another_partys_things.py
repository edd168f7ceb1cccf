"""Whatever another company's id is asked for, in whatever way: it is not there, and nothing changes.

Drawn from the routes: a new route with an id nobody knows here, or of which the story has nothing, fails.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from muhatap.accounts import commands as accounts
from muhatap.accounts.models import Role
from muhatap.demand.models import Request
from muhatap.faces.web.navigation import collect
from muhatap.kernel import batches
from muhatap.kernel.actors import Actor, system
from muhatap.kernel.batches import Chosen
from muhatap.network.models import Application
from muhatap.operations import commands as operations
from muhatap.operations.models import StartTask
from tests.architecture.test_routes import CHANGES
from tests.faces.played.conftest import Played
from tests.faces.played.things import THINGS, WORDS, addresses, nowhere, routes_with_ids
from tests.given import cast
from tests.given import operations as given
from tests.given.faces import Browser, Face

FIRST = {"customer": Role.CUSTOMER_DECISION, "member": Role.MEMBER_OWNER}
PORTALS = sorted(THINGS)
# Says the same kind words for a code of another member's customer and for a code of nowhere.
SAME_FOR_ALL = {"here"}


@pytest.fixture(autouse=True)
def _what_the_story_has_none_of(played: Played) -> None:
    """A ticket of the customer, about which the member was asked; a view of a list and a batch each."""
    house = system(played.now)
    customer, member = (played.party(role) for role in FIRST.values())
    ticket_id = operations.open_ticket(
        house, kind="request", subject="Cam filmi", text="Soruyoruz.", customer_id=customer
    )
    operations.route_ticket(house, ticket_id=ticket_id, member_id=member, text="Bakar mısınız?")
    for role in FIRST.values():
        who = played.actor(role)
        accounts.keep_view(who, page="/findings/", name="Açık", query="state=open", shared=True)
        things = [Chosen(1, "Bir iş")]
        batches.open_batch(who, key=uuid.uuid4(), act="jobs-accept", things=things, values={}, back="/")


@pytest.fixture
def strangers(played: Played) -> dict[str, Actor]:
    """The first person of another customer and of another member, who hold everything their portal offers."""
    other = cast.member("Usta Eller Teknik Ltd. Şti.", "Usta Eller", "usta")
    given.membership(other)
    return {"customer": cast.customer("Kervan Depo Lojistik A.Ş.", "Kervan Depo", "kervan"), "member": other}


def asked(browser: Browser, method: str, address: str) -> tuple[int, str, list[str]]:
    """The status, the page without what differs each time, and every statement that would write."""
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(browser, method)(address, WORDS if method == "post" else {}, follow=True)
    page = re.sub(
        r'(name="csrfmiddlewaretoken" value=|"X-CSRFToken": )"\w+"', "", answer.content.decode(errors="replace")
    )
    written = [one["sql"] for one in queries if one["sql"].lstrip().upper().startswith(CHANGES)]
    # The page that says “no job here” leads on with the code it was asked for.
    here = re.fullmatch(r"/here/(\w+)/", address)
    return answer.status_code, page.replace(here[1], "") if here else page, written


def whole_database() -> dict[str, str]:
    """What stands in every table, as one hash a table; sessions come and go."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            if table != "accounts_facesession":
                cursor.execute(
                    f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{table}\" t"
                )
                found[table] = cursor.fetchone()[0]
    return found


@pytest.mark.parametrize("face", PORTALS)
def test_every_id_a_portal_takes_is_known_here(face: str) -> None:
    assert {parameter for _, parameters in routes_with_ids(face) for parameter in parameters} == set(THINGS[face])


@pytest.mark.parametrize("face", PORTALS)
def test_whose_it_is_finds_something_behind_every_address(played: Played, person: Any, face: str) -> None:
    """Else the searches below would pass because there is nothing to find."""
    browser, party = person(FIRST[face]), played.party(FIRST[face])
    missing = []
    for name, parameters in routes_with_ids(face):
        statuses = {browser.get(address).status_code for address in addresses(face, name, parameters, party)}
        if not statuses or not statuses <= {200, 302, 405}:
            missing.append((name, statuses))
    assert missing == []


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("face", PORTALS)
def test_another_company_finds_nothing_and_changes_nothing(
    played: Played, strangers: dict[str, Actor], settings: Any, face: str, method: str
) -> None:
    party = played.party(FIRST[face])
    browser = Face(settings)(face, strangers[face])
    before = whole_database()
    found = []
    for name, parameters in routes_with_ids(face):
        empty = nowhere(name, parameters)
        # A button has no page: whoever asks for it is told so, before anything is looked for.
        expected = 200 if name in SAME_FOR_ALL else 405 if browser.get(empty).status_code == 405 else 404
        if method == "post" and expected == 405:
            expected = 404
        for address in addresses(face, name, parameters, party):
            status, page, written = asked(browser, method, address)
            nothing = asked(browser, method, empty)
            if status != expected or written or (status, page) != nothing[:2]:
                found.append((name, address, status, written))
    assert found == []
    assert whole_database() == before


@pytest.mark.parametrize("face", PORTALS)
def test_the_other_side_of_the_wall_finds_nothing_either(played: Played, person: Any, face: str) -> None:
    """The member that serves a customer meets its jobs and findings, never its papers, people and reports."""
    other = next(one for one in PORTALS if one != face)
    shared = ("agreement_id", "file_id", "report_id", "seat_id", "code")
    ours, theirs = played.party(FIRST[face]), played.party(FIRST[other])
    browser = person(FIRST[face])
    found = []
    for name, parameters in routes_with_ids(face):
        if len(parameters) != 1 or parameters[0] not in shared or parameters[0] not in THINGS[other]:
            continue
        things = THINGS[other][parameters[0]](theirs)
        assert not set(things) & set(THINGS[face][parameters[0]](ours))
        for thing in things:
            empty = nowhere(name, parameters)
            address = empty.replace("987654321", str(thing)).replace("00000000-0000-0000-0000-000000000001", str(thing))
            for method in ("get", "post"):
                status, page, written = asked(browser, method, address)
                if (status, page) != asked(browser, method, empty)[:2] or written or status == 200:
                    found.append((name, method, address, status))
    assert found == []


def test_an_own_plan_does_not_open_another_companys_task(
    played: Played, strangers: dict[str, Actor], settings: Any
) -> None:
    here = given.site(strangers["customer"], strangers["member"], key="9")
    own = given.start_plan(cast.desk(), here)
    task = StartTask.objects.filter(plan__customer_id=played.party(Role.CUSTOMER_DECISION), side="customer").first()
    mine = StartTask.objects.filter(plan_id=own, side="customer").first()
    assert task is not None
    assert mine is not None
    browser = Face(settings)("customer", strangers["customer"])
    before = whole_database()
    for plan_id, task_id in ((own, task.pk), (task.plan_id, mine.pk), (task.plan_id, task.pk)):
        assert browser.post(f"/starts/{plan_id}/tasks/{task_id}/").status_code == 404
    assert whole_database() == before
    assert browser.post(f"/starts/{own}/tasks/{mine.pk}/").status_code == 303
    mine.refresh_from_db()
    assert mine.done_at == played.now


@pytest.mark.parametrize("face", PORTALS)
def test_an_act_on_several_rows_takes_none_of_another_company(
    played: Played, strangers: dict[str, Actor], settings: Any, face: str
) -> None:
    browser = Face(settings)(face, strangers[face])
    things = [str(one) for ids in THINGS[face].values() for one in ids(played.party(FIRST[face])) if str(one).isdigit()]
    acts = [act.key for act in collect(face, "BULK")]
    assert (face == "member") is bool(acts)
    for key in [*acts, "no-such-act"]:
        here = f"/bulk/{key}/"
        before = whole_database()
        shown = [browser.get(here, {"pick": pick}) for pick in (things, ["987654321"])]
        sent = browser.post(here, {"pick": things})
        assert [answer.status_code for answer in (*shown, sent)] == ([200, 200, 409] if key in acts else [404] * 3)
        assert 'name="pick"' not in shown[0].content.decode()
        assert len(shown[0].content) == len(shown[1].content)
        assert whole_database() == before


def test_a_form_takes_no_thing_of_another_company(played: Played, strangers: dict[str, Actor], settings: Any) -> None:
    browser = Face(settings)("customer", strangers["customer"])
    location = THINGS["customer"]["location_id"](played.party(Role.CUSTOMER_DECISION))[0]
    seat = THINGS["customer"]["seat_id"](played.party(Role.CUSTOMER_DECISION))[0]
    before = whole_database()
    sent = {"kind": "request", "subject": "Cam", "text": "Kırık", "location_id": location}
    assert browser.post("/tickets/new/", sent).status_code == 409
    assert browser.post("/seat/", {"seat": seat}).status_code == 409
    person = {"name": "Kaan Usta", "email": "kaan@x.example"}
    for role in ("administrator", "member_owner", "nobody"):
        assert browser.post("/people/new/", {**person, "role": role}).status_code == 409
    assert whole_database() == before


def test_the_secret_of_one_link_opens_no_other_kind_of_page(played: Played, settings: Any) -> None:
    asking, applying = Request.objects.exclude(token="").first(), Application.objects.exclude(token="").first()
    assert asking is not None
    assert applying is not None
    browser = Face(settings)("public")
    assert browser.get(f"/request/{asking.token}/").status_code == 200
    assert browser.get(f"/apply/{applying.token}/").status_code == 200
    assert browser.get(f"/request/{applying.token}/").status_code == 404
    assert browser.get(f"/apply/{asking.token}/").status_code == 404
