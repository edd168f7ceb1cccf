"""A demonstration's clock: ahead of the machine's, or stopped; taken forward, never back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from muhatap.kernel import clock, jobs, tasks
from muhatap.kernel.actors import Actor
from muhatap.kernel.models import OutboxMessage

pytestmark = pytest.mark.django_db
REAL = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def file(settings: Any, tmp_path: Path) -> Path:
    """The clock file of a demonstration; it does not exist yet."""
    settings.CLOCK_FILE = str(tmp_path / "clock")
    return tmp_path / "clock"


def test_without_a_file_the_machines_clock_holds(file: Path) -> None:
    assert clock.moved(REAL) == REAL
    assert not clock.stopped()


def test_a_demonstration_runs_ahead_by_what_its_file_says(file: Path) -> None:
    file.write_text("+3600\n")
    assert clock.moved(REAL) == REAL + timedelta(hours=1)
    assert not clock.stopped()


def test_a_stopped_clock_stands_where_it_was_stopped_and_nothing_falls_due_by_itself(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("2026-03-02T09:00:00+03:00")
    assert clock.moved(REAL) == datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
    nights: list[datetime] = []
    monkeypatch.setattr(tasks, "run_night", nights.append)
    tasks.night.func(int(REAL.timestamp()))
    file.write_text("+86400")
    tasks.night.func(int(REAL.timestamp()))
    assert nights == [REAL + timedelta(days=1)]


def test_travelling_moves_the_clock_and_leaves_the_night_to_the_worker(
    file: Path, desk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = desk.now + timedelta(days=3)
    clock.travel(desk, to=to, real=desk.now)
    assert clock.moved(REAL) == REAL + timedelta(days=3)
    assert OutboxMessage.objects.get(kind="night").payload == {"at": to.isoformat()}
    nights: list[datetime] = []
    monkeypatch.setattr(tasks, "run_night", nights.append)
    jobs.run_all()
    assert nights == [to]


@pytest.mark.parametrize("away", [timedelta(0), timedelta(hours=-1), timedelta(days=31, seconds=1)])
def test_nobody_goes_back_or_farther_than_a_month(file: Path, desk: Actor, away: timedelta) -> None:
    with pytest.raises(clock.CannotTravel):
        clock.travel(desk, to=desk.now + away, real=desk.now)
    assert not file.exists()
    assert not OutboxMessage.objects.filter(kind="night").exists()


def test_outside_a_demonstration_nobody_travels(desk: Actor, settings: Any) -> None:
    settings.CLOCK_FILE = ""
    with pytest.raises(clock.CannotTravel):
        clock.travel(desk, to=desk.now + timedelta(days=1), real=desk.now)
    assert not OutboxMessage.objects.filter(kind="night").exists()
