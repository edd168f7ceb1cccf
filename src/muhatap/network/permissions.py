"""What may be allowed about members and those who want to be."""

from muhatap.accounts.models import Role
from muhatap.kernel.actors import Permission

# The roles that may take a company in; that they are, the table of roles is tested for.
APPROVERS = (Role.NETWORK_DESK, Role.MANAGEMENT, Role.ADMINISTRATOR)


class NetworkPermission(Permission):
    """Desk: all but APPLY and RATES; prices of members with SEE_RATES.

    Member: SEE, OFFER; RATES (its own prices) for its owner. Public: APPLY.
    """

    SEE = "network.see"
    APPLY = "network.apply"
    REVIEW = "network.review"
    INVITE = "network.invite"
    VERIFY = "network.verify"
    APPROVE = "network.approve"
    WAIVE = "network.waive"
    SUSPEND = "network.suspend"
    OFFER = "network.offer"
    RATES = "network.member_rates"
    SEE_RATES = "network.see_rates"
    AGREE = "network.agree"
    SCORE = "network.score"
