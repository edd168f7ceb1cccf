"""The proof as sets: over some promises or the whole book, and the gaps and covers that follow from it."""

from muhatap.backing.sets.book import Book, prove_all
from muhatap.backing.sets.drill import LossRow, Network, losses
from muhatap.backing.sets.gaps import GapMove, exchange
from muhatap.backing.sets.pieces import SegmentRow, segments

__all__ = ["Book", "GapMove", "LossRow", "Network", "SegmentRow", "exchange", "losses", "prove_all", "segments"]
