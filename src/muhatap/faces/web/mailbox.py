"""The mailbox of the demo: mails go to a folder there, and a person at the screen finds theirs on this page."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from muhatap.agreements.permissions import AgreementPermission
from muhatap.faces.web import errors
from muhatap.faces.web.pages import PageRequest, page, render

MOST_SHOWN = 20
MOST_SEARCHED = 400
_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as the page shows it."""

    at: datetime | None
    to: str
    subject: str
    body: str
    link: str


def mails(address: str = "") -> list[Mail]:
    """The newest mails in the folder, to an address or to anybody."""
    folder = Path(settings.EMAIL_FILE_PATH)
    if not folder.is_dir():
        return []
    found: list[Mail] = []
    for name in sorted(folder.glob("*.eml"), reverse=True)[:MOST_SEARCHED]:
        message = email.message_from_bytes(name.read_bytes(), policy=policy.default)
        if address.lower() not in str(message["To"]).lower():
            continue
        body = message.get_body(("plain",))
        text = str(body.get_content()) if body is not None else ""
        link = _LINK.search(text)
        found.append(
            Mail(
                at=_instant(message["Date"]),
                to=str(message["To"]),
                subject=str(message["Subject"]),
                body=text,
                link=link.group(0) if link else "",
            )
        )
        if len(found) == MOST_SHOWN:
            break
    return found


def _instant(written: str | None) -> datetime | None:
    """The instant a mail was written; `-0000` means UTC from an unknown place (RFC 5322)."""
    if not written:
        return None
    at = parsedate_to_datetime(written)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


@page(AgreementPermission.SEE)
def mailbox(request: PageRequest) -> HttpResponse:
    """The mails of the demo to whoever is signed in; nowhere else is there such a page."""
    if not settings.DEMO:
        return errors.not_found(request)
    address = request.user.email  # type: ignore[union-attr]
    context = {
        "page_title": _("Mailbox of the demonstration"),
        "page_sub": _("Mails to %(address)s. Without a demonstration they go to the real mailbox.")
        % {"address": address},
        "mails": mails(address),
    }
    return render(request, "web/mailbox.html", context)
