"""Step 7: the member is advised and audited before it starts."""

from __future__ import annotations

from tests.browser.story.cast import Cast
from tests.browser.story.sheets import Seen, fill_in

SEEN = Seen({"B2": "10", "B3": "0", "C3": "100", "C5": "0", "D3": "95", "E3": "20"}, {"D5": 1, "F4": 2})


def advise(cast: Cast) -> None:
    """The project manager writes advice; the member reads it."""
    cast.at("2026-03-16T10:00")
    manager, owner = cast.desk("proje"), cast.sitting["owner"]
    manager.open("Projeler", "PR-2026-0001").click("Başlangıcı hazırla").click("Üyeye danışmanlık ver")
    manager.fill({"Konu başlığı": "Yedek planı", "Önerimiz": "İlk iki hafta her vardiyaya bir yedek ayırın."})
    manager.click("Danışma notunu ver").reads("Henüz okunmadı")
    owner.today("Yedek planı").reads("bir yedek ayırın")
    cast.house.settled()
    manager.page.reload()
    manager.reads("16.03.2026 10:00")


def audit_member(cast: Cast) -> None:
    """Planned at the desk, answered on the auditor's phone, published to the member."""
    manager = cast.desk("proje")
    manager.open("Denetimler").click("Denetim planla")
    manager.fill({"Ne denetlenecek?": "üye", "Şablon": "Üye Firma Denetimi", "Denetçi": "Onur Sezgin"})
    manager.tries("Planla").reads("Denetlenecek üyeyi seçin.").fill({"Üye": "Parlak"})
    manager.click("Planla").reads("Beklenen: Onur Sezgin")

    auditor = cast.desk("denetim", phone=True)
    auditor.today("Parlak").click("Başla").click("Başla")
    fill_in(auditor, SEEN)
    auditor.click("Denetimi gönder").fill({"Rapor için sonuç": "Üye projeye hazırdır."}).click("Gönder")
    manager.today("Üye Firma Denetimi").click("Yayımla").reads("%100")
    cast.house.settled()
    cast.sitting["owner"].open("Denetimler", "DN-2026-0001").reads("Üye projeye hazırdır.")
