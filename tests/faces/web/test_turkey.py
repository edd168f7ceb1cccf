"""The drawing of Turkey: every province has an outline, and every district lies within the one of its province."""

from __future__ import annotations

from muhatap.data import rows_of
from muhatap.faces.web.turkey import VIEW_BOX, by_plate, inside, outlines, place, place_in


def test_the_eighty_one_provinces_have_an_outline_with_its_middle_inside() -> None:
    assert [outline.plate for outline in outlines()] == [f"{number:02d}" for number in range(1, 82)]
    assert [outline.name for outline in outlines() if not inside(outline.rings, outline.middle)] == []
    assert by_plate()["34"].name == "İstanbul"


def test_every_district_stands_in_its_province() -> None:
    rows = rows_of("reference/provinces_districts.csv")
    found = [
        row["district"]
        for row in rows
        if not inside(
            by_plate()[row["province_code"]].rings,
            place_in(row["province_code"], float(row["lon"]), float(row["lat"])),
        )
    ]
    assert (len(rows), found) == (973, [])


def test_the_fit_alone_is_never_far_from_the_province() -> None:
    left, top, width, height = (float(part) for part in VIEW_BOX.split())
    beside = 0
    for row in rows_of("reference/provinces_districts.csv"):
        x, y = place(float(row["lon"]), float(row["lat"]))
        assert left < x < left + width
        assert top < y < top + height
        moved = place_in(row["province_code"], float(row["lon"]), float(row["lat"]))
        # A thirtieth of the drawing's width, which an island needs.
        assert max(abs(moved[0] - x), abs(moved[1] - y)) < width / 30
        beside += moved != (x, y)
    assert beside == 194


def test_known_places_lie_where_a_map_has_them() -> None:
    ankara, izmir, van = place(32.86, 39.93), place(27.14, 38.42), place(43.38, 38.5)
    assert (ankara, izmir, van) == ((392.9, 301.2), (93.0, 397.7), (940.1, 403.6))
