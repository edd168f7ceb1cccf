"""The one table: role → permissions.

`*` stands for every permission of the desk, `package.*` for those of a package, `-package.act` takes one away
again. At the desk a role holds what its work needs (the whole table: docs/generated/permissions.md); an act for
a second person asks for another permission than the act before it. At the portals the first role of a side
holds everything its portal offers, the others no more than their work.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from muhatap.accounts.models import Role
from muhatap.kernel.actors import Audience, Permission

PACKAGES = (
    "parties", "accounts", "catalogue", "demand", "agreements", "contracts", "network", "sourcing", "backing",
    "operations", "quality", "ledger", "billing",
)  # fmt: skip
ENTER = "face.enter"
OWN_PASSWORD = "accounts.own_password"  # noqa: S105 - the name of a permission
KEEP_VIEWS = "accounts.keep_views"
# What every seat holds.
EVERYBODY = frozenset({ENTER, OWN_PASSWORD, KEEP_VIEWS})

_CUSTOMER_SITE = (
    "parties.customer_see", "contracts.see", "backing.see_cover",
    "demand.customer_see", "demand.customer_ask", "demand.customer_confirm",
    "operations.see", "operations.do_task", "operations.confirm", "operations.open_ticket",
    "quality.see",
)  # fmt: skip
_CUSTOMER_FINANCE = (
    "demand.customer_see", "demand.customer_proposals", "contracts.see", "contracts.see_price",
    "agreements.see", "operations.see", "billing.customer_invoices", "billing.customer_answer_invoice",
)  # fmt: skip
_MEMBER_OPERATIONS = (
    "network.see", "network.offer", "backing.member_declare",
    "operations.see", "operations.do_task", "operations.deliver",
    "operations.answer_ticket", "quality.see", "quality.act",
)  # fmt: skip
_MEMBER_FINANCE = (
    "network.see", "agreements.see", "backing.see_own",
    "billing.member_settlements", "billing.member_answer_settlement",
)  # fmt: skip

TABLE: dict[Role, tuple[str, ...]] = {
    Role.ADMINISTRATOR: ("*",),
    Role.MANAGEMENT: ("*", "-accounts.seat_users", "-catalogue.set_parameters"),
    # Steps 1 to 3: answer, visit, write needs, propose; afterwards the customer's ear.
    Role.CUSTOMER_SERVICE: (
        "catalogue.see", "parties.see", "parties.write", "accounts.seat_customers",
        "demand.*", "-demand.approve_margin",
        "agreements.see", "contracts.see", "contracts.see_price", "backing.see",
        "operations.see", "operations.open_ticket", "operations.answer_ticket", "quality.see",
    ),
    # Step 4: content, terms, signature, start of the project.
    Role.CONTRACT_DESK: (
        "catalogue.see", "parties.see", "parties.write", "parties.disclose", "accounts.seat_customers",
        "demand.see", "demand.propose", "demand.see_cost",
        "agreements.*", "contracts.*", "backing.see", "backing.prove", "operations.see", "quality.see",
    ),
    # Steps 5 and 6: members, choice, backing.
    Role.NETWORK_DESK: (
        "catalogue.see", "parties.see", "parties.write", "parties.disclose",
        "agreements.*", "contracts.see", "network.*", "-network.waive",
        "sourcing.*", "backing.*", "-backing.accept_gap",
        "operations.see", "operations.advise", "quality.see",
    ),
    # Steps 7 to 9: the project.
    Role.PROJECT_MANAGER: (
        "catalogue.see", "parties.see", "demand.see", "demand.visit", "demand.need",
        "agreements.see", "contracts.see", "contracts.expertise",
        "network.see", "network.see_rates", "sourcing.see", "sourcing.open",
        "backing.see", "backing.prove", "backing.own_gap",
        "operations.*", "-operations.override",
        "quality.see", "quality.plan", "quality.review", "quality.publish", "quality.verify",
    ),
    # Steps 7 and 9: what was promised, where and by whom; no price and no paper that names one.
    Role.AUDITOR: (
        "catalogue.see", "parties.see", "contracts.see", "network.see", "operations.see",
        "quality.see", "quality.audit",
    ),
    # Steps 10 and 11: settle, pay, invoice, collect, close.
    Role.FINANCE: (
        "catalogue.see", "parties.see", "agreements.see", "contracts.see", "contracts.see_price",
        "network.see", "network.see_rates", "backing.see", "backing.see_cost", "operations.see",
        "billing.*", "-billing.approve", "ledger.*", "-ledger.reopen",
    ),
    Role.CUSTOMER_DECISION: (
        *_CUSTOMER_SITE, *_CUSTOMER_FINANCE, "accounts.own_people", "demand.customer_answer",
        "agreements.sign",
    ),
    Role.CUSTOMER_SITE: _CUSTOMER_SITE,
    Role.CUSTOMER_FINANCE: _CUSTOMER_FINANCE,
    Role.MEMBER_OWNER: (
        *_MEMBER_OPERATIONS, *_MEMBER_FINANCE, "accounts.own_people", "agreements.sign", "network.member_rates",
        "sourcing.quote",
    ),
    Role.MEMBER_OPERATIONS: _MEMBER_OPERATIONS,
    Role.MEMBER_CREW_LEAD: ("operations.see", "operations.deliver"),
    Role.MEMBER_FINANCE: _MEMBER_FINANCE,
}  # fmt: skip

# Meant for a portal though the name does not begin so; and the other way round: the desk owns gaps.
PORTAL_ALONE = frozenset({"backing.see_own", "backing.see_cover", "network.apply", "quality.act"})
DESK_IN_SPITE = frozenset({"backing.own_gap"})
# What somebody without a login may do at a face.
ANYBODY: dict[Audience, frozenset[str]] = {
    Audience.DESK: frozenset({OWN_PASSWORD}),
    Audience.CUSTOMER: frozenset({OWN_PASSWORD}),
    Audience.MEMBER: frozenset({OWN_PASSWORD}),
    Audience.PUBLIC: frozenset({"demand.own_ask", "network.apply"}),
}


def every_permission() -> set[str]:
    """All permissions of the house."""
    for package in PACKAGES:
        if find_spec(f"muhatap.{package}.permissions"):
            import_module(f"muhatap.{package}.permissions")
    ours = [enum for enum in Permission.__subclasses__() if enum.__module__.startswith("muhatap.")]
    return {str(entry) for enum in ours for entry in enum} | {ENTER}


@lru_cache
def permissions_of(role: str) -> frozenset[str]:
    """What a role may do."""
    desk = {name for name in every_permission() if not is_portal(name)}
    held = set(EVERYBODY)
    for pattern in TABLE[Role(role)]:
        if pattern == "*":
            held |= desk
        elif pattern.startswith("-"):
            held.discard(pattern[1:])
        elif pattern.endswith(".*"):
            held |= {name for name in desk if name.startswith(pattern[:-1])}
        else:
            held.add(pattern)
    return frozenset(held)


def is_portal(name: str) -> bool:
    """Whether a permission is meant for a portal: its act begins with `customer_`, `member_` or `own_`."""
    if name in PORTAL_ALONE or name in DESK_IN_SPITE:
        return name in PORTAL_ALONE
    return name.partition(".")[2].startswith(("customer_", "member_", "own_"))
