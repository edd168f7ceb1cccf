"""What may be allowed in the books."""

from muhatap.kernel.actors import Permission


class LedgerPermission(Permission):
    """Acts on the books."""

    SEE = "ledger.see"
    POST = "ledger.post"
    CLOSE = "ledger.close"
    REOPEN = "ledger.reopen"
