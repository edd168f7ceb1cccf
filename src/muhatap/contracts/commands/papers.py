"""Freeze a contract as it stands, and send it out to be signed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from muhatap.agreements import commands as agreements
from muhatap.agreements.models import AgreementVersion
from muhatap.agreements.rules import Signer
from muhatap.contracts.content import content
from muhatap.contracts.models import CustomerContract, Promise
from muhatap.contracts.permissions import ContractPermission
from muhatap.kernel.actors import Actor
from muhatap.kernel.commands import command
from muhatap.kernel.errors import Refusal


class NetworkNoticeMissing(Refusal):
    """The customer must be told that delivery runs through the network before it signs."""


class NoPromises(Refusal):
    """A contract promises something."""


def _check_complete(contract: CustomerContract) -> None:
    if not contract.network_notice:
        raise NetworkNoticeMissing(
            _(
                "The network notice has not been confirmed: the customer must know that members deliver and that we"
                " stay its sole counterpart. Confirm it in the terms."
            )
        )
    if not Promise.objects.filter(contract=contract).exists():
        raise NoPromises(_("The contract promises nothing yet. Add lines first."))


@command(ContractPermission.DRAFT)
def freeze_contract(actor: Actor, *, contract_id: int, signers: Sequence[Signer], reason: str = "") -> AgreementVersion:
    """Freeze the next version of a contract from its live terms, promises and prices; signers in order.

    Raises: NetworkNoticeMissing, NoPromises, and what `agreements.freeze` refuses.
    """
    contract: Any = CustomerContract.objects.visible_to(actor).get(pk=contract_id)
    _check_complete(contract)
    return agreements.freeze(
        actor,
        agreement_id=contract_id,
        content=content(actor, contract_id=contract_id),
        signers=signers,
        reason=reason,
    )


@command(ContractPermission.DRAFT)
def send_contract(actor: Actor, *, contract_id: int) -> AgreementVersion:
    """Send a frozen contract out to be signed. Raises: NetworkNoticeMissing, NoPromises, NoPaper, ClauseMissing."""
    contract: Any = CustomerContract.objects.visible_to(actor).get(pk=contract_id)
    _check_complete(contract)
    return agreements.send(actor, agreement_id=contract_id)
