"""The demo is loaded on any day: holidays and the end of a year do not stop it."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from muhatap.faces.cli.demo import figures, selling
from muhatap.faces.cli.demo.agenda import Agenda
from muhatap.faces.cli.stages.world import World
from muhatap.kernel.actors import ISTANBUL
from muhatap.kernel.models import Parameter


def at(day: date, hour: int = 8) -> World:
    return World(now=datetime(day.year, day.month, day.day, hour, 30, tzinfo=ISTANBUL))


def over_on(day: date) -> list[str]:
    """Figures whose last value is over on a day."""
    last = {row.key: row for row in Parameter.objects.order_by("valid_from")}
    return sorted(key for key, row in last.items() if row.valid_until is not None and row.valid_until <= day)


@pytest.mark.django_db
def test_figures_of_a_year_go_on_in_the_next() -> None:
    new_year = date(2027, 1, 1)
    before = Parameter.objects.count()
    ended = over_on(new_year)
    assert "vat_withholding_limit" in ended
    figures.enter_missing(at(new_year))
    assert over_on(new_year) == []
    assert Parameter.objects.count() == before + len(ended)
    entered = Parameter.objects.get(key="vat_withholding_limit", valid_from=new_year)
    assert (entered.value, entered.valid_until, entered.source) == ("12000", None, figures.REASON)
    figures.enter_missing(at(new_year, 9))
    assert Parameter.objects.count() == before + len(ended)


def test_the_new_year_is_looked_at_on_its_first_day() -> None:
    agenda, looked = Agenda(), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "enter_missing", lambda world: looked.append(world.now.date()))
        figures.plan(agenda, date(2026, 5, 11), date(2028, 1, 1))
        agenda.play(at(date(2026, 5, 11), 0), datetime(2028, 1, 2, tzinfo=ISTANBUL))
    assert looked == [date(2026, 5, 11), date(2027, 1, 1), date(2028, 1, 1)]


@pytest.mark.parametrize(
    ("asked", "planned"),
    [
        (date(2026, 10, 26), date(2026, 10, 30)),
        (date(2026, 10, 28), date(2026, 11, 2)),
        (date(2026, 3, 2), date(2026, 3, 4)),
    ],
)
@pytest.mark.django_db
def test_a_visit_is_planned_for_a_whole_working_day(asked: date, planned: date) -> None:
    """28 October is half a holiday, 29 October a whole one."""
    said: list[date] = []
    world = at(asked)
    world.ids["request", "x"] = 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(World, "desk", lambda self, role=None: self.house)
        patch.setattr(
            selling.commands,
            "plan_visit",
            lambda desk, *, planned_at, **values: said.append(planned_at.date()) or SimpleNamespace(pk=7),
        )
        selling.plan_visit(world, SimpleNamespace(key="x", short_name="X"), 0)  # type: ignore[arg-type]
    assert (said, world.ids["visit", "x"]) == ([planned], 7)
