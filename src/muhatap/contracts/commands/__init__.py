"""Every change of a customer contract, its promises and prices, and of its project."""

from muhatap.contracts.commands.contacts import follow_person, hide_people, show_people
from muhatap.contracts.commands.drafting import (
    ContractExists,
    PaymentTooLong,
    ProposalNotAccepted,
    draft_contract,
    open_contract,
    set_terms,
)
from muhatap.contracts.commands.force import begin, close, cut, renew
from muhatap.contracts.commands.papers import NetworkNoticeMissing, NoPromises, freeze_contract, send_contract
from muhatap.contracts.commands.projects import (
    NotExpert,
    SamePerson,
    assign_project,
    open_project,
    set_expertise,
)
from muhatap.contracts.commands.promises import (
    PromiseTerms,
    add_promise,
    change_promise,
    drop_promise,
    set_price,
)
from muhatap.contracts.rules import Terms

__all__ = [
    "ContractExists",
    "NetworkNoticeMissing",
    "NoPromises",
    "NotExpert",
    "PaymentTooLong",
    "PromiseTerms",
    "ProposalNotAccepted",
    "SamePerson",
    "Terms",
    "add_promise",
    "assign_project",
    "begin",
    "change_promise",
    "close",
    "cut",
    "draft_contract",
    "drop_promise",
    "follow_person",
    "freeze_contract",
    "hide_people",
    "open_contract",
    "open_project",
    "renew",
    "send_contract",
    "set_expertise",
    "set_price",
    "set_terms",
    "show_people",
]
