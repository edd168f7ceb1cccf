"""What may be allowed about parties and their locations."""

from muhatap.kernel.actors import Permission


class PartiesPermission(Permission):
    """Desk: SEE, WRITE, DISCLOSE. Customer and member: SEE (of themselves and what was opened to them)."""

    SEE = "parties.see"
    WRITE = "parties.write"
    DISCLOSE = "parties.disclose"
