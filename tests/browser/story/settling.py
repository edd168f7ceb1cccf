"""Step 10: month end; the member agrees with its settlement, which is approved."""

from __future__ import annotations

from tests.browser.story.cast import Cast


def close(cast: Cast) -> None:
    """Finance runs the month end, drafts and sends the settlement; the member agrees; management approves."""
    cast.at("2026-05-04T09:00")
    finance, owner = cast.desk("finans"), cast.sitting["owner"]
    finance.today("Nisan 2026").reads("2 satır henüz tahakkuk etmedi.").click("Ay sonunu çalıştır")
    finance.click("Hakedişleri hazırla").click("HK-2026-0001").click("Gönder")
    cast.house.settled()
    owner.today("HK-2026-0001").reads("317.384,00 ₺").click("Mutabıkım").reads("Mutabakat verdiniz.")
    cast.house.settled()
    finance.page.reload()
    finance.reads("Beklenen: Yönetim")
    cast.desk("yonetim").today("HK-2026-0001").click("Onayla").click("Onayla").reads("03.06.2026")
