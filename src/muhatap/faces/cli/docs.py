"""`./muhatap docs`: what the code says about itself, as documents under docs/generated; `--check` compares."""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from muhatap.faces.cli.environment import ROOT
from muhatap.faces.cli.refusals import CannotRun

FOLDER = ROOT / "docs" / "generated"
MADE = "<!-- Written by `./muhatap docs`. Do not edit; the gate compares it with the code. -->\n\n"


def main(words: Sequence[str]) -> int:
    """Write the documents, or compare them (`--check`); 0 when they say what the code says. Raises: CannotRun."""
    if list(words) not in ([], ["--check"]):
        raise CannotRun("docs takes nothing but --check.")
    if words:
        stale = check()
        for name in stale:
            print(f"docs/generated/{name} is not what the code says; run ./muhatap docs.", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/generated/{name}")
    return 0


def _start() -> None:
    """Load the product as its owner: nothing here touches a database."""
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muhatap.project.settings")
        os.environ.setdefault("MUHATAP_FACE", "owner")
        django.setup()
    from importlib import import_module
    from importlib.util import find_spec

    # A package that nothing has imported yet has facts all the same.
    for package in _order():
        if find_spec(f"muhatap.{package}.events"):
            import_module(f"muhatap.{package}.events")


def check() -> list[str]:
    """The names of documents that are missing or say something else than the code."""
    return [
        name
        for name, text in documents().items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]


def documents() -> dict[str, str]:
    """Every generated document by its name."""
    from django.utils import translation

    _start()
    with translation.override("en"):
        return {
            "permissions.md": MADE + permissions(),
            "lifecycles.md": MADE + lifecycles(),
            "events.md": MADE + events(),
            "er.md": MADE + relations(),
        }


def permissions() -> str:
    """Which role may do what: a table per package."""
    from muhatap import roles

    by_package: dict[str, list[str]] = defaultdict(list)
    for name in sorted(roles.every_permission()):
        by_package[name.partition(".")[0]].append(name)
    heads = [str(role.label) for role in roles.TABLE]
    lines = [
        "# Permissions and roles",
        "",
        "The table is `src/muhatap/roles.py`; pages and commands ask for these names.",
        "",
    ]
    for package in ("face", *roles.PACKAGES):
        if package not in by_package:
            continue
        lines += [f"## {package}", "", f"| permission | {' | '.join(heads)} |", f"|---|{'---|' * len(heads)}"]
        for name in by_package[package]:
            marks = ["●" if name in roles.permissions_of(role) else "" for role in roles.TABLE]
            lines.append(f"| `{name}` | {' | '.join(marks)} |")
        lines.append("")
    lines += ["## Without a login", "", "| face | may |", "|---|---|"]
    lines += [
        f"| {side.value} | {', '.join(f'`{name}`' for name in sorted(held))} |" for side, held in roles.ANYBODY.items()
    ]
    return "\n".join(lines) + "\n"


def lifecycles() -> str:
    """Every lifecycle as a state diagram."""
    from muhatap.kernel.lifecycle import LIFECYCLES

    lines = ["# Lifecycles", "", "A move that is not drawn here is refused by the command and by the database.", ""]
    for label, lifecycle in sorted(LIFECYCLES.items()):
        if label.partition(".")[0] not in _order():
            continue
        lines += [f"## {label} (`{lifecycle.column}`)", "", "```mermaid", "stateDiagram-v2"]
        states = sorted(lifecycle.moves, key=lambda state: state.value)
        reached = {to for targets in lifecycle.moves.values() for to in targets}
        lines += [f'    state "{state.label}" as {state.value}' for state in states]
        lines += [f"    [*] --> {state.value}" for state in states if state not in reached]
        for state in states:
            lines += [
                f"    {state.value} --> {to.value}" for to in sorted(lifecycle.moves[state], key=lambda to: to.value)
            ]
        lines += [f"    {state.value} --> [*]" for state in states if not lifecycle.moves[state]]
        lines += ["```", ""]
    return "\n".join(lines)


def events() -> str:
    """Every fact, what it carries, and who answers it."""
    from dataclasses import fields

    from muhatap.kernel.events import all_facts, reactions

    answers = reactions()
    by_package: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for name, fact in sorted(all_facts().items()):
        if fact.__module__.startswith("muhatap."):
            by_package[name.partition(".")[0]].append((name, fact))
    lines = ["# Facts", "", "What packages announce, what a fact carries, and which packages answer it.", ""]
    for package in (name for name in _order() if name in by_package):
        lines += [f"## {package}", "", "| fact | means | carries | answered by |", "|---|---|---|---|"]
        for name, fact in by_package[package]:
            means = (fact.__doc__ or "").strip().splitlines()[0].replace("|", "\\|")
            carries = ", ".join(f"`{field.name}`" for field in fields(fact))
            who = sorted(f"{one.__module__.removeprefix('muhatap.')}.{one.__name__}" for one in answers.get(fact, ()))
            lines.append(f"| `{name}` | {means} | {carries} | {', '.join(f'`{one}`' for one in who) or '—'} |")
        lines.append("")
    return "\n".join(lines)


def relations() -> str:
    """The tables of every package and what they point to."""
    from django.apps import apps

    lines = ["# Tables", "", "One diagram per package; tables of other packages stand without their columns.", ""]
    for package in ("kernel", *_order()):
        try:
            models = [one for one in apps.get_app_config(package).get_models() if not hasattr(one, "pgh_tracked_model")]
        except LookupError:
            continue
        lines += [f"## {package}", "", "```mermaid", "erDiagram"]
        for model in sorted(models, key=lambda one: one._meta.label):
            lines += _table(model)
        lines += ["```", ""]
    return "\n".join(lines)


def _table(model: Any) -> list[str]:
    """One table: its columns, and a line to each table it points to."""
    from django.db import models

    own = model._meta
    lines = [f"    {own.object_name} {{"]
    links = []
    for field in own.concrete_fields:
        kind = type(field).__name__.removesuffix("Field") or "Field"
        mark = " PK" if field.primary_key else " FK" if isinstance(field, models.ForeignKey) else ""
        lines.append(f"        {kind} {field.column}{mark}")
        if isinstance(field, models.ForeignKey):
            there = field.related_model._meta
            name = there.object_name if there.app_label == own.app_label else f'"{there.app_label}.{there.object_name}"'
            many = "||" if isinstance(field, models.OneToOneField) else "o{"
            one = "|o" if field.null else "||"
            links.append(f"    {own.object_name} {many.replace('o{', '}o')}--{one} {name} : {field.name}")
    return [*lines, "    }", *links]


def _order() -> tuple[str, ...]:
    """The packages in the order of the house."""
    from muhatap.roles import PACKAGES

    return PACKAGES


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
