"""Mails are written by template into a folder, and a letter of the outbox bears being sent twice."""

from __future__ import annotations

import email
from email import policy
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage

from muhatap.integrations.email import mails
from muhatap.integrations.email.backend import FolderBackend


def test_a_mail_lies_in_the_folder_as_one_file(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = tmp_path / "posta"
    mail = EmailMessage(subject="İmza ş", body="Kod: 123456\n", to=["a@b.example"])
    assert FolderBackend().send_messages([mail, mail]) == 2

    files = sorted((tmp_path / "posta").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    read = email.message_from_bytes(files[0].read_bytes(), policy=policy.default)
    assert (read["Subject"], read["To"]) == ("İmza ş", "a@b.example")
    body = read.get_body()
    assert body is not None
    assert body.get_content().strip() == "Kod: 123456"


def test_every_letter_exists_in_both_languages() -> None:
    names = {file.name.rsplit(".", 2)[0] for file in mails.FOLDER.glob("*.txt")}
    assert {f"{name}.{language}.txt" for name in names for language in ("tr", "en")} == {
        file.name for file in mails.FOLDER.glob("*.txt")
    }


def test_an_unknown_letter_is_refused() -> None:
    with pytest.raises(mails.UnknownLetter):
        mails.letter("../secret", "tr", {})


def test_subject_and_body_are_filled_and_nothing_is_escaped() -> None:
    facts = {"name": "Ali & Veli", "number": "MS-1", "title": "A<B", "link": "http://x/"}
    subject, body = mails.letter("agreement_turn", "tr", facts)
    assert subject == "MS-1 imzanızı bekliyor"
    assert "Sayın Ali & Veli," in body
    assert "“A<B”" in body
    assert body.endswith("http://x/\n")


def test_a_link_leads_to_the_face_it_is_for(settings: Any) -> None:
    settings.FACE_URLS = {"customer": "http://127.0.0.1:8001/"}
    assert mails.link({"face": "customer", "path": "/agreements/1/sign/"}) == "http://127.0.0.1:8001/agreements/1/sign/"
    assert mails.link({}) == ""
