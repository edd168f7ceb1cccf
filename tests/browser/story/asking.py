"""Steps 1 to 3: a company asks on the public page, is visited, and accepts its proposal."""

from __future__ import annotations

from tests.browser.acting import Sitting
from tests.browser.story.cast import CUSTOMER, CUSTOMER_EMAIL, Cast


def ask(cast: Cast) -> None:
    """Step 1: the public form; the desk answers within the hour and registers customer and location."""
    visitor = Sitting(cast.screen.person(cast.house.urls["public"]))
    visitor.page.goto("/")
    visitor.click("Hizmet talebi").fill(
        {
            "Firma": CUSTOMER,
            "Adınız soyadınız": "Ece Şahin",
            "Telefon": "0216 333 44 55",
            "E-posta": CUSTOMER_EMAIL,
            "Kısaca neye ihtiyacınız var?": "Fabrika temizliği",
            "Hizmet nerede gerekiyor?": "İstanbul / Ümraniye",
        }
    )
    visitor.click("Talebi gönder").reads("TL-2026-0001")

    cast.at("2026-03-02T09:35")
    desk = cast.desk("musteri")
    desk.open("Talepler", "Ada Gıda").reads("Ece Şahin ile görüşün")
    desk.click("Görüşmeyi kaydet").fill({"Konuşulanlar": "Keşif için randevu istendi."}).click("Görüşmeyi kaydet")
    desk.click("Müşteriyi kaydet").fill(
        {"Kısa ad": "Ada Gıda", "VKN / TCKN": "4812345674", "Vergi dairesi": "Ümraniye"}
    )
    desk.click("Kaydet").reads("Ziyaret planla")
    cast.pages["request"] = desk.page.url
    desk.open("Müşteriler", "Ada Gıda").click("Lokasyon kaydet")
    desk.fill({"Ad": "Ümraniye Fabrika", "İlçe": "İstanbul / Ümraniye", "Alan": "6200"}).click("Kaydet")


def visit(cast: Cast) -> None:
    """Step 2: planned, held, its needs written, its report confirmed by the customer with a correction."""
    desk = cast.desk("musteri")
    desk.page.goto(cast.pages["request"])
    desk.click("Ziyaret planla").fill({"Ne zaman?": "2026-03-04T10:00", "Nerede?": "Dudullu OSB"}).click("Planla")
    cast.at("2026-03-04T12:00")
    desk.click("Ziyareti yaz").fill({"Kiminle görüştük?": "Ece Şahin"}).click("Kaydet")
    desk.click("İhtiyaç yaz").fill(
        {
            "Hangi lokasyonlarda?": ["Ümraniye Fabrika"],
            "Hizmet": "Ofis ve bina içi temizlik",
            "Miktar": "8",
        }
    )
    desk.click("Kaydet").click("Raporu gönder").reads("Ofis ve bina içi temizlik")

    desk.page.goto(cast.pages["request"])
    desk.click("henüz kimse giremiyor: davet edin").click("Davet et").reads(CUSTOMER_EMAIL)

    cast.at("2026-03-04T15:00")
    customer = cast.invited("customer", "customer", CUSTOMER_EMAIL)
    customer.open("Ziyaretler", "Dudullu")
    customer.click("Raporu onayla").fill({"Neler düzeltilmeli?": "6 kat temizlenecek."}).click("Onayla")


def propose(cast: Cast) -> None:
    """Step 3: a proposal from the needs, priced, sent by mail, accepted in the portal."""
    desk, customer = cast.desk("musteri"), cast.sitting["customer"]
    cast.at("2026-03-05T09:00")
    desk.page.goto(cast.pages["request"])
    cast.house.settled()
    desk.click("Teklif hazırla").click("Taslağı oluştur").fill({"Birim maliyet": "41250"}).click("Kaydet")
    desk.click("Müşteriye gönder")

    cast.at("2026-03-06T11:00")
    assert "TK-2026-0001" in cast.house.mail(CUSTOMER_EMAIL, "TK-2026-0001")
    customer.open("Teklifler", "TK-2026-0001").click("Kabul et").click("Kabul et").reads("Kabul edildi")
    cast.house.settled()
    desk.page.goto(cast.pages["request"])
    desk.reads("Kabul edilen tekliften müşteri sözleşmesini hazırlayın.")
    assert cast.house.rows("SELECT status FROM demand_request") == [("won",)]
    assert cast.house.rows("SELECT status FROM demand_proposal") == [("accepted",)]
