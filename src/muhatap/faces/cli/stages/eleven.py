"""The eleven steps in order, for one customer, one contract and the members it needs."""

from __future__ import annotations

from collections.abc import Callable

from muhatap.faces.cli.stages import backing, billing, contracts, demand, network, operations, quality, quotes, sourcing
from muhatap.faces.cli.stages.house import open_house
from muhatap.faces.cli.stages.world import World

Step = Callable[[World], str]

STEPS: tuple[tuple[int, Step], ...] = (
    (1, demand.play_request),
    (2, demand.play_visit),
    (3, demand.play_proposal),
    (4, contracts.play_contract),
    (4, contracts.play_project),
    (5, sourcing.play_round),
    (5, network.play_application),
    (6, network.play_membership),
    (5, quotes.play_quotes),
    (5, sourcing.play_award),
    (6, backing.play_project_agreement),
    (6, backing.play_proof),
    (7, operations.play_advice),
    (7, quality.play_member_audit),
    (8, operations.play_start_plans),
    (8, operations.play_go_live),
    (9, operations.play_first_job),
    (9, operations.play_deliveries),
    (9, quality.play_audit),
    (9, quality.play_correction),
    (10, billing.play_member_accruals),
    (10, billing.play_settlement),
    (11, billing.play_customer_accruals),
    (11, billing.play_invoice),
    (10, billing.play_payment),
    (11, billing.play_receipt),
    (11, billing.play_books),
)


def open_the_house(world: World) -> None:
    """Everything a world needs before its first customer calls."""
    open_house(world)
