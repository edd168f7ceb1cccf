"""A step somebody may not take themselves says who takes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from muhatap.accounts.models import Role
from muhatap.faces.web.opening import open_ways
from muhatap.roles import permissions_of
from tests.given import cast
from tests.given.faces import Face

pytestmark = pytest.mark.django_db
NEW_CONTRACT, USERS = "/contracts/new/1/", "/users/new/"


def step_for(face: Face, role: Role, url: str) -> dict[str, Any]:
    """What stays of a step that leads to a page of the desk, for somebody in a role."""
    actor = replace(cast.desk(role=role), permissions=permissions_of(role))
    face("desk", actor)
    step = {"sentence": "Go on.", "label": "Go on", "url": url, "waits_for": ""}
    with translation.override("en"):
        return {**step, **open_ways(actor, {"next": step}).get("next", {})}


def test_who_may_take_the_step_gets_its_button(face: Face) -> None:
    assert step_for(face, Role.CONTRACT_DESK, NEW_CONTRACT)["url"] == NEW_CONTRACT


def test_who_may_not_reads_whose_turn_it_is(face: Face) -> None:
    step = step_for(face, Role.CUSTOMER_SERVICE, NEW_CONTRACT)
    assert (step["sentence"], step["label"], step["url"]) == ("Go on.", "", "")
    assert step["waits_for"] == "Contract desk"


def test_management_and_administrators_are_named_only_where_nobody_else_can_go_on(face: Face) -> None:
    assert step_for(face, Role.CUSTOMER_SERVICE, USERS)["waits_for"] == "Administrator"
