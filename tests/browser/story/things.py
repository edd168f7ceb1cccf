"""What people of the story hand in: papers nobody reads, photos of something, as a browser's file field takes them."""

from __future__ import annotations

from muhatap.faces.cli.stages.network import PAPER
from muhatap.faces.cli.stages.operations import picture

Thing = dict[str, object]


def paper(name: str) -> Thing:
    """A paper."""
    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": PAPER + name.encode()}


def photo(words: str) -> Thing:
    """A photo with words on it."""
    return {"name": f"{words}.jpg", "mimeType": "image/jpeg", "buffer": picture(words)}
