"""What may be allowed with users and seats."""

from muhatap.kernel.actors import Permission


class AccountsPermission(Permission):
    """Acts on users and seats."""

    SEE_USERS = "accounts.see_users"
    SEAT_USERS = "accounts.seat_users"
