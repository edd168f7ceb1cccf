"""Whether somebody is where the work is, and in time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from math import asin, cos, radians, sin, sqrt

from muhatap.kernel.actors import ISTANBUL

EARTH_RADIUS_M = 6_371_000
# Position of a phone between buildings is wrong by tens of metres; sites are up to a few hundred metres wide.
RADIUS_M = 300
LATE_AFTER = timedelta(minutes=15)


def distance_m(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> int:
    """Great-circle distance in whole metres (haversine)."""
    dlat, dlon = radians(to_latitude - latitude), radians(to_longitude - longitude)
    a = sin(dlat / 2) ** 2 + cos(radians(latitude)) * cos(radians(to_latitude)) * sin(dlon / 2) ** 2
    return round(2 * EARTH_RADIUS_M * asin(sqrt(a)))


def same_code(given: str, expected: str) -> bool:
    """Whether a typed or scanned code is the location's, however it was written."""

    def plain(code: str) -> str:
        return "".join(sign for sign in code.upper() if sign.isalnum())

    return bool(plain(expected)) and plain(given) == plain(expected)


def begins_at(day: date, window_from: time | None) -> datetime | None:
    """The instant a job should begin; none where no window was agreed."""
    return None if window_from is None else datetime.combine(day, window_from, ISTANBUL)


def ends_at(day: date, window_from: time | None, window_until: time | None) -> datetime:
    """The instant after which nobody can come any more: the window's end (the next day when it runs over midnight)."""
    if window_until is None:
        return datetime.combine(day + timedelta(days=1), time(), ISTANBUL)
    over = window_from is not None and window_until <= window_from
    return datetime.combine(day + timedelta(days=1 if over else 0), window_until, ISTANBUL)


def is_late(now: datetime, day: date, window_from: time | None) -> bool:
    """Whether a job should have begun more than 15 minutes ago."""
    start = begins_at(day, window_from)
    return start is not None and now > start + LATE_AFTER
