"""Photos of the demo: small drawn pictures, for nobody's site was photographed."""

from __future__ import annotations

import io
import random
from functools import lru_cache

from PIL import Image, ImageDraw

SIZE = (640, 480)
SMALL = (400, 300)
KINDS = 24


@lru_cache(maxsize=KINDS)
def _drawn(kind: int) -> bytes:
    chance = random.Random(kind)
    image = Image.new("RGB", SIZE, (chance.randint(190, 235), chance.randint(195, 230), chance.randint(195, 225)))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 340, 640, 480), fill=(150, 140 + kind % 20, 128))
    for column in range(chance.randint(2, 5)):
        left = 40 + column * 120
        draw.rectangle(
            (left, chance.randint(60, 160), left + 80, 340), fill=(90 + column * 20, 110, 140), outline="white", width=3
        )
    draw.ellipse((chance.randint(60, 480), 370, chance.randint(500, 600), 440), fill=(120, 160, 190))
    out = io.BytesIO()
    image = image.resize(SMALL)
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


def photo(seed: int) -> bytes:
    """A drawn photo as JPEG; one of a few, so that the demo's file store stays small."""
    return _drawn(seed % KINDS)
