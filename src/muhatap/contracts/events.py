"""What contracts announce. `contract_id` is the id of the agreement."""

from dataclasses import dataclass
from datetime import date

from muhatap.kernel.events import Fact


@dataclass(frozen=True)
class ContractDrafted(Fact):
    """A customer contract was begun, from an accepted proposal or by hand."""

    contract_id: int
    customer_id: int
    proposal_id: int | None


@dataclass(frozen=True)
class ContractSigned(Fact):
    """A customer contract was signed by both sides."""

    contract_id: int
    customer_id: int
    signed_on: date


@dataclass(frozen=True)
class ContractActivated(Fact):
    """A customer contract came into force."""

    contract_id: int
    customer_id: int
    on: date


@dataclass(frozen=True)
class ContractEnded(Fact):
    """A customer contract is no longer in force; `on` is the first day without it."""

    contract_id: int
    customer_id: int
    on: date


@dataclass(frozen=True)
class PromiseMade(Fact):
    """A line of service is owed to a customer from the contract's signature on."""

    promise_id: int
    contract_id: int
    customer_id: int


@dataclass(frozen=True)
class PromiseChanged(Fact):
    """What a promise says, or its days, changed."""

    promise_id: int
    contract_id: int
    customer_id: int


@dataclass(frozen=True)
class PromisePriced(Fact):
    """The price of a promise changed from a day on; the price itself stays behind its wall."""

    promise_id: int
    contract_id: int
    customer_id: int
    since: date


@dataclass(frozen=True)
class ProjectOpened(Fact):
    """The project that delivers a contract exists."""

    project_id: int
    contract_id: int
    customer_id: int


@dataclass(frozen=True)
class ProjectAssigned(Fact):
    """A project has a manager and a deputy."""

    project_id: int
    contract_id: int
    manager_id: int
    deputy_id: int | None


@dataclass(frozen=True)
class ExpertiseSet(Fact):
    """The classes of service somebody is expert in were written down."""

    user_id: int
    categories: tuple[str, ...]
