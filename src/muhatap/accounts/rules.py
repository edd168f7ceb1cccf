"""How links in mails are kept, and how long they live."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

LIFE = timedelta(days=3)
# Asking again and again must not fill somebody's mailbox.
MOST_RESETS, RESETS_WITHIN = 3, timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """How often something may be tried within a time."""

    most: int
    within: timedelta


# What may be tried how often: wrong passwords for an account and from an address; from one address, links that do
# not work, links asked for, wrong signing codes, and forms sent without a login. Offices share an address.
LIMITS = {
    "login_account": Limit(5, timedelta(minutes=5)),
    "login_address": Limit(20, timedelta(minutes=5)),
    "link": Limit(20, timedelta(minutes=10)),
    "forgotten": Limit(10, timedelta(hours=1)),
    "code": Limit(20, timedelta(minutes=10)),
    "request": Limit(10, timedelta(hours=1)),
    "application": Limit(10, timedelta(hours=1)),
}
# Longer than any of these times nothing needs to be remembered.
REMEMBERED = timedelta(days=1)


def hash_of(token: str) -> str:
    """What is kept of a link's secret: its SHA-256 (256 bits of chance need no salt)."""
    return hashlib.sha256(token.encode()).hexdigest()
