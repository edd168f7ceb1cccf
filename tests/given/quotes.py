"""Rounds with members that were asked for quotes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from muhatap.contracts.models import Promise
from muhatap.kernel.actors import ISTANBUL, Actor, Audience
from muhatap.kernel.wall import standing_at
from muhatap.sourcing import commands
from muhatap.sourcing.commands import QuotedLine
from muhatap.sourcing.models import AskedLine, Quote, QuoteInvitation, Round, RoundLine
from tests.given import backing
from tests.given import network as given_network

DEADLINE = datetime(2026, 3, 6, 17, 0, tzinfo=ISTANBUL)
ROUND_UNTIL = date(2026, 3, 9)


@dataclass
class Asked:
    """A round over promises of one customer with everybody who fits invited."""

    round: Round
    lines: list[RoundLine]
    promises: list[Promise]

    def of(self, actor: Actor) -> QuoteInvitation:
        """The invitation of a member."""
        found: QuoteInvitation = QuoteInvitation.objects.get(round=self.round, member_id=actor.party_id)
        return found


def asked(
    desk: Actor, customer: Actor, *members: tuple[Actor, str], lines: int = 1, quantity: str = "5", **promise: str
) -> Asked:
    """Members with their rate cards, a contract with promises, a round, and an invitation to each until Friday 17:00."""
    for actor, price in members:
        given_network.able(desk, actor, price)
    contract = backing.contract(customer)
    promises = [
        backing.promise(contract, quantity=quantity, **promise)  # type: ignore[arg-type]
        for _ in range(lines)
    ]
    opened = commands.open_round(desk, contract_id=contract.pk, deadline=ROUND_UNTIL)
    commands.invite_to_quote(desk, round_id=opened.pk, deadline=DEADLINE)
    rows = list(RoundLine.objects.filter(round=opened).order_by("position"))
    return Asked(opened, rows, promises)


def line(invitation: QuoteInvitation, price: str, *, place: int = 1, **more: object) -> QuotedLine:
    """A price for a line of an invitation, in the asked unit unless told otherwise."""
    one = AskedLine.objects.get(invitation=invitation, position=place)
    values: dict[str, object] = {"basis": one.basis, "unit": one.unit, **more}
    return QuotedLine(one.pk, unit_price=Decimal(price), **values)  # type: ignore[arg-type]


@contextmanager
def at_portal(actor: Actor) -> Iterator[None]:
    """Stand at the member's portal, behind the wall."""
    with standing_at(Audience.MEMBER, party_id=actor.party_id, user_id=actor.user_id):
        yield


def quotes(actor: Actor, it: Asked, price: str, *, at: datetime | None = None, **more: object) -> Quote:
    """The member fills in the first line at its portal and sends it."""
    who = replace(actor, now=at) if at is not None else actor
    invitation = it.of(actor)
    with at_portal(who):
        commands.save_quote(who, invitation_id=invitation.pk, lines=[line(invitation, price, **more)])
        return commands.send_quote(who, invitation_id=invitation.pk)


def later(actor: Actor, **more: int) -> Actor:
    """The same person after the deadline and some time."""
    return replace(actor, now=DEADLINE + timedelta(seconds=1) + timedelta(**more))
