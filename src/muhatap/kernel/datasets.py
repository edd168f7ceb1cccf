"""Versions of reference data: load a set when its content changed, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models, transaction

from muhatap.data import version_of
from muhatap.kernel.models import DataSet


def load(name: str, files: tuple[str, ...], write: Callable[[], int]) -> bool:
    """Run `write` (which returns the number of rows) when the files' content is not the loaded one; in one transaction."""
    version = version_of(*files)
    if DataSet.objects.filter(name=name, version=version).exists():
        return False
    with transaction.atomic():
        rows = write()
        DataSet.objects.update_or_create(name=name, defaults={"version": version, "rows": rows})
    return True


def upsert(model: type[models.Model], rows: Iterable[dict[str, Any]], *, key: tuple[str, ...]) -> int:
    """Insert or update rows by their key; rows that are no longer in the data stay, others may point at them."""
    objects = [model(**row) for row in rows]
    if not objects:
        return 0
    columns = [name for name in _names(objects[0]) if name not in key]
    model._default_manager.bulk_create(
        objects,
        update_conflicts=bool(columns),
        ignore_conflicts=not columns,
        unique_fields=list(key) if columns else None,
        update_fields=columns or None,
    )
    return len(objects)


def _names(row: models.Model) -> list[str]:
    return [field.name for field in row._meta.concrete_fields if not field.primary_key or field.name != "id"]
