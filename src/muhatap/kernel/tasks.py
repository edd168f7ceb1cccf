"""The tasks of the job queue: work from the outbox, and what happens every night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from muhatap.kernel import clock, jobs
from muhatap.kernel.actors import Actor, system

Nightly = Callable[[Actor], None]
_NIGHTLY: list[Nightly] = []
# A job that fails comes back after 4, 16, 64 … seconds and gives up after eight tries (then the desk sees it).
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4)


def nightly(work: Nightly) -> Nightly:
    """Register what a package does every night; it must bear being run twice."""
    _NIGHTLY.append(work)
    return work


@app.task(name="outbox", retry=AGAIN)  # type: ignore[untyped-decorator]
def outbox(kind: str, payload: dict[str, Any]) -> None:
    """Do one piece of work from the outbox."""
    close_old_connections()
    try:
        jobs.handler(kind)(payload)
    finally:
        close_old_connections()


@app.periodic(cron="0 1 * * *")  # type: ignore[untyped-decorator]
@app.task(name="night", queueing_lock="night", retry=AGAIN)  # type: ignore[untyped-decorator]
def night(timestamp: int) -> None:
    """What every package does once a night, an hour after midnight UTC."""
    if clock.stopped():
        return
    close_old_connections()
    try:
        run_night(clock.moved(datetime.fromtimestamp(timestamp, UTC)))
    finally:
        close_old_connections()


@jobs.handles("night")
def arrive(payload: dict[str, Any]) -> None:
    """A demonstration has come to another day: what is done every night is done for it."""
    run_night(datetime.fromisoformat(payload["at"]))


def run_night(now: datetime) -> None:
    """Everything nightly, in the order of the house."""
    for work in _NIGHTLY:
        work(system(now))


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]
@app.task(name="reap", queueing_lock="reap")  # type: ignore[untyped-decorator]
async def reap(timestamp: int) -> None:
    """Give work of a dead worker to a living one (reliability.md 4: a killed job stays `doing` for ever)."""
    del timestamp
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


def hand_on(kind: str, payload: dict[str, Any]) -> None:
    """Defer work from the outbox in the transaction that takes it out."""
    outbox.defer(kind=kind, payload=payload)
