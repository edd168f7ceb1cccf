"""What is left for the end of a command is done once, in its transaction, when everything else has happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from muhatap.kernel import commands
from muhatap.kernel.actors import Actor, Permission, system
from muhatap.kernel.commands import at_the_end, command, each_at_the_end
from muhatap.kernel.errors import InvalidInput

pytestmark = pytest.mark.django_db
HOUSE = system(datetime(2026, 3, 2, 9, tzinfo=UTC))


class Lamps(Permission):
    """A permission of these tests."""

    LIGHT = "lamps.light"


@dataclass
class Told:
    """What happened, in order."""

    words: list[str] = field(default_factory=list)

    def all_of(self, items: list[str]) -> None:
        """Note what came together."""
        self.words.append("+".join(items))


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    monkeypatch.setattr(commands, "COMMANDS", dict(commands.COMMANDS))
    yield Told()


def test_it_is_done_once_after_everything_else(told: Told) -> None:
    @command(Lamps.LIGHT)
    def light(actor: Actor) -> None:
        for gate in ("north", "south", "north"):
            at_the_end("gates", gate, told.all_of)
        told.words.append("lit")

    light(HOUSE)
    assert told.words == ["lit", "north+south"]


def test_each_is_looked_at_once_by_itself(told: Told) -> None:
    @command(Lamps.LIGHT)
    def light(actor: Actor) -> None:
        for gate in ("north", "south", "north"):
            each_at_the_end("gates", gate, told.words.append)
        told.words.append("lit")

    light(HOUSE)
    assert told.words == ["lit", "north", "south"]


def test_an_inner_command_leaves_it_to_the_outer_one(told: Told) -> None:
    @command(Lamps.LIGHT)
    def inner(actor: Actor) -> None:
        at_the_end("gates", "north", told.all_of)
        told.words.append("inner")

    @command(Lamps.LIGHT)
    def outer(actor: Actor) -> None:
        inner(actor)
        inner(actor)
        told.words.append("outer")

    outer(HOUSE)
    assert told.words == ["inner", "inner", "outer", "north"]


def test_what_is_left_at_the_end_may_leave_something_itself(told: Told) -> None:
    @command(Lamps.LIGHT)
    def light(actor: Actor) -> None:
        at_the_end("first", "north", lambda items: at_the_end("second", items[0], told.all_of))

    light(HOUSE)
    assert told.words == ["north"]


def test_a_refused_inner_command_leaves_nothing(told: Told) -> None:
    @command(Lamps.LIGHT)
    def refused(actor: Actor) -> None:
        at_the_end("gates", "north", told.all_of)
        raise InvalidInput("no")

    @command(Lamps.LIGHT)
    def outer(actor: Actor) -> None:
        with pytest.raises(InvalidInput):
            refused(actor)

    outer(HOUSE)
    assert told.words == []


def test_outside_of_a_command_it_is_done_at_once(told: Told) -> None:
    at_the_end("gates", "north", told.all_of)
    assert told.words == ["north"]
