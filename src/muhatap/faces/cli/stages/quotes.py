"""Step 5 of the story: the member is asked for a quote and answers at its portal."""

from __future__ import annotations

from datetime import timedelta

from muhatap.accounts.reads import Role
from muhatap.faces.cli.stages.network import PAPER, PRICE_OF_OTHERS, PRICES
from muhatap.faces.cli.stages.world import World
from muhatap.kernel.actors import Actor
from muhatap.sourcing import commands, reads
from muhatap.sourcing.commands import QuotedLine

LEAD_DAYS = 10


def play_quotes(world: World) -> str:
    """Whoever fits is asked; the member fills in a price for every line, adds a paper and sends its quote."""
    desk, owner = world.desk(Role.NETWORK_DESK), world.member()
    commands.rank_candidates(desk, round_id=world.ids["round"])
    made = commands.invite_to_quote(
        desk,
        round_id=world.ids["round"],
        deadline=world.now + timedelta(days=4),
        message="Fiyatlarınızı KDV hariç yazın.",
    )
    mine = next(one for one in made if one.member_id == owner.party_id)
    fill_in(owner, mine.pk)
    commands.attach_to_quote(owner, invitation_id=mine.pk, data=PAPER + b"quote", name="fiyat-analizi.pdf")
    commands.send_quote(owner, invitation_id=mine.pk)
    return f"{mine.number}: {len(made)} members asked, the quote of {owner.name} came in"


def fill_in(owner: Actor, invitation_id: int) -> None:
    """A price for every line in the asked unit: that of the member's rate card."""
    it = reads.invitation(owner, invitation_id=invitation_id)
    lines = []
    for line in it.lines:
        basis, _, unit = line.ways[0][0].partition(":")
        price = PRICES.get(line.service_id, PRICE_OF_OTHERS)
        lines.append(QuotedLine(line.asked_id, unit_price=price, basis=basis, unit=unit, lead_days=LEAD_DAYS))
    commands.save_quote(owner, invitation_id=invitation_id, lines=lines, remark="Malzeme dahildir.")
