"""List pages: one wrapper for every list of every face."""

from muhatap.faces.web.lists.asking import query_of
from muhatap.faces.web.lists.export import plain
from muhatap.faces.web.lists.parts import Cell, Column, Filter
from muhatap.faces.web.lists.showing import listing

__all__ = ["Cell", "Column", "Filter", "listing", "plain", "query_of"]
