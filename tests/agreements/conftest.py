"""The engine is tried alone: what later packages answer to its facts is tried with them."""

from __future__ import annotations

from collections import defaultdict

import pytest

from muhatap.kernel import events


@pytest.fixture(autouse=True)
def _nobody_later_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts are answered by agreements themselves and by nobody above."""
    own: dict[type[events.Fact], list[events.Reaction]] = defaultdict(list)
    for fact, answers in events.reactions().items():
        own[fact] = [answer for answer in answers if answer.__module__.startswith("muhatap.agreements.")]
    monkeypatch.setattr(events, "_REACTIONS", own)
