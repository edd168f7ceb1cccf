"""The eleven steps of the business as a line: where a thing stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

STEPS = (
    _("Request"),
    _("Visit"),
    _("Proposal"),
    _("Contract"),
    _("Member choice"),
    _("Member agreement"),
    _("Preparation"),
    _("Start"),
    _("Service"),
    _("Settlement"),
    _("Collection"),
)


def steps(
    now: int, *, done: Collection[int] | None = None, urls: Mapping[int, str] | None = None
) -> list[dict[str, Any]]:
    """The spine with step `now` (1 to 11) open and earlier ones done, or exactly those in `done`."""
    finished = set(range(1, now)) if done is None else set(done)
    states = {number: "done" if number in finished else "now" if number == now else "todo" for number in range(1, 12)}
    return [
        {"label": label, "state": states[number], "url": (urls or {}).get(number, "")}
        for number, label in enumerate(STEPS, start=1)
    ]
