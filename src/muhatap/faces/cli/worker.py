"""The worker: hands the outbox on and does the jobs. It ends itself when it has lost the database; the supervisor starts it again."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Sequence

import django
from django.db import DatabaseError, close_old_connections

log = logging.getLogger("muhatap.worker")
EVERY = 0.3
# A busy worker that lost the database lives on without heartbeat (MEASURED, reliability.md 4): end it instead.
PATIENCE = 30


def main(words: Sequence[str]) -> int:
    """Work until told to stop."""
    del words
    django.setup()
    from procrastinate.contrib.django import app

    stop = threading.Event()
    relay = threading.Thread(target=_relay, args=(stop,), daemon=True)
    relay.start()
    worker = app.with_connector(app.connector.get_worker_connector())
    try:
        with worker.open():
            worker.run_worker(concurrency=2, listen_notify=True, install_signal_handlers=True, delete_jobs="successful")
    finally:
        stop.set()
        relay.join(timeout=5)
    return 0


def _relay(stop: threading.Event) -> None:
    """Hand the outbox on, until told to stop or the database stays away."""
    from muhatap.kernel import jobs
    from muhatap.kernel.tasks import hand_on

    last = time.monotonic()
    while not stop.wait(EVERY):
        try:
            while jobs.relay(hand_on):
                pass
            last = time.monotonic()
        except DatabaseError:
            log.warning("the database does not answer; the outbox waits")
            close_old_connections()
            if time.monotonic() - last > PATIENCE:
                os.kill(os.getpid(), signal.SIGTERM)
                return
