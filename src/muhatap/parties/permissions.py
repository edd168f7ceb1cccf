"""What may be allowed about parties and their locations."""

from muhatap.kernel.actors import Permission


class PartiesPermission(Permission):
    """Acts of the desk; `customer_` for a customer looking at its own locations."""

    SEE = "parties.see"
    WRITE = "parties.write"
    DISCLOSE = "parties.disclose"
    CUSTOMER_SEE = "parties.customer_see"
