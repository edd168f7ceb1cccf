"""The clock of the faces: the one place where a request reads the time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings


def now() -> datetime:
    """The present instant, or the one a test set: in its own process, or in the clock file of a demonstration."""
    fixed: datetime | None = getattr(settings, "CLOCK", None)
    if fixed is not None:
        return fixed
    if settings.CLOCK_FILE:
        return datetime.fromisoformat(Path(settings.CLOCK_FILE).read_text(encoding="ascii").strip())
    return datetime.now(UTC)
