"""Steps 10 and 11 of the story, played on a contract that runs."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from muhatap.faces.cli.stages import billing as stage
from muhatap.faces.cli.stages.world import World
from muhatap.kernel.actors import ISTANBUL, Actor
from tests.given import billing as given


def test_a_month_is_settled_invoiced_paid_and_booked(
    desk: Actor, customer_a: Actor, member_a: Actor, tmp_path: Path
) -> None:
    running = given.running(customer_a, member_a, retention="5")
    given.line(running, "office_cleaning", price="100000", cost="85000")
    given.line(running, "pest_control_general", basis="per_visit", price="4200", cost="3400")
    given.job(running, "pest_control_general", date(2026, 3, 12))
    world = World(now=datetime(2026, 3, 31, 17, 0, tzinfo=ISTANBUL), out=tmp_path)
    world.ids |= {
        "customer": running.customer.pk,
        "member": running.member.pk,
        "contract": running.contract.pk,
        "project_agreement": running.project_agreement.pk,
    }

    told = [
        play(world)
        for play in (
            stage.play_member_accruals,
            stage.play_settlement,
            stage.play_customer_accruals,
            stage.play_invoice,
            stage.play_receipt,
            stage.play_payment,
            stage.play_books,
        )
    ]

    assert told == [
        "Month end of 03.2026: 2 member lines over 88.400,00 ₺, 2 customer lines over 104.200,00 ₺",
        "HK-2026-0001: agreed by the member, approved; 85.748,00 ₺ to be paid on 01.05.2026",
        "MS-2026-0001: 2 lines accrued over 104.200,00 ₺, 0 left",
        "MHT2026000000001: 104.200,00 ₺ + 20.840,00 ₺ VAT - 18.756,00 ₺ withheld = 106.284,00 ₺",
        "TH-2026-0001: 106.284,00 ₺ received from Pusula Sigorta A.Ş.; MHT2026000000001 is paid",
        "OD-2026-0001: 85.748,00 ₺ paid to Pırıltı Temizlik Ltd. Şti.; HK-2026-0001 is paid",
        "Trial balance zero over 6 entries; margin of the contract 15.800,00 ₺ (15.2 %)",
    ]
    assert sorted(path.suffix for path in tmp_path.iterdir() if path.is_file()) == [".csv", ".pdf", ".pdf", ".xml"]
