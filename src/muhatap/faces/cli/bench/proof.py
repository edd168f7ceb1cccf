"""`bench proof`: how fast the whole book is proven, one contract, and what one lost backing opens."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from muhatap.faces.cli.bench.telling import peak_mb, progress, tell
from muhatap.faces.cli.refusals import CannotRun
from muhatap.faces.cli.scratch import scratch_database

STATEMENTS = Path(__file__).with_name("book.sql")
PROMISES_PER_CONTRACT, PROMISES_PER_MEMBER, LEAST_MEMBERS = 50, 1_000, 24
TABLES = (
    *("parties_party", "parties_location", "agreements_agreement", "contracts_customercontract", "contracts_project"),
    *("contracts_promise", "contracts_promiseprice", "backing_projectagreement", "backing_backing", "network_member"),
    *("network_membershipagreement", "network_document", "kernel_storedfile", "backing_backingprice"),
    *("network_coverage", "network_commitment", "network_standing"),
)
RUNS, SINGLE_RUNS = 3, 40
NOW = datetime(2026, 6, 15, 6, tzinfo=UTC)
START = date(2026, 1, 1)
FIRST_CONTRACT = 2_000_000


def main(words: Sequence[str]) -> int:
    """Make a book of N promises in a scratch database and measure the proof on it. Raises: CannotRun."""
    asked = argparse.ArgumentParser(prog="muhatap bench proof", description=main.__doc__)
    asked.add_argument("--promises", type=int, default=100_000)
    asked.add_argument("--json", action="store_true")
    told = asked.parse_args(words)
    if told.promises < PROMISES_PER_CONTRACT * 20:
        raise CannotRun(f"bench proof needs at least {PROMISES_PER_CONTRACT * 20} promises.")
    with scratch_database():
        tell(_measured(told.promises // PROMISES_PER_CONTRACT * PROMISES_PER_CONTRACT), postgresql=_version())
    return 0


def _version() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def _measured(promises: int) -> dict[str, Any]:
    contracts = promises // PROMISES_PER_CONTRACT
    # Six members work in each region.
    members = max(LEAST_MEMBERS, promises // PROMISES_PER_MEMBER) // 6 * 6
    _, made = _timed(lambda: _make(promises, contracts, members))
    progress(f"the book of {promises} promises was made in {made:.0f} s")
    first, opened = _timed(_prove)
    progress(f"proven for the first time in {opened:.1f} s: {first.moved} gaps opened")
    _as_the_server_does()
    whole = [_timed(_prove)[1] for _ in range(RUNS)]
    progress(f"proven again in {median(whole):.1f} s")
    contract = [_timed(partial(_one_contract, number))[1] for number in _spread(contracts)]
    lost = sorted(_lose_one(number, promises) for number in _spread(promises))
    return {
        "sizes": {"promises": promises, "contracts": contracts, "members": members},
        "runs": RUNS,
        "promises": promises,
        "backings": _backings(),
        "gaps": sum(first.gaps.values()),
        "whole_book_s": round(median(whole), 2),
        "first_book_s": round(opened, 2),
        "contract_ms_p50": round(1000 * median(contract), 2),
        "refresh_ms_p95": round(1000 * lost[int(len(lost) * 0.95)], 2),
        "board_ms_p95": round(1000 * _board(), 2),
        "peak_mb": peak_mb(),
    }


def _timed(doing: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    found = doing()
    return found, time.perf_counter() - began


def _spread(count: int) -> list[int]:
    """Numbers all over the book."""
    return [(n * 7_919) % count for n in range(SINGLE_RUNS)]


def _make(promises: int, contracts: int, members: int) -> None:
    from django.db import connection, transaction

    values: dict[str, Any] = {"promises": promises, "contracts": contracts, "members": members, "start": START}
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in STATEMENTS.read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                progress(statement.strip().splitlines()[-1][:60])
                cursor.execute(statement, values)
    with connection.cursor() as cursor:  # deferred keys are checked with the commit before
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")


def _as_the_server_does() -> None:
    """What autovacuum does by itself within minutes: look at the sizes of what was just written."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE backing_gap")
        cursor.execute("VACUUM ANALYZE backing_promisecover")


def _house() -> Any:
    from muhatap.kernel.actors import system

    return system(NOW)


def _prove() -> Any:
    from muhatap.backing import commands

    return commands.prove_book(_house())


def _one_contract(number: int) -> int:
    from muhatap.backing import reads

    house = _house()
    promise_ids = reads.promises_of(house, contract_id=FIRST_CONTRACT + number)
    window = _window()
    return len(reads.proof(house, promise_ids=promise_ids, period=window))


def _window() -> Any:
    """The next sixty days: what the backing calendar shows."""
    from muhatap.kernel.periods import Period

    return Period(NOW.date(), NOW.date() + timedelta(days=60))


def _lose_one(number: int, promises: int) -> float:
    """Delete one backing and refresh what it touched; returns the seconds from the deletion to the commit."""
    from django.db import connection, transaction

    from muhatap.backing import commands

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, promise_id FROM backing_backing WHERE role = 'primary' AND id >="
            " (SELECT min(id) + %s FROM backing_backing) ORDER BY id LIMIT 1",
            [number % promises],
        )
        backing, promise = cursor.fetchone()
        began = time.perf_counter()
        with transaction.atomic():
            cursor.execute("DELETE FROM backing_backingprice WHERE backing_id = %s", [backing])
            cursor.execute("DELETE FROM backing_backing WHERE id = %s", [backing])
            commands.refresh(_house(), promise_ids=[promise])
        return time.perf_counter() - began


def _board() -> float:
    """The gap board as the desk's page reads it: its list and the sums above it; the 95th of a hundred."""
    from muhatap.backing import reads
    from muhatap.kernel.lists import ListQuery

    def look() -> None:
        reads.gaps(_house(), query=ListQuery())
        reads.summary(_house())

    return sorted(_timed(look)[1] for _ in range(SINGLE_RUNS))[int(SINGLE_RUNS * 0.95)]


def _backings() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM backing_backing")
        count: int = cursor.fetchone()[0]
        return count
