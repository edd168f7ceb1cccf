"""What the worker does for this package."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from muhatap.kernel import jobs
from muhatap.kernel.actors import system
from muhatap.sourcing.commands.plans import COMPUTE, compute_plan


@jobs.handles(COMPUTE)
def compute_later(payload: dict[str, Any]) -> None:
    """Compute a plan somebody asked for (outbox)."""
    compute_plan(system(datetime.fromisoformat(payload["at"])), plan_id=payload["plan_id"])
