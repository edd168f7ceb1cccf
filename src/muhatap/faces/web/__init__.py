"""What the web faces share: page(), submit(), listing(), middleware, ui tags, base templates, vendored assets.

No noun of the business has a page here; each noun is a module of its face.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from muhatap.faces.web.bulk import Bulk
    from muhatap.faces.web.files import file_response
    from muhatap.faces.web.home import Tile, TileValue, Waiting
    from muhatap.faces.web.lists import Cell, Column, Filter, listing
    from muhatap.faces.web.navigation import Group, Item
    from muhatap.faces.web.pages import PageRequest, act, page, render, submit

# Django imports this package before its models are ready, so the names are fetched when first asked for.
_HOMES = {
    "bulk": ("Bulk",),
    "files": ("file_response",),
    "home": ("Tile", "TileValue", "Waiting"),
    "lists": ("Cell", "Column", "Filter", "listing"),
    "navigation": ("Group", "Item"),
    "pages": ("PageRequest", "act", "page", "render", "submit"),
}
_WHERE = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Bulk",
    "Cell",
    "Column",
    "Filter",
    "Group",
    "Item",
    "PageRequest",
    "Tile",
    "TileValue",
    "Waiting",
    "act",
    "file_response",
    "listing",
    "page",
    "render",
    "submit",
]


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(f"muhatap.faces.web.{_WHERE[name]}"), name)
    raise AttributeError(name)
