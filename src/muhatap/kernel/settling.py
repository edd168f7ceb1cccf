"""What a process does once everything is loaded, before it serves anybody."""

from __future__ import annotations

import gc


def settle() -> None:
    """Keep what lives as long as the process out of every later search for circles: models, routes, translations.

    A full search over them takes longer than a page may.
    """
    gc.collect()
    gc.freeze()
