"""Files are kept by what is inside them; photos lose position and anything hidden."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image

from muhatap.kernel import files
from muhatap.kernel.actors import ISTANBUL, Actor, Audience, Permission
from muhatap.kernel.filereads import visible_file
from muhatap.kernel.files import FileRefused
from muhatap.kernel.models import StoredFile

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ISTANBUL)


class Seeing(Permission):
    SEE = "tests.see"
    OTHER = "tests.other"


SEE = Seeing.SEE
SOMEBODY = Actor(audience=Audience.MEMBER, now=NOW, user_id=7, party_id=3)


def photo(size: tuple[int, int] = (40, 20), kind: str = "JPEG", **save: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind, **save)
    return out.getvalue()


def with_position() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:03:02 08:41:00"
    return photo(exif=exif)


def test_a_photo_keeps_its_time_and_loses_its_position() -> None:
    kept = files.store_photo(
        SOMEBODY, with_position() + b"<script>alert(1)</script>", name="../../kapi.jpg", permission=SEE
    )
    data = files.read(kept)
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (20, 40), {})
    assert b"<script>" not in data
    assert kept.taken_at == datetime(2026, 3, 2, 8, 41, tzinfo=ISTANBUL)
    assert (kept.name, kept.media_type, kept.party_id) == ("kapi.jpg", "image/jpeg", 3)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\x00" * 40,
        photo()[:200],
        b"%PDF-1.7 not a photo",
    ],
    ids=["empty", "one byte", "svg", "gif", "cut off", "pdf"],
)
def test_what_is_not_a_photo_is_refused_and_nothing_is_kept(data: bytes) -> None:
    with pytest.raises(FileRefused):
        files.store_photo(SOMEBODY, data, name="x.jpg", permission=SEE)
    assert StoredFile.objects.count() == 0


def test_a_bomb_of_pixels_is_refused_by_its_header() -> None:
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    with pytest.raises(FileRefused, match="50"):
        files.store_photo(SOMEBODY, out.getvalue(), permission=SEE)


def test_too_large_a_file_says_how_large_it_may_be() -> None:
    with pytest.raises(FileRefused, match="25"):
        files.store_document(SOMEBODY, b"%PDF-" + b"0" * files.LARGEST_DOCUMENT, name="a.pdf", permission=SEE)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("vergi levhası.pdf", "vergi levhası.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("a\r\nb\u202ex.pdf", "abx.pdf"),
        ("", "file"),
    ],
)
def test_a_document_is_known_by_its_content_and_its_name_is_cleaned(name: str, kept: str) -> None:
    file = files.store_document(SOMEBODY, b"%PDF-1.7\n", name=name, permission=SEE)
    assert (file.name, file.media_type, file.size) == (kept, "application/pdf", 9)


def test_the_name_does_not_make_a_document() -> None:
    with pytest.raises(FileRefused):
        files.store_document(SOMEBODY, b"<html>", name="a.pdf", permission=SEE)


def test_the_same_bytes_lie_once_in_the_store(settings: Any) -> None:
    first = files.store_document(SOMEBODY, b"%PDF-1.7\n", name="a.pdf", permission=SEE)
    second = files.store_document(SOMEBODY, b"%PDF-1.7\n", name="b.pdf", permission=SEE)
    assert first.sha256 == second.sha256
    assert sum(path.is_file() for path in Path(settings.FILES_ROOT).rglob("*")) == 1


def test_changed_bytes_are_not_served(settings: Any) -> None:
    file = files.store_document(SOMEBODY, b"%PDF-1.7\n", name="a.pdf", permission=SEE)
    next(path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()).write_bytes(b"%PDF-other")
    with pytest.raises(ValueError, match="bytes"):
        files.read(file)


AT_DESK = Actor(audience=Audience.DESK, now=NOW, user_id=1)


def readers(file: StoredFile, *actors: Actor) -> list[bool]:
    """Who of these may open a file."""
    found = []
    for actor in actors:
        try:
            found.append(visible_file(actor, file_id=file.pk) == file)
        except StoredFile.DoesNotExist:
            found.append(False)
    return found


def test_a_file_is_read_by_those_of_its_own_side_who_may_see_such_things() -> None:
    file = files.store_document(SOMEBODY, b"%PDF-1.7\n", name="a.pdf", permission=SEE)
    may, may_other = (
        replace(SOMEBODY, permissions=frozenset({SEE})),
        replace(SOMEBODY, permissions=frozenset({Seeing.OTHER})),
    )
    neighbour = replace(may, party_id=4)
    desk = replace(AT_DESK, permissions=frozenset({SEE}))
    assert readers(file, may, may_other, SOMEBODY, neighbour, desk, AT_DESK) == [True, False, False, False, True, False]


def test_a_file_opened_to_a_party_is_read_by_those_there_who_may() -> None:
    file = files.store_output(AT_DESK, b"%PDF-1.7\n", name="a.pdf", media_type="application/pdf", permission=SEE)
    files.open_to(file, 3, permission=Seeing.OTHER)
    may, may_other = (
        replace(SOMEBODY, permissions=frozenset({SEE})),
        replace(SOMEBODY, permissions=frozenset({Seeing.OTHER})),
    )
    assert readers(file, may, may_other, SOMEBODY, replace(may_other, party_id=4)) == [False, True, False, False]
