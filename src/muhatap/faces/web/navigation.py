"""The shell around a page: side navigation from the noun modules, who is logged in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from muhatap.kernel.actors import Actor, Permission


class Group(IntEnum):
    """Groups of the side navigation, in order."""

    TODAY = 1
    CUSTOMER = 2
    NETWORK = 3
    FIELD = 4
    MONEY = 5
    SETTINGS = 6


TITLES: dict[Group, str | LazyText] = {
    Group.TODAY: "",
    Group.CUSTOMER: _("Customer"),
    Group.NETWORK: _("Network"),
    Group.FIELD: _("Field"),
    Group.MONEY: _("Money"),
    Group.SETTINGS: _("Settings"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the navigation: shown to whom holds the permission; `query` is how its list begins."""

    group: Group
    label: str | LazyText
    url: str
    order: int = 50
    permission: Permission | None = None
    icon: str = ""
    query: str = ""


@lru_cache
def noun_modules(face: str) -> tuple[ModuleType, ...]:
    """Every noun module of a face, by name."""
    package = import_module(f"muhatap.faces.{face}")
    names = sorted(found.name for found in iter_modules(package.__path__) if found.name not in {"apps", "urls"})
    return tuple(import_module(f"{package.__name__}.{name}") for name in names)


def face_now() -> str:
    """The face whose pages this process answers."""
    return (
        settings.MUHATAP_FACE if settings.MUHATAP_FACE in settings.FACES else settings.ROOT_URLCONF.rsplit(".", 1)[-1]
    )


def navigation(actor: Actor, path: str) -> list[dict[str, Any]]:
    """The groups and entries this actor may open; the one that is open is marked."""
    items: list[Item] = [Item(Group.TODAY, _("Today"), "home", order=0, icon="home")]
    for module in noun_modules(face_now()):
        found = getattr(module, "NAVIGATION", None)
        items += found if isinstance(found, (list, tuple)) else [found] if found else []
    allowed = [item for item in items if item.permission is None or actor.may(item.permission)]
    entries = [(item, _url(item.url)) for item in sorted(allowed, key=lambda i: (i.group, i.order))]
    open_url = max((url for _, url in entries if url and _within(path, url)), key=len, default="")
    groups: dict[Group, list[dict[str, Any]]] = {}
    for item, url in entries:
        if url:
            address = f"{url}?{item.query}" if item.query else url
            entry = {"label": item.label, "url": address, "icon": item.icon, "active": url == open_url}
            groups.setdefault(item.group, []).append(entry)
    return [{"title": TITLES[group], "items": rows} for group, rows in groups.items()]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _within(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def shell(request: HttpRequest) -> dict[str, Any]:
    """What every page needs besides its own content."""
    actor: Actor | None = getattr(request, "actor", None)
    known = actor is not None and actor.user_id is not None
    return {
        "face": face_now(),
        "actor": actor,
        "navigation": navigation(actor, request.path) if actor is not None and known else [],
        "person": actor.name if actor is not None and known else "",
        "today": actor.today if actor is not None else None,
        "demo": settings.DEMO,
        "face_urls": settings.FACE_URLS,
    }


def collect(face: str, attribute: str) -> list[Any]:
    """What the noun modules of a face offer under a name, in order of modules."""
    found: list[Any] = []
    for module in noun_modules(face):
        value: Any = getattr(module, attribute, None)
        found += value if isinstance(value, (list, tuple)) else [value] if value is not None else []
    return found


Count = Callable[[Actor], Any]
