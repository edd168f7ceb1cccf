"""What may be allowed with users and seats."""

from muhatap.kernel.actors import Permission


class AccountsPermission(Permission):
    """Acts of the desk on users and seats; `own_` for everybody's own password and a company's own people."""

    SEE_USERS = "accounts.see_users"
    SEAT_USERS = "accounts.seat_users"
    SEAT_CUSTOMERS = "accounts.seat_customers"
    OWN_PASSWORD = "accounts.own_password"  # noqa: S105 - a name
    OWN_PEOPLE = "accounts.own_people"
    KEEP_VIEWS = "accounts.keep_views"
