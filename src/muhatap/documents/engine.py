"""Turns a template and values into the bytes of a PDF; the same values give the same bytes.

Values travel as a file of JSON beside the template and are never put into its source, so that no text of a
user can become code. Only the fonts beside this file are used, and nothing is fetched.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import typst

HERE = Path(__file__).parent
SHARED = ("house.typ", "priced.typ")


class PaperNotMade(Exception):
    """A paper could not be set; a fault of a template or of an image, never of a text."""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])


@cache
def _template(name: str) -> bytes:
    return (HERE / "templates" / name).read_bytes()


def canonical(data: Mapping[str, Any]) -> bytes:
    """The values as JSON with sorted keys and no spare spaces: what the hash of a paper is made of."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(data: Mapping[str, Any], files: Mapping[str, bytes]) -> str:
    """SHA-256 of the values and images of a paper, hexadecimal."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return hashlib.sha256(canonical({"data": data, "files": hashes})).hexdigest()


def compile_paper(template: str, data: Mapping[str, Any], files: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of a template with values and images. Raises: PaperNotMade if it cannot be set."""
    images = dict(files or {})
    own_hash = digest(data, images)
    foot = data["own_foot"] or [data["t"]["document_hash"], own_hash]
    values = {**data, "hash": own_hash, "foot": foot}
    sources = {
        "main.typ": _template(f"{template}.typ"),
        **{name: _template(name) for name in SHARED},
        "data.json": canonical(values),
    }
    try:
        pdf = _pressed(sources, images)
    except RuntimeError as error:
        raise PaperNotMade(f"{template}: {getattr(error, 'diagnostic', error)}") from error
    if not isinstance(pdf, bytes):
        raise PaperNotMade(f"{template}: no single PDF came out.")
    return pdf


def _pressed(sources: Mapping[str, bytes], images: Mapping[str, bytes]) -> object:
    """Set the sources; images lie in a folder of their own, the only one the press can read."""
    press = cast("Callable[..., object]", typst.compile)  # its types do not know sources by name yet
    with TemporaryDirectory(prefix="paper-") as folder:
        for name, content in images.items():
            (Path(folder) / name).write_bytes(content)
        return press(
            sources,
            root=folder,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            timestamp=0,
        )
