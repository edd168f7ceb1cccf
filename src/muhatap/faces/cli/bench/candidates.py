"""How fast the members of a large network are judged for one promise, with every reason for and against each."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from muhatap.faces.cli.bench.telling import progress
from muhatap.faces.cli.scratch import scratch_database
from muhatap.kernel.settling import settle

STATEMENTS = Path(__file__).with_name("network.sql")
MEMBERS, PROMISES, RUNS = 20_000, 1_000, 40
START = date(2026, 1, 1)
NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
FIRST_PROMISE = 1_000_000
TABLES = (
    *("parties_party", "parties_location", "agreements_agreement", "contracts_customercontract", "contracts_promise"),
    *("network_member", "network_membershipagreement", "network_document", "network_standing", "network_coverage"),
    *("network_ratecard", "network_commitment", "kernel_storedfile"),
)


def candidates(members: int = MEMBERS) -> dict[str, Any]:
    """Judge and rank the members of an invented network for single promises; the 95th of a hundred in milliseconds."""
    with scratch_database():
        _make(members)
        _judge(0)  # loads what a face has loaded before anybody comes
        settle()
        judged = [_judge(number) for number in _spread()]
    spans = sorted(span for span, _count in judged[1:])
    return {
        "candidates_ms_p95": round(1000 * spans[int(len(spans) * 0.95)], 2),
        "candidates_ms_p50": round(1000 * spans[len(spans) // 2], 2),
        "candidates_network": members,
        "candidates_judged": max(count for _span, count in judged),
    }


def _spread() -> list[int]:
    """Promises all over the book; the first one warms up."""
    return [(n * 397) % PROMISES for n in range(RUNS + 1)]


def _make(members: int) -> None:
    from django.db import connection, transaction

    progress(f"a network of {members} members is made")
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in STATEMENTS.read_text(encoding="utf-8").split(";\n"):
            cursor.execute(statement, {"members": members, "start": START})
    with connection.cursor() as cursor:  # deferred keys are checked with the commit before
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")


def _judge(number: int) -> tuple[float, int]:
    """Seconds and members judged for one promise, as a round does it."""
    from muhatap.kernel.actors import system
    from muhatap.sourcing import reads

    began = time.perf_counter()
    found = reads.judged(system(NOW), promise_id=FIRST_PROMISE + number)
    return time.perf_counter() - began, len(found)
