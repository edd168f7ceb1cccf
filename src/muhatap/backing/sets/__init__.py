"""The proof as sets: over some promises or the whole book, the terms beside it, and the gaps and covers that follow."""

from muhatap.backing.sets.board import summary
from muhatap.backing.sets.book import Book, prove_all
from muhatap.backing.sets.drill import LossRow, Network, losses
from muhatap.backing.sets.gaps import GapMove, exchange
from muhatap.backing.sets.pieces import SegmentRow, segments
from muhatap.backing.sets.terms import Assumed, Bond, apart, bonds, exchange_terms

__all__ = [
    "Assumed",
    "Bond",
    "Book",
    "GapMove",
    "SegmentRow",
    "apart",
    "bonds",
    "exchange",
    "exchange_terms",
    "prove_all",
    "segments",
    "summary",
]
__all__ = ["Book", "GapMove", "LossRow", "Network", "SegmentRow", "exchange", "losses", "prove_all", "segments"]
