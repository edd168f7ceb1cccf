"""What the catalogue announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from muhatap.kernel.events import Fact


@dataclass(frozen=True)
class ParameterSet(Fact):
    """A dated parameter has another value from a day on."""

    parameter_id: int
    key: str
    value: str
    valid_from: date
    reason: str
