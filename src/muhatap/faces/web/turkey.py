"""The outlines of the provinces as a drawing, and where a place of the world lies in it."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import lru_cache

from muhatap.data import FOLDER

VIEW_BOX = "21 142 1009 446"
_PART = re.compile(r"[MCLz]|-?\d+(?:\.\d+)?")
# Points of a curve in the file: two that bend it, then its end.
_BEND = 3
# In how many steps a place beside its province is moved to its middle.
_STEPS = 40
# Where the drawing puts a place: least squared distance of the 973 districts' points to the outlines of their
# provinces, over longitude from 35° and Mercator's northing from 39°.
_MIDDLE = (35.0, 39.0)
_EAST = (503.55, 52.154, 0.822)
_SOUTH = (364.75, 0.687, -51.567)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """A province: its plate, the drawing of its border, and where its number stands."""

    plate: str
    name: str
    path: str
    rings: tuple[tuple[Point, ...], ...]
    middle: Point


def _northing(latitude: float) -> float:
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def place(longitude: float, latitude: float) -> Point:
    """Where a place of the world lies in the drawing."""
    east, north = longitude - _MIDDLE[0], _northing(latitude) - _northing(_MIDDLE[1])
    return (
        round(_EAST[0] + _EAST[1] * east + _EAST[2] * north, 1),
        round(_SOUTH[0] + _SOUTH[1] * east + _SOUTH[2] * north, 1),
    )


def _rings(path: str) -> tuple[tuple[Point, ...], ...]:
    """The borders of a path, curve by curve its end alone: at this size nobody sees the bends."""
    rings: list[list[Point]] = []
    numbers: list[float] = []
    step = ""
    for part in _PART.findall(path):
        if part in "MCLz":
            step = part
            if step == "M":
                rings.append([])
            continue
        numbers.append(float(part))
        if len(numbers) == (2 * _BEND if step == "C" else 2):
            rings[-1].append((round(numbers[-2], 1), round(numbers[-1], 1)))
            numbers = []
    return tuple(tuple(ring) for ring in rings)


def _weighed(ring: tuple[Point, ...]) -> tuple[float, Point]:
    """The area inside a border, and its centre of gravity."""
    area = east = south = 0.0
    for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
        part = x0 * y1 - x1 * y0
        area += part
        east += (x0 + x1) * part
        south += (y0 + y1) * part
    return abs(area / 2), (round(east / (3 * area), 1), round(south / (3 * area), 1))


def inside(rings: tuple[tuple[Point, ...], ...], point: Point) -> bool:
    """Whether a point lies within borders."""
    x, y = point
    found = False
    for ring in rings:
        for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                found = not found
    return found


def _middle(rings: tuple[tuple[Point, ...], ...]) -> Point:
    """Where the number of a province stands: its centre of gravity, or for a bent one its point farthest from a border."""
    ring = max((ring for ring in rings if len(ring) >= _BEND), key=lambda one: _weighed(one)[0])
    centre = _weighed(ring)[1]
    if inside(rings, centre):
        return centre
    left, right = min(x for x, _y in ring), max(x for x, _y in ring)
    top, bottom = min(y for _x, y in ring), max(y for _x, y in ring)
    grid = [
        (round(left + (right - left) * column / _STEPS, 1), round(top + (bottom - top) * row / _STEPS, 1))
        for column in range(_STEPS)
        for row in range(_STEPS)
    ]
    return max((one for one in grid if inside(rings, one)), key=lambda one: min(math.dist(one, end) for end in ring))


def place_in(plate: str, longitude: float, latitude: float) -> Point:
    """Where a place lies within the drawing of its province.

    The drawing is simpler than the land: what falls beside its province is moved towards its middle until it is in.
    """
    outline = by_plate()[plate]
    x, y = place(longitude, latitude)
    for step in range(_STEPS):
        share = step / _STEPS
        point = (round(x + (outline.middle[0] - x) * share, 1), round(y + (outline.middle[1] - y) * share, 1))
        if inside(outline.rings, point):
            return point
    return outline.middle


@lru_cache(maxsize=1)
def by_plate() -> dict[str, Outline]:
    """The provinces by plate."""
    return {outline.plate: outline for outline in outlines()}


@lru_cache(maxsize=1)
def outlines() -> tuple[Outline, ...]:
    """The 81 provinces by plate."""
    data = json.loads((FOLDER / "reference" / "province_svg_paths.json").read_text(encoding="utf-8"))
    found = []
    for one in data["provinces"]:
        rings = _rings(one["path"])
        drawn = " ".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "z" for ring in rings)
        found.append(Outline(f"{one['plate']:02d}", one["name"], drawn, rings, _middle(rings)))
    return tuple(sorted(found, key=lambda outline: outline.plate))
