"""Home per role: what blocks me, what waits for me, what is at risk today. A tile's number equals the rows behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise as LazyText

from muhatap.contracts.reads import own_contacts
from muhatap.kernel.actors import Actor, Permission


@dataclass(frozen=True, slots=True)
class TileValue:
    """The number of a tile as shown, a detail under it, and its tone (ok, warn, bad, none)."""

    number: str
    detail: str = ""
    tone: str = "none"


@dataclass(frozen=True, slots=True)
class Tile:
    """A number on the home page that opens the rows behind it."""

    label: str | LazyText
    value: Callable[[Actor], TileValue | None]
    url: str
    permission: Permission | None = None
    order: int = 50
    # Appended to the url: the filter that shows exactly the rows the number counts.
    query: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for the actor: what, why, since or until when, and where to act. `urgency` sorts, high first."""

    tone: str
    kind: str
    title: str
    detail: str
    when: str
    url: str
    action: str
    urgency: int = 0


MOST_WAITING = 12


def home(request: Any) -> HttpResponse:
    """The home page of a face, from what its nouns offer."""
    from django.urls import reverse
    from django.utils.translation import gettext as _

    from muhatap.faces.web.navigation import collect, face_now
    from muhatap.faces.web.pages import render

    actor: Actor = request.actor
    tiles = []
    for tile in sorted(collect(face_now(), "HOME"), key=lambda t: t.order):
        if tile.permission is None or actor.may(tile.permission):
            value = tile.value(actor)
            if value is not None:
                url = reverse(tile.url) + (f"?{tile.query}" if tile.query else "")
                tiles.append(
                    {
                        "label": tile.label,
                        "number": value.number,
                        "detail": value.detail,
                        "tone": value.tone,
                        "url": url,
                    }
                )
    waiting: list[Waiting] = []
    for offer in collect(face_now(), "WAITING"):
        waiting += offer(actor)
    waiting.sort(key=lambda item: -item.urgency)
    context = {
        "page_title": _("Today"),
        "tiles": tiles,
        "waiting": waiting[:MOST_WAITING],
        "waiting_total": len(waiting),
        "day": actor.today,
        "contacts": [] if actor.at_desk else own_contacts(actor),
    }
    return render(request, "web/home.html", context)
