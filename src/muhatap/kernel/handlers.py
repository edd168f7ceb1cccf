"""What the kernel itself does for the outbox: draw the consequences of a portal's fact."""

from __future__ import annotations

from typing import Any

from muhatap.kernel import events, jobs


@jobs.handles(events.REACT)
def react(payload: dict[str, Any]) -> None:
    """Let later packages answer a fact that was announced at a portal."""
    events.react_to_journal(payload["journal"])
