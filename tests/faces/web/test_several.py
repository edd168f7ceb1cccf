"""Several rows of a list at once: looked at again, done one by one, told row by row, and never twice."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from muhatap.demand.models import Request
from muhatap.faces.desk import several
from muhatap.faces.web import bulk
from muhatap.kernel import batches
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.models import Batch, BatchLine
from muhatap.network import commands as network
from muhatap.network.models import Coverage
from muhatap.roles import permissions_of
from tests.given import demand
from tests.given import network as given_network
from tests.given import operations as given_operations
from tests.given.faces import Face

pytestmark = pytest.mark.django_db


def text_of(answer: Any) -> str:
    """A page as it is read, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def three(desk: Actor) -> list[int]:
    """Three requests nobody owns."""
    found = [demand.new_request(desk, subject=f"Konu {number}") for number in range(3)]
    Request.objects.update(owner=None, status="new")
    return [one.pk for one in found]


def sent(keys: list[int], desk: Actor, **more: Any) -> dict[str, Any]:
    """The form of the look before."""
    return {"pick": [str(key) for key in keys], "back": "/requests/?owner=none", "owner_id": str(desk.user_id), **more}


def test_boxes_stand_before_the_rows_and_lead_to_a_second_look(face: Face, desk: Actor) -> None:
    keys = three(desk)
    browser = face("desk", desk)
    page = browser.get("/requests/?owner=none").content.decode()
    assert [f'name="pick" value="{key}"' in page for key in keys] == [True, True, True]
    assert 'formaction="/bulk/requests-assign/"' in page
    look = text_of(browser.get(f"/bulk/requests-assign/?pick={keys[0]}&pick={keys[2]}&back=%2Frequests%2F"))
    assert "2 satır seçildi" in look
    assert [f"Konu {number}" in look for number in range(3)] == [True, False, True]
    assert Request.objects.filter(owner=None).count() == 3


def test_each_row_is_done_or_says_why_not(face: Face, desk: Actor) -> None:
    keys = three(desk)
    browser = face("desk", desk)
    form = sent(keys, desk, form_key=str(uuid.uuid4()))
    look = browser.get(f"/bulk/requests-assign/?pick={keys[0]}")
    assert look.status_code == 200
    # Between the look and the sending somebody closes one of them.
    Request.objects.filter(pk=keys[1]).update(status="lost")
    answer = browser.post("/bulk/requests-assign/", form)
    assert answer.status_code == 303
    result = text_of(browser.get(answer["Location"]))
    assert "2 satır yapıldı" in result
    assert list(Request.objects.order_by("pk").values_list("owner", flat=True)) == [desk.user_id, None, desk.user_id]


def test_a_row_that_is_refused_leaves_the_others_done(face: Face, desk: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = three(desk)
    act = next(one for one in several.BULK if one.key == "requests-assign")
    real = act.run

    def run(actor: Actor, key: int, values: dict[str, Any]) -> object:
        if key == keys[0]:
            Request.objects.filter(pk=key).update(status="lost")
        done = real(actor, key, values)
        if key == keys[2]:
            raise ZeroDivisionError
        return done

    monkeypatch.setitem(act.__dict__, "run", run)
    browser = face("desk", desk)
    answer = browser.post("/bulk/requests-assign/", sent(keys, desk, form_key=str(uuid.uuid4())))
    lines = list(BatchLine.objects.order_by("position").values_list("refused", flat=True))
    assert (bool(lines[0]), lines[1], bool(lines[2])) == (True, "", True)
    assert "hata" in lines[2]
    result = text_of(browser.get(answer["Location"]))
    assert "1 satır yapıldı · 2 satır yapılamadı" in result
    # What failed left nothing, not even its own half.
    assert list(Request.objects.order_by("pk").values_list("owner", flat=True)) == [None, desk.user_id, None]


def test_the_same_form_sent_twice_runs_once_and_shows_the_same_result(face: Face, desk: Actor) -> None:
    keys = three(desk)
    browser = face("desk", desk)
    form = sent(keys, desk, form_key=str(uuid.uuid4()))
    answers = [browser.post("/bulk/requests-assign/", form) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert (Batch.objects.count(), BatchLine.objects.count()) == (1, 3)


def test_what_was_left_half_way_is_gone_on_with_and_nothing_twice(face: Face, desk: Actor) -> None:
    keys = three(desk)
    key = uuid.uuid4()
    things = [batches.Chosen(one, f"Talep {one}") for one in keys]
    values = {"owner_id": [str(desk.user_id)]}
    batches.open_batch(desk, key=key, act="requests-assign", things=things, values=values, back="/requests/")
    line = batches.batch_of(desk, key=key).lines[0]
    batches.do_line(desk, line_id=line.line_id, run=lambda thing: None)
    browser = face("desk", desk)
    page = text_of(browser.get(f"/bulk/runs/{key}/"))
    assert "2 satır henüz denenmedi." in page
    browser.post(f"/bulk/runs/{key}/go-on/")
    assert list(Request.objects.order_by("pk").values_list("owner", flat=True)) == [None, desk.user_id, desk.user_id]
    assert "3 satır yapıldı" in text_of(browser.get(f"/bulk/runs/{key}/"))


def test_a_form_that_lacks_something_stays_with_its_rows(face: Face, desk: Actor) -> None:
    keys = three(desk)
    answer = face("desk", desk).post(
        "/bulk/requests-assign/", sent(keys, desk, owner_id="", form_key=str(uuid.uuid4()))
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert [f'name="pick" value="{key}"' in page for key in keys] == [True, True, True]
    assert (Batch.objects.count(), Request.objects.filter(owner=None).count()) == (0, 3)


@pytest.mark.parametrize("picks", ["", "pick=", "pick=x", "pick=-1", "pick=" + "9" * 30, "pick=١"])
def test_without_a_choice_one_comes_back_to_the_list(face: Face, desk: Actor, picks: str) -> None:
    answer = face("desk", desk).get(f"/bulk/requests-assign/?{picks}&back=%2Frequests%2F%3Fowner%3Dnone")
    assert (answer.status_code, answer["Location"]) == (302, "/requests/?owner=none")


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "/\\evil.example/", ""])
def test_one_never_comes_back_to_another_site(face: Face, desk: Actor, back: str) -> None:
    assert face("desk", desk).get("/bulk/requests-assign/", {"back": back})["Location"] == "/"


def test_rows_that_are_gone_or_done_are_left_out_in_words(face: Face, desk: Actor) -> None:
    keys = three(desk)
    Request.objects.filter(pk=keys[0]).update(status="lost")
    browser = face("desk", desk)
    look = text_of(browser.get(f"/bulk/requests-assign/?pick={keys[0]}&pick={keys[1]}&pick=999999&back=%2F"))
    assert "1 satır seçildi" in look
    assert "1 satır dışarıda kalıyor" in look
    assert "Kapanmış: kaybedildi." in look
    only = browser.post("/bulk/requests-assign/", sent([keys[0]], desk, form_key=str(uuid.uuid4())))
    assert only.status_code == 409
    assert Batch.objects.count() == 0


def test_an_act_needs_its_own_permission(face: Face, desk: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    from muhatap.faces.web import middleware

    keys = three(desk)
    held = {"face.enter", "accounts.keep_views", "demand.see"}
    monkeypatch.setattr(middleware, "permissions_of", lambda role: frozenset(held))
    browser = face("desk", desk)
    assert 'name="pick"' not in browser.get("/requests/").content.decode()
    assert browser.get(f"/bulk/requests-assign/?pick={keys[0]}").status_code == 404
    assert browser.post("/bulk/requests-assign/", sent(keys, desk)).status_code == 404
    assert Batch.objects.count() == 0


def test_nobody_sees_what_another_did(face: Face, desk: Actor, second_desk: Actor) -> None:
    keys = three(desk)
    answer = face("desk", desk).post("/bulk/requests-assign/", sent(keys, desk, form_key=str(uuid.uuid4())))
    other = face("desk", second_desk)
    assert other.get(answer["Location"]).status_code == 404
    assert other.post(answer["Location"] + "go-on/").status_code == 404


def test_coverage_of_several_members_is_approved_at_once(
    face: Face, desk: Actor, member_a: Actor, member_b: Actor
) -> None:
    rows = []
    for actor in (member_a, member_b):
        member = given_network.member(actor)
        rows += network.propose_coverage(
            desk,
            member_id=member.pk,
            service_id=given_network.SERVICE,
            district_ids=[given_network.district().pk],
            capacity=5,
            valid_from=desk.today,
        )
    form = {"pick": [str(row.pk) for row in rows], "back": "/coverage/", "form_key": str(uuid.uuid4())}
    browser = face("desk", desk)
    assert browser.get("/coverage/?status=proposed").content.decode().count('name="pick"') == 2
    browser.post("/bulk/coverage-approve/", form)
    assert list(Coverage.objects.values_list("status", flat=True)) == ["approved", "approved"]


def test_a_member_accepts_several_jobs_behind_the_wall(
    face: Face, desk: Actor, customer_a: Actor, member_a: Actor
) -> None:
    from muhatap.operations.models import Job

    here = given_operations.site(customer_a, member_a)
    given_operations.going(desk, here)
    keys = list(Job.objects.filter(status="planned").order_by("day").values_list("pk", flat=True)[:3])
    assert len(keys) == 3
    form = {"pick": [str(key) for key in keys], "back": "/jobs/", "form_key": str(uuid.uuid4())}
    browser = face("member", member_a)
    answer = browser.post("/bulk/jobs-accept/", form)
    assert "3 satır yapıldı" in text_of(browser.get(answer["Location"]))
    assert list(Job.objects.filter(pk__in=keys).values_list("status", flat=True)) == ["accepted"] * 3


def test_every_act_of_a_face_belongs_to_a_list_and_to_somebody() -> None:
    from muhatap.accounts.models import Role
    from muhatap.faces.member import several as member_several
    from muhatap.faces.web.urls import urls_of

    for name, acts in (("desk", several.BULK), ("member", member_several.BULK)):
        routes = {route.name for route in urls_of(name)}
        assert [act.key for act in acts if act.page not in routes] == []
        held = set().union(*(permissions_of(role) for role in Role if role.audience is Audience(name)))
        assert [act.key for act in acts if act.permission not in held] == []
        assert len({act.key for act in acts}) == len(acts)
    assert bulk.LONGEST_KEY == 18
