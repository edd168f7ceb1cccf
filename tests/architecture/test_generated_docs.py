"""The generated documents say what the code says."""

from __future__ import annotations

import pytest

from muhatap.faces.cli import docs
from muhatap.kernel.lifecycle import LIFECYCLES


def test_documents_are_what_the_code_says() -> None:
    assert docs.check() == []


def test_a_document_that_says_something_else_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    monkeypatch.setattr(docs, "FOLDER", folder)
    assert docs.check() == ["permissions.md", "lifecycles.md", "events.md", "er.md"]
    assert docs.main([]) == 0
    assert docs.check() == []
    (folder / "events.md").write_text("something else", encoding="utf-8")
    assert docs.main(["--check"]) == 1
    assert docs.check() == ["events.md"]


def test_every_lifecycle_is_drawn() -> None:
    drawn = docs.lifecycles()
    assert [label for label in LIFECYCLES if f"## {label} " not in drawn] == []
