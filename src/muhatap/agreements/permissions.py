"""What may be allowed about agreements."""

from muhatap.kernel.actors import Permission


class AgreementPermission(Permission):
    """Desk: all. Customer's decision maker and member's owner: SEE and SIGN; other seats of a portal: SEE."""

    SEE = "agreements.see"
    DRAFT = "agreements.draft"
    SEND = "agreements.send"
    SIGN = "agreements.sign"
    END = "agreements.end"
