"""Tables point down the house, stand behind the wall, and are guarded by their lifecycles."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from muhatap.kernel.wall import PORTALS, Class, Wall
from tests.architecture.tree import LAYERS

OURS = [
    model for model in apps.get_models() if model._meta.app_label in LAYERS and not hasattr(model, "pgh_tracked_model")
]


def test_foreign_keys_point_to_earlier_packages() -> None:
    order = {layer: place for place, layer in enumerate(LAYERS)}
    offenders = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in OURS
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and order.get(field.related_model._meta.app_label, -1) > order[model._meta.app_label]
    ]
    assert offenders == []


def test_every_model_declares_its_side_of_the_wall() -> None:
    assert [model._meta.label for model in OURS if not isinstance(getattr(model, "wall", None), Wall)] == []


def test_scoped_tables_have_an_index_that_begins_with_their_scope() -> None:
    offenders = []
    for model in OURS:
        wall: Wall = model.wall  # type: ignore[attr-defined]
        if wall.kind is not Class.SCOPED:
            continue
        firsts = {index.fields[0].lstrip("-") for index in model._meta.indexes if index.fields}
        firsts |= {c.fields[0] for c in model._meta.constraints if isinstance(c, models.UniqueConstraint) and c.fields}
        firsts |= {f.name for f in model._meta.concrete_fields if f.db_index or f.unique or f.primary_key}
        for side in PORTALS:
            door = wall.doors.get(side)
            column = door.where.split(" = ", 1)[0] if door is not None else ""
            if column.endswith("_id") and column.isidentifier() and not ({column, column.removesuffix("_id")} & firsts):
                offenders.append(f"{model._meta.label}.{column}")
    assert offenders == []


def test_no_model_orders_itself_or_saves_its_own_way() -> None:
    assert [m._meta.label for m in OURS if m._meta.ordering] == []
    assert [m._meta.label for m in OURS if "save" in vars(m) or "delete" in vars(m)] == []


@pytest.mark.parametrize("word", ["price", "cost", "margin"])
def test_shared_tables_carry_no_price(word: str) -> None:
    """A table both portals can read has no column that names a price."""
    offenders = [
        f"{model._meta.label}.{field.name}"
        for model in OURS
        if model.wall.kind is Class.SCOPED  # type: ignore[attr-defined]
        and sum(1 for door in model.wall.doors.values() if door.select) > 1  # type: ignore[attr-defined]
        for field in model._meta.concrete_fields
        if word in field.name
    ]
    assert offenders == []
