"""Links between tables behind the wall: a row of one party can never point to a row of another (INV-39).

A simple foreign key lets A's row refer to B's, because foreign keys look behind row level security. Where both ends
carry the same scope column, the link is made of scope and id together.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from django.apps import apps
from django.db import models

from muhatap.kernel.models import StoredFile
from muhatap.kernel.wall import Class, Wall

SCOPES = ("customer_id", "member_id", "party_id")
# A file's party is who put it there; who else may read it stands in its audiences.
SHARED = (StoredFile,)


def links(tables: set[str]) -> Iterator[tuple[str, str, str, str, str]]:
    """Every link to be guarded: (table, scope column, foreign key column, target table, target's key column)."""
    for model in apps.get_models():
        if not _scoped(model) or model._meta.db_table not in tables:
            continue
        columns = {field.column for field in model._meta.concrete_fields}
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.ForeignKey) or field.column in SCOPES:
                continue
            target = field.related_model
            if isinstance(target, str) or not _scoped(target) or target in SHARED:
                continue
            theirs = {other.column for other in target._meta.concrete_fields}
            for scope in SCOPES:
                key = str(target._meta.pk.column)
                if scope in columns and scope in theirs and key != scope:
                    yield model._meta.db_table, scope, field.column, target._meta.db_table, key


def _scoped(model: type[models.Model]) -> bool:
    wall = getattr(model, "wall", None)
    return isinstance(wall, Wall) and wall.kind is Class.SCOPED and not hasattr(model, "pgh_tracked_model")


def statements(tables: set[str], there: set[str]) -> list[str]:
    """What is to be added so that every link is guarded; `there` are the constraints and indexes that exist."""
    lines = []
    for table, scope, column, target, key in links(tables):
        pair = _name("scope", target, scope)
        if pair not in there:
            there.add(pair)
            lines.append(f'CREATE UNIQUE INDEX "{pair}" ON "{target}" ("{scope}", "{key}")')
        link = _name("link", table, scope, column)
        if link not in there:
            there.add(link)
            lines.append(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{link}" FOREIGN KEY ("{scope}", "{column}")'
                f' REFERENCES "{target}" ("{scope}", "{key}") DEFERRABLE INITIALLY DEFERRED'
            )
    return lines


def _name(*parts: str) -> str:
    digest = sha256("/".join(parts).encode()).hexdigest()[:12]
    return f"{parts[0]}_{parts[1][:34]}_{digest}"
