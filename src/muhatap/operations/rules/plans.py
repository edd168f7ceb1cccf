"""What a start and a job consist of, as the product's own lists say."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parents[2] / "data"
ANY = "any"


@dataclass(frozen=True, slots=True)
class TaskPattern:
    """A task of every start of some classes of service (none: of all)."""

    key: str
    side: str
    days_before: int
    required: bool
    title_tr: str
    title_en: str
    categories: frozenset[str]

    def due_on(self, go_live_on: date) -> date:
        """The day the task is due for a start on a day."""
        return go_live_on - timedelta(days=self.days_before)


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a checklist."""

    key: str
    tr: str
    en: str

    def said(self, language: str) -> str:
        """The point in a language."""
        return self.tr if language.startswith("tr") else self.en


@dataclass(frozen=True, slots=True)
class Checklist:
    """What is ticked off at a job, and how many photos it needs."""

    points: tuple[Point, ...]
    photos: int


def _read(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _tasks() -> tuple[TaskPattern, ...]:
    return tuple(
        TaskPattern(
            row["key"],
            row["side"],
            row["days_before"],
            row["required"],
            row["tr"],
            row["en"],
            frozenset(row.get("categories", ())),
        )
        for row in _read("start_tasks.yaml")
    )


def start_tasks(categories: Collection[str]) -> list[TaskPattern]:
    """The tasks of a start with services of these classes, the earliest first."""
    wanted = [task for task in _tasks() if not task.categories or task.categories & set(categories)]
    return sorted(wanted, key=lambda task: -task.days_before)


@lru_cache(maxsize=1)
def _checklists() -> dict[str, Checklist]:
    return {
        category: Checklist(
            tuple(Point(point["key"], point["tr"], point["en"]) for point in row["points"]), row["photos"]
        )
        for category, row in _read("checklists.yaml").items()
    }


def checklist(category: str) -> Checklist:
    """The checklist of a class of service."""
    lists = _checklists()
    return lists.get(category, lists[ANY])
