"""Step 4: the contract of the accepted proposal, signed by both sides, and the project it opens."""

from __future__ import annotations

from tests.browser.story.cast import CUSTOMER_EMAIL, Cast


def contract(cast: Cast) -> None:
    """Drafted with its terms and the network notice, frozen, sent, signed in order, sealed with its evidence."""
    cast.at("2026-03-09T09:00")
    desk = cast.desk("sozlesme")
    desk.today("TK-2026-0001").fill({"İlk gün": "2026-04-01", "Son gün": "2027-03-31"})
    desk.click("Sözleşmeyi hazırla")
    cast.pages["contract"] = desk.page.url
    desk.reads("Ağ beyanı şartlarda onaylanmadı.").click("Şartlar")
    desk.fill({"Ağ beyanı müşteriye açıklandı": "evet"}).click("Kaydet")
    desk.click("Sözleşmeyi dondur").reads("Kodun gideceği e-posta").click("Dondur ve belgeyi hazırla")
    desk.click("İmzaya gönder").reads("Beklenen: Ece Şahin")

    cast.at("2026-03-09T13:00")
    customer = cast.sitting["customer"]
    customer.page.goto(cast.house.link(CUSTOMER_EMAIL, "imzanızı bekliyor"))
    customer.click("Kodu gönder")
    cast.house.settled()  # before the code is on its way, another sentence stands there
    customer.fill({"E-postadaki kod": "000000"})
    customer.tries("İmzala").reads("Kod yanlış. 4 deneme hakkınız kaldı.")
    customer.fill({"E-postadaki kod": cast.code(CUSTOMER_EMAIL)}).click("İmzala").reads("İmzalandı")
    cast.house.settled()

    cast.at("2026-03-09T13:20")
    cast.sign(desk.today("MS-2026-0001"), "sozlesme@n.example")
    cast.house.settled()
    assert cast.house.rows("SELECT status FROM agreements_agreement") == [("signed",)]
    desk.page.reload()
    assert desk.download("Kanıtlı imzalı nüsha").startswith(b"%PDF")


def project(cast: Cast) -> None:
    """The signature opened a project; it gets a manager and a deputy who know its class of service."""
    desk = cast.desk("sozlesme")
    desk.click("Projeyi ata").fill({"Sorumlu": "Ece Tanrıverdi", "Vekil": "Onur Sezgin"}).click("Kaydet")
    desk.reads("Ece Tanrıverdi")
    cast.pages["project"] = desk.page.url
