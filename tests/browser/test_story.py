"""A customer's way through the faces, clicked as people click it: from the public page to the accepted proposal."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.browser.acting import Sitting
from tests.browser.conftest import Watched
from tests.browser.house import House
from tests.browser.playing import PASSWORD

CUSTOMER, OWN_PASSWORD = "ece.sahin@adagida.example", "uzun-bir-parola-2026"


@pytest.fixture(scope="module")
def founded(the_house: House) -> House:
    """A house with its people and nothing else, on a Monday morning."""
    the_house.owner("from tests.browser.playing import found_house; print(found_house())")
    return the_house


def at(house: House, moment: str) -> None:
    """Move the clock of the faces."""
    house.now_is(datetime.fromisoformat(f"{moment}+03:00"))


def test_a_company_asks_is_visited_and_accepts_its_proposal(founded: House, screen: Watched) -> None:
    """Steps 1 to 3, by four people at three faces."""
    at(founded, "2026-03-02T09:00")
    visitor = Sitting(screen.person(founded.urls["public"]))
    visitor.page.goto("/")
    visitor.click("Hizmet talebi").fill(
        {
            "Firma": "Ada Gıda Sanayi ve Ticaret A.Ş.",
            "Adınız soyadınız": "Ece Şahin",
            "Telefon": "0216 333 44 55",
            "E-posta": CUSTOMER,
            "Kısaca neye ihtiyacınız var?": "Fabrika temizliği",
            "Hizmet nerede gerekiyor?": "İstanbul / Ümraniye",
        }
    )
    visitor.click("Talebi gönder").reads("TL-2026-0001")

    at(founded, "2026-03-02T09:35")
    desk = Sitting(screen.person(founded.urls["desk"])).log_in("musteri@n.example", PASSWORD)
    desk.open("Talepler", "Ada Gıda").reads("Ece Şahin ile görüşün")
    desk.click("Görüşmeyi kaydet").fill({"Konuşulanlar": "Keşif için randevu istendi."}).click("Görüşmeyi kaydet")
    desk.click("Müşteriyi kaydet").fill(
        {"Kısa ad": "Ada Gıda", "VKN / TCKN": "4812345674", "Vergi dairesi": "Ümraniye"}
    )
    desk.click("Kaydet").reads("Ziyaret planla")
    request = desk.page.url
    desk.open("Müşteriler", "Ada Gıda").click("Lokasyon kaydet")
    desk.fill({"Ad": "Ümraniye Fabrika", "İlçe": "İstanbul / Ümraniye", "Alan": "6200"}).click("Kaydet")

    desk.page.goto(request)
    desk.click("Ziyaret planla").fill({"Ne zaman?": "2026-03-04T10:00", "Nerede?": "Dudullu OSB"}).click("Planla")
    at(founded, "2026-03-04T12:00")
    desk.click("Ziyareti yaz").fill({"Kiminle görüştük?": "Ece Şahin"}).click("Kaydet")
    desk.click("İhtiyaç yaz").fill(
        {
            "Hangi lokasyonlarda?": ["Ümraniye Fabrika"],
            "Hizmet": "Ofis ve bina içi temizlik",
            "Miktar": "8",
        }
    )
    desk.click("Kaydet").click("Raporu gönder").reads("Ofis ve bina içi temizlik")

    office = Sitting(screen.person(founded.urls["desk"])).log_in("sistem@n.example", PASSWORD)
    office.open("Kullanıcılar").click("Kişi ekle")
    office.fill({"Ad": "Ece Şahin", "E-posta": CUSTOMER, "Rol": "Karar verici", "Firma": "Ada Gıda"})
    office.click("Görev ver ve davet et")

    at(founded, "2026-03-04T15:00")
    customer = Sitting(screen.person(founded.urls["customer"]))
    customer.page.goto(founded.link(CUSTOMER, "davet edildiniz"))
    customer.fill({"Yeni parola": OWN_PASSWORD, "Yeni parola, tekrar": OWN_PASSWORD}).click("Parolayı kaydet")
    customer.log_in(CUSTOMER, OWN_PASSWORD).open("Ziyaretler", "Dudullu")
    customer.click("Raporu onayla").fill({"Neler düzeltilmeli?": "6 kat temizlenecek."}).click("Onayla")

    at(founded, "2026-03-05T09:00")
    desk.page.goto(request)
    founded.settled()
    desk.click("Teklif hazırla").click("Taslağı oluştur").fill({"Birim maliyet": "41250"}).click("Kaydet")
    desk.click("Müşteriye gönder")

    at(founded, "2026-03-06T11:00")
    assert "TK-2026-0001" in founded.mail(CUSTOMER, "TK-2026-0001")
    customer.open("Teklifler", "TK-2026-0001").click("Kabul et").click("Kabul et").reads("kabul edildi")
    founded.settled()
    desk.page.goto(request)
    desk.reads("Kabul edilen tekliften müşteri sözleşmesini hazırlayın.")
    assert founded.rows("SELECT status FROM demand_request") == [("won",)]
    assert founded.rows("SELECT status FROM demand_proposal") == [("accepted",)]
