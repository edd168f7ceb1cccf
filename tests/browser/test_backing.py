"""One lost backing of a contract with forty locations: its cells alone turn red, and a round turns them green again."""

from __future__ import annotations

import json
from typing import Any

from tests.browser.acting import Sitting
from tests.browser.conftest import Watched
from tests.browser.house import House
from tests.browser.story.cast import Cast

FIRST = "from tests.browser.forty import play; print(play())"
# Every cell of the calendar: the grade its class names, by row.
CELLS = """() => [...document.querySelectorAll('table.backing tbody tr')].map(row => [
    row.querySelector('.backing-name').innerText,
    [...row.querySelectorAll('.cell')].map(cell => cell.className)])"""


def grades(page: Any) -> dict[str, list[str]]:
    """The calendar on the screen: location and the grades of its days."""
    return dict(page.evaluate(CELLS))


def test_a_lost_backing_turns_its_own_cells_red_and_an_award_turns_them_green(
    the_house: House, screen: Watched
) -> None:
    told = json.loads(the_house.told.splitlines()[-1])
    cast = Cast(the_house, screen)
    cast.at("2026-03-02T09:00")
    network = cast.desk("ag")
    calendar = f"/contracts/{told['contract']}/backing/"
    network.page.goto(calendar)
    network.reads("40 taahhüdün 40 tanesi tam karşılıklı")
    before = grades(network.page)
    assert len(before) == 40

    network.page.goto(f"/backings/{told['backing']}/end/")
    network.fill({"Gerekçe": "Ekip çekildi"})
    network.click("Kalemi sonlandır")
    network.page.goto(calendar)
    network.reads("40 taahhüdün 39 tanesi tam karşılıklı")
    after = grades(network.page)
    changed = {name for name, cells in after.items() if cells != before[name]}
    assert changed == {"Şube 21"}
    assert len({*after["Şube 21"]} - {*before["Şube 21"]}) == 1
    assert the_house.rows("SELECT promise_id, kind, days FROM backing_gap WHERE status <> 'closed'") == [
        (told["promise"], "coverage", 364)
    ]

    network.click("Şube 21 · Genel haşere mücadelesi").reads("üye yok")
    network.click("Kaynak turu başlat").click("Üyeleri karşılaştır")
    network.click("Şube 21 · Genel haşere mücadelesi").click("Usta Eller seç").reads("Seçim yapıldı.")
    network.click("Proje sözleşmelerini hazırla").click("Hazırla")
    network.reads("Evet: ayrışan şart yok.").click("İmzaya gönder").click("İmzala")
    cast.sign(network, "ag@n.example")
    the_house.settled()
    owner = Sitting(screen.person(the_house.urls["member"])).log_in("sahip@usta.example", "sınama parolası")
    cast.sign(owner.today("PS-2026-0001"), "sahip@usta.example")
    assert "1.200" not in owner.page.content()
    the_house.settled()

    network.page.goto(calendar)
    network.reads("40 taahhüdün 40 tanesi tam karşılıklı")
    assert grades(network.page) == before
    assert the_house.rows("SELECT count(*) FROM backing_gap WHERE status <> 'closed'") == [(0,)]
