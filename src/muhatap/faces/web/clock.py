"""The clock of the faces: the one place where a request reads the time."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings


def now() -> datetime:
    """The present instant, or the one a test set."""
    fixed: datetime | None = getattr(settings, "CLOCK", None)
    return fixed or datetime.now(UTC)
