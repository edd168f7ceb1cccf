"""No amount of the other side leaves: not on a page, not in a paper, a table, an XML, a mail, a file name or a job.

Every amount the world holds is a sentinel: what a person's party may not meet is looked for in everything that person
can open, in every spelling. A table added later is searched for without being named here.
"""

from __future__ import annotations

import email
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from email import policy
from typing import Any

import pytest

from muhatap.accounts.models import Role, User
from muhatap.kernel.actors import Actor, Audience
from muhatap.kernel.text import fold
from muhatap.parties.models import Contact, Party
from tests.faces.played.amounts import everybodys, own, pattern, text_of
from tests.faces.played.conftest import Played, follow

CUSTOMER, MEMBER = Role.CUSTOMER_DECISION, Role.MEMBER_OWNER
# Who reads the prices of their own side; the others of a portal, and auditors at the desk, read none at all.
PRICED = {Role.CUSTOMER_DECISION, Role.CUSTOMER_FINANCE, Role.MEMBER_OWNER, Role.MEMBER_FINANCE}
READERS = [role for role in Role if role.audience is not Audience.DESK] + [Role.AUDITOR]
# What the story's four services are sold and bought for.
SOLD = {Decimal("49107.15"), Decimal("4047.62")}
BOUGHT = {Decimal(40900), Decimal(3350)}
OWN = {Audience.CUSTOMER: SOLD, Audience.MEMBER: BOUGHT}


@dataclass
class Heard:
    """Everything one person could open: where, and what can be read there."""

    said: list[tuple[str, str]]
    kinds: set[str]


def everything(browser: Any, *, every: bool) -> Heard:
    """Follow every link, to every single thing, and take every list as a table too."""
    heard = Heard([], set())
    for answer, named in follow(browser, every=every, tables=True):
        assert answer.status == 200, answer.url
        heard.kinds.add(answer.media_type.partition(";")[0])
        url = answer.url.removeprefix("http://testserver")
        heard.said.append((url, f"{url}\n{named}\n{text_of(answer)}"))
    return heard


@pytest.fixture(scope="module")
def opened() -> dict[Role, Heard]:
    """What each person could open, kept for the tests of this file."""
    return {}


@pytest.fixture
def heard(played: Played, person: Any, opened: dict[Role, Heard]) -> Any:
    """`heard(Role.AUDITOR)` is everything that person can read."""

    def listen(role: Role) -> Heard:
        if role not in opened:
            opened[role] = everything(person(role), every=role in PRICED)
        return opened[role]

    return listen


def secret_to(played: Played, role: Role) -> set[Decimal]:
    """The amounts somebody must not meet."""
    every = everybodys()
    return every - own(played.actor(role)) if role in PRICED else every


@pytest.mark.parametrize("role", READERS)
def test_nobody_reads_an_amount_of_the_other_side(played: Played, heard: Any, role: Role) -> None:
    secret = secret_to(played, role)
    readable = OWN[role.audience] if role in PRICED else set()
    assert (SOLD | BOUGHT) - readable <= secret
    search = pattern(secret)
    assert [(url, found[0]) for url, text in heard(role).said if (found := search.search(text))] == []


@pytest.mark.parametrize("role", sorted(PRICED))
def test_the_search_finds_what_is_there(played: Played, heard: Any, role: Role) -> None:
    """The own prices do stand there, so that the search above can fail."""
    search = pattern(own(played.actor(role)))
    found = {url for url, text in heard(role).said if search.search(text)}
    assert any(url.startswith("/files/") for url in found), found
    assert any(not url.startswith("/files/") for url in found), found


@pytest.mark.parametrize("role", [CUSTOMER, MEMBER])
def test_papers_tables_and_pages_were_searched(heard: Any, role: Role) -> None:
    workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    expected = {"text/html", "application/pdf", "text/csv", workbook, "image/jpeg"}
    assert heard(role).kinds == (expected | {"application/xml"} if role is CUSTOMER else expected)


def names_hidden_from(actor: Actor) -> set[str]:
    """Every company of the other side whose name was not opened to a party."""
    known = Party.objects.visible_to(actor).values("pk")
    other = {"is_member": True} if actor.audience is Audience.CUSTOMER else {"is_customer": True}
    hidden = Party.objects.filter(**other).exclude(pk__in=known)
    others = Party.objects.filter(is_member=True).exclude(pk__in=known) if actor.audience is Audience.MEMBER else ()
    return {name for party in (*hidden, *others) for name in (fold(party.name), fold(party.short_name))}


@pytest.mark.parametrize("role", [CUSTOMER, Role.CUSTOMER_SITE, Role.CUSTOMER_FINANCE])
def test_the_customer_meets_no_member_by_name(played: Played, heard: Any, role: Role) -> None:
    hidden = names_hidden_from(played.actor(role))
    assert len(hidden) >= 2
    assert [(url, name) for url, text in heard(role).said for name in hidden if name in fold(text)] == []


def mails(played: Played) -> Iterator[tuple[str, str]]:
    """To whom, and everything that can be read in it."""
    for name in sorted((played.folder / "mail").glob("*.eml")):
        message = email.message_from_bytes(name.read_bytes(), policy=policy.default)
        parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
        assert all(part.get_content_maintype() in {"text", "multipart"} for part in message.walk())
        yield str(message["To"]), "\n".join([str(message["Subject"]), *parts])


def side_of(address: str) -> Audience:
    """On which side of the wall a mail is read."""
    user = User.objects.filter(email__iexact=address).first()
    if user is not None:
        return Audience(user.audience)
    contact = Contact.objects.filter(email__iexact=address).select_related("party").first()
    member = (
        contact.party.is_member if contact else Party.objects.filter(email__iexact=address, is_member=True).exists()
    )
    return Audience.MEMBER if member else Audience.CUSTOMER


def test_no_mail_tells_an_amount_of_the_other_side(played: Played) -> None:
    searches = {role.audience: pattern(secret_to(played, role)) for role in (CUSTOMER, MEMBER)}
    hidden = names_hidden_from(played.actor(CUSTOMER))
    told, read = [], dict.fromkeys(Audience, 0)
    for to, text in mails(played):
        side = side_of(to)
        read[side] += 1
        if side in searches and (found := searches[side].search(text)):
            told.append((to, found[0]))
        told += [(to, name) for name in hidden if side is Audience.CUSTOMER and name in fold(text)]
    assert told == []
    assert {side for side, count in read.items() if count} == {Audience.CUSTOMER, Audience.MEMBER, Audience.DESK}


def test_no_job_carries_an_amount(played: Played) -> None:
    """Arguments of jobs lie in tables of a library: they carry ids, and what is told is read when the job runs."""
    search = pattern(everybodys())
    assert {kind for kind, _ in played.sent} == {"agreements.seal", "mail", "sourcing.plan"}
    told = [(kind, found[0]) for kind, payload in played.sent if (found := search.search(json.dumps(payload)))]
    assert told == []
