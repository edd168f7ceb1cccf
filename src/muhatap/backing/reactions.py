"""What backing does when an earlier package announces something: prove again what the change touches."""

from __future__ import annotations

from collections.abc import Sequence

from muhatap.agreements.events import (
    AgreementCut,
    AgreementEnded,
    AgreementRenewed,
    AgreementResumed,
    AgreementSent,
    AgreementSigned,
    AgreementSuspended,
    AgreementWithdrawn,
)
from muhatap.agreements.models import Kind
from muhatap.backing import commands, reads
from muhatap.backing.commands.force import disclose_to_member, show_project_people
from muhatap.contracts.events import (
    ContractActivated,
    ContractEnded,
    ContractSigned,
    ProjectAssigned,
    PromiseChanged,
    PromiseMade,
    PromisePriced,
)
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import at_the_end, each_at_the_end
from muhatap.kernel.events import reacts_to
from muhatap.kernel.tasks import nightly
from muhatap.network.events import (
    CoverageApproved,
    CoverageEnded,
    DocumentRejected,
    DocumentVerified,
    MemberLeft,
    MemberReinstated,
    MemberSuspended,
    StandingRecorded,
)


def _prove_promises(house: Actor, promise_ids: Sequence[int]) -> None:
    """Prove promises again, once for everything one command changed about them."""
    for promise_id in promise_ids:
        at_the_end("proof of promises", promise_id, lambda them: commands.refresh(house, promise_ids=them))


def _prove_member(house: Actor, member_id: int) -> None:
    """Prove a member's promises again, once for everything one command changed about it, be it forty districts."""
    each_at_the_end("proof of members", member_id, lambda one: commands.refresh_member(house, member_id=one))


@reacts_to(AgreementSent)
def show_locations(house: Actor, fact: AgreementSent) -> None:
    """Whoever is asked to sign for locations may know them."""
    if fact.kind == Kind.PROJECT:
        disclose_to_member(house, agreement_id=fact.agreement_id)


@reacts_to(AgreementSigned)
def owe_what_was_signed(house: Actor, fact: AgreementSigned) -> None:
    """A signed project agreement is owed; a signed membership lets everything else of the member count."""
    if fact.kind == Kind.PROJECT and fact.first:
        commands.bring_into_force(house, agreement_id=fact.agreement_id)
        show_project_people(house, agreement_id=fact.agreement_id)
    elif fact.kind == Kind.MEMBERSHIP:
        _prove_member(house, fact.party_id)


@reacts_to(AgreementEnded)
def end_with_agreement(house: Actor, fact: AgreementEnded) -> None:
    """A backing ends with its agreement."""
    if fact.kind == Kind.PROJECT:
        commands.end_backings(house, agreement_id=fact.agreement_id, on=fact.on)
    elif fact.kind == Kind.MEMBERSHIP:
        _prove_member(house, fact.party_id)


@reacts_to(AgreementCut)
def see_the_end(house: Actor, fact: AgreementCut) -> None:
    """Notice was given: the days after the end are not backed any more, and that is known today."""
    if fact.kind == Kind.PROJECT:
        commands.end_backings(house, agreement_id=fact.agreement_id, on=fact.until)
    elif fact.kind == Kind.MEMBERSHIP:
        _prove_member(house, fact.party_id)


@reacts_to(AgreementWithdrawn)
def drop_with_agreement(house: Actor, fact: AgreementWithdrawn) -> None:
    """What nobody signed backs nothing."""
    if fact.kind == Kind.PROJECT:
        commands.drop_withdrawn(house, agreement_id=fact.agreement_id)


@reacts_to(AgreementSuspended)
def rest_with_agreement(house: Actor, fact: AgreementSuspended) -> None:
    """A resting agreement of a member does not back."""
    if fact.kind != Kind.CUSTOMER:
        _prove_member(house, fact.party_id)


@reacts_to(AgreementResumed)
def resume_with_agreement(house: Actor, fact: AgreementResumed) -> None:
    """An agreement that goes on backs again."""
    if fact.kind != Kind.CUSTOMER:
        _prove_member(house, fact.party_id)


@reacts_to(AgreementRenewed)
def renew_with_agreement(house: Actor, fact: AgreementRenewed) -> None:
    """A longer membership lets backings count longer."""
    if fact.kind == Kind.MEMBERSHIP:
        _prove_member(house, fact.party_id)


@reacts_to(ContractSigned)
def prove_signed_contract(house: Actor, fact: ContractSigned) -> None:
    """From its signature on a contract's promises are owed."""
    _prove_promises(house, reads.promises_of(house, contract_id=fact.contract_id))


@reacts_to(ProjectAssigned)
def name_the_people(house: Actor, fact: ProjectAssigned) -> None:
    """The members of a project learn who looks after it."""
    show_project_people(house, project_id=fact.project_id)


@reacts_to(ContractActivated)
def prove_active_contract(house: Actor, fact: ContractActivated) -> None:
    """A contract in force is owed."""
    _prove_promises(house, reads.promises_of(house, contract_id=fact.contract_id))


@reacts_to(ContractEnded)
def prove_ended_contract(house: Actor, fact: ContractEnded) -> None:
    """What is no longer owed has no gaps."""
    _prove_promises(house, reads.promises_of(house, contract_id=fact.contract_id))


@reacts_to(PromiseMade)
def prove_new_promise(house: Actor, fact: PromiseMade) -> None:
    """A new promise is not backed yet."""
    _prove_promises(house, [fact.promise_id])


@reacts_to(PromiseChanged)
def follow_promise(house: Actor, fact: PromiseChanged) -> None:
    """A backing never reaches beyond its promise."""
    commands.cut_to_promise(house, promise_id=fact.promise_id)
    _prove_promises(house, [fact.promise_id])


@reacts_to(PromisePriced)
def value_gaps(house: Actor, fact: PromisePriced) -> None:
    """What a gap is worth follows the price."""
    _prove_promises(house, [fact.promise_id])


@reacts_to(DocumentVerified)
def prove_with_document(house: Actor, fact: DocumentVerified) -> None:
    """A document that counts may close gaps."""
    _prove_member(house, fact.member_id)


@reacts_to(DocumentRejected)
def prove_without_document(house: Actor, fact: DocumentRejected) -> None:
    """A document that no longer counts may open gaps."""
    _prove_member(house, fact.member_id)


@reacts_to(MemberSuspended)
def prove_without_member(house: Actor, fact: MemberSuspended) -> None:
    """A suspended member does not deliver."""
    _prove_member(house, fact.member_id)


@reacts_to(MemberReinstated)
def prove_with_member(house: Actor, fact: MemberReinstated) -> None:
    """A member that is back delivers."""
    _prove_member(house, fact.member_id)


@reacts_to(MemberLeft)
def prove_after_member(house: Actor, fact: MemberLeft) -> None:
    """A member that left does not deliver."""
    _prove_member(house, fact.member_id)


@reacts_to(CoverageApproved)
def prove_with_coverage(house: Actor, fact: CoverageApproved) -> None:
    """A member is able where it was not, or for less than before."""
    _prove_member(house, fact.member_id)


@reacts_to(CoverageEnded)
def prove_after_coverage(house: Actor, fact: CoverageEnded) -> None:
    """A member is no longer able somewhere."""
    _prove_member(house, fact.member_id)


@reacts_to(StandingRecorded)
def prove_with_standing(house: Actor, fact: StandingRecorded) -> None:
    """A standing decides whether a member is fit from the next month on."""
    _prove_member(house, fact.member_id)


@nightly
def prove_every_night(house: Actor) -> None:
    """Gaps that were lived with open again on their day, and the whole book is proven."""
    commands.reopen_due(house)
    commands.prove_book(house)
