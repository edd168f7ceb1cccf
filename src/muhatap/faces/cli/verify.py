"""`./muhatap verify [--json]`: ask the database for every row that breaks an invariant; none may."""

from __future__ import annotations

import json
from collections.abc import Sequence

from muhatap.faces.cli.refusals import CannotRun


def main(words: Sequence[str]) -> int:
    """Check every invariant of the data; 1 when one is broken. Raises: CannotRun."""
    if set(words) - {"--json"}:
        raise CannotRun(f"verify takes no {' '.join(words)!r}; only --json.")
    import django

    django.setup()
    from muhatap.kernel import invariants

    found = [
        {
            "code": one.invariant.code,
            "says": one.invariant.says,
            "breaches": one.breaches,
            "rows": [[str(value) for value in row] for row in one.rows],
            "seconds": round(one.seconds, 3),
        }
        for one in invariants.check()
    ]
    broken = sum(1 for one in found if one["breaches"])
    if "--json" in words:
        print(json.dumps({"checked": len(found), "broken": broken, "invariants": found}, ensure_ascii=False, indent=2))
    else:
        _print(found, broken)
    return 1 if broken else 0


def _print(found: list[dict[str, object]], broken: int) -> None:
    for one in found:
        mark = f"BROKEN {one['breaches']}" if one["breaches"] else "ok"
        print(f"{one['code']:<8} {mark:<10} {one['says']}")
        for row in one["rows"]:  # type: ignore[attr-defined]
            print(f"{'':<19} {', '.join(row)}")
    print(f"{len(found)} invariants checked, {broken} broken.")
