"""What may be allowed about customer contracts and projects."""

from muhatap.kernel.actors import Permission


class ContractPermission(Permission):
    """Desk: all. Customer's seats: SEE; SEE_PRICE for its decision maker and finance."""

    SEE = "contracts.see"
    SEE_PRICE = "contracts.see_price"
    DRAFT = "contracts.draft"
    ASSIGN = "contracts.assign"
    EXPERTISE = "contracts.expertise"
