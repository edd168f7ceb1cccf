"""The outbox's `mail`: a template in the reader's language, filled with facts, and one link where something is to do.

Payload: `template` (a file of `templates/mail/<template>.<language>.txt`, first line the subject), `to`, `language`,
`facts` (names, numbers and ids, never prices), and `face` with `path` for the link.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import Context, Engine

from muhatap.accounts.commands import issue_link
from muhatap.agreements.commands import issue_code
from muhatap.kernel import jobs
from muhatap.kernel.actors import system

FOLDER = Path(__file__).parent / "templates" / "mail"
_ENGINE = Engine(dirs=[str(FOLDER)], autoescape=False)
More = Callable[[dict[str, Any]], dict[str, Any] | None]
_MORE: dict[str, More] = {}


class UnknownLetter(Exception):
    """There is no template of this name."""


def _nothing_more(facts: dict[str, Any]) -> dict[str, Any]:
    return {}


def fills(template: str) -> Callable[[More], More]:
    """Register a function that adds to a letter's facts at the moment it is written; None: the letter is not sent."""

    def register(more: More) -> More:
        _MORE[template] = more
        return more

    return register


@fills("signing_code")
def _signing_code(facts: dict[str, Any]) -> dict[str, Any] | None:
    """The code is made here, so that it lies nowhere but in the mail."""
    code = issue_code(system(datetime.fromisoformat(facts["at"])), code_id=facts["code_id"])
    return None if code is None else {"code": code}


@fills("account_invitation")
@fills("account_reset")
def _account_link(facts: dict[str, Any]) -> dict[str, Any] | None:
    """The secret of a link to set a password is made here, so that it lies nowhere but in the mail."""
    path = issue_link(system(datetime.fromisoformat(facts["at"])), link_id=facts["link_id"])
    return None if path is None else {"link": link({"face": facts["face"], "path": path})}


@jobs.handles("mail")
def send_mail(payload: dict[str, Any]) -> None:
    """Write and send one letter of the outbox. Raises: UnknownLetter."""
    facts = dict(payload.get("facts", {}))
    # The code's hash is kept if and only if the mail left.
    with transaction.atomic():
        more = _MORE.get(payload["template"], _nothing_more)(facts)
        if more is None:
            return
        subject, body = letter(
            payload["template"], payload.get("language", "tr"), {"link": link(payload), **facts, **more}
        )
        EmailMessage(subject=subject, body=body, to=[payload["to"]]).send()


def link(payload: dict[str, Any]) -> str:
    """The address of the page a letter leads to; empty when there is nothing to open."""
    face = payload.get("face")
    if not face:
        return ""
    return settings.FACE_URLS[face].rstrip("/") + "/" + str(payload.get("path", "")).lstrip("/")


def letter(template: str, language: str, facts: dict[str, Any]) -> tuple[str, str]:
    """Subject and body of a letter in Turkish or English. Raises: UnknownLetter."""
    name = f"{template}.{'en' if language == 'en' else 'tr'}.txt"
    if not (FOLDER / name).is_file():
        raise UnknownLetter(name)
    written = _ENGINE.get_template(name).render(Context(facts, autoescape=False))
    subject, _, body = written.strip().partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"
