"""How links in mails are kept, and how long they live."""

from __future__ import annotations

import hashlib
from datetime import timedelta

LIFE = timedelta(days=3)
# Asking again and again must not fill somebody's mailbox.
MOST_RESETS, RESETS_WITHIN = 3, timedelta(hours=1)


def hash_of(token: str) -> str:
    """What is kept of a link's secret: its SHA-256 (256 bits of chance need no salt)."""
    return hashlib.sha256(token.encode()).hexdigest()
