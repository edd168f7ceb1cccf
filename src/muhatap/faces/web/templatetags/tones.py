"""The four tones: the only colours a page may speak with."""

from __future__ import annotations

from django.template import TemplateSyntaxError

TONES = frozenset({"ok", "warn", "bad", "none"})


def checked(tone: str | None) -> str:
    """The tone, `none` when there is none. Raises: TemplateSyntaxError for a word that is not a tone."""
    if (tone or "none") not in TONES:
        raise TemplateSyntaxError(f"{tone!r} is not a tone: {', '.join(sorted(TONES))}")
    return tone or "none"
