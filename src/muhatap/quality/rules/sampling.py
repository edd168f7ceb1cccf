"""Single sampling plans of MIL-STD-105E (public domain): how many to inspect, how many may fail."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

TABLES = Path(__file__).resolve().parents[2] / "data" / "sampling"


@dataclass(frozen=True, slots=True)
class Plan:
    """Inspect `n` of the lot; accept it with at most `ac` rejected, reject it from `re` on."""

    n: int
    ac: int
    re: int


@lru_cache(maxsize=1)
def _letters() -> list[tuple[int, int, str, str]]:
    with (TABLES / "sampling_letters.csv").open(encoding="utf-8") as file:
        return [
            (int(row["lot_min"]), int(row["lot_max"] or 0), row["level"], row["code_letter"])
            for row in csv.DictReader(file)
        ]


@lru_cache(maxsize=1)
def _plans() -> dict[tuple[str, str, Decimal], Plan]:
    with (TABLES / "sampling_plans_mil_std_105e.csv").open(encoding="utf-8") as file:
        return {
            (row["inspection"], row["code_letter"], Decimal(row["aql"])): Plan(
                int(row["n"]), int(row["ac"]), int(row["re"])
            )
            for row in csv.DictReader(file)
        }


def plan(lot: int, *, level: str, aql: Decimal, inspection: str = "normal") -> Plan | None:
    """The plan for a lot of units; the whole lot where the sample is not smaller; none for a lot below 1."""
    if lot < 1:
        return None
    letter = next(
        (letter for low, high, of, letter in _letters() if of == level and low <= lot and (not high or lot <= high)),
        "A",
    )
    found = _plans()[(inspection, letter, aql.normalize())]
    return Plan(min(found.n, lot), found.ac, found.re)
