"""Every question about customer contracts and projects a face or a later package may ask."""

from muhatap.contracts.models import BillingCycle, Index, ProjectStatus
from muhatap.contracts.reads.contacts import Contact, contacts, own_contacts
from muhatap.contracts.reads.contracts import (
    ContractRow,
    ContractView,
    PromiseRow,
    ReadyProposal,
    contract,
    contract_of,
    contracts,
    promise,
    promises,
    ready_proposals,
)
from muhatap.contracts.reads.drift import Drift, drift, drifted
from muhatap.contracts.reads.projects import (
    Expert,
    ProjectRow,
    ProjectView,
    experts,
    people_with_expertise,
    project,
    project_of,
    projects,
)

__all__ = [
    "BillingCycle",
    "Contact",
    "ContractRow",
    "ContractView",
    "Drift",
    "Expert",
    "Index",
    "ProjectRow",
    "ProjectStatus",
    "ProjectView",
    "PromiseRow",
    "ReadyProposal",
    "contacts",
    "contract",
    "contract_of",
    "contracts",
    "drift",
    "drifted",
    "experts",
    "own_contacts",
    "people_with_expertise",
    "project",
    "project_of",
    "projects",
    "promise",
    "promises",
    "ready_proposals",
]
