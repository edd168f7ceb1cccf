"""The eleven steps played once for a file of tests: something of everything, and people of every role."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import resolve
from lxml import html

from muhatap.accounts.models import Role, User
from muhatap.kernel import jobs
from muhatap.kernel.actors import Actor, Audience
from muhatap.roles import permissions_of
from tests.browser.crawling import Answer
from tests.browser.playing import play
from tests.given.faces import Browser

NEVER = ("/logout/", "/language/")
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a file share a world: they stay in one process."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group(f"played-{item.path.stem}"))


@dataclass
class Played:
    """A played world: who can log in where, its folder, the instant it ended, and what went through the outbox."""

    folder: Path
    now: datetime
    logins: dict[Role, tuple[str, str]]
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def user(self, role: Role) -> User:
        """The person in a role."""
        found: User = User.objects.get(email=self.logins[role][1])
        return found

    def actor(self, role: Role) -> Actor:
        """The person in a role, as the face knows them."""
        party = None if role.audience is Audience.DESK else self.party(role)
        user = self.user(role)
        return Actor(role.audience, self.now, user.pk, user.name, party, permissions_of(role))

    def party(self, role: Role) -> int:
        """The company a person of a portal acts for."""
        found: int = self.user(role).seats.get().party_id
        return found


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Played]:
    """The world; everything of it is rolled back after the last test of the file."""
    folder = tmp_path_factory.mktemp("played")
    sent: list[tuple[str, dict[str, Any]]] = []
    put = jobs.put
    held = override_settings(
        FILES_ROOT=folder / "files",
        EMAIL_FILE_PATH=folder / "mail",
        EMAIL_BACKEND="muhatap.integrations.email.backend.FolderBackend",
        PASSWORD_HASHERS=HASHERS,
    )
    with django_db_blocker.unblock(), transaction.atomic():
        with held, pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                jobs, "put", lambda kind, payload, **k: (sent.append((kind, payload)), put(kind, payload, **k))
            )
            told = json.loads(play())
        logins = {Role(role): (face, email) for face, role, email in told["logins"]}
        with django_db_blocker.block():
            yield Played(folder, datetime.fromisoformat(told["now"]), logins, sent)
        transaction.set_rollback(True)


@pytest.fixture
def played(world: Played, db: None, settings: Any, _files: None) -> Played:
    """The world as it was when the story ended; what a test changes is undone."""
    settings.FILES_ROOT = world.folder / "files"
    settings.EMAIL_FILE_PATH = world.folder / "mail"
    settings.CLOCK = world.now
    return world


def follow(browser: Browser, *, every: bool = False, tables: bool = False) -> Iterator[tuple[Answer, str]]:
    """Open what links lead to, from the home page on: each kind of page once (`every`: each thing), tabs apart.

    `tables`: lists are taken as CSV and workbook too. Yields the answer and the file name it gave.
    """
    seen, queue = set[str](), ["/"]
    while queue:
        url = queue.pop(0)
        parts = urlsplit(url)
        chosen = dict(parse_qsl(parts.query))
        place = parts.path if every else resolve(parts.path, urlconf=f"muhatap.project.urls.{browser.face}").route
        key = f"{place}?{chosen.get('tab', '')}&{chosen.get('export', '')}"
        if key in seen or url.startswith(NEVER) or ("export" in chosen and not tables):
            continue
        seen.add(key)
        response: Any = browser.get(url, follow=True)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        answer = Answer(f"http://testserver{url}", response.status_code, response.get("Content-Type", ""), body)
        yield answer, unquote(response.get("Content-Disposition", ""))
        if answer.is_page:
            queue += links_of(answer)
            if b"listing-bar" in body:
                queue += [f"{parts.path}?export={kind}" for kind in ("csv", "xlsx")]


def links_of(answer: Answer) -> list[str]:
    """Where a page leads within its face."""
    tree = html.fromstring(answer.body.decode())
    found = [urljoin(answer.url, str(one)).partition("#")[0] for one in tree.xpath("//a/@href | //main//img/@src")]
    return [
        one.removeprefix("http://testserver")
        for one in found
        if one.startswith("http://testserver/") and "/static/" not in one
    ]


@pytest.fixture
def person(played: Played, settings: Any) -> Any:
    """`person(Role.AUDITOR)` is that person's browser at their own face."""

    def sit(role: Role) -> Browser:
        face, _ = played.logins[role]
        browser = Browser(face, settings)
        browser.enter()
        browser.sit_as(played.user(role))
        return browser

    return sit
