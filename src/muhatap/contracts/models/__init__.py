"""Customer contracts, promises and their prices, and the project that delivers a contract."""

from muhatap.contracts.models.contracts import BillingCycle, CustomerContract, Index
from muhatap.contracts.models.projects import (
    PROJECT_LIFECYCLE,
    Expertise,
    Position,
    Project,
    ProjectContact,
    ProjectStatus,
)
from muhatap.contracts.models.promises import Promise, PromisePrice

__all__ = [
    "PROJECT_LIFECYCLE",
    "BillingCycle",
    "CustomerContract",
    "Expertise",
    "Index",
    "Position",
    "Project",
    "ProjectContact",
    "ProjectStatus",
    "Promise",
    "PromisePrice",
]
