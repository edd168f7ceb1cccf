"""What contracts do when an agreement with a customer is signed, comes into force, goes on, is cut short or ends."""

from muhatap.accounts.events import UserChanged
from muhatap.agreements.events import (
    AgreementActivated,
    AgreementCut,
    AgreementEnded,
    AgreementRenewed,
    AgreementSigned,
)
from muhatap.contracts import commands
from muhatap.kernel.actors import Actor
from muhatap.kernel.events import reacts_to

CUSTOMER = "customer"


@reacts_to(AgreementSigned)
def open_project(actor: Actor, fact: AgreementSigned) -> None:
    """A signed customer contract gets its project, and its promises are owed."""
    if fact.kind == CUSTOMER and fact.first:
        commands.open_project(actor, contract_id=fact.agreement_id, signed_on=fact.signed_on)


@reacts_to(AgreementActivated)
def begin(actor: Actor, fact: AgreementActivated) -> None:
    """A customer contract in force has a running project."""
    if fact.kind == CUSTOMER:
        commands.begin(actor, contract_id=fact.agreement_id, on=fact.on)


@reacts_to(AgreementCut)
def cut(actor: Actor, fact: AgreementCut) -> None:
    """After notice no promise goes beyond the contract's end."""
    if fact.kind == CUSTOMER:
        commands.cut(actor, contract_id=fact.agreement_id, until=fact.until)


@reacts_to(AgreementRenewed)
def renew(actor: Actor, fact: AgreementRenewed) -> None:
    """Promises go on with their contract."""
    if fact.kind == CUSTOMER:
        commands.renew(actor, contract_id=fact.agreement_id, until=fact.until)


@reacts_to(AgreementEnded)
def close(actor: Actor, fact: AgreementEnded) -> None:
    """An ended contract has no running project."""
    if fact.kind == CUSTOMER:
        commands.close(actor, contract_id=fact.agreement_id, on=fact.on)


@reacts_to(AgreementEnded)
def hide_people(actor: Actor, fact: AgreementEnded) -> None:
    """After its end nobody looks after the party under an agreement."""
    commands.hide_people(actor, agreement_id=fact.agreement_id)


@reacts_to(UserChanged)
def follow_person(actor: Actor, fact: UserChanged) -> None:
    """Customers and members read a colleague's present name and phone."""
    commands.follow_person(actor, user_id=fact.user_id)
