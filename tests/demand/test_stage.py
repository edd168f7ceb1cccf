"""The story's first three steps through the real commands."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from muhatap.demand.models import Proposal, ProposalLinePrice, Request
from muhatap.faces.cli.stages import demand
from muhatap.faces.cli.stages.world import World
from muhatap.parties.models import Party
from tests.given import cast
from tests.given.cast import NOW


def test_the_story_goes_from_the_first_call_to_an_accepted_proposal(db: None, tmp_path: Path) -> None:
    cast.prime()
    papers = tmp_path / "papers"
    world = World(now=NOW, out=papers)
    said = [demand.play_request(world), demand.play_visit(world), demand.play_proposal(world)]
    assert Request.objects.get().status == "won"
    assert Proposal.objects.get(pk=world.ids["proposal"]).status == "accepted"
    assert Party.objects.get(pk=world.ids["customer"]).short_name == "Ada Gıda"
    assert len(world.ids["needs"]) == 4
    # Cost 41,250.00 and 3,400.00 at the target margin of 16 %.
    assert set(ProposalLinePrice.objects.values_list("unit_price", flat=True)) == {
        Decimal("49107.1500"),
        Decimal("4047.6200"),
    }
    assert sorted(path.name for path in papers.iterdir()) == ["02-ziyaret-raporu.pdf", "03-teklif.pdf"]
    assert all(path.read_bytes().startswith(b"%PDF") for path in papers.iterdir())
    assert said[2].endswith("548273.89 TRY in an average month at 16.00 % margin; accepted in the customer portal")
