"""Content-addressed files: type by content, size limits, positions stripped from photos (INV-44)."""

from __future__ import annotations

import hashlib
import io
import os
import warnings
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from muhatap.kernel.actors import Actor, Permission
from muhatap.kernel.errors import Refusal
from muhatap.kernel.models import FileAudience, StoredFile

MEBI = 1024 * 1024
LARGEST_PHOTO = 15 * MEBI
LARGEST_DOCUMENT = 25 * MEBI
# A header can declare far more pixels than its bytes hold: refuse before decoding (50 megapixels).
MOST_PIXELS = 50_000_000
PHOTO_FORMATS = {"JPEG", "PNG", "WEBP"}
DOCUMENT_TYPES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


class FileRefused(Refusal):
    """The file cannot be taken: empty, too large, of another type than allowed, or damaged."""


def store_photo(actor: Actor, data: bytes, *, permission: Permission, name: str = "", token: str = "") -> StoredFile:
    """Keep a photo: re-encoded upright as JPEG, so that position and anything hidden in it are gone.

    The time of the camera is read into its own column first. `permission` is what a reader of the own side and of
    the desk must hold. Raises: FileRefused.
    """
    _limit(data, LARGEST_PHOTO)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                if image.format not in PHOTO_FORMATS or image.width * image.height > MOST_PIXELS:
                    raise _not_this_photo()
                taken = _taken_at(image)
                upright = ImageOps.exif_transpose(image).convert("RGB")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _not_this_photo() from error
    except (UnidentifiedImageError, OSError) as error:
        raise FileRefused(_("This file is not a photo we can read. Take the photo again or choose another.")) from error
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=82, optimize=True)
    stem = Path(name or "photo").stem[:150] or "photo"
    return _keep(actor, out.getvalue(), f"{stem}.jpg", "image/jpeg", permission, taken_at=taken, token=token)


def store_document(actor: Actor, data: bytes, *, name: str, permission: Permission) -> StoredFile:
    """Keep a document (PDF, JPEG or PNG by content, whatever its name says). Raises: FileRefused.

    `permission` is what a reader of the own side and of the desk must hold.
    """
    _limit(data, LARGEST_DOCUMENT)
    media_type = next((kind for head, kind in DOCUMENT_TYPES.items() if data.startswith(head)), None)
    if media_type is None:
        raise FileRefused(_("Only PDF, JPEG or PNG files can be taken. Save the document as PDF and try again."))
    if media_type != "application/pdf":
        return store_photo(actor, data, name=name, permission=permission)
    return _keep(actor, data, _clean(name), media_type, permission)


def store_output(actor: Actor, data: bytes, *, name: str, media_type: str, permission: Permission) -> StoredFile:
    """Keep a file the house itself made (PDF, XML, CSV); `permission` is what a reader at the desk must hold."""
    return _keep(actor, data, _clean(name), media_type, permission)


def open_to(file: StoredFile, *party_ids: int, permission: Permission) -> None:
    """Let those of a party who hold `permission` read a file through their portal."""
    rows = [FileAudience(file=file, party_id=party_id, permission=permission) for party_id in party_ids]
    FileAudience.objects.bulk_create(rows, ignore_conflicts=True)


def read(file: StoredFile) -> bytes:
    """The bytes of a file. Raises: FileNotFoundError, ValueError when the store holds other bytes than were kept."""
    data = _path(file.sha256).read_bytes()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise ValueError(f"file {file.pk} does not have the bytes that were stored")
    return data


def _limit(data: bytes, most: int) -> None:
    if not data:
        raise FileRefused(_("The file is empty. Choose another."))
    if len(data) > most:
        raise FileRefused(
            _("The file is too large: %(size)d MB of at most %(most)d MB.")
            % {"size": -(-len(data) // MEBI), "most": most // MEBI}
        )


def _not_this_photo() -> FileRefused:
    return FileRefused(_("Only JPEG, PNG or WebP photos of at most 50 megapixels can be taken."))


def _taken_at(image: Image.Image) -> datetime | None:
    value = image.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    try:
        return datetime.strptime(str(value), "%Y:%m:%d %H:%M:%S").replace(tzinfo=ZoneInfo("Europe/Istanbul"))
    except ValueError:
        return None


def _clean(name: str) -> str:
    """A file name without path, control characters or direction marks."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in base if c.isprintable() and c not in '<>:"|?*').strip(". ")[:180] or "file"


def _path(sha256: str) -> Path:
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256[2:4] / sha256


def _keep(
    actor: Actor,
    data: bytes,
    name: str,
    media_type: str,
    permission: Permission,
    *,
    taken_at: datetime | None = None,
    token: str = "",
) -> StoredFile:
    sha256 = hashlib.sha256(data).hexdigest()
    path = _path(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and renamed: a crash leaves no half file under a full name.
        part = path.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    file = StoredFile(
        sha256=sha256,
        name=name,
        media_type=media_type,
        size=len(data),
        stored_at=actor.now,
        user_id=actor.user_id,
        party_id=actor.party_id,
        taken_at=taken_at,
        token=token,
        permission=permission,
    )
    file.save(force_insert=True)
    return file
