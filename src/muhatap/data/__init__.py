"""Reference data that comes with the product; see README.md for sources and licences."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

FOLDER = Path(__file__).parent


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of this folder."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(io.StringIO(text))]


def version_of(*names: str) -> str:
    """The version of files of this folder: the hash of their content."""
    digest = hashlib.sha256()
    for name in names:
        digest.update((FOLDER / name).read_bytes())
    return digest.hexdigest()
