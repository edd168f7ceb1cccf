"""What a list page is made of: columns, filters, cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise as LazyText

from muhatap.kernel.money import Money

Text = str | LazyText


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, label, the order it can be sorted by, whether it holds numbers.

    `extra`: shown to whoever chooses it.
    """

    key: str
    label: Text
    sort: str = ""
    numeric: bool = False
    extra: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter in the URL: key, label and its options (value, label)."""

    key: str
    label: Text
    options: Sequence[tuple[str, Text]]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: text, Money, Decimal, date or datetime; a line under it; a pill's tone; a link."""

    value: Any
    sub: str = ""
    tone: str = ""
    url: str = ""

    @property
    def kind(self) -> str:
        """How the cell is shown."""
        if self.tone:
            return "pill"
        if isinstance(self.value, Money):
            return "money"
        if isinstance(self.value, datetime):
            return "moment"
        if isinstance(self.value, date):
            return "day"
        if isinstance(self.value, (int, Decimal)):
            return "number"
        return "link" if self.url else "text"
