"""What may be allowed about project agreements, backings and gaps."""

from muhatap.kernel.actors import Permission


class BackingPermission(Permission):
    """Desk: all but SEE_OWN and SEE_COVER. Member: SEE_OWN. Customer: SEE_COVER."""

    SEE = "backing.see"
    SEE_OWN = "backing.see_own"
    SEE_COVER = "backing.see_cover"
    SEE_COST = "backing.see_cost"
    WRITE = "backing.write"
    PROVE = "backing.prove"
    OWN_GAP = "backing.own_gap"
    ACCEPT_GAP = "backing.accept_gap"
