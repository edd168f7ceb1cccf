"""Nobody is shown a way that ends at a closed door: every link opens, every button is allowed, for every role."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import resolve
from lxml import html

from muhatap.accounts.models import Role
from muhatap.roles import permissions_of
from tests.browser.crawling import walk
from tests.faces.played.conftest import Played, Visitor


def forms_of(page: str) -> set[str]:
    """Where the forms of a page are sent to."""
    tree = html.fromstring(page)
    return {urlsplit(urljoin("/", str(one))).path for one in tree.xpath("//form[@method='post']/@action") if one}


@pytest.mark.parametrize("role", Role)
def test_every_link_opens_and_every_button_is_allowed(played: Played, person: Any, role: Role) -> None:
    visitor = Visitor(person(role))
    found = walk(visitor, visitor.browser.face)  # type: ignore[arg-type]
    held, urlconf = permissions_of(role), f"muhatap.project.urls.{visitor.browser.face}"
    closed = {
        f"{pattern}: {action}"
        for pattern, answer in found.pages.items()
        for action in forms_of(answer.body.decode())
        if (needed := resolve(action, urlconf=urlconf).func.requires) is not None and needed not in held
    }
    assert found.faults == []
    assert closed == set()
    assert len(found.pages) >= 3
