"""Billing's hand in the books: entries are the house's own doing, whoever caused them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from muhatap.kernel.actors import Actor, system
from muhatap.ledger import commands as ledger
from muhatap.ledger.models import Entry
from muhatap.ledger.rules import Draft


def write(actor: Actor, drafts: Sequence[Draft]) -> list[Entry]:
    """Post entries for what the actor did. Raises: MonthClosed, NotBalanced."""
    house = replace(system(actor.now, name=actor.name), user_id=actor.user_id, language=actor.language)
    return ledger.post(house, drafts=[draft for draft in drafts if draft.legs])
