"""Values in, values out: canonical snapshots, their hashes, clause texts, one-time codes."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
MOST_ATTEMPTS = 5
MOST_CODES = 5
CODES_WITHIN = timedelta(minutes=30)
# The values the clauses of a kind have places for, besides {prime}, {party}, {number}, {title}, {since}, {until}:
# the package above gives them in `content["values"]` when it freezes a version.
VALUES = {
    "customer": ("billing_cycle", "billing_day", "late_interest", "notice_days", "payment_days", "renewal"),
    "membership": ("notice_days",),
    "project": ("notice_days", "payment_days", "retention_percent", "settlement_cycle"),
}
_PLACE = re.compile(r"\{([a-z_]+)\}")


class NotCanonical(ValueError):
    """A snapshot holds a value that does not have exactly one way of being written."""


def canonical(data: Any) -> bytes:
    """JSON with sorted keys, no spare spaces, UTF-8: one content, one sequence of bytes (after RFC 8785).

    Only text, whole numbers, yes/no, nothing, lists and mappings; decimals and days travel as text.
    Raises: NotCanonical.
    """
    _check(data)
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _check(data: Any) -> None:
    if isinstance(data, Mapping):
        for key, value in data.items():
            if not isinstance(key, str):
                raise NotCanonical(f"a key must be text: {key!r}")
            _check(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            _check(value)
    elif not (data is None or isinstance(data, (str, bool, int))):
        raise NotCanonical(f"{type(data).__name__} has no canonical form: {data!r}")


def fingerprint(data: Any) -> str:
    """SHA-256 of the canonical JSON, hexadecimal. Raises: NotCanonical."""
    return hashlib.sha256(canonical(data)).hexdigest()


def places(text: str) -> set[str]:
    """The names of the values a clause text has places for, written `{name}`."""
    return set(_PLACE.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """A clause text with its places filled. Raises: KeyError naming a missing value."""
    return _PLACE.sub(lambda match: values[match.group(1)], text)


def missing(required: Iterable[str], present: Iterable[str]) -> list[str]:
    """Required keys that are not there, in order."""
    held = set(present)
    return [key for key in required if key not in held]


def new_code() -> str:
    """A one-time code of six digits from the system's randomness."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def code_hash(secret: str, code_id: int, code: str) -> str:
    """Keyed hash of a code (HMAC-SHA-256), so that the kept value reveals no code without the house's secret."""
    return hmac.new(secret.encode(), f"signing:{code_id}:{code}".encode(), hashlib.sha256).hexdigest()


def same_hash(left: str, right: str) -> bool:
    """Whether two hashes agree, in constant time."""
    return hmac.compare_digest(left, right)


def plain_code(typed: str) -> str:
    """A code as typed, without the blanks people put between digits."""
    return "".join(typed.split())


def masked(email: str) -> str:
    """An address that its owner recognises and nobody else can use: `d•••@firma.com`."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who shall sign: `side` is prime or party; the order is that of the list. The code goes to `email`."""

    side: str
    name: str
    title: str
    email: str
    user_id: int | None = None
