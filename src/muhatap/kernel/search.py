"""Search over everything: what a package offers to be found, and how words are looked for with an index.

A package that has something to find offers `search(actor, *, words, most) -> list[Hit]` in its reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import models
from django.db.models import F, Q

from muhatap.kernel import text
from muhatap.kernel.actors import Actor
from muhatap.kernel.text import Fold

# One letter finds everything and helps nobody.
SHORTEST = 2
_NUMBER = re.compile(r"([A-Z]{2,3})[- ]?(\d{1,4})(?:[- ]?(\d{1,8}))?")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: what it is called, what stands beside it, its noun and its key.

    `kind` is the noun as the addresses of pages name it (`party`, `request`, `contract` …).
    """

    title: str
    sub: str
    kind: str
    pk: int | str


class Search(Protocol):
    """What a package offers to be searched by."""

    def __call__(self, actor: Actor, /, *, words: str, most: int) -> list[Hit]:
        """Up to `most` things that match every word."""
        ...


def words_of(asked: str) -> list[str]:
    """The words of a search, folded; none when there is nothing worth looking for."""
    words = text.fold(asked).split()
    return words if sum(map(len, words)) >= SHORTEST else []


def matching(rows: models.QuerySet[Any], asked: str, fields: Sequence[str]) -> models.QuerySet[Any]:
    """The rows that have every word in one of the fields, Turkish letters folded.

    The condition is written as the trigram indexes are (`muhatap_fold(column) LIKE '%word%'`), so a table
    with `GinIndex(OpClass(Fold("column"), name="gin_trgm_ops"))` is not read whole.
    """
    words = words_of(asked)
    if not words:
        return rows.none()
    for name in fields:
        rows = rows.alias(**{f"folded_{name}": Fold(F(name))})
    for word in words:
        anywhere = Q()
        for name in fields:
            anywhere |= Q(**{f"folded_{name}__contains": word})
        rows = rows.filter(anywhere)
    return rows


def digits_of(asked: str) -> str:
    """The digits of a search that can be a number, a VKN or a phone: at least four, nothing else but marks."""
    found = "".join(sign for sign in asked if sign.isdigit())
    rest = asked.translate({ord(sign): None for sign in "0123456789 +()-./"})
    return found if len(found) >= 4 and not rest else ""  # noqa: PLR2004 - shorter numbers are words


def number_of(asked: str) -> str:
    """A search as the beginning of a number (`ms 2026-14` → `MS-2026-14`); blank when it is none.

    A beginning is found through the index of the number's column, however many rows there are.
    """
    found = _NUMBER.fullmatch(asked.strip().upper())
    return "-".join(part for part in found.groups() if part) if found else ""


def numbered(rows: models.QuerySet[Any], asked: str, fields: Sequence[str]) -> models.QuerySet[Any]:
    """The rows whose number begins as asked, or that have every word in one of the fields."""
    number = number_of(asked)
    return rows.filter(number__startswith=number) if number else matching(rows, asked, fields)
