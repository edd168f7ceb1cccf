"""What may be allowed about choosing members."""

from muhatap.kernel.actors import Permission


class SourcingPermission(Permission):
    """Desk alone."""

    SEE = "sourcing.see"
    OPEN = "sourcing.open"
    AWARD = "sourcing.award"
