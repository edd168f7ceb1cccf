"""The ten templates that come with the product, and a validator that names every breach."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from muhatap.data import FOLDER
from muhatap.quality import loading
from muhatap.quality.models import Template
from muhatap.quality.rules import content
from muhatap.quality.rules.template import problems

FILES = sorted((FOLDER / "audit_templates").glob("*.yaml"))


def cleaning() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((FOLDER / "audit_templates" / "cleaning.yaml").read_text(encoding="utf-8"))
    return copy.deepcopy(data)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_template_keeps_the_schema(path: Any) -> None:
    assert problems(yaml.safe_load(path.read_text(encoding="utf-8"))) == []


def test_ten_templates_with_232_items_are_loaded(db: None) -> None:
    rows = list(Template.objects.all())
    assert len(rows) == 10
    assert sum(len(content.read(row.content).items()) for row in rows) == 232
    assert sorted({row.category for row in rows}) == [
        "", "catering", "cleaning", "landscaping", "pest_control", "security", "technical", "transport",
    ]  # fmt: skip


def test_a_published_version_never_changes(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    data = cleaning()
    data["scoring"]["pass_mark"] = 50
    (tmp_path / "cleaning.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    monkeypatch.setattr(loading, "FOLDER", tmp_path)
    with pytest.raises(loading.TemplateWrong, match="version 1 is published"):
        loading._write(("cleaning.yaml",))
    assert Template.objects.get(key="cleaning_service").content["scoring"]["pass_mark"] == 85


def _break(change: Any) -> list[str]:
    data = cleaning()
    change(data)
    return problems(data)


def _set(path: str, value: Any) -> Any:
    def change(data: Any) -> None:
        *way, last = path.split(".")
        for step in way:
            data = data[int(step)] if step.isdigit() else data[step]
        data[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("schema", "audit-template/2", "schema: must be audit-template/1"),
        ("version", 0, "version: must be a whole number from 1"),
        ("surprise", 1, "surprise: unknown key"),
        ("title", {"tr": "Yalnız Türkçe"}, "title: needs tr and en"),
        ("scoring.pass_mark", 101, "scoring.pass_mark: a percentage"),
        ("scoring.bands", [{"key": "A", "min": 90}], "scoring.bands: from the highest down to 0"),
        ("scoring.method", "points", "scoring.method: must be weighted_sections"),
        ("findings.create_on", ["maybe"], "findings.create_on: unknown maybe"),
        ("sections.0.weight", 21, "sections: weights must sum to 100"),
        ("sections.0.items.1.id", "A1", "item A1: id is used twice"),
        ("sections.0.items.0.weight", -1, "item A1: weight must not be negative"),
        ("sections.0.items.0.severity", "huge", "item A1: severity is one of minor, major, critical"),
        ("sections.0.items.0.show_if", {"field": "hdr.x", "equals": 1}, "item A1: show_if asks for something unknown"),
        ("sections.4.items.4.min_photos", 0, "item E5: needs min_photos"),
        ("sections.4.items.5.weight", 2, "item E6: text cannot have a weight"),
        ("sections.1.items.4.limits", {"min": 9, "max": 1, "unit": "x"}, "item B5: limits are turned round"),
    ],
)
def test_every_breach_is_named(path: str, value: Any, problem: str) -> None:
    assert _break(_set(path, value)) == [problem]
