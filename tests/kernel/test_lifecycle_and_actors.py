"""Lifecycles allow listed moves only; actors carry their clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import models

from muhatap.kernel import lifecycle
from muhatap.kernel.actors import Actor, Audience, system
from muhatap.kernel.errors import IllegalMove, Refusal
from muhatap.kernel.lifecycle import Lifecycle


class Door(models.TextChoices):
    OPEN = "open", "open"
    SHUT = "shut", "shut"
    LOCKED = "locked", "locked"


@pytest.fixture
def doors(monkeypatch: pytest.MonkeyPatch) -> Lifecycle[Door]:
    monkeypatch.setattr(lifecycle, "LIFECYCLES", {})
    return Lifecycle("tests.Door", {Door.OPEN: {Door.SHUT}, Door.SHUT: {Door.OPEN, Door.LOCKED}})


def test_a_listed_move_is_made(doors: Lifecycle[Door]) -> None:
    assert doors.move("open", Door.SHUT) is Door.SHUT


def test_any_other_move_is_refused_in_words(doors: Lifecycle[Door]) -> None:
    with pytest.raises(IllegalMove, match="locked") as refusal:
        doors.move("open", Door.LOCKED)
    assert refusal.value.code == "IllegalMove"
    assert doors.ends() == {Door.LOCKED}


def test_the_business_day_is_the_one_in_istanbul() -> None:
    late = Actor(audience=Audience.DESK, now=datetime(2026, 3, 2, 22, 30, tzinfo=UTC))
    assert late.today == date(2026, 3, 3)


def test_a_clock_without_time_zone_is_no_clock() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Actor(audience=Audience.DESK, now=datetime(2026, 3, 2))  # noqa: DTZ001


def test_the_system_may_everything_and_others_what_they_hold() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert system(now).may("any.thing")
    held = Actor(audience=Audience.DESK, now=now, permissions=frozenset({"demand.triage"}))
    assert (held.may("demand.triage"), held.may("demand.sell")) == (True, False)


def test_a_refusal_has_a_stable_code_a_sentence_and_a_field() -> None:
    refusal = Refusal("Choose a day.", field="day")
    assert (refusal.code, refusal.message, refusal.field) == ("Refusal", "Choose a day.", "day")
