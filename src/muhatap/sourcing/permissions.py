"""What may be allowed about choosing members."""

from muhatap.kernel.actors import Permission


class SourcingPermission(Permission):
    """Desk: all of them. Member: QUOTE (what it is asked for, and its own prices) for its owner."""

    SEE = "sourcing.see"
    OPEN = "sourcing.open"
    AWARD = "sourcing.award"
    QUOTE = "sourcing.quote"
