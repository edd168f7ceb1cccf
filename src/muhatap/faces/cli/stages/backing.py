"""Step 6 of the story: project agreements with the members' own prices, signed; the proof."""

from __future__ import annotations

from decimal import Decimal

from muhatap.accounts.reads import Role
from muhatap.agreements import commands as agreements
from muhatap.backing import commands, reads
from muhatap.backing.rules import BondTerms
from muhatap.documents.making.agreements import make_paper
from muhatap.faces.cli.stages.network import keep_paper, sign_by_both
from muhatap.faces.cli.stages.world import World


def play_project_agreement(world: World) -> str:
    """One agreement for each chosen member, sent and signed by both sides."""
    desk = world.desk(Role.NETWORK_DESK)
    made = commands.draft_from_round(desk, round_id=world.ids["round"], terms=BondTerms(retention_percent=Decimal(5)))
    numbers = []
    for bond in made:
        version = commands.freeze_project_agreement(desk, agreement_id=bond.pk)
        make_paper(desk, version_id=version.pk)
        agreements.send(desk, agreement_id=bond.pk)
        sign_by_both(world, bond.pk, world.desk(Role.NETWORK_DESK), world.member(party_id=bond.member_id))
        view = reads.project_agreement(world.house, agreement_id=bond.pk)
        numbers.append(view.number)
        keep_paper(world, bond.pk, f"proje-sozlesmesi-{view.number}.pdf")
    first = reads.project_agreement(world.house, agreement_id=made[0].pk)
    world.ids["project"] = first.project_id
    world.ids["project_agreement"] = first.agreement_id
    world.ids["backings"] = [line.backing_id for line in first.lines]
    return f"{', '.join(numbers)}: signed by both sides, {first.member} backs {len(first.lines)} promises"


def play_proof(world: World) -> str:
    """The whole book is proven; nothing moves, because every change was proven when it happened."""
    proven = commands.prove_book(world.house)
    full, gaps = proven.graded.get("full", 0), sum(proven.gaps.values())
    return f"proof: {full} of {proven.promises} promises fully backed today, {gaps} gaps, {proven.moved} moved"
