"""The page of a demonstration: time and everybody's mails; it does not exist anywhere else."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from muhatap.accounts.models import Role
from muhatap.kernel.actors import Actor
from tests.given import cast
from tests.given.faces import Browser, Face

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(face: Face, desk: Actor, settings: Any, tmp_path: Path) -> Browser:
    """Somebody at the desk of a demonstration whose folder holds a mail to a customer."""
    settings.CLOCK_FILE, settings.EMAIL_FILE_PATH = str(tmp_path / "clock"), tmp_path / "mail"
    settings.CLOCK = desk.now
    (tmp_path / "mail").mkdir()
    mail = EmailMessage()
    mail["To"], mail["Subject"] = "ece@pusula.example", "Davet"
    mail.set_content("Parolanız: http://127.0.0.1:8001/password/set/?link=x")
    (tmp_path / "mail" / "1.eml").write_bytes(mail.as_bytes())
    return face("desk", desk)


def test_it_shows_where_to_find_a_link_that_was_mailed_to_somebody_else(browser: Browser) -> None:
    page = browser.get("/demonstration/").content.decode()
    assert "ece@pusula.example" in page
    assert 'href="http://127.0.0.1:8001/password/set/?link=x"' in page


def test_it_goes_forward_and_a_moment_too_far_stays_in_the_form(browser: Browser, tmp_path: Path) -> None:
    refused = browser.post("/demonstration/", {"to": "2026-06-02T09:00"})
    assert refused.status_code == 409
    assert 'value="2026-06-02T09:00"' in refused.content.decode()
    assert not (tmp_path / "clock").exists()
    assert browser.post("/demonstration/", {"to": "2026-03-03T09:00"}).status_code == 303
    assert (tmp_path / "clock").exists()


def test_a_link_to_a_page_of_the_desk_is_a_button_for_who_may_open_it(
    browser: Browser, face: Face, settings: Any, tmp_path: Path
) -> None:
    mail = EmailMessage()
    mail["To"], mail["Subject"] = "ag@n.example", "İmza"
    mail.set_content(f"İmzalayın: {settings.FACE_URLS['desk']}agreements/3/sign/")
    (tmp_path / "mail" / "2.eml").write_bytes(mail.as_bytes())
    button = f'href="{settings.FACE_URLS["desk"]}agreements/3/sign/"'
    assert button in browser.get("/demonstration/").content.decode()
    auditor = face("desk", cast.desk("Onur Sezgin", "onur@n.example", Role.AUDITOR))
    page = auditor.get("/demonstration/").content.decode()
    assert "agreements/3/sign/" in page
    assert button not in page


def test_without_a_demonstration_there_is_no_such_page(face: Face, desk: Actor) -> None:
    assert face("desk", desk).get("/demonstration/").status_code == 404
