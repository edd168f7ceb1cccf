"""What may be allowed about project agreements, backings and gaps."""

from muhatap.kernel.actors import Permission


class BackingPermission(Permission):
    """Desk: all but SEE_OWN, MEMBER_DECLARE and SEE_COVER. Member: SEE_OWN, MEMBER_DECLARE. Customer: SEE_COVER."""

    SEE = "backing.see"
    SEE_OWN = "backing.see_own"
    MEMBER_DECLARE = "backing.member_declare"
    SEE_COVER = "backing.see_cover"
    SEE_COST = "backing.see_cost"
    WRITE = "backing.write"
    PROVE = "backing.prove"
    OWN_GAP = "backing.own_gap"
    ACCEPT_GAP = "backing.accept_gap"
