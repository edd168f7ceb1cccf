"""Step 6: the new member brings papers, coverage and prices, is chosen, and signs membership and project."""

from __future__ import annotations

from tests.browser.story.cast import MEMBER_EMAIL, Cast
from tests.browser.story.things import paper

IBAN = "TR73 0006 2000 0123 4567 8901 23"


def bring(cast: Cast) -> None:
    """The owner follows the invitation to the portal and does what its first page asks for."""
    owner = cast.invited("owner", "member", MEMBER_EMAIL)
    owner.today("SGK borcu yoktur yazısı").hand_in("Dosya", paper("sgk"))
    owner.fill({"Geçerlilik başlangıcı": "2026-03-01", "Son geçerlilik günü": "2026-02-01"}).tries("Yükle")
    owner.reads("Geçerliliğin son günü ilk gününden önce.").hand_in("Dosya", paper("sgk"))
    owner.fill({"Son geçerlilik günü": "2028-03-01"}).click("Yükle")
    owner.today("Nerede hizmet verdiğinizi bildirin")
    owner.fill({"Hizmet": "Ofis ve bina içi temizlik", "İlçe": "Ümraniye", "Kapasite": "20"}).click("Öner")
    owner.today("Fiyatlarınızı bildirin")
    owner.fill({"Hizmet": "Ofis ve bina içi temizlik", "Fiyat ne için": "kişi ve ay", "Birim fiyat": "40900"})
    owner.click("Fiyat bildir")
    owner.today("IBAN teyit yazısını yükleyin").hand_in("Dosya", paper("iban"))
    owner.fill({"Geçerlilik başlangıcı": "2026-03-01"}).click("Yükle")


def check(cast: Cast) -> None:
    """The network desk checks what was brought and writes the account down from the bank's letter."""
    network = cast.desk("ag")
    network.today("SGK borcu yoktur yazısı").click("Doğrula")
    network.today("IBAN teyit yazısı").click("Doğrula").click("Banka hesabı ekle")
    network.fill({"IBAN": IBAN}).click("Hesabı ekle").reads("TR730006200001234567890123")
    network.today("Parlak Çevre Hizmetleri · Ofis ve bina içi temizlik")
    network.page.get_by_role("button", name="Onayla").first.click()
    network.reads("Kapsama artık geçerli.")


def join(cast: Cast) -> None:
    """The membership agreement: drafted, sent, signed by us and then by the owner."""
    network, owner = cast.desk("ag"), cast.sitting["owner"]
    network.page.goto(cast.pages["member"])
    network.click("Taslağı hazırla").click("Taslağı hazırla").click("İmzaya gönder").click("İmzala")
    cast.sign(network, "ag@n.example")
    cast.house.settled()
    cast.sign(owner.today("UY-2026-0001"), MEMBER_EMAIL)
    cast.house.settled()
    assert cast.house.rows("SELECT status FROM network_member") == [("active",)]


def choose(cast: Cast) -> None:
    """Compared again, the new member fits for every reason and is chosen."""
    network = cast.desk("ag")
    network.today("Ümraniye Fabrika").click("KT-2026-0001 turunu aç").click("Yeniden sırala").click("Yeniden sırala")
    network.click("Ümraniye Fabrika · Ofis ve bina içi temizlik").reads("20 boş, 8 gerekli")
    network.click("Parlak Çevre Hizmetleri seç").reads("Seçim yapıldı.")


def commit(cast: Cast) -> None:
    """The project agreement with the member's own price, signed by both; the proof turns green."""
    network, owner = cast.desk("ag"), cast.sitting["owner"]
    network.click("Proje sözleşmelerini hazırla").fill({"Teminat kesintisi": "5"}).click("Hazırla")
    network.reads("327.200,00 ₺").click("İmzaya gönder").click("İmzala")
    cast.sign(network, "ag@n.example")
    cast.house.settled()
    owner.today("PS-2026-0001").reads("40.900,00 ₺")
    assert "49.107" not in owner.page.content()
    cast.sign(owner, MEMBER_EMAIL)
    cast.house.settled()
    desk = cast.desk("sozlesme")
    desk.page.goto(cast.pages["contract"])
    desk.reads("1 taahhüdün 1 tanesi tam karşılıklı").click("Başlangıcı hazırla")
    assert cast.house.rows("SELECT count(*) FROM backing_gap WHERE status <> 'closed'") == [(0,)]
