"""Load the clause library that comes with the product; a clause in use is never changed, it gets a new version."""

from __future__ import annotations

from typing import Any

import yaml

from muhatap.agreements.models import Clause
from muhatap.data import FOLDER
from muhatap.kernel.datasets import load, upsert

FILES = tuple(f"clauses/{name}.yaml" for name in ("foundations", "delivery", "money", "protection", "closing"))


def load_all() -> None:
    """Load the clauses when their content changed."""
    load("clauses", FILES, _clauses)


def library() -> list[dict[str, Any]]:
    """Every clause as it is written in the data."""
    found: list[dict[str, Any]] = []
    for name in FILES:
        found += yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return found


def _clauses() -> int:
    rows = (
        {
            "key": entry["key"],
            "version": entry["version"],
            "position": entry["position"],
            "title_tr": entry["title_tr"],
            "title_en": entry["title_en"],
            "text_tr": entry["text_tr"],
            "text_en": entry["text_en"],
            "kinds": entry["kinds"],
            "required": entry.get("required", False),
            "flow_down": entry["flow_down"],
            "law": entry.get("law", ""),
        }
        for entry in library()
    )
    return upsert(Clause, rows, key=("key", "version"))
