"""Nobody is shown a way that ends at a closed door: every link opens, every button is allowed, for every role."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import resolve
from lxml import html

from muhatap.accounts.models import Role
from muhatap.roles import permissions_of
from tests.faces.played.conftest import Played, follow


def forms_of(page: str) -> set[str]:
    """Where the forms of a page are sent to."""
    tree = html.fromstring(page)
    return {urlsplit(urljoin("/", str(one))).path for one in tree.xpath("//form[@method='post']/@action") if one}


# An administrator holds everything: no door of the desk is closed there.
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_every_link_opens_and_every_button_is_allowed(played: Played, person: Any, role: Role) -> None:
    browser = person(role)
    held, urlconf = permissions_of(role), f"muhatap.project.urls.{browser.face}"
    shut, closed, opened = [], set(), 0
    for answer, _ in follow(browser):
        if answer.status != 200:
            shut.append((answer.url, answer.status))
        elif answer.is_page:
            opened += 1
            closed |= {
                (answer.url, action)
                for action in forms_of(answer.body.decode())
                if (needed := resolve(action, urlconf=urlconf).func.requires) is not None and needed not in held
            }
    assert (shut, closed) == ([], set())
    assert opened > 1
