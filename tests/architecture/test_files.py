"""The house keeps its rules: where writing happens, who comes first, how large things get."""

from __future__ import annotations

import ast
import json
from pathlib import Path

from tests.architecture.tree import LAYERS, ROOT, kind, name, parsed, public_functions, sources

WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
MAY_WRITE = {"commands", "sets", "loading"}
DOMAIN = tuple(layer for layer in LAYERS if layer != "kernel")
MOST_LINES, MOST_FUNCTION_LINES = 400, 40
# What is longer than the rule stands here with its size; the list may only shrink.
# Asked before it is known who acts, or shared pieces of several reads that say so in their place.
BEFORE_THE_ACTOR = {
    "seat_of", "tone_of", "place_of", "service_documents", "kind_words", "reason_words",
    "condition_book", "condition_codes", "verdict_words", "tier_choices", "terms_of", "full",
    "rejection_choices", "rejection_words",
}  # fmt: skip
# Objects whose `save` writes no row: a workbook, a picture.
NOT_ROWS = {"book", "image", "upright", "picture"}
EXCEPTIONS = json.loads((Path(__file__).parent / "sizes.json").read_text())


def written(path: Path) -> list[str]:
    """Calls that write rows: `.save()`, `.objects….create()`, cursors that change."""
    found = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            chain = ast.unparse(node.func.value)
            manager = ".objects" in chain or "_default_manager" in chain or "_base_manager" in chain
            if (node.func.attr == "save" and chain not in NOT_ROWS and "Image." not in chain) or manager:
                found.append(f"{name(path)}:{node.lineno} {node.func.attr}")
    return found


def test_only_commands_and_sets_write() -> None:
    offenders = []
    for path in sources(packages=(*DOMAIN, "faces", "documents")):
        place = kind(path)
        if path.parts[-2] != "accounts" and place not in MAY_WRITE:
            offenders += written(path)
    assert [line for line in offenders if "accounts/attempts" not in line] == []


def offered(path: Path) -> set[str] | None:
    """What a folder offers to others: the names its `__init__` takes in; None for a single file, which offers all."""
    folder = path.parent
    if folder.name not in {"commands", "reads"}:
        return None
    tree = parsed(folder / "__init__.py")
    return {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}


def test_the_actor_comes_first() -> None:
    offenders = []
    for path in sources(packages=DOMAIN):
        if kind(path) not in {"commands", "reads"}:
            continue
        names = offered(path)
        for function in public_functions(path):
            is_command = any("command(" in ast.unparse(decorator) for decorator in function.decorator_list)
            wanted = is_command if kind(path) == "commands" else names is None or function.name in names
            first = (function.args.posonlyargs + function.args.args)[:1]
            if wanted and (not first or first[0].arg != "actor"):
                offenders.append(f"{name(path)}:{function.lineno} {function.name}")
    assert [line for line in offenders if line.split()[-1] not in BEFORE_THE_ACTOR] == []


def test_every_public_command_and_read_says_what_it_does() -> None:
    offenders = [
        f"{name(path)}:{function.lineno} {function.name}"
        for path in sources()
        if kind(path) in {"commands", "reads"} or path.parent.name == "kernel"
        for function in public_functions(path)
        if not ast.get_docstring(function)
    ]
    assert offenders == []


def test_files_and_functions_stay_small() -> None:
    large = {}
    for path in sources():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MOST_LINES:
            large[name(path)] = lines
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno is not None:
                length = node.end_lineno - node.lineno + 1
                if length > MOST_FUNCTION_LINES:
                    large[f"{name(path)}:{node.name}"] = length
    assert large == EXCEPTIONS


def test_nobody_reads_the_clock_below_the_faces() -> None:
    clocks = {"datetime.now", "datetime.utcnow", "date.today", "timezone.now", "time.time"}
    offenders = [
        f"{name(path)}:{node.lineno}"
        for path in sources(packages=LAYERS)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in clocks
    ]
    assert offenders == []


def test_nothing_evaluates_text_as_code() -> None:
    offenders = [
        f"{name(path)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"eval", "exec", "pickle.loads", "mark_safe"}
    ]
    assert offenders == []


def test_faces_never_import_models() -> None:
    offenders = []
    for path in sources(packages=("faces",)):
        for node in ast.walk(parsed(path)):
            modules = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            offenders += [
                f"{name(path)}:{node.lineno} {m}" for m in modules if m.startswith("muhatap.") and ".models" in m
            ]
    assert offenders == []


def test_rules_know_no_tables() -> None:
    offenders = []
    for path in sources(packages=DOMAIN):
        if kind(path) == "rules":
            text = path.read_text(encoding="utf-8")
            if ".models import" in text or ".objects" in text or "from django.db import connection" in text:
                offenders.append(name(path))
    assert offenders == []


def test_the_repository_names_no_machine_and_no_registry() -> None:
    words = (
        "/work/main",
        "/root/",
        "../shared/design",
        "pypi.org/simple",
        "registry.npmjs.org",
        "files.pythonhosted.org",
    )
    offenders = []
    for path in sorted(ROOT.rglob("*")):
        place = path.relative_to(ROOT).parts
        if (
            path.is_dir()
            or place[0] in {".git", ".venv", "var"}
            or path.suffix not in {".py", ".md", ".lock", ".sh", ".toml", ".yaml", ".in"}
        ):
            continue
        if path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        offenders += [f"{name(path)}: {word}" for word in words if word in text]
    assert offenders == []
