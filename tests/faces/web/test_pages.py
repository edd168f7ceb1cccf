"""What all pages share: login, refusals in words, nothing typed lost, a form that runs once, failures that leave nothing."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from muhatap.accounts.models import Attempt, FaceSession
from muhatap.kernel.actors import Actor
from muhatap.kernel.models import Parameter, Submission
from tests.faces.web import plain_urls
from tests.given.cast import NOW
from tests.given.faces import Browser, Face

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(face: Face, desk: Actor, settings: Any) -> Browser:
    """Somebody of the desk in front of the plain pages."""
    found = face("desk", desk)
    settings.ROOT_URLCONF = "tests.faces.web.plain_urls"
    plain_urls.RUNS.clear()
    return found


def test_nobody_gets_in_without_login_and_comes_back_to_the_page(face: Face, settings: Any) -> None:
    stranger = face("desk")
    settings.ROOT_URLCONF = "tests.faces.web.plain_urls"
    answer = stranger.get("/lamp/?x=1")
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=%2Flamp%2F%3Fx%3D1")


def test_a_sent_form_runs_and_goes_on(browser: Browser) -> None:
    answer = browser.post("/lamp/", {"name": "oda", "power": "60"})
    assert (answer.status_code, answer["Location"]) == (303, "/lit/oda/")
    assert plain_urls.RUNS == ["oda"]


def test_a_refusal_stands_beside_its_field_and_what_was_typed_stays(browser: Browser) -> None:
    answer = browser.post("/lamp/", {"name": "çok özel", "power": "5", "form_key": str(uuid.uuid4())})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Choose at least 10." in page
    assert 'value="çok özel"' in page
    assert 'value="5"' in page
    assert Submission.objects.count() == 0


def test_after_a_refusal_the_corrected_form_runs_with_the_same_key(browser: Browser) -> None:
    key = str(uuid.uuid4())
    browser.post("/lamp/", {"name": "oda", "power": "5", "form_key": key})
    answer = browser.post("/lamp/", {"name": "oda", "power": "50", "form_key": key})
    assert answer.status_code == 303


def test_the_same_form_sent_twice_runs_once_and_answers_alike(browser: Browser) -> None:
    form = {"name": "oda", "power": "60", "form_key": str(uuid.uuid4())}
    answers = [browser.post("/lamp/", form) for _ in range(3)]
    assert [(a.status_code, a["Location"]) for a in answers] == [(303, "/lit/oda/")] * 3
    assert plain_urls.RUNS == ["oda"]


def test_a_used_key_with_other_content_is_said_not_run(browser: Browser) -> None:
    key = str(uuid.uuid4())
    browser.post("/lamp/", {"name": "oda", "power": "60", "form_key": key})
    answer = browser.post("/lamp/", {"name": "salon", "power": "60", "form_key": key})
    assert answer.status_code == 409
    assert plain_urls.RUNS == ["oda"]


def test_a_button_says_its_refusal_on_the_page_it_came_from(browser: Browser) -> None:
    answer = browser.post("/switch/", {"power": "1"}, headers={"referer": "http://testserver/lit/oda/?tab=2"})
    assert (answer.status_code, answer["Location"]) == (303, "/lit/oda/?tab=2")
    assert "Choose at least 10." in browser.get("/lamp/").content.decode()


def test_a_button_never_sends_to_another_site(browser: Browser) -> None:
    answer = browser.post("/switch/", {"power": "1"}, headers={"referer": "https://evil.example/x"})
    assert answer["Location"] == "/"


def test_a_button_is_not_a_link(browser: Browser) -> None:
    assert browser.get("/switch/").status_code == 405
    assert plain_urls.RUNS == []


@pytest.mark.parametrize(("path", "status"), [("/lost/", 404), ("/refused/", 409), ("/no/such/page/", 404)])
def test_anticipated_outcomes_are_pages_with_a_next_step(browser: Browser, path: str, status: int) -> None:
    answer = browser.get(path)
    assert answer.status_code == status
    assert 'href="/"' in answer.content.decode()


def test_a_page_that_fails_leaves_nothing_and_tells_no_secrets(browser: Browser) -> None:
    browser.raise_request_exception = False
    answer = browser.get("/broken/")
    assert answer.status_code == 500
    assert answer["X-Request-Id"] in answer.content.decode()
    assert "ZeroDivisionError" not in answer.content.decode()
    assert Parameter.objects.filter(key="half").count() == 0


def test_pages_are_not_kept_by_browsers_and_run_no_foreign_script(browser: Browser) -> None:
    answer = browser.get("/lamp/")
    assert answer["Cache-Control"] == "no-store"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_somebody_of_the_customer_cannot_log_in_at_the_desk(face: Face, customer_a: Actor) -> None:
    answer = face("desk").post(
        "/login/", {"username": "", "email": "karar@pusula.example", "password": "sınama parolası"}
    )
    assert answer.status_code == 409
    assert FaceSession.objects.count() == 0


def test_a_login_leads_to_the_page_that_was_asked_for_and_its_session_belongs_to_the_face(
    face: Face, customer_a: Actor
) -> None:
    answer = face("customer").post("/login/?next=/x/", {"email": "karar@pusula.example", "password": "sınama parolası"})
    assert (answer.status_code, answer["Location"]) == (303, "/x/")
    assert [(row.face, row.user_id) for row in FaceSession.objects.all()] == [("customer", customer_a.user_id)]


def test_after_five_wrong_passwords_even_the_right_one_waits(face: Face, desk: Actor, settings: Any) -> None:
    browser = face("desk")
    right = {"email": "deniz@n.example", "password": "sınama parolası"}
    for minute in range(5):
        settings.CLOCK = NOW + timedelta(seconds=30 * minute)
        browser.post("/login/", {"email": "Deniz@n.example", "password": "yanlış"})
    settings.CLOCK = NOW + timedelta(minutes=3, seconds=1)
    answer = browser.post("/login/", right)
    said = "Çok fazla yanlış parola girildi. 2 dakika bekleyip yeniden deneyin."
    assert (answer.status_code, said in answer.content.decode()) == (409, True)
    # Five by the account and five by the address, and neither stands there by name.
    assert sorted(Counter(Attempt.objects.values_list("key", flat=True)).values()) == [5, 5]
    assert FaceSession.objects.count() == 0
    settings.CLOCK = NOW + timedelta(minutes=5, seconds=1)
    assert browser.post("/login/", right).status_code == 303
