"""Step 8: the start of the location goes through its gate on the agreed day."""

from __future__ import annotations

from datetime import datetime

from tests.browser.story.cast import CREW_EMAIL, Cast


def prepare(cast: Cast) -> None:
    """The gate says what it waits for; customer, member and we do our tasks."""
    cast.at("2026-03-17T09:00")
    manager = cast.desk("proje")
    manager.open("Başlangıç", "Ümraniye Fabrika").reads("Açık görev: Saha keşfi yapıldı ve iş planı onaylandı (biz).")
    assert manager.page.get_by_role("button", name="Hizmeti başlat").is_disabled()
    cast.pages["start"] = manager.page.url
    cast.sitting["customer"].today("Lokasyon sorumlusu").every("Yapıldı")
    cast.sitting["owner"].today("Ekip ve ekip").every("Yapıldı")
    cast.house.settled()
    manager.page.goto(cast.pages["start"])
    manager.every("Yapıldı").reads("Kararlaştırılan gün 01.04.2026; hizmet o gün başlar, daha önce değil.")
    assert manager.page.get_by_role("button", name="Hizmeti başlat").is_disabled()


def crew(cast: Cast) -> None:
    """The owner gives the crew lead a login for the phone."""
    owner = cast.sitting["owner"]
    owner.open("Kişilerimiz").click("Kişi ekle")
    owner.fill({"Ad": "Hasan Usta", "E-posta": CREW_EMAIL, "Rol": "Ekip sorumlusu"}).click("Görev ver ve davet et")
    cast.house.settled()
    cast.invited("crew", "member", CREW_EMAIL, phone=True)


def go_live(cast: Cast) -> None:
    """In the night before, the contract comes into force; in the morning the service starts."""
    cast.house.night(datetime.fromisoformat("2026-04-01T01:00:00+03:00"))
    cast.at("2026-04-01T07:30")
    manager = cast.desk("proje")
    manager.today("Ümraniye Fabrika").click("Hizmeti başlat").click("Protokolü hazırla")
    assert manager.download("Devir protokolü").startswith(b"%PDF")
    assert cast.house.rows("SELECT status FROM contracts_project") == [("running",)]
