"""The source tree as the architecture tests read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "muhatap"
LAYERS = (
    "kernel", "parties", "accounts", "catalogue", "demand", "agreements", "contracts", "network", "sourcing", "backing",
    "operations", "quality", "ledger", "billing",
)  # fmt: skip


@cache
def parsed(path: Path) -> ast.Module:
    """A file as a syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def sources(*, packages: tuple[str, ...] = ()) -> Iterator[Path]:
    """Every Python file that we wrote, without migrations."""
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE).parts
        if "migrations" not in place and (not packages or place[0] in packages):
            yield path


def kind(path: Path) -> str:
    """Which file of a package it is: commands, reads, models … (a folder counts as the file of its name)."""
    return path.relative_to(SOURCE).parts[1:2][0].removesuffix(".py") if len(path.relative_to(SOURCE).parts) > 1 else ""


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Functions of a file that others may call."""
    for node in parsed(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def name(path: Path) -> str:
    """The path as it stands in messages."""
    return str(path.relative_to(ROOT))
