"""Steps 5 and 6 as the story plays them: from a round nobody fits to promises fully backed, signed by both sides."""

from __future__ import annotations

from pathlib import Path

import pytest

from muhatap.backing.models import Backing, BackingStatus, Gap, GapStatus
from muhatap.faces.cli.stages import backing, network, sourcing
from muhatap.faces.cli.stages.world import World
from muhatap.kernel.actors import Actor
from muhatap.network.models import Member, MemberStatus
from tests.given import backing as given
from tests.given.cast import NOW

pytestmark = pytest.mark.django_db


def test_a_company_is_invited_taken_in_chosen_and_backs_every_promise(
    desk: Actor, customer_a: Actor, tmp_path: Path
) -> None:
    contract = given.contract(customer_a)
    for _line in range(2):
        given.promise(contract, quantity="2", price="60000")
    world = World(now=NOW, out=tmp_path)
    world.ids["contract"] = contract.pk
    said = [
        play(world)
        for play in (
            sourcing.play_round,
            network.play_application,
            network.play_membership,
            sourcing.play_award,
            backing.play_project_agreement,
            backing.play_proof,
        )
    ]
    assert said[0].endswith("2 of 2 promises nobody fits; a company is invited")
    assert said[-1] == "proof: 2 of 2 promises fully backed today, 0 gaps, 0 moved"
    assert Member.objects.get().status == MemberStatus.ACTIVE
    assert set(Backing.objects.values_list("status", flat=True)) == {BackingStatus.IN_FORCE}
    assert Gap.objects.exclude(status=GapStatus.CLOSED).filter(period__contains=world.house.today).count() == 0
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == [
        "proje-sozlesmesi-PS-2026-0001.pdf",
        "uyelik-sozlesmesi.pdf",
    ]
