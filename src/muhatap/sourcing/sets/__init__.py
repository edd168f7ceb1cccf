"""Whole-network questions of choosing members: what is known of everybody, and what a plan depends on."""

from muhatap.sourcing.sets.network import Network, load, rate_cards, wanted_of
from muhatap.sourcing.sets.planning import MOST_MONTHS, months_left, planned

__all__ = ["MOST_MONTHS", "Network", "load", "months_left", "planned", "rate_cards", "wanted_of"]
