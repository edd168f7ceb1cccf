"""Statements so long that planning them costs more than running them: planned once per connection, then run by name."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

_KNOWN: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
_LOCK = Lock()


def run_planned(cursor: Any, name: str, statement: str, types: Mapping[str, str], values: Mapping[str, Any]) -> None:
    """Run a statement with `%(value)s` in it under a name that stands for this text alone; answers lie in the cursor.

    `types`: the database's type of each value (`{"promises": "bigint[]"}`).
    """
    if _is_new(name):
        numbered = statement % {key: f"${place}" for place, key in enumerate(types, start=1)}
        cursor.execute(f"PREPARE {name} ({', '.join(types.values())}) AS {numbered}")
        with _LOCK:
            _KNOWN[connection.connection].add(name)
    cursor.execute(f"EXECUTE {name} ({', '.join(['%s'] * len(types))})", [values[key] for key in types])


def _is_new(name: str) -> bool:
    """Whether this connection does not know the statement yet. What was prepared outlives a transaction undone."""
    with _LOCK:
        return name not in _KNOWN.setdefault(connection.connection, set())
